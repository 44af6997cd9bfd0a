package report

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// Overview are the counts of a scope as of any day: what a page shows of many
// people at once. They are those of Figures, counted by the database.
type Overview struct {
	Group
	Persons int // in scope, who belong to the total
	// WithPC and WithoutPC split the total.
	WithPC, WithoutPC Group
	Outside           OutsideTotals
	Departments       map[int64]*DepartmentFigures
	Courses           map[int64]*Group
	Tree              *Tree
}

// Overview counts everybody in the scope as of D, known at T, in two statements
// and memory that grows with departments, not with people. The errors are those of
// Figures.
func (s *Service) Overview(ctx context.Context, q Query) (*Overview, error) {
	if err := q.check(); err != nil {
		return nil, err
	}
	known, err := s.knownAt(ctx, q)
	if err != nil {
		return nil, err
	}
	var out *Overview
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if err := prepareReading(ctx, tx); err != nil {
			return err
		}
		out, err = overview(ctx, tx, q, known)
		return err
	})
	return out, err
}

func overview(ctx context.Context, tx *db.Tx, q Query, known time.Time) (*Overview, error) {
	tree, err := readTree(ctx, tx, q.AsOf, known)
	if err != nil {
		return nil, err
	}
	root, err := tree.root(q)
	if err != nil {
		return nil, err
	}
	o := &Overview{Departments: map[int64]*DepartmentFigures{}, Courses: map[int64]*Group{}, Tree: tree}
	places := map[string]*place{}
	err = readHeap(ctx, tx, q, known, func(h heap) {
		at := places[h.departments]
		if at == nil {
			at = tree.placeAll(h.departments, root)
			places[h.departments] = at
		}
		o.add(at, h)
	})
	return o, err
}

// heap is a number of persons, or of rows, that are alike in everything counted.
type heap struct {
	departments  string // IDs of a person's employments, separated by commas
	counted, pc  bool
	course       int64 // 0: persons
	status       int   // index of statuses
	due          bool  // belongs to the Fälligkeitsgrad
	persons, row int
}

// place is where a heap counts.
type place struct{ own, above []int64 }

// placeAll are the departments of employments within root (0: all), as place has
// them of one person.
func (t *Tree) placeAll(departments string, root int64) *place {
	p := &place{}
	for text := range strings.SplitSeq(departments, ",") {
		id, _ := strconv.ParseInt(text, 10, 64) // written by Postgres
		d := t.Department(id)
		if d == nil || slices.Contains(p.own, id) || root != 0 && !t.Within(id, root) {
			continue
		}
		p.own = append(p.own, id)
		for _, up := range t.org.Path(id) {
			if !slices.Contains(p.above, up.ID) {
				p.above = append(p.above, up.ID)
			}
		}
	}
	return p
}

func (o *Overview) add(at *place, h heap) {
	if len(at.own) == 0 {
		return
	}
	if !h.counted {
		o.Outside.Persons += h.persons
		o.Outside.heap(h)
		return
	}
	o.Persons += h.persons
	o.heap(h)
	if h.pc {
		o.WithPC.heap(h)
	} else {
		o.WithoutPC.heap(h)
	}
	for _, id := range at.above {
		d := o.department(id)
		d.CumulatedPersons += h.persons
		d.Cumulated.heap(h)
	}
	for _, id := range at.own {
		d := o.department(id)
		d.OwnPersons += h.persons
		d.Own.heap(h)
	}
	if h.course != 0 {
		c := o.Courses[h.course]
		if c == nil {
			c = &Group{}
			o.Courses[h.course] = c
		}
		c.heap(h)
	}
}

func (o *Overview) department(id int64) *DepartmentFigures {
	d := o.Departments[id]
	if d == nil {
		d = &DepartmentFigures{}
		o.Departments[id] = d
	}
	return d
}

// heap adds as many rows at once.
func (g *Group) heap(h heap) {
	if h.course == 0 {
		return
	}
	g.Counts[h.status] += h.row
	if h.due {
		g.Due.Den += h.row
		if statuses[h.status].Fulfilled() {
			g.Due.Num += h.row
		}
	}
}

// root is the department asked for, nil for the whole scope.
func (t *Tree) root(q Query) (int64, error) {
	if q.Department == "" {
		return 0, nil
	}
	d := t.ByCode(q.Department)
	if d == nil {
		return 0, apperr.New(apperr.NotFound, "error.report.department", nil).At("department")
	}
	return d.ID, nil
}

// counted are the categories that belong to the total, for SQL.
func counted() []string {
	var list []string
	for _, c := range people.Categories {
		if c.Counted() {
			list = append(list, string(c))
		}
	}
	return list
}
