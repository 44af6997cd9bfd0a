package change

import (
	"fmt"
	"testing"

	"zaemme/internal/calendar"
	"zaemme/internal/curriculum"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// A number is asked for above the share, of at least ten people; what only keeps
// its date concerns nobody.
func TestConfirmDuties(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ staff, gain, keep, want int }{
		{200, 40, 0, 0}, {200, 41, 0, 41}, {200, 10, 100, 0}, {10, 9, 0, 0}, {10, 10, 0, 10}, {0, 12, 0, 12},
	} {
		var members []*people.Member
		for i := range test.staff {
			members = append(members, &people.Member{Person: people.Person{ID: int64(i + 1)}, Employments: []people.Employment{{ExitOn: calendar.Forever}}})
		}
		var effects curriculum.Effects
		for i := range test.gain + test.keep {
			kind := curriculum.Gain
			if i >= test.gain {
				kind = curriculum.Keep
			}
			for _, course := range []string{"IS-01", "DS-01"} {
				effects = append(effects, curriculum.Effect{Person: fmt.Sprint(i), Course: course, Kind: kind})
			}
		}
		org := people.NewOrg(1, nil, nil, members)
		tally := newTally(Draft{}, org, org)
		if _, err := tally.add(effects); err != nil {
			t.Fatal(err)
		}
		if got := confirmDuties(settings.Defaults(), org, tally.Persons); got != test.want {
			t.Errorf("%+v: %d", test, got)
		}
	}
}
