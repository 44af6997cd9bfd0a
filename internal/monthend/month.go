package monthend

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"zaemme/internal/aggregate"
	"zaemme/internal/calendar"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/report"
)

// Service freezes month ends and reads them. It is safe for concurrent use.
type Service struct {
	DB      *db.DB
	Reports *report.Service
	Texts   *i18n.Bundle
	Version string // of the program, on the cover
	URL     string // of the installation, without a slash at the end
}

// Catalogue are the courses of a month end by ID, as they were.
type Catalogue map[int64]Course

// Course is a course as it was at a month end.
type Course struct {
	Code    string           `json:"code"`
	Titles  coursefile.Texts `json:"titles"`
	Minutes int              `json:"minutes"`
}

// Then are the settings that a month end is told with.
type Then struct {
	Municipality string `json:"municipality"`
	Green        int    `json:"green_from"` // per cent
	Amber        int    `json:"amber_from"` // per cent
}

// Month is a frozen month end as everybody may read it who reads figures.
type Month struct {
	AsOf        calendar.Date
	UID         string // the report ID
	KnownAt     time.Time
	FrozenAt    time.Time
	Definitions int
	Then        Then
	Courses     Catalogue
	// Table is that of the first month that is read; of the months before it, which
	// are compared with it, only the Total is.
	aggregate.Table
	total  aggregate.Sum
	SHA256 [32]byte // of the table
	// People are those who counted, Covered those of them with at least one required training.
	People, Covered int
	Import          Import
	SealID          int64 // 0: nothing was sealed then
	Seal            string
}

// Import is the last staff list that was applied before a month end was known.
type Import struct {
	On     time.Time // zero: there was none
	Rows   int
	SHA256 string // of the file, hexadecimal
}

// Total is the sum of everything.
func (m Month) Total() aggregate.Sum {
	if m.Cells == nil {
		return m.total
	}
	return m.Table.Total()
}

// Late reports that the month end was computed later than in the days after it, as
// known then.
func (m Month) Late() bool { return calendar.DateOf(m.FrozenAt) > m.AsOf.AddDays(lateAfter) }

// lateAfter is how many days after a month end it counts as missed.
const lateAfter = 3

// Shown are the courses in the table, by code.
func (m Month) Shown() []int64 {
	ids := map[int64]bool{}
	for _, c := range m.Cells {
		ids[c.Course] = true
	}
	return slices.SortedFunc(maps.Keys(ids), func(a, b int64) int { return cmp.Compare(m.Courses[a].Code, m.Courses[b].Code) })
}

// Light is the traffic light of a sum by the thresholds of then.
func (m Month) Light(s aggregate.Sum) report.Light {
	num, den := s.Due()
	return report.LightOf(report.Rate{Num: num, Den: den}, m.Then.Green, m.Then.Amber)
}

// Hours are the planned hours of what was fulfilled at the month end: of each
// course the minutes of its version then.
func (m Month) Hours() int {
	minutes := 0
	for _, id := range m.Shown() {
		minutes += m.Course(id).Fulfilled.Min * m.Courses[id].Minutes
	}
	return (minutes + 30) / 60
}

// MonthEnd is the last day of the month of d.
func MonthEnd(d calendar.Date) calendar.Date {
	return calendar.FirstOfMonth(calendar.FirstOfMonth(d).AddDays(40)).AddDays(-1)
}

// lastOver is the last month end that is over on the day.
func lastOver(today calendar.Date) calendar.Date { return calendar.FirstOfMonth(today).AddDays(-1) }
