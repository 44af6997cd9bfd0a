package people_test

import (
	"testing"

	"zaemme/internal/people"
	"zaemme/internal/testing/dbtest"
)

// Who leads somebody is read without everybody else, and is the same person as in the
// whole organisation.
func TestLeadersAlone(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	scopes(t, d)
	// The first manager leaves, so that employments fall to the head of the department.
	if err := d.Query(t.Context()).Exec(`update employment_facts set exit_on = ? where person_id = (select manager_id from employment_facts
		where manager_id is not null order by id limit 1)`, start.AddDays(20)).Error; err != nil {
		t.Fatal(err)
	}
	led, fell := 0, 0
	for _, day := range []int{0, 19, 30} {
		at := people.Moment{Day: start.AddDays(day)}
		all, err := people.Load(t.Context(), d, at)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range all.Members {
			some, err := people.LoadLeaders(t.Context(), d, at, m.Employments)
			if err != nil {
				t.Fatal(err)
			}
			if len(some.Members) > 3 {
				t.Errorf("%d people are read for one", len(some.Members))
			}
			for _, e := range m.Employments {
				want, wantFallen := all.Leader(e)
				got, fallen := some.Leader(e)
				if (want == nil) != (got == nil) || fallen != wantFallen || want != nil && (want.Person != got.Person) {
					t.Errorf("day %d, %s: led by %v, not %v", day, m.PersonnelNo, got, want)
				}
				if want != nil {
					led++
				}
				if wantFallen {
					fell++
				}
			}
		}
	}
	if led == 0 || fell == 0 {
		t.Errorf("%d are led, %d fell to a head", led, fell)
	}
}
