package report

import (
	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
)

// Figures are the figures of REPORT.md §3 on one day. Everything but Outside
// counts only persons who belong to the total.
type Figures struct {
	Day calendar.Date
	Group
	Persons int // in scope
	Covered int // of them with at least one row
	// Complete persons have all counted rows fulfilled; Countable have at least one.
	Complete, Countable int
	ByDepartment        map[int64]*DepartmentFigures
	ByCourse            map[int64]*CourseFigures
	OverdueAge          [3]int        // late rows by days: 1–30, 31–60, more than 60
	Oldest              calendar.Date // earliest due date among late rows, none without
	NextDue             calendar.Date // earliest due date from the day on among open rows
	Ending              [3]int        // valid completions that end within 30, 60, 90 days, each including the one before
	WithPC, WithoutPC   Group
	Minutes             int               // planned, of courses completed
	Uncovered           map[Uncovered]int // persons without a row, by category and reason
	// Joiners are those of the last 90 days, with the security course within 30 days
	// of them; of the others the 30 days of JoinersWait are not over.
	Joiners     Rate
	JoinersWait int
	// OnTime compares with the original due dates of the last twelve months, OnTimeNow
	// with those in effect. Only workbooks read them.
	OnTime, OnTimeNow Rate
	Outside           OutsideTotals // persons outside the total
	Sheets            SheetRows
}

// OutsideTotals are persons who are listed but not counted: elected members,
// militia, externals, agency staff.
type OutsideTotals struct {
	Group
	Persons int
}

// DepartmentFigures count a department alone and with all below it.
type DepartmentFigures struct {
	Own, Cumulated               Group
	OwnPersons, CumulatedPersons int
}

// CourseFigures count a course.
type CourseFigures struct {
	Group
	Course  *Course
	How     map[ledger.How]int    // of valid completions
	NextDue map[calendar.Date]int // open rows by due date from the day on
}

// SheetRows are the rows of the sheets, persons outside the total included.
type SheetRows struct {
	Persons int // with at least one row
	Rows    int
	Late    int
	ToDo    int
	Ending  int // within 90 days
	Hashed  int // rows, those of persons who are only counted included
	Granted int // exempt and recognised
	Paused  int
	Quality int               // findings: see flaw
	Courses map[int64]*Course // with at least one row
}

// Uncovered is a kind of person without a row.
type Uncovered struct {
	Category people.Category
	Gap      Gap
}

// Gap is why somebody has no row.
type Gap string

// The gaps.
const (
	GapNone      Gap = "unassigned" // no rule has asked for anything
	GapWithdrawn Gap = "withdrawn"  // there was a duty, and it has ended
	GapVoluntary Gap = "voluntary"  // voluntary courses only
)

// Coverage is the Abdeckungsgrad: persons with a row of persons in scope.
func (f *Figures) Coverage() Rate { return Rate{f.Covered, f.Persons} }

// FullyDone are persons all of whose counted rows are fulfilled or expiring.
func (f *Figures) FullyDone() Rate { return Rate{f.Complete, f.Countable} }

// Multiple is what departments count twice: the total less the sum of the
// departments' own counts, never above 0.
func (f *Figures) Multiple() Counts {
	c := f.Counts
	for _, d := range f.ByDepartment {
		c = c.Minus(d.Own.Counts)
	}
	return c
}

func (f *Figures) department(id int64) *DepartmentFigures {
	d := f.ByDepartment[id]
	if d == nil {
		d = &DepartmentFigures{}
		f.ByDepartment[id] = d
	}
	return d
}

func (f *Figures) course(of *Course) *CourseFigures {
	c := f.ByCourse[of.ID]
	if c == nil {
		c = &CourseFigures{Course: of, How: map[ledger.How]int{}, NextDue: map[calendar.Date]int{}}
		f.ByCourse[of.ID] = c
	}
	return c
}

func (c *CourseFigures) row(r Row, day calendar.Date) {
	c.add(r, day)
	if r.Status.Fulfilled() {
		c.How[r.Cycle.How]++
	}
	if r.Status == ledger.StatusOpen {
		c.NextDue[r.Due]++
	}
}

// Crowded is the due date, from the day on, on which most open rows fall, the
// earlier of equals, and their number; none without open rows.
func (c *CourseFigures) Crowded() (due calendar.Date, rows int) {
	for d, n := range c.NextDue {
		if n > rows || n == rows && d < due {
			due, rows = d, n
		}
	}
	return due, rows
}

func (s *SheetRows) add(subject *Subject, rows []Row, day calendar.Date) {
	s.Hashed += len(rows)
	if subject.CountedOnly {
		return
	}
	s.Quality += len(subject.flaws)
	if len(rows) > 0 {
		s.Persons++
	} else {
		s.Quality++
	}
	for _, r := range rows {
		s.Rows++
		if r.Status == ledger.StatusExempt || r.Recognised() {
			s.Granted++
		}
		if r.Status == ledger.StatusPaused {
			s.Paused++
		}
		s.Courses[r.Course.ID] = r.Course
		s.Quality += len(r.flaws())
		if r.Status.Late() {
			s.Late++
		}
		if r.Status.ToDo() {
			s.ToDo++
		}
		if r.EndsWithin(day, expiringDays) {
			s.Ending++
		}
	}
}

// flaw is why a row stands on the sheet of corrections and data quality.
type flaw string

const (
	flawUndated   flaw = "undated"
	flawCorrected flaw = "corrected"
	flawManager   flaw = "no_manager" // nobody is told about the person
	flawMail      flaw = "no_mail"    // works with a PC, and gets no mail
)

func (r Row) flaws() (list []flaw) {
	if r.Status == ledger.StatusUndated {
		list = append(list, flawUndated)
	}
	if r.Corrected {
		list = append(list, flawCorrected)
	}
	return list
}

// expiringDays is how far «Läuft ab» looks ahead.
const expiringDays = 90
