package people

import (
	"maps"
	"slices"
)

// Node is a department of one day with what its line of the tree says.
type Node struct {
	*Department
	Depth     int     // 0 at the top
	Head      *Member // nil: vacant
	LedBy     *Member // the head, else the next head above; nil: nobody
	Own       int     // persons with an employment here, each once
	All       int     // persons here and below, each once
	NoManager int     // persons here and below whom nobody is named to lead
	Below     int     // departments directly below
	persons   map[int64]bool
	unled     map[int64]bool
}

// Vacant reports whether the department should have a head and has none: elected
// members have no superior.
func (n *Node) Vacant() bool { return n.Head == nil && !n.Official }

// Outline is the tree of the day, parents before children, siblings by code. A
// person with several employments counts once in each department and once in
// every total above.
func (o *Org) Outline() []*Node {
	work := map[int64]*Node{}
	for id := range o.Departments {
		work[id] = &Node{persons: map[int64]bool{}, unled: map[int64]bool{}}
	}
	for _, m := range o.Members {
		for _, e := range m.Employments {
			n := work[e.DepartmentID]
			if n == nil { // a department that has ended on the day
				continue
			}
			n.persons[m.ID] = true
			if !o.Departments[e.DepartmentID].Official && !o.Managed(e) {
				n.unled[m.ID] = true
			}
		}
	}
	children := func(parent int64) []*Department {
		list := o.Children(parent)
		if parent == 0 {
			list = o.tops(list)
		}
		return list
	}
	var list []*Node
	var visit func(parent int64, depth int, led *Member) (persons, unled map[int64]bool)
	visit = func(parent int64, depth int, led *Member) (persons, unled map[int64]bool) {
		persons, unled = map[int64]bool{}, map[int64]bool{}
		for _, d := range children(parent) {
			n := work[d.ID]
			n.Department, n.Depth, n.Head, n.Own = d, depth, o.present(d.HeadID), len(n.persons)
			n.LedBy = n.Head
			if n.LedBy == nil {
				n.LedBy = led
			}
			list = append(list, n)
			n.Below = len(children(d.ID))
			here, without := visit(d.ID, depth+1, n.LedBy)
			maps.Copy(here, n.persons)
			maps.Copy(without, n.unled)
			n.All, n.NoManager = len(here), len(without)
			maps.Copy(persons, here)
			maps.Copy(unled, without)
		}
		return persons, unled
	}
	visit(0, 0, nil)
	return list
}

// tops adds to the departments at the top those whose parent has ended on the day.
func (o *Org) tops(list []*Department) []*Department {
	for _, d := range o.Departments {
		if d.ParentID != 0 && o.Departments[d.ParentID] == nil {
			list = append(list, d)
		}
	}
	slices.SortFunc(list, byCode)
	return list
}

// present is the person, if they are employed on the day.
func (o *Org) present(person int64) *Member {
	if m := o.byID[person]; m != nil && len(m.Employments) > 0 {
		return m
	}
	return nil
}

// Managed reports whether the manager named for the employment is there on the
// day.
func (o *Org) Managed(e Employment) bool { return o.present(e.ManagerID) != nil }

// Leader is who leads the employment on the day: the manager, or where that
// place is vacant the head of the department or of the next one above. fallen
// says that it fell to a head; nil is nobody, as with elected members.
func (o *Org) Leader(e Employment) (leader *Member, fallen bool) {
	if m := o.present(e.ManagerID); m != nil {
		return m, false
	}
	path := o.Path(e.DepartmentID)
	if len(path) > 0 && path[len(path)-1].Official {
		return nil, false
	}
	for _, d := range slices.Backward(path) {
		if m := o.present(d.HeadID); m != nil && m.ID != e.PersonID {
			return m, true
		}
	}
	return nil, false
}
