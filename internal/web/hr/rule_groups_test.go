package hr

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zaemme/internal/curriculum"
	"zaemme/internal/people"
	"zaemme/internal/testing/wide"
)

// randomGroups are the groups of some form, exceptions last.
func randomGroups(r *rand.Rand) []conditions {
	yes := true
	says := []curriculum.Audience{{PC: &yes}, {Categories: []people.Category{people.Apprentice}}, {Functions: []string{"Sach*"}},
		{Departments: []curriculum.DepartmentRef{{Code: "100"}, {Code: "200", Only: true}}}, {Tags: []string{"a"}}, {Tags: []string{"b"}}}
	list := []conditions{{Join: joinFirst}}
	ands := 0
	for range r.IntN(4) {
		join := joinOr
		if r.IntN(2) == 0 && ands < 2 {
			join, ands = joinAnd, ands+1
		} else {
			ands = 0
		}
		list = append(list, conditions{Join: join})
	}
	for range r.IntN(3) {
		list = append(list, conditions{Join: joinExcept})
	}
	for i := range list {
		list[i].ID, list[i].Says = i, says[r.IntN(len(says))]
	}
	return list
}

func TestGroupsAndBack(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for range wide.N(500) {
		list := randomGroups(r)
		a := audienceOf(list)
		if err := a.Validate("audience"); err != nil {
			t.Fatalf("%+v: %v", list, err)
		}
		back, ok := groupsOf(a)
		if !ok {
			t.Fatalf("%+v cannot be taken apart", a)
		}
		if diff := cmp.Diff(list, back); diff != "" {
			t.Fatalf("groups (-want +got):\n%s", diff)
		}
		id := list[r.IntN(len(list))].ID
		if less := without(list, id); slices.ContainsFunc(less, func(g conditions) bool { return g.ID == id }) && len(list) > 1 {
			t.Fatalf("group %d stays in %+v", id, less)
		}
		if more := with(list, joinOr); len(more) != len(list)+1 {
			t.Fatalf("%+v", more)
		}
	}
	// An audience with a choice beside conditions of its own says the same as one
	// of circles.
	yes := true
	both := curriculum.Audience{PC: &yes, Any: []curriculum.Audience{{Tags: []string{"a"}}, {Tags: []string{"b"}}}}
	list, ok := groupsOf(both)
	if !ok || len(list) != 4 || list[2].Join != joinOr || list[3].Join != joinAnd {
		t.Errorf("%+v", list)
	}
	if _, ok := groupsOf(curriculum.Audience{Any: []curriculum.Audience{{}, {Except: &curriculum.Audience{PC: &yes}}}}); ok {
		t.Error("an exception inside a circle is no group")
	}
}
