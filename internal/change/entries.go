package change

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// Entry is a day after that of the plan on which people of the plan begin to work,
// and with that their courses: nobody has a duty before the day of entry.
type Entry struct {
	On      calendar.Date
	Persons int
	Courses int  // duties that begin then, by the rules as they are known today
	Unknown bool `json:",omitempty"` // Courses was not counted: there are too many such days
}

// maxEntryDays are the days for which courses are counted; each is planned by
// itself.
const maxEntryDays = 12

// entries foresees what begins on later days of entry, by day. It is no part of the
// digest: the day itself decides.
func (s *Service) entries(ctx context.Context, c db.Conn, r Request, done *computed) error {
	working := map[string]bool{}
	for _, m := range done.org.Members {
		if len(m.Employments) > 0 {
			working[done.org.KeyOf(m)] = true
		}
	}
	later := map[calendar.Date]map[string]bool{}
	for _, p := range done.draft.People.Persons {
		day := p.FirstEntry()
		if day <= r.EffectiveOn || working[p.Key] {
			continue
		}
		if later[day] == nil {
			later[day] = map[string]bool{}
		}
		later[day][p.Key] = true
	}
	for i, day := range slices.Sorted(maps.Keys(later)) {
		one := Entry{On: day, Persons: len(later[day]), Unknown: i >= maxEntryDays}
		if !one.Unknown {
			org, err := people.Load(ctx, c, people.Moment{Day: day})
			if err != nil {
				return err
			}
			effects, err := s.duties.Plan(ctx, c, curriculum.Proposal{Org: org.With(done.draft.People).Only(later[day]), Day: day})
			if err != nil {
				return fmt.Errorf("change: plan duties of later entries: %w", err)
			}
			one.Courses = effects.Count(curriculum.Gain) + resumed(done.effects, effects, later[day])
		}
		done.forecast.Entries = append(done.forecast.Entries, one)
	}
	return nil
}

// resumed counts the duties that the plan takes from people who begin on a later
// day, and that they have again on that day: they are still on record, so then does
// not show them as new.
func resumed(now, then curriculum.Effects, persons map[string]bool) int {
	lost := map[string]bool{}
	for _, e := range now {
		if e.Kind == curriculum.Lose && persons[e.Person] {
			lost[e.Person+" "+e.Course] = true
		}
	}
	for _, e := range then {
		if e.Kind == curriculum.Lose {
			delete(lost, e.Person+" "+e.Course)
		}
	}
	return len(lost)
}
