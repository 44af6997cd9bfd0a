package hr

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"zaemme/internal/change"
	"zaemme/internal/people"
)

// who is a person as a preview names them.
type who struct {
	Name, URL, Department string
	sort                  string // name in lower case
}

// directory names the persons of a plan: those on record, and the new ones.
type directory struct {
	known   map[string]people.DirectoryEntry
	planned map[string]people.PersonChange
	codes   map[string]string // names of departments by code
	tree    []people.TreeNode // departments on record
	found   map[string]who    // by key, since lists are sorted by names
}

func newDirectory(plan change.Plan, known map[string]people.DirectoryEntry, tree []people.TreeNode) directory {
	d := directory{known: known, planned: map[string]people.PersonChange{}, codes: map[string]string{}, tree: tree, found: map[string]who{}}
	for _, n := range tree {
		d.codes[n.Code] = n.Name
	}
	for _, one := range plan.Draft.People.Departments {
		if !one.Ended {
			d.codes[one.Code] = one.After.Name
		} else if d.codes[one.Code] == "" { // it is gone by now
			d.codes[one.Code] = one.Before.Name
		}
	}
	for _, p := range plan.Draft.People.Persons {
		d.planned[p.Key] = p
	}
	return d
}

// keysOf are the keys of everybody whom a plan names beside rows: whose facts change,
// managers, trainers, deputies and heads.
func keysOf(plan change.Plan, rows []change.Row) []string {
	keys := map[string]bool{}
	for _, r := range rows {
		keys[r.Person] = true
	}
	for _, p := range plan.Draft.People.Persons {
		keys[p.Key] = true
		for _, f := range p.Fields() {
			switch f.Name {
			case "manager", "deputy", "trainer":
				keys[f.Old], keys[f.New] = true, true
			}
		}
		for _, s := range p.Substitutes {
			keys[s.Deputy] = true
		}
	}
	for _, d := range plan.Draft.People.Departments {
		keys[d.After.Head] = true
		if d.Before != nil {
			keys[d.Before.Head] = true
		}
	}
	delete(keys, "")
	return slices.Sorted(maps.Keys(keys))
}

func (d directory) who(key string) who {
	w, known := d.found[key]
	if !known {
		w = d.find(key)
		d.found[key] = w
	}
	return w
}

func (d directory) find(key string) who {
	var w who
	if e, ok := d.known[key]; ok {
		w = who{Name: listName(e.Person), URL: personURL(e.UID.String()), Department: e.Department}
	}
	p, planned := d.planned[key]
	if w.Name == "" && planned {
		w.Name = key
		if state := cmp.Or(p.After, p.Before); state != nil {
			w.Name = listName(people.Person{LastName: state.LastName, FirstName: state.FirstName})
		}
	}
	if code := newDepartment(p); w.Department == "" && code != "" {
		w.Department = d.department(code)
	}
	if w.Name == "" {
		w.Name = key
	}
	w.sort = strings.ToLower(w.Name)
	return w
}

// newDepartment is the code of the department of the main employment that the
// change leaves, empty if it says nothing of one.
func newDepartment(p people.PersonChange) string {
	code, pensum := "", -1.0
	for _, e := range p.Employments {
		if e.After != nil && e.After.Pensum > pensum {
			code, pensum = e.After.Department, e.After.Pensum
		}
	}
	return code
}

func (d directory) department(code string) string { return cmp.Or(d.codes[code], code) }
