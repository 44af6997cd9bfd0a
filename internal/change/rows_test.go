package change_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zaemme/internal/change"
	"zaemme/internal/curriculum"
	"zaemme/internal/people"
)

// The rows of a plan come by name, narrowed and in pages; the page of none says how
// many there are all the same.
func TestRows(t *testing.T) {
	t.Parallel()
	d, _, s := setUp(t)
	apply(t, s, propose(t, s, "Kanzlei", "00001"))
	plan := propose(t, s, "Werkhof", "00002", "00003")
	keys := func(k change.Kept) (list []string, total int) {
		rows, total, err := change.Rows(t.Context(), d, plan.ID, k)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			list = append(list, r.Person+" "+r.Name+" "+r.Department)
		}
		return list, total
	}
	all := []string{"00002 Muster 00002 Werkhof", "00003 Muster 00003 Werkhof"}
	for name, test := range map[string]struct {
		kept  change.Kept
		want  []string
		total int
	}{
		"all":            {change.Kept{}, all, 2},
		"a page":         {change.Kept{Limit: 1, Offset: 1}, all[1:], 2},
		"a page of none": {change.Kept{Limit: 1, Offset: 5}, nil, 2},
		"a kind":         {change.Kept{Kind: curriculum.Lose}, nil, 0},
		"a course":       {change.Kept{Course: "IS-01"}, all, 2},
		"another course": {change.Kept{Course: "DS-01"}, nil, 0},
		"words":          {change.Kept{Search: " WERK 00003"}, all[1:], 1},
		"no such words":  {change.Kept{Search: "werk kanzlei"}, nil, 0},
		"a person":       {change.Kept{PersonID: 1}, nil, 0},
	} {
		if got, total := keys(test.kept); total != test.total || !cmp.Equal(got, test.want) {
			t.Errorf("%s: %d %v", name, total, got)
		}
	}
	var each []string
	if err := change.EachRow(t.Context(), d, plan.ID, func(r change.Row) error {
		each = append(each, fmt.Sprint(r.Person, " ", r.Name, " ", r.Department))
		if r.ToDue != day.AddDays(30) || r.Anyway || r.PersonID > 0 {
			t.Errorf("%+v", r)
		}
		return nil
	}); err != nil || !cmp.Equal(each, all) {
		t.Errorf("%v %v", each, err)
	}
}

// More people than one part has: they are planned, shown, applied and compared in
// parts, new ones and those on record.
func TestPlanOfManyParts(t *testing.T) {
	t.Parallel()
	const many = 4100
	d, u, s := setUp(t)
	keys := make([]string, many)
	for i := range keys {
		keys[i] = fmt.Sprintf("%05d", i+1)
	}
	first := propose(t, s, "11", keys[:many/2]...)
	apply(t, s, first)
	clear(u.has)
	plan := propose(t, s, "22", keys[many/2:]...)
	if n := plan.Sums.Total().Gain; n != many || plan.Sums.Persons != many {
		t.Errorf("%d duties of %d persons, of %d", n, plan.Sums.Persons, many)
	}
	if parts := count(t, d, fmt.Sprintf("(select distinct part from plan_effects where plan_id = %d) as p", plan.ID)); parts != 3 {
		t.Errorf("%d parts", parts)
	}
	ids, err := change.Concerned(t.Context(), d, plan.ID)
	if err != nil || len(ids) != many/2 {
		t.Errorf("%d persons on record, %v", len(ids), err)
	}
	u.extra = " otherwise"
	_, err = s.Apply(t.Context(), plan.UID.String(), 0, plan.Draft.Confirm, now)
	var refused *change.Differs
	if !errors.As(err, &refused) || refused.Duties != many {
		t.Errorf("%+v", err)
	}
	u.extra = ""
	again := propose(t, s, "22", keys[many/2:]...)
	if again.Digest != plan.Digest {
		t.Error("the same plan, and another digest")
	}
	apply(t, s, again)
	if len(u.has) != many {
		t.Errorf("%d have their duty", len(u.has))
	}
	org, err := people.Load(t.Context(), d, people.Moment{Day: day})
	if err != nil || len(org.Members) != many {
		t.Errorf("%d members, %v", len(org.Members), err)
	}
}
