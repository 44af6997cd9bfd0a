package people

import (
	"cmp"
	"maps"
	"slices"

	"zaemme/internal/calendar"
)

// With is the organisation on the same day after the change. What is new has
// provisional negative IDs: persons, departments and sites count down from -1 in
// the order of the change, employments likewise. The receiver is not altered.
func (o *Org) With(c Change) *Org {
	w := newWith(o, c)
	w.departments(c)
	for _, s := range c.Sites {
		id := w.sites[s]
		w.newSites[id] = &Site{ID: id, Name: s, Calendar: DefaultCalendar}
	}
	for _, p := range c.Persons {
		w.person(p)
	}
	after := NewOrg(o.Day, slices.Collect(maps.Values(w.tree)), slices.Collect(maps.Values(w.newSites)), w.members)
	after.provisional = w.provisional
	return after
}

// DefaultCalendar is the calendar set of a new site.
const DefaultCalendar = "luzern"

// with resolves keys to IDs, real or provisional.
type with struct {
	day         calendar.Date
	persons     map[string]int64 // by key
	codes       map[string]int64
	sites       map[string]int64
	tree        map[int64]*Department
	newSites    map[int64]*Site
	members     []*Member
	at          map[int64]int // person ID → position in members
	provisional provisional
	employment  int64
}

func newWith(o *Org, c Change) *with {
	w := &with{
		day: o.Day, persons: make(map[string]int64, len(o.Members)), codes: map[string]int64{}, sites: map[string]int64{},
		tree: maps.Clone(o.Departments), newSites: maps.Clone(o.Sites),
		members: slices.Clone(o.Members), at: make(map[int64]int, len(o.Members)),
		provisional: provisional{persons: map[int64]string{}, departments: map[int64]string{}, sites: map[int64]string{}},
	}
	for i, m := range o.Members {
		w.persons[m.PersonKey()], w.at[m.ID] = m.ID, i
	}
	for id, d := range o.Departments {
		w.codes[d.Code] = id
	}
	for id, s := range o.Sites {
		w.sites[s.Name] = id
	}
	name := func(known map[string]int64, names map[int64]string, key string) {
		if _, there := known[key]; !there {
			id := -int64(len(names)) - 1
			known[key], names[id] = id, key
		}
	}
	for _, d := range c.Departments {
		name(w.codes, w.provisional.departments, d.Code)
	}
	for _, s := range c.Sites {
		name(w.sites, w.provisional.sites, s)
	}
	for _, p := range c.Persons {
		name(w.persons, w.provisional.persons, p.Key)
	}
	return w
}

func (w *with) departments(c Change) {
	for _, d := range c.Departments {
		if d.From > w.day {
			continue
		}
		id := w.codes[d.Code]
		if d.Ended {
			delete(w.tree, id)
			continue
		}
		official := d.Official
		if before, there := w.tree[id]; there {
			official = before.Official
		}
		w.tree[id] = &Department{ID: id, Code: d.Code, Name: d.After.Name, ParentID: w.codes[d.After.Parent],
			HeadID: w.persons[d.After.Head], Official: official}
	}
}

func (w *with) person(p PersonChange) {
	id := w.persons[p.Key]
	i, there := w.at[id]
	if !there {
		m := &Member{Person: Person{ID: id}}
		if HasNumber(p.Key) {
			m.PersonnelNo = p.Key
		}
		w.members = append(w.members, m)
		i = len(w.members) - 1
		w.at[id] = i
	}
	m := *w.members[i]
	if p.After != nil {
		m.LastName, m.FirstName, m.Email, m.Login, m.Language =
			p.After.LastName, p.After.FirstName, p.After.Email, p.After.Login, p.After.Language
	}
	if p.NewNumber != "" {
		m.PersonnelNo = p.NewNumber
	}
	if m.PCSource == "" {
		m.HasPC = m.Email != ""
	}
	if t := p.Traits; t != nil && t.From <= w.day {
		m.HasPC, m.PCSource, m.Tags = t.After.HasPC, t.After.Source, t.After.Tags
	}
	for _, a := range p.Absences {
		m.Absences = a.on(m.ID, m.Absences)
	}
	m.Employments = slices.Clone(m.Employments)
	for _, e := range p.Employments {
		w.change(&m, e)
	}
	w.members[i] = &m
}

// on is the person's absences after the change, by start.
func (a AbsenceChange) on(person int64, list []Absence) []Absence {
	list = slices.Clone(list)
	if a.Before != nil {
		had := Absence{PersonID: person, FromOn: a.Before.From, UntilOn: a.Before.Until}
		if i := slices.Index(list, had); i >= 0 {
			list = slices.Delete(list, i, i+1)
		}
	}
	if a.After != nil {
		list = append(list, Absence{PersonID: person, FromOn: a.After.From, UntilOn: a.After.Until})
	}
	slices.SortFunc(list, func(a, b Absence) int {
		return cmp.Or(cmp.Compare(a.FromOn, b.FromOn), cmp.Compare(a.UntilOn, b.UntilOn))
	})
	return list
}

func (w *with) change(m *Member, e EmploymentChange) {
	if e.From > w.day {
		return
	}
	var id int64
	if i := slices.IndexFunc(m.Employments, func(had Employment) bool { return had.No == e.No }); i >= 0 {
		id = m.Employments[i].ID
		m.Employments = slices.Delete(m.Employments, i, i+1)
	}
	if e.After == nil || e.ValidFrom() > w.day || e.After.EntryOn > w.day || e.After.ExitOn < w.day {
		return
	}
	if id == 0 {
		w.employment--
		id = w.employment
	}
	m.Employments = append(m.Employments, Employment{
		ID: id, PersonID: m.ID, No: e.No, DepartmentID: w.codes[e.After.Department], SiteID: w.sites[e.After.Site],
		Function: e.After.Function, Pensum: e.After.Pensum, Category: e.After.Category,
		EntryOn: e.After.EntryOn, ExitOn: e.After.ExitOn, ManagerID: w.persons[e.After.Manager], TrainerID: w.persons[e.After.Trainer],
		ValidFrom: e.ValidFrom(),
	})
}
