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

type dutyName struct{ person, course string }

// entries are the persons of a plan who begin on later days, by day.
type entries struct {
	days    map[calendar.Date]map[string]bool // keys
	persons map[string]bool                   // of all days
	lost    map[dutyName]bool                 // what the plan takes from them
}

func newEntries(day calendar.Date, done computed) entries {
	e := entries{days: map[calendar.Date]map[string]bool{}, persons: map[string]bool{}, lost: map[dutyName]bool{}}
	working := map[string]bool{}
	for _, m := range done.org.Members {
		if len(m.Employments) > 0 {
			working[done.org.KeyOf(m)] = true
		}
	}
	for _, p := range done.draft.People.Persons {
		on := p.FirstEntry()
		if on <= day || working[p.Key] {
			continue
		}
		if e.days[on] == nil {
			e.days[on] = map[string]bool{}
		}
		e.days[on][p.Key], e.persons[p.Key] = true, true
	}
	return e
}

// lose notes what a part of the plan takes from them.
func (e entries) lose(part curriculum.Effects) {
	for _, one := range part {
		if one.Kind == curriculum.Lose && e.persons[one.Person] {
			e.lost[dutyName{one.Person, one.Course}] = true
		}
	}
}

// entries foresees what begins on later days of entry, by day. It is no part of the
// digest: the day itself decides.
func (s *Service) entries(ctx context.Context, c db.Conn, done computed, later entries) ([]Entry, error) {
	var list []Entry
	for i, day := range slices.Sorted(maps.Keys(later.days)) {
		keys := later.days[day]
		one := Entry{On: day, Persons: len(keys), Unknown: i >= maxEntryDays}
		if !one.Unknown {
			org, err := people.Load(ctx, c, people.Moment{Day: day})
			if err != nil {
				return nil, err
			}
			effects, err := s.duties.Plan(ctx, c, curriculum.Proposal{Org: org.With(done.draft.People).Only(keys), Day: day})
			if err != nil {
				return nil, fmt.Errorf("change: plan duties of later entries: %w", err)
			}
			one.Courses = effects.Count(curriculum.Gain) + later.resumed(effects, keys)
		}
		list = append(list, one)
	}
	return list, nil
}

// resumed counts the duties that the plan takes from people who begin on a later
// day, and that they have again on that day: they are still on record, so then does
// not show them as new.
func (e entries) resumed(then curriculum.Effects, persons map[string]bool) int {
	gone := map[dutyName]bool{}
	for _, one := range then {
		if one.Kind == curriculum.Lose {
			gone[dutyName{one.Person, one.Course}] = true
		}
	}
	n := 0
	for duty := range e.lost {
		if persons[duty.person] && !gone[duty] {
			n++
		}
	}
	return n
}
