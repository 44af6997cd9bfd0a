package monthend

import (
	"context"
	"errors"
	"strconv"
	"time"

	"zaemme/internal/aggregate"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/report"
)

// backMonths is how far the first run goes back, so that a trend has a year and
// the month to compare it with.
const backMonths = 13

// Run freezes every month end that is over and not yet frozen, the oldest first:
// those missed as known now. A month end without anybody is passed over.
func (s *Service) Run(ctx context.Context, now time.Time) (map[string]int, error) {
	counts := map[string]int{"months": 0}
	last := lastOver(calendar.DateOf(now))
	before, err := s.newest(ctx)
	if err != nil {
		return counts, err
	}
	day := MonthEnd(calendar.FirstOfMonth(last).AddMonths(1 - backMonths))
	if before != nil {
		day = MonthEnd(before.AsOf.AddDays(1))
	}
	for ; day <= last; day = MonthEnd(day.AddDays(1)) {
		frozen, err := s.freeze(ctx, day, now, before)
		if err != nil {
			return counts, err
		}
		if frozen != nil {
			before = frozen
			counts["months"]++
		}
	}
	return counts, nil
}

// frozen is what a month end leaves to the next one.
type frozen struct {
	AsOf       calendar.Date
	GroupingID int64
	Grouping   aggregate.Grouping
	Held       aggregate.Held
}

// errLost: another process has frozen the month end.
var errLost = errors.New("monthend: frozen by another process")

// freeze computes a month end and keeps it; nil where there was nobody, and what
// another process froze where that was faster.
func (s *Service) freeze(ctx context.Context, day calendar.Date, now time.Time, before *frozen) (*frozen, error) {
	c := count{staff: map[int64]int{}, rows: map[rowKey]int{}}
	m, err := s.Reports.Month(ctx, report.Compliance(day, now), func(subject *report.Subject, rows []report.Row) error {
		c.person(subject, rows)
		return nil
	})
	if err != nil || m.Figures.Persons == 0 {
		return nil, err
	}
	next := c.grouping(m, before)
	var cells []aggregate.Cell
	cells, next.Held = aggregate.Publish(next.Grouping, next.Held, c.month(m, next.Grouping))
	err = s.DB.Write(ctx, func(tx *db.Tx) error { return s.store(ctx, tx, m, next, cells, now) })
	if errors.Is(err, errLost) {
		return s.newest(ctx)
	}
	if err != nil {
		return nil, err
	}
	return next, nil
}

// count adds up who works where and how their rows stand, by main department.
type count struct {
	staff map[int64]int
	rows  map[rowKey]int
}

type rowKey struct {
	department, course int64
	status             aggregate.Status
	withoutPC          bool
}

// person counts a person once, in the department of the main employment that
// counts.
func (c *count) person(subject *report.Subject, rows []report.Row) {
	if !subject.Counted {
		return
	}
	department := int64(0)
	for _, e := range subject.Employments {
		if e.Category.Counted() {
			department = e.DepartmentID
			break
		}
	}
	c.staff[department]++
	for _, r := range rows {
		c.rows[rowKey{department, r.Course.ID, statusOf(r.Status), !subject.HasPC}]++
	}
}

// statusOf: fulfilled is also what runs out soon; behind is due and not fulfilled,
// during grace too; exempt and paused are not counted.
func statusOf(s ledger.Status) aggregate.Status {
	switch {
	case s.Fulfilled():
		return aggregate.Fulfilled
	case !s.Counted():
		return aggregate.Excused
	case s.Late() || s == ledger.StatusInGrace:
		return aggregate.Behind
	default:
		return aggregate.Open
	}
}

// grouping is that of the year, decided at its first month end.
func (c *count) grouping(m report.Month, before *frozen) *frozen {
	if before != nil && year(before.AsOf) == year(m.AsOf) && before.Grouping.Fits(c.staff, above(m.Tree)) {
		return &frozen{AsOf: m.AsOf, GroupingID: before.GroupingID, Grouping: before.Grouping, Held: before.Held}
	}
	var departments []aggregate.Department
	for _, d := range m.Tree.List() {
		departments = append(departments, aggregate.Department{ID: d.ID, Parent: d.ParentID, Code: d.Code, Name: d.Name})
	}
	return &frozen{AsOf: m.AsOf, Grouping: aggregate.Group(departments, c.staff)}
}

func (c *count) month(m report.Month, g aggregate.Grouping) aggregate.Month {
	out, parent := aggregate.Month{}, above(m.Tree)
	for key, n := range c.rows {
		if leaf := g.Place(key.department, parent); leaf >= 0 {
			out.Add(key.course, leaf, key.status, key.withoutPC, n)
		}
	}
	return out
}

func above(t *report.Tree) func(int64) int64 {
	return func(id int64) int64 {
		if d := t.Department(id); d != nil {
			return d.ParentID
		}
		return 0
	}
}

func year(d calendar.Date) int {
	y, _, _ := d.YMD()
	return y
}

// knownText is T as each file states it and as the hash has it: UTC, to the microsecond,
// without zeros at its end.
func knownText(known time.Time) string { return known.UTC().Format(time.RFC3339Nano) }

// head begins the text that the table's hash is of.
func head(definitions int, day calendar.Date, known time.Time) string {
	return strconv.Itoa(definitions) + "\t" + day.String() + "\t" + knownText(known)
}
