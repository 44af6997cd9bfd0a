package hr

import (
	"testing"

	"zaemme/internal/calendar"
	"zaemme/internal/settings"
)

func TestThePhaseIsSaidWhileItLasts(t *testing.T) {
	t.Parallel()
	l, today := german(t), calendar.NewDate(2027, 3, 1)
	for what, one := range map[string]struct {
		set  settings.Settings
		says bool
	}{
		"no day": {settings.Defaults(), true}, "a later day": {settings.Defaults().With("go_live", "2027-03-02"), true},
		"today": {settings.Defaults().With("go_live", "2027-03-01"), false},
		"trial": {settings.Defaults().With("go_live", "2027-03-01").With("trial_address", "a@b.example"), true},
	} {
		if notice := mailPhase(l, one.set, today); (notice.Text != "") != one.says {
			t.Errorf("%s: %+v", what, notice)
		}
	}
}
