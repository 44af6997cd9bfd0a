package learning

import (
	"cmp"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/coursefile"
)

// Asked are the terms on which a course is asked of the person.
type Asked struct {
	Variant      string // code of the short course that renews it, empty: the course itself
	ModulesFirst bool   // the test opens once the modules are read
	TestOut      bool   // who knows the subject already may be tested out of the modules
	Curricula    []Shape
}

// Shape is a curriculum whose courses are in order, or of which some are enough.
type Shape struct {
	Title   coursefile.Texts `json:"title"`
	Courses struct {
		Lines []struct {
			Course string `json:"course"`
		} `json:"lines"`
		Ordered bool `json:"ordered"`
		AtLeast int  `json:"at_least"`
	} `json:"courses"`
}

// Of is how many courses of the choice there are.
func (s Shape) Of() int { return len(s.Courses.Lines) }

func (s Shape) place(code string) int {
	return slices.IndexFunc(s.Courses.Lines, func(l struct {
		Course string `json:"course"`
	}) bool {
		return l.Course == code
	})
}

// Choice is the curriculum of which some courses are enough, nil if the course is
// asked for by itself.
func (i Item) Choice() *Shape {
	for n := range i.Asked.Curricula {
		if s := &i.Asked.Curricula[n]; s.Courses.AtLeast > 0 && s.Courses.AtLeast < s.Of() {
			return s
		}
	}
	return nil
}

// Optional reports a course that stands beside others of a choice: enough of them
// count already.
func (i Item) Optional() bool { return i.HasDuty && !i.Duty.Mandatory && i.Choice() != nil }

// TestWaits reports that the test opens once the modules are read.
func (i Item) TestWaits() bool {
	return i.Asked.ModulesFirst && i.Place.Mode == ForDuty && i.NextModule() != 0
}

// MayTestOut reports that the person may be tested out of the modules: the terms
// of the duty allow it for the whole course, it has the questions, and not all is read.
func (i Item) MayTestOut() bool {
	return i.Asked.TestOut && i.Since == nil && i.Place.Mode == ForDuty && i.Version.Content.TestOut != nil && i.NextModule() != 0
}

// order says of each open course which one comes first, and puts that before it:
// courses that are in order keep it whatever their dates.
func order(items []Item, open func(Item) bool) {
	find := func(code string) int {
		return slices.IndexFunc(items, func(i Item) bool { return i.Version.Code() == code })
	}
	for n := range items {
		i := &items[n]
		for _, s := range i.Asked.Curricula {
			if !s.Courses.Ordered || i.First != nil || !open(*i) {
				continue
			}
			for _, before := range s.Courses.Lines[:max(0, s.place(i.Version.Code()))] {
				if at := find(before.Course); at >= 0 && open(items[at]) && !items[at].Optional() {
					i.First = items[at].Version
					break
				}
			}
		}
	}
}

// sortOpen puts the earliest due date first, a course that comes first no later
// than those that wait for it.
func sortOpen(items []Item) {
	urgent := map[string]calendar.Date{}
	due := func(i Item) calendar.Date {
		if i.Governing.Due == 0 {
			return calendar.Forever
		}
		return i.Governing.Due
	}
	for _, i := range items {
		urgent[i.Version.Code()] = due(i)
	}
	for _, i := range items {
		if i.First != nil {
			code := i.First.Code()
			urgent[code] = min(urgent[code], due(i))
		}
	}
	waits := func(i Item) int {
		if i.First != nil {
			return 1
		}
		return 0
	}
	slices.SortFunc(items, func(a, b Item) int {
		return cmp.Or(cmp.Compare(urgent[a.Version.Code()], urgent[b.Version.Code()]), cmp.Compare(waits(a), waits(b)),
			cmp.Compare(a.Version.Code(), b.Version.Code()))
	})
}
