package report

import (
	"context"
	"fmt"
	"iter"
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
	Root              *people.Department // the one asked for, else the lowest that holds everybody; nil without
}

// Overview counts everybody in the scope as of D, known at T, in three statements.
// It keeps a few bytes of who is listed (see gathering), of rows nothing. The errors
// are those of Figures.
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
	// Not nil, which is null to the database: nothing is other than all of null.
	g := gathering{tree: tree, root: root, listed: listed{alone: q.Scope.Everyone && root == 0, besides: []int64{}},
		at: map[int64]int64{}, places: map[int64]*place{}, known: map[string]int64{}}
	if err := readHeld(ctx, tx, q, known, g.alone, g.add); err != nil {
		return nil, err
	}
	o := &Overview{Departments: map[int64]*DepartmentFigures{}, Courses: map[int64]*Group{}, Tree: tree}
	g.list()
	err = readAlike(ctx, tx, q, known, g.listed, func(h alike) {
		if p := g.places[h.place]; p != nil { // a department that is in the tree
			o.add(p, h)
		}
	})
	for _, p := range g.places {
		if p.persons > 0 {
			o.fold(p)
		}
	}
	if o.Root = tree.Department(root); o.Root == nil {
		o.Root = tree.common(g.inhabited())
	}
	return o, err
}

// place is where persons count who are alike in all but their rows.
type place struct {
	departments []int64 // of all employments, in order
	own, above  []int64 // those in scope; with all above them
	counted     bool
	persons     int
	rows        Group
}

// gathering finds out the place of each person. Most have one employment and belong to
// the total: their place is its department, and the database counts them there. The
// others are listed.
type gathering struct {
	tree *Tree
	root int64
	listed
	at     map[int64]int64  // listed person → number
	places map[int64]*place // by department, or by number below 0
	known  map[string]int64 // number by what is in the place
}

func (g *gathering) add(h held) {
	if h.person == 0 {
		if p := g.tree.placeAll([]int64{h.department}, g.root, true); len(p.own) > 0 {
			p.persons = h.persons
			g.places[h.department] = p
		}
		return
	}
	departments, counted := []int64{h.department}, h.category.Counted()
	if before, ok := g.at[h.person]; ok {
		g.besides = append(g.besides, h.employment)
		p := g.places[before]
		departments, counted = append(departments, p.departments...), counted || p.counted
		slices.Sort(departments)
		departments = slices.Compact(departments)
	}
	key := fmt.Sprint(departments, counted)
	number, ok := g.known[key]
	if !ok {
		number = -1 - int64(len(g.known))
		g.known[key] = number
		g.places[number] = g.tree.placeAll(departments, g.root, counted)
	}
	g.at[h.person] = number
}

// inhabited are the departments in which somebody works.
func (g *gathering) inhabited() iter.Seq[int64] {
	return func(yield func(int64) bool) {
		for _, p := range g.places {
			for _, id := range p.departments {
				if p.persons > 0 && !yield(id) {
					return
				}
			}
		}
	}
}

// list names the listed persons who are in scope for the statement that counts rows.
func (g *gathering) list() {
	for person, number := range g.at {
		if p := g.places[number]; len(p.own) > 0 {
			p.persons++
			g.persons, g.numbers = append(g.persons, person), append(g.numbers, number)
		}
	}
}

// placeAll places somebody with employments in the departments, as place does.
func (t *Tree) placeAll(departments []int64, root int64, counted bool) *place {
	p := &place{departments: departments, counted: counted}
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

// add counts rows of a place; fold makes them count in its departments.
func (o *Overview) add(at *place, h alike) {
	at.rows.alike(h)
	if !at.counted {
		return
	}
	if h.pc {
		o.WithPC.alike(h)
	} else {
		o.WithoutPC.alike(h)
	}
	o.course(h.course).alike(h)
}

// split counts the rows of a place all of whose persons have a PC, or none.
func (o *Overview) split(at *place, pc bool) {
	switch {
	case !at.counted:
	case pc:
		o.WithPC.plus(at.rows)
	default:
		o.WithoutPC.plus(at.rows)
	}
}

// course is what is counted of a course, from nothing on.
func (o *Overview) course(id int64) *Group {
	c := o.Courses[id]
	if c == nil {
		c = &Group{}
		o.Courses[id] = c
	}
	return c
}

// fold counts the persons of a place, and the rows added to it.
func (o *Overview) fold(at *place) {
	if !at.counted {
		o.Outside.Persons += at.persons
		o.Outside.plus(at.rows)
		return
	}
	o.Persons += at.persons
	o.plus(at.rows)
	for _, id := range at.above {
		d := o.department(id)
		d.CumulatedPersons += at.persons
		d.Cumulated.plus(at.rows)
	}
	for _, id := range at.own {
		d := o.department(id)
		d.OwnPersons += at.persons
		d.Own.plus(at.rows)
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

// plus adds the rows of another group.
func (g *Group) plus(other Group) {
	for i, n := range other.Counts {
		g.Counts[i] += n
	}
	g.Due.Num += other.Due.Num
	g.Due.Den += other.Due.Den
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
