package people_test

import (
	"testing"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

func tree() *people.Org {
	departments := []*people.Department{
		{ID: 1, Code: "1", Name: "Direktion"}, {ID: 2, Code: "12", Name: "Zweites", ParentID: 1, HeadID: 7},
		{ID: 3, Code: "11", Name: "Erstes", ParentID: 1}, {ID: 4, Code: "111", Name: "Unterstes", ParentID: 3},
		{ID: 5, Code: "x", ParentID: 6}, {ID: 6, Code: "y", ParentID: 5}, // a circle, which the database cannot forbid
	}
	members := []*people.Member{
		{Person: people.Person{ID: 8}, Employments: []people.Employment{
			{No: "2", Pensum: 20, Category: people.Permanent}, {No: "1", Pensum: 60, Category: people.External, ManagerID: 9}}},
		{Person: people.Person{ID: 7}, Employments: []people.Employment{{No: "1", Category: people.Official}}},
		{Person: people.Person{ID: 9}},
	}
	return people.NewOrg(calendar.NewDate(2026, time.November, 2), departments, nil, members)
}

func TestOrgTree(t *testing.T) {
	t.Parallel()
	o := tree()
	path := ""
	for _, d := range o.Path(4) {
		path += "/" + d.Code
	}
	if path != "/1/11/111" {
		t.Errorf("path of 4 is %s", path)
	}
	if n := len(o.Path(5)); n != 2 {
		t.Errorf("path of a circle has %d parts, want each once", n)
	}
	if !o.Within(4, 1) || !o.Within(4, 4) || o.Within(1, 4) || o.Within(4, 2) {
		t.Error("Within confuses above and below")
	}
	if list := o.Children(1); len(list) != 2 || list[0].Code != "11" {
		t.Errorf("children of 1: %v, want them by code", list)
	}
}

func TestOrgMembers(t *testing.T) {
	t.Parallel()
	o := tree()
	if !o.Leads(7) || !o.Leads(9) || o.Leads(8) {
		t.Error("heads and managers lead, others do not")
	}
	if o.Members[0].ID != 7 || o.Member(9) == nil || o.Member(77) != nil {
		t.Error("members are found by ID and sorted by it")
	}
	if main, ok := o.Member(8).Main(); !ok || main.No != "1" {
		t.Errorf("main employment is %q, want that with the highest pensum", main.No)
	}
	if _, ok := o.Member(9).Main(); ok {
		t.Error("somebody without employment has a main one")
	}
	if !o.Member(8).Counted() || o.Member(7).Counted() || o.Member(9).Counted() {
		t.Error("one counted employment is enough, an official has none")
	}
}

func TestSortEmployments(t *testing.T) {
	t.Parallel()
	list := []people.Employment{
		{No: "4", Pensum: 50, EntryOn: 20}, {No: "3", Pensum: 50, EntryOn: 10}, {No: "2", Pensum: 50, EntryOn: 10}, {No: "1", Pensum: 80, EntryOn: 30},
	}
	people.SortEmployments(list)
	order := ""
	for _, e := range list {
		order += e.No
	}
	if order != "1234" {
		t.Errorf("order %s", order)
	}
}

func TestPersonNames(t *testing.T) {
	t.Parallel()
	p := people.Person{LastName: "Muster", FirstName: "Anna", PersonnelNo: "00012"}
	if p.Name() != "Anna Muster" || p.PersonKey() != "00012" || !people.HasNumber(p.PersonKey()) {
		t.Errorf("%q, %q", p.Name(), p.PersonKey())
	}
	forgotten := people.Person{}
	if forgotten.Name() != forgotten.UID.String() || people.HasNumber(forgotten.PersonKey()) {
		t.Error("a forgotten person is called by the Kennung")
	}
}
