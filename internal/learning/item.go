package learning

import (
	"cmp"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/ledger"
)

// Item is how a person stands to one course on a day.
type Item struct {
	Version *course.Version // the newest one that the person gets
	Pilot   bool            // it is a pilot, and others do not have it yet
	Duty    ledger.Duty     // Revision 0: nothing on record
	Place   Place
	// Governing is zero and HasDuty false where nobody asks for the course.
	Governing ledger.Governing
	HasDuty   bool
	Status    ledger.Status
	// Completion that counts on the day, or the voluntary one; No 0: none.
	Completion ledger.Cycle

	Asked Asked
	Short *course.Version // the course that is enough to renew this one, nil: this one itself
	// Since is set where it is enough to learn what has changed since the version that
	// the person completed: that.
	Since *coursefile.Difference
	First *course.Version // of a curriculum in order: the open course that comes before this one, nil without

	Read     map[int]bool // modules of Version read in Place.Cycle
	Attempt  bool         // one is open
	Form     Form         // of the open attempt
	Answered int          // questions answered in it
	Total    int          // questions it has
}

// ToRead are the modules that the person has to know: those that have changed where
// they are enough, else all.
func (i Item) ToRead() []coursefile.Module {
	all := i.Version.Content.Modules
	if i.Since == nil {
		return all
	}
	var list []coursefile.Module
	for _, m := range all {
		if slices.Contains(i.Since.Modules, m.No) {
			list = append(list, m)
		}
	}
	return list
}

// ReadCount is how many of the modules ToRead are read.
func (i Item) ReadCount() int {
	n := 0
	for _, m := range i.ToRead() {
		if i.Read[m.No] {
			n++
		}
	}
	return n
}

// Begun reports that something has been read or answered.
func (i Item) Begun() bool { return len(i.Read) > 0 || i.Attempt }

// MinutesLeft is the planned time of what is not read yet, with the quiz; of a
// classroom course all of it. Planned, never measured.
func (i Item) MinutesLeft() int {
	if i.Short != nil && !i.Begun() {
		return i.Short.Content.Minutes
	}
	c := i.Version.Content
	left := max(0, c.Minutes-moduleMinutes(i.Version))
	for _, m := range i.ToRead() {
		if !i.Read[m.No] {
			left += m.Minutes
		}
	}
	return left
}

func moduleMinutes(v *course.Version) int {
	sum := 0
	for _, m := range v.Content.Modules {
		sum += m.Minutes
	}
	return sum
}

// NextModule is the number of the first module to read, 0 if all are read.
func (i Item) NextModule() int {
	for _, m := range i.ToRead() {
		if !i.Read[m.No] {
			return m.No
		}
	}
	return 0
}

// ModuleAfter is the number of the next module to read after the one of that number,
// read or not, 0 after the last.
func (i Item) ModuleAfter(no int) int {
	for _, m := range i.ToRead() {
		if m.No > no {
			return m.No
		}
	}
	return 0
}

// Overview is the start page: every course that concerns the person.
type Overview struct {
	Open      []Item // to do, the earliest due date first, courses in order in theirs
	Optional  []Item // to do if the person chooses so: others of the choice count
	Waiting   []Item // paused or exempt
	Fulfilled []Item // incl. voluntary ones, the latest first
}

// arrange sorts items into an overview.
func arrange(items []Item, day calendar.Date) Overview {
	var o Overview
	order(items, func(i Item) bool { return i.Status.ToDo() })
	for _, i := range items {
		switch {
		case i.Status.ToDo() && i.Optional():
			o.Optional = append(o.Optional, i)
		case i.Status.ToDo():
			o.Open = append(o.Open, i)
		case i.Status == ledger.StatusPaused || i.Status == ledger.StatusExempt:
			o.Waiting = append(o.Waiting, i)
		case i.Completion.ValidOn(day):
			o.Fulfilled = append(o.Fulfilled, i)
		}
	}
	sortOpen(o.Open)
	sortOpen(o.Optional)
	slices.SortFunc(o.Fulfilled, func(a, b Item) int {
		return cmp.Or(cmp.Compare(b.Completion.CompletedOn, a.Completion.CompletedOn), cmp.Compare(a.Version.Code(), b.Version.Code()))
	})
	return o
}

// newItem derives all that follows from the duty and the day.
func newItem(v *course.Version, d ledger.Duty, p progress, day calendar.Date) Item {
	i := Item{Version: v, Duty: d, Place: PlaceOf(d.Dates, day), Read: map[int]bool{}}
	i.Governing, i.HasDuty = d.Governing(day)
	i.Status = i.Governing.Status
	i.Completion = i.Place.Before
	if i.HasDuty && i.Governing.Fulfilled {
		i.Completion = i.Governing.Cycle
	}
	for _, m := range v.Content.Modules {
		if p.read[moduleKey{i.Place.Cycle, m.No}] {
			i.Read[m.No] = true
		}
	}
	i.Attempt, i.Form, i.Answered, i.Total = p.attempt, p.form, p.answered, p.total
	if i.Attempt && i.Total == 0 {
		i.Total = len(v.Content.Questions)
	}
	if i.HasDuty {
		i.Asked = p.asked
	}
	return i
}
