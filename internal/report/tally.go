package report

import (
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
)

// Tally adds up figures person by person; it is pure.
type Tally struct {
	f        *Figures
	security []string
}

// NewTally begins figures of a day.
func NewTally(day calendar.Date) *Tally {
	return &Tally{f: &Figures{Day: day, ByDepartment: map[int64]*DepartmentFigures{}, ByCourse: map[int64]*CourseFigures{},
		Uncovered: map[Uncovered]int{}, Sheets: SheetRows{Courses: map[int64]*Course{}}}}
}

// Securing names the courses, by code, of which joiners do one in their first 30
// days.
func (t *Tally) Securing(codes []string) *Tally {
	t.security = codes
	return t
}

// Figures are the figures so far.
func (t *Tally) Figures() *Figures { return t.f }

// Person adds a person in scope with all rows; gap says why there are none.
func (t *Tally) Person(s *Subject, rows []Row, gap Gap) {
	f := t.f
	f.Sheets.add(s, rows, f.Day)
	if !s.Counted {
		f.Outside.Persons++
		for _, r := range rows {
			f.Outside.add(r, f.Day)
		}
		return
	}
	f.Persons++
	for _, id := range s.above {
		f.department(id).CumulatedPersons++
	}
	for _, d := range s.Departments {
		f.department(d.ID).OwnPersons++
	}
	t.joiner(s, rows)
	if len(rows) == 0 {
		f.Uncovered[Uncovered{s.Category, gap}]++
		return
	}
	f.Covered++
	counted, open := 0, 0
	for _, r := range rows {
		t.row(s, r)
		if r.Status.Counted() {
			counted++
			if !r.Status.Fulfilled() {
				open++
			}
		}
	}
	if counted > 0 {
		f.Countable++
		if open == 0 {
			f.Complete++
		}
	}
}

// The terms of joiners in days (REPORT.md §3).
const (
	joinedWithin = 90
	securedAfter = 30
)

func (t *Tally) joiner(s *Subject, rows []Row) {
	day := t.f.Day
	entry := s.joined()
	if entry == 0 || entry > day || entry.DaysUntil(day) >= joinedWithin {
		return
	}
	t.f.Joiners.Den++
	for _, r := range rows {
		if done := r.Cycle.CompletedOn; slices.Contains(t.security, r.Course.Code) && done != 0 && done <= entry.AddDays(securedAfter) {
			t.f.Joiners.Num++
			return
		}
	}
	if entry.DaysUntil(day) < securedAfter {
		t.f.JoinersWait++
	}
}

func (t *Tally) row(s *Subject, r Row) {
	f, day := t.f, t.f.Day
	f.add(r, day)
	for _, id := range s.above {
		f.department(id).Cumulated.add(r, day)
	}
	for _, d := range s.Departments {
		f.department(d.ID).Own.add(r, day)
	}
	f.course(r.Course).row(r, day)
	if s.HasPC {
		f.WithPC.add(r, day)
	} else {
		f.WithoutPC.add(r, day)
	}
	if r.Status.Fulfilled() && r.Version != nil {
		f.Minutes += r.Version.Minutes
	}
	if r.Status.Late() {
		f.OverdueAge[min((r.Due.DaysUntil(day)-1)/30, 2)]++
		if f.Oldest == 0 || r.Due < f.Oldest {
			f.Oldest = r.Due
		}
	}
	if r.Status == ledger.StatusOpen && (f.NextDue == 0 || r.Due < f.NextDue) {
		f.NextDue = r.Due
	}
	for i := range f.Ending {
		if r.EndsWithin(day, 30*(i+1)) {
			f.Ending[i]++
		}
	}
}
