package people_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"zaemme/internal/people"
)

// outlined has a Direktion (1, headed by 1) over two departments: 11 is vacant
// and has 111 below it, which 3 heads; 12 is for elected members. Person 2 works
// in 11 and 111, person 4 has a manager who has left, person 9.
func outlined() *people.Org {
	departments := []*people.Department{
		{ID: 1, Code: "1", Name: "Direktion", HeadID: 1}, {ID: 11, Code: "11", ParentID: 1}, {ID: 111, Code: "111", ParentID: 11, HeadID: 3},
		{ID: 12, Code: "12", ParentID: 1, Official: true}, {ID: 20, Code: "2", HeadID: 9},
	}
	in := func(id, department, manager int64) people.Employment {
		return people.Employment{PersonID: id, No: fmt.Sprint(department), DepartmentID: department, ManagerID: manager, Category: people.Permanent}
	}
	one := func(id int64, list ...people.Employment) *people.Member {
		return &people.Member{Person: people.Person{ID: id}, Employments: list}
	}
	members := []*people.Member{
		one(1, in(1, 1, 0)), one(2, in(2, 11, 0), in(2, 111, 3)), one(3, in(3, 111, 0)), one(4, in(4, 11, 9)), one(5, in(5, 12, 0)),
		one(6, in(6, 20, 0)), one(9),
	}
	return people.NewOrg(start, departments, nil, members)
}

func TestOutline(t *testing.T) {
	t.Parallel()
	id := func(m *people.Member) int64 {
		if m == nil {
			return 0
		}
		return m.ID
	}
	var lines []string
	for _, n := range outlined().Outline() {
		lines = append(lines, fmt.Sprintf("%s depth %d head %d led by %d own %d all %d without %d below %d vacant %t",
			n.Code, n.Depth, id(n.Head), id(n.LedBy), n.Own, n.All, n.NoManager, n.Below, n.Vacant()))
	}
	want := []string{
		"1 depth 0 head 1 led by 1 own 1 all 5 without 4 below 2 vacant false",
		"11 depth 1 head 0 led by 1 own 2 all 3 without 3 below 1 vacant true",
		"111 depth 2 head 3 led by 3 own 2 all 2 without 1 below 0 vacant false",
		"12 depth 1 head 0 led by 1 own 1 all 1 without 0 below 0 vacant false",
		"2 depth 0 head 0 led by 0 own 1 all 1 without 1 below 0 vacant true", // its head has left
	}
	if !slices.Equal(lines, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
}

func TestVacanciesFallUp(t *testing.T) {
	t.Parallel()
	o := outlined()
	for _, c := range []struct {
		person int64
		at     int // employment
		leader int64
		fallen bool
	}{
		{1, 0, 0, false}, // heads the top
		{2, 0, 1, true},  // by the head above
		{2, 1, 3, false}, // by the manager
		{3, 0, 1, true},  // nobody leads themselves
		{4, 0, 1, true},  // the manager has left
		{5, 0, 0, false}, // elected
		{6, 0, 0, false}, // the head has left, and nothing is above
	} {
		var leader int64
		m, fallen := o.Leader(o.Member(c.person).Employments[c.at])
		if m != nil {
			leader = m.ID
		}
		if leader != c.leader || fallen != c.fallen {
			t.Errorf("person %d, employment %d: led by %d (fallen %t), want %d (%t)", c.person, c.at, leader, fallen, c.leader, c.fallen)
		}
	}
}

func TestScopeOfDepartments(t *testing.T) {
	t.Parallel()
	o := outlined()
	if (people.Scope{}).Department(o, 11) || !(people.Scope{Everyone: true}).Department(o, 11) || (people.Scope{Everyone: true}).Department(o, 99) {
		t.Error("everybody's HR sees each department there is, nobody else any")
	}
}
