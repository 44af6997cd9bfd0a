package report

import (
	"context"
	"fmt"
	"slices"
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

// Overview counts everybody in the scope as of D, known at T, in three statements.
// Of a person it keeps a few bytes, of rows nothing. The errors are those of
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
	gathered := gathering{tree: tree, root: root, of: map[int64]int32{}, known: map[string]int32{}}
	if err := readPlaces(ctx, tx, q, known, gathered.add); err != nil {
		return nil, err
	}
	o := &Overview{Departments: map[int64]*DepartmentFigures{}, Courses: map[int64]*Group{}, Tree: tree}
	persons, places := make([]int64, 0, len(gathered.of)), make([]int32, 0, len(gathered.of))
	for person, place := range gathered.of {
		if at := gathered.places[place]; len(at.own) > 0 {
			persons, places = append(persons, person), append(places, place)
			o.person(at)
		}
	}
	err = readAlike(ctx, tx, q, known, persons, places, func(h alike) { o.add(gathered.places[h.place], h) })
	return o, err
}

// place is where persons count who are alike in all but their rows.
type place struct {
	departments []int64 // of all employments, in order
	own, above  []int64 // those in scope; with all above them
	counted, pc bool
}

// gathering finds out the place of each person, employment by employment.
type gathering struct {
	tree   *Tree
	root   int64
	of     map[int64]int32 // person → index of places
	places []*place
	known  map[string]int32 // the same, by what is in it
}

func (g *gathering) add(person, department int64, c people.Category, pc bool) {
	departments, counted := []int64{department}, c.Counted()
	if before, ok := g.of[person]; ok {
		p := g.places[before]
		departments, counted = append(departments, p.departments...), counted || p.counted
		slices.Sort(departments)
		departments = slices.Compact(departments)
	}
	key := fmt.Sprint(departments, counted, pc)
	at, ok := g.known[key]
	if !ok {
		at = int32(len(g.places))
		g.known[key] = at
		g.places = append(g.places, g.tree.placeAll(departments, g.root, counted, pc))
	}
	g.of[person] = at
}

// placeAll places somebody with employments in the departments, as place does.
func (t *Tree) placeAll(departments []int64, root int64, counted, pc bool) *place {
	p := &place{departments: departments, counted: counted, pc: pc}
	for _, id := range departments {
		if t.Department(id) == nil || root != 0 && !t.Within(id, root) {
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

func (o *Overview) person(at *place) {
	if !at.counted {
		o.Outside.Persons++
		return
	}
	o.Persons++
	for _, id := range at.above {
		o.department(id).CumulatedPersons++
	}
	for _, id := range at.own {
		o.department(id).OwnPersons++
	}
}

func (o *Overview) add(at *place, h alike) {
	if !at.counted {
		o.Outside.alike(h)
		return
	}
	o.alike(h)
	if at.pc {
		o.WithPC.alike(h)
	} else {
		o.WithoutPC.alike(h)
	}
	for _, id := range at.above {
		o.department(id).Cumulated.alike(h)
	}
	for _, id := range at.own {
		o.department(id).Own.alike(h)
	}
	c := o.Courses[h.course]
	if c == nil {
		c = &Group{}
		o.Courses[h.course] = c
	}
	c.alike(h)
}

func (o *Overview) department(id int64) *DepartmentFigures {
	d := o.Departments[id]
	if d == nil {
		d = &DepartmentFigures{}
		o.Departments[id] = d
	}
	return d
}

// alike adds as many rows at once.
func (g *Group) alike(h alike) {
	g.Counts[h.status] += h.rows
	if h.due {
		g.Due.Den += h.rows
		if statuses[h.status].Fulfilled() {
			g.Due.Num += h.rows
		}
	}
}

// root is the department asked for, 0 for the whole scope.
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
