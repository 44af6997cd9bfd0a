package people

import (
	"cmp"
	"slices"

	"zaemme/internal/calendar"
)

// Org is the organisation on one day as known at one moment: a value in memory,
// for planners and reports.
type Org struct {
	Day         calendar.Date
	Departments map[int64]*Department
	Sites       map[int64]*Site
	Members     []*Member // by ID; also those without employment on the day
	byID        map[int64]*Member
	leads       map[int64]bool
	children    map[int64][]*Department // by parent, 0: the top; by code
	provisional provisional             // set by With
}

// NewOrg indexes the parts. Members get their employments sorted, main first.
func NewOrg(day calendar.Date, departments []*Department, sites []*Site, members []*Member) *Org {
	o := &Org{
		Day: day, Members: members,
		Departments: make(map[int64]*Department, len(departments)),
		Sites:       make(map[int64]*Site, len(sites)),
		byID:        make(map[int64]*Member, len(members)),
		leads:       map[int64]bool{},
		children:    map[int64][]*Department{},
	}
	for _, d := range departments {
		o.Departments[d.ID] = d
		o.children[d.ParentID] = append(o.children[d.ParentID], d)
		if d.HeadID != 0 {
			o.leads[d.HeadID] = true
		}
	}
	for _, list := range o.children {
		slices.SortFunc(list, byCode)
	}
	for _, s := range sites {
		o.Sites[s.ID] = s
	}
	slices.SortFunc(o.Members, func(a, b *Member) int { return cmp.Compare(a.ID, b.ID) })
	for _, m := range o.Members {
		o.byID[m.ID] = m
		SortEmployments(m.Employments)
		for _, e := range m.Employments {
			if e.ManagerID != 0 {
				o.leads[e.ManagerID] = true
			}
		}
	}
	return o
}

// SortEmployments puts the main employment first: highest pensum, then earliest
// entry, then number.
func SortEmployments(list []Employment) {
	slices.SortFunc(list, func(a, b Employment) int {
		return cmp.Or(cmp.Compare(b.Pensum, a.Pensum), cmp.Compare(a.EntryOn, b.EntryOn), cmp.Compare(a.No, b.No))
	})
}

// Member finds a person, nil if unknown.
func (o *Org) Member(id int64) *Member { return o.byID[id] }

// Leads reports whether the person is somebody's manager or heads a department.
func (o *Org) Leads(id int64) bool { return o.leads[id] }

// Path is the chain from the top to the department, both included. A circular
// tree ends where it would repeat.
func (o *Org) Path(department int64) []*Department {
	var path []*Department
	for d := o.Departments[department]; d != nil && !slices.Contains(path, d); d = o.Departments[d.ParentID] {
		path = append(path, d)
	}
	slices.Reverse(path)
	return path
}

// Within reports whether department is root or lies below it.
func (o *Org) Within(department, root int64) bool {
	for _, d := range o.Path(department) {
		if d.ID == root {
			return true
		}
	}
	return false
}

// Children are the departments directly below parent (0: the top), by code.
func (o *Org) Children(parent int64) []*Department { return slices.Clone(o.children[parent]) }

func byCode(a, b *Department) int { return cmp.Compare(a.Code, b.Code) }
