package report

import (
	"context"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// Month is what the end of a month is kept as: counts only.
type Month struct {
	AsOf     calendar.Date
	KnownAt  time.Time
	Tree     *Tree
	Figures  *Figures
	Counts   []MonthCount // of persons who belong to the total; those of 0 and 0 are the whole
	Courses  map[int64]*Course
	Rows     [32]byte // SHA-256 of the detail rows of everybody
	SealID   int64    // the last seal that lies below KnownAt, 0 without one
	Seal     string   // its digest in hexadecimal
	Settings settings.Settings
}

// MonthCount are the rows of a department and a course; 0 is all of them. Own
// counts who works in the department itself, Cumulated also who works below it.
type MonthCount struct {
	Department, Course int64
	Own, Cumulated     Group
}

// Month reads everybody at (D, T) once and hands each person with the rows to fn,
// also those who do not belong to the total; it registers and logs nothing, since
// nobody sees it.
func (s *Service) Month(ctx context.Context, q Query, fn func(*Subject, []Row) error) (Month, error) {
	var m Month
	err := s.read(ctx, q, func(shot *snapshot) error {
		m = Month{AsOf: q.AsOf, KnownAt: shot.known, Tree: shot.tree, Courses: shot.looks.courses, Settings: shot.settings}
		p, err := readProof(ctx, shot.tx, q, shot.known)
		if err != nil {
			return err
		}
		m.SealID, m.Seal = p.SealID, p.SealHash
		tally, hash, counts := shot.tally(), newCanonical(q, shot.known), monthCounts{}
		err = shot.each(ctx, byKennung, func(subject *Subject, rows []Row, gap Gap) error {
			tally.Person(subject, rows, gap)
			for _, r := range rows {
				hash.add(r)
				counts.add(subject, r, q.AsOf)
			}
			return fn(subject, rows)
		})
		m.Figures, m.Rows, m.Counts = tally.Figures(), hash.sum(), counts.list()
		return err
	})
	return m, err
}

// List are the departments from the top, parents before children.
func (t *Tree) List() (list []*people.Department) {
	t.Walk(func(d *people.Department, _ int) { list = append(list, d) })
	return list
}

type monthCounts map[[2]int64]*MonthCount

func (m monthCounts) at(department, course int64) *MonthCount {
	key := [2]int64{department, course}
	if m[key] == nil {
		m[key] = &MonthCount{Department: department, Course: course}
	}
	return m[key]
}

func (m monthCounts) add(s *Subject, r Row, day calendar.Date) {
	if !s.Counted {
		return
	}
	for _, course := range []int64{0, r.Course.ID} {
		whole := m.at(0, course)
		whole.Own.add(r, day)
		whole.Cumulated.add(r, day)
		for _, d := range s.Departments {
			m.at(d.ID, course).Own.add(r, day)
		}
		for _, id := range s.above {
			m.at(id, course).Cumulated.add(r, day)
		}
	}
}

func (m monthCounts) list() []MonthCount {
	list := make([]MonthCount, 0, len(m))
	for _, c := range m {
		list = append(list, *c)
	}
	return list
}

// ByStatus are the counts by status code, without zeros.
func (c Counts) ByStatus() map[string]int {
	by := map[string]int{}
	for i, n := range c {
		if n != 0 {
			by[string(statuses[i])] = n
		}
	}
	return by
}

// CountsOf undoes ByStatus.
func CountsOf(by map[string]int) (c Counts) {
	for i, s := range statuses {
		c[i] = by[string(s)]
	}
	return c
}
