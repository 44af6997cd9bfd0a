package people_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/testing/dbtest"
	"zaemme/internal/testing/peopletest"
	"zaemme/internal/testing/wide"
)

// newBatch is a batch without a plan.
func newBatch(t *testing.T, tx *db.Tx, day calendar.Date) int64 {
	t.Helper()
	stamp, err := tx.Stamp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var id int64
	if err := db.One(tx.Query(t.Context()), &id, `
		insert into batches (kind, applied_at, effective_on) values ('people', ?, ?) returning id`, stamp, day); err != nil {
		t.Fatal(err)
	}
	return id
}

func applyBatch(t *testing.T, d *db.DB, c people.Change) (batch int64) {
	t.Helper()
	if err := d.Write(t.Context(), func(tx *db.Tx) error {
		if err := people.Lock(t.Context(), tx); err != nil {
			return err
		}
		batch = newBatch(t, tx, c.EffectiveOn)
		_, err := people.Apply(t.Context(), tx, c, batch, 0)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return batch
}

func revert(t *testing.T, d *db.DB, batch int64) (r people.Reverted) {
	t.Helper()
	if err := d.Write(t.Context(), func(tx *db.Tx) (err error) {
		if err := people.Lock(t.Context(), tx); err != nil {
			return err
		}
		r, err = people.Revert(t.Context(), tx, batch, newBatch(t, tx, start), 0, nil)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return r
}

// picture is all that is held to be true, around the day.
func picture(t *testing.T, d *db.DB, day calendar.Date) string {
	t.Helper()
	var b strings.Builder
	for _, at := range []int{-40, -1, 0, 1, 30, 200} {
		fmt.Fprintf(&b, "%d\n%s\n", at, peopletest.Dump(loadOrg(t, d, day.AddDays(at))))
	}
	var deputies []string
	if err := d.Query(t.Context()).Raw(`select format('deputy %s of %s %s %s', deputy_id, person_id, valid_from, valid_to) from deputies
		where known_to = '9999-12-31 00:00:00+00' order by 1`).Scan(&deputies).Error; err != nil {
		t.Fatal(err)
	}
	return b.String() + strings.Join(deputies, "\n")
}

// Batches undone in reverse give back what was there before each, and what was
// known in between stays known.
func TestBatchesUndoneInReverse(t *testing.T) {
	t.Parallel()
	for seed := range uint64(wide.N(4)) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			d, g := dbtest.New(t), &edits{Rand: rand.New(rand.NewPCG(seed, 11))}
			day := start
			var batches []int64
			var before, facts []string
			var known []people.Moment
			for range 7 {
				roster, err := people.LoadRoster(t.Context(), d, day)
				if err != nil {
					t.Fatal(err)
				}
				g.roster = roster
				before = append(before, picture(t, d, day))
				batches = append(batches, applyBatch(t, d, g.change()))
				horizon, err := d.Horizon(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				known = append(known, people.Moment{Day: day, Known: horizon})
				facts = append(facts, factsAt(t, d, known[len(known)-1]))
				day = day.AddDays(1 + g.IntN(20))
			}
			for i := len(batches) - 1; i >= 0; i-- {
				if r := revert(t, d, batches[i]); len(r.Kept) > 0 {
					t.Fatalf("batch %d: kept %+v, though nothing was built on it", i, r.Kept)
				}
				if diff := cmp.Diff(before[i], picture(t, d, known[i].Day)); diff != "" {
					t.Fatalf("before batch %d (-), after it was taken back (+):\n%s", i, diff)
				}
			}
			for i, at := range known {
				if diff := cmp.Diff(facts[i], factsAt(t, d, at)); diff != "" {
					t.Errorf("as known after batch %d:\n%s", i, diff)
				}
			}
		})
	}
}

// factsAt is what a report of the moment rests on: names are undated.
func factsAt(t *testing.T, d *db.DB, at people.Moment) string {
	t.Helper()
	org, err := people.Load(t.Context(), d, at)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, m := range org.Members {
		if len(m.Employments)+len(m.Absences) == 0 { // the record may be younger
			continue
		}
		fmt.Fprintln(&b, m.ID, m.HasPC, m.Tags, m.Employments, m.Absences)
	}
	return b.String()
}

// Random batches, undone in any order: what is not kept is as it was, and nothing
// hangs in the air.
func TestUndoneInAnyOrder(t *testing.T) {
	t.Parallel()
	for seed := range uint64(wide.N(3)) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			d, g := dbtest.New(t), &edits{Rand: rand.New(rand.NewPCG(seed, 13))}
			var batches []int64
			for i := range 6 {
				roster, err := people.LoadRoster(t.Context(), d, start.AddDays(i))
				if err != nil {
					t.Fatal(err)
				}
				g.roster = roster
				batches = append(batches, applyBatch(t, d, g.change()))
			}
			g.Shuffle(len(batches), func(i, j int) { batches[i], batches[j] = batches[j], batches[i] })
			for _, batch := range batches[:4] {
				revert(t, d, batch)
				var hanging int
				if err := d.Query(t.Context()).Raw(`
					select count(*) from employment_facts f join persons p on p.id in (f.person_id, f.manager_id, f.trainer_id)
					where f.known_to = '9999-12-31 00:00:00+00' and p.withdrawn_at is not null`).Scan(&hanging).Error; err != nil || hanging > 0 {
					t.Fatalf("%d employments name somebody who was withdrawn: %v", hanging, err)
				}
			}
		})
	}
}

func TestRevertKeepsWhatWasBuiltOn(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	batch := applyBatch(t, d, first())
	roster, err := people.LoadRoster(t.Context(), d, start)
	if err != nil {
		t.Fatal(err)
	}
	had := roster.Persons["00003"].Employments["1"].EmploymentState
	after, before := had, roster.Persons["00003"].PersonState
	after.Function = "Leitung"
	applyBatch(t, d, people.Change{EffectiveOn: start, Persons: []people.PersonChange{{Key: "00003", Kind: people.Changed, Before: &before,
		Employments: []people.EmploymentChange{{No: "1", Before: &had, After: &after, From: start}}}}})
	ids := map[string]int64{}
	for key, p := range roster.Persons {
		ids[key] = p.ID
	}
	want := []people.KeptFact{
		{What: people.KeptEmployment, PersonID: ids["00003"], Why: people.KeptChanged},
		{What: people.KeptDepartment, DepartmentID: roster.Departments["11"].ID, Why: people.KeptNeeded},
		{What: people.KeptDepartment, DepartmentID: roster.Departments["1"].ID, Why: people.KeptNeeded},
		{What: people.KeptPerson, PersonID: ids["00002"], Why: people.KeptNeeded},
		{What: people.KeptPerson, PersonID: ids["00003"], Why: people.KeptNeeded},
	}
	r := revert(t, d, batch)
	if diff := cmp.Diff(want, r.Kept); diff != "" {
		t.Error(diff)
	}
	if len(r.Withdrawn) != 1 || r.Withdrawn[0] != ids["00001"] {
		t.Errorf("withdrawn: %v, want the one whom nobody refers to", r.Withdrawn)
	}
	again := first()
	again.Persons = again.Persons[:1]
	again.Departments = nil
	if got := apply(t, d, again).Persons["00001"]; got != ids["00001"] {
		t.Errorf("the next list makes record %d of 00001 again, want %d", got, ids["00001"])
	}
}
