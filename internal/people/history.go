package people

import (
	"cmp"
	"slices"
	"time"

	"zaemme/internal/calendar"
)

// EventKind is what an event of a history is about.
type EventKind string

// The kinds. An identity is undated: From of its events is no day.
const (
	EventIdentity   EventKind = "identity" // number, names, mail, login, language
	EventEmployment EventKind = "employment"
	EventTraits     EventKind = "traits" // PC and tags
	EventDeputy     EventKind = "deputy"
	EventAbsence    EventKind = "absence"
	EventRole       EventKind = "role"
	EventDepartment EventKind = "department"
)

// Event is one dated fact as it was recorded: what holds since when, what held
// before, and who recorded it when.
type Event struct {
	Kind      EventKind
	Thing     string        // number of an employment, role, name of a deputy
	From      calendar.Date // first day on which it holds
	Until     calendar.Date // last day, Forever: open
	Withdrawn bool          // taken back: it never held, or holds no more
	Fields    []Field       // those that differ from what held before; of a new fact all that are not empty
	New       bool          // nothing held before
	At        time.Time     // when it was recorded
	Actor     string        // name, empty: the system
	Plan      string        // uid of the plan that was applied, empty without one
	PlanKind  string        // of that plan
}

// record is a row of facts of any kind. to is the first day on which the fact no
// longer holds.
type record struct {
	kind               EventKind
	thing, label       string // what the facts are of, and its name
	from, to           calendar.Date
	knownFrom, knownTo time.Time
	values             []value
	opened, closed     author
}

// value is one value of a fact: compared by key, shown as text.
type value struct{ name, key, text string }

// author is who recorded something.
type author struct{ name, plan, planKind string }

// events tells the history that the rows are, newest first. A row that a later
// change only shortened to make room is no event of its own.
func events(rows []record) []Event {
	groups := map[[2]string][]record{}
	for _, r := range rows {
		key := [2]string{string(r.kind), r.thing}
		groups[key] = append(groups[key], r)
	}
	var list []Event
	for _, group := range groups {
		for _, r := range group {
			if e, ok := r.recorded(group); ok {
				list = append(list, e)
			}
			if e, ok := r.withdrawn(group); ok {
				list = append(list, e)
			}
		}
	}
	slices.SortFunc(list, func(a, b Event) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.From, a.From), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Thing, b.Thing))
	})
	return list
}

// recorded is the event of the row's recording.
func (r record) recorded(group []record) (Event, bool) {
	before, continued := -1, false
	for i, one := range group {
		switch {
		case one.knownTo.Equal(r.knownFrom) && one.from < r.to && r.from < one.to:
			if before < 0 || one.from <= r.from {
				before = i
			}
		case one.knownFrom.Equal(r.knownFrom) && one.from == r.to:
			continued = true
		}
	}
	e := r.event(r.opened, r.knownFrom)
	if before < 0 {
		e.New, e.Fields = true, differing(nil, r.values)
		return e, true
	}
	had := group[before]
	e.Fields = differing(had.values, r.values)
	if r.kind != EventEmployment && had.from != r.from && len(e.Fields) == 0 {
		e.Fields = append(e.Fields, Field{Name: "valid_from", Old: had.from.String(), New: r.from.String()})
	}
	if had.to != r.to && !continued && len(e.Fields) == 0 {
		e.Fields = append(e.Fields, Field{Name: "valid_until", Old: lastDay(had.to), New: lastDay(r.to)})
	}
	return e, len(e.Fields) > 0
}

// withdrawn is the event of the row being taken back without anything in its
// place.
func (r record) withdrawn(group []record) (Event, bool) {
	if !r.knownTo.Before(KnownForever) {
		return Event{}, false
	}
	for _, one := range group {
		if one.knownFrom.Equal(r.knownTo) && one.from < r.to && r.from < one.to {
			return Event{}, false
		}
	}
	e := r.event(r.closed, r.knownTo)
	e.Withdrawn = true
	return e, true
}

func (r record) event(by author, at time.Time) Event {
	e := Event{Kind: r.kind, Thing: r.label, From: r.from, Until: calendar.Forever, At: at, Actor: by.name, Plan: by.plan, PlanKind: by.planKind}
	if r.to != calendar.Forever {
		e.Until = r.to.AddDays(-1)
	}
	return e
}

// lastDay is the day before as text, empty for an open end.
func lastDay(to calendar.Date) string {
	if to == calendar.Forever {
		return ""
	}
	return to.AddDays(-1).String()
}

// differing are the values that are not what they were.
func differing(before, after []value) []Field {
	var list []Field
	for i, v := range after {
		had := value{}
		if i < len(before) {
			had = before[i]
		}
		if had.key != v.key {
			list = append(list, Field{Name: v.name, Old: had.text, New: v.text})
		}
	}
	return list
}
