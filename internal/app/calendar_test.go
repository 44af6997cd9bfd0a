package app

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
	"zaemme/internal/holiday"
	"zaemme/internal/ledger"
	"zaemme/internal/testing/wide"
)

// duties are all duties with their dates and their status of today.
func (r *real) duties() string {
	r.t.Helper()
	var list []string
	r.must(r.DB.Query(r.t.Context()).Raw(`
		select p.personnel_no || ' ' || status || ' ' || (to_jsonb(a) - 'revision')::text
		from assignments a join persons p on p.id = a.person_id
		cross join lateral (select `+ledger.StatusSQL("a", "cast(? as date)")+` as status) s
		where status is not null order by 1`, r.today()).Scan(&list).Error)
	return strings.Join(list, "\n")
}

func (r *real) night() int64 {
	r.t.Helper()
	batch, err := r.Change.RunDay(r.t.Context(), r.today())
	r.must(err)
	return batch
}

// editCalendar makes an edition of a set with the function.
func (r *real) editCalendar(code string, to func(holiday.Content) holiday.Content) {
	r.t.Helper()
	r.must(r.DB.Write(r.t.Context(), func(tx *db.Tx) error {
		set, err := holiday.Find(r.t.Context(), tx, code)
		if err != nil {
			return err
		}
		return holiday.Change(r.t.Context(), tx, 0, code, holiday.Edited, set.ID, to)
	}))
}

// close enters a closure in the standard set.
func (r *real) close(from, until calendar.Date) {
	r.t.Helper()
	r.editCalendar("luzern", func(c holiday.Content) holiday.Content {
		return c.With(holiday.Day{Interval: calendar.Interval{From: from, Until: until}, Kind: holiday.Closure, Name: "Umzug"})
	})
}

func (r *real) follow(site, code string) {
	r.t.Helper()
	r.must(r.DB.Write(r.t.Context(), func(tx *db.Tx) error {
		var id int64
		if err := db.One(tx.Query(r.t.Context()), &id, `select id from sites where name = ?`, site); err != nil {
			return err
		}
		return holiday.Follow(r.t.Context(), tx, 0, id, code, r.today())
	}))
}

func (r *real) proposeDates(kind change.Kind, c curriculum.DatesChange) change.Plan {
	r.t.Helper()
	input, err := c.JSON()
	r.must(err)
	plan, err := r.Change.Propose(r.t.Context(), change.Request{Kind: kind, Title: "Fristen", EffectiveOn: r.today(), Input: input}, r.now)
	r.must(err)
	return plan
}

// effects are all that the plan keeps.
func (r *real) effects(plan change.Plan) []change.Row {
	r.t.Helper()
	rows, _, err := change.Rows(r.t.Context(), r.DB, plan.ID, change.Kept{})
	r.must(err)
	return rows
}

func (r *real) applyPlan(plan change.Plan) int64 {
	r.t.Helper()
	batch, err := r.Change.Apply(r.t.Context(), plan.UID.String(), 0, plan.Draft.Confirm, r.now)
	r.must(err)
	return batch
}

// scramble edits the sets and what the sites follow at random, around the days on
// which the courses of the seeds fall due.
func (r *real) scramble(rng *rand.Rand) {
	r.t.Helper()
	for n := range 1 + rng.IntN(5) {
		code := []string{"luzern", "luzern", "luzern-stadt", "luzern-schule"}[rng.IntN(4)]
		r.editCalendar(code, func(c holiday.Content) holiday.Content {
			if len(c.Days) > 0 && rng.IntN(3) == 0 {
				return c.Without(rng.IntN(len(c.Days)))
			}
			from := r.today().AddDays([]int{30, 60}[rng.IntN(2)] + rng.IntN(12) - 9)
			return c.With(holiday.Day{Interval: calendar.Interval{From: from, Until: from.AddDays(rng.IntN(12))},
				Kind: holiday.Kinds[rng.IntN(len(holiday.Kinds))], Name: fmt.Sprint("Eintrag ", n)})
		})
	}
	if rng.IntN(2) == 0 {
		r.follow("Rathaus", []string{"luzern", "luzern-stadt", "luzern-schule"}[rng.IntN(3)])
	}
}

// Whatever is edited in holiday sets, and whichever set a site follows, no date
// moves by it, and no report of (D, T) changes; applying «Fristen neu rechnen» moves
// only what its plan showed, and nothing to an earlier day; taking that back gives
// the dates as they were.
func TestCalendarsMoveNoDate(t *testing.T) {
	t.Parallel()
	months := inventedMonths()
	for seed := range uint64(wide.N(3)) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(seed, 4))
			r := openReal(t, months[0].at)
			r.take(months[0])
			before := r.duties()
			horizon, err := r.DB.Horizon(t.Context())
			r.must(err)
			day := r.today()
			report, rows := r.hash(day, horizon)
			if rows == 0 {
				t.Fatal("a report without rows")
			}
			moved := 0
			for round := range 4 {
				if round == 0 { // one that concerns dates for certain
					r.close(r.today().AddDays(29), r.today().AddDays(33))
				} else {
					r.scramble(rng)
				}
				if batch := r.night(); batch != 0 || r.duties() != before {
					t.Fatalf("editing a set has moved a date: batch %d", batch)
				}
				plan := r.proposeDates(change.Calendar, curriculum.DatesChange{Recalculate: true})
				for _, e := range r.effects(plan) {
					if e.Kind != curriculum.Move || e.ToDue <= e.FromDue || e.Reason != curriculum.ReasonCalendar {
						t.Errorf("%s %s: %s from %s to %s (%s)", e.Person, e.Course, e.Kind, e.FromDue, e.ToDue, e.Reason)
					}
				}
				moved += plan.Sums.Total().Total()
				if plan.Empty() {
					continue
				}
				batch := r.applyPlan(plan)
				if r.duties() == before || r.night() != 0 || !r.proposeDates(change.Calendar, curriculum.DatesChange{Recalculate: true}).Empty() {
					t.Fatal("what was applied is not what was planned")
				}
				if rng.IntN(2) == 0 {
					before = r.duties()
					continue
				}
				r.takeBack(batch)
				if now := r.duties(); now != before {
					t.Fatalf("taken back, dates are not as before:\n%s\n---\n%s", before, now)
				}
				if r.night() != 0 {
					t.Fatal("taken back, and the night moves dates again")
				}
			}
			if again, n := r.hash(day, horizon); again != report || n != rows {
				t.Error("a report of an earlier moment has changed")
			}
			if moved == 0 {
				t.Error("no edit concerned a date")
			}
		})
	}
}

// A plan that was shown is out of date once the set it counted with is edited.
func TestADatesPlanGoesStale(t *testing.T) {
	t.Parallel()
	months := inventedMonths()
	r := openReal(t, months[0].at)
	r.take(months[0])
	due := r.today().AddDays(30)
	r.close(due, due.AddDays(3))
	plan := r.proposeDates(change.Calendar, curriculum.DatesChange{Recalculate: true})
	if plan.Sums.Total().Move == 0 || plan.Empty() {
		t.Fatalf("a closure over the due date moves nothing: %+v", plan.Sums.Total())
	}
	r.close(due.AddDays(4), due.AddDays(7))
	if _, err := r.Change.Apply(t.Context(), plan.UID.String(), 0, 0, r.now); err == nil {
		t.Fatal("applied, though the set was edited since")
	}
	// What the person changes is dated by the set of today: here somebody new.
	r.now = months[1].at
	r.take(months[1])
	if n := r.count(`select count(*) from ledger_events where calculation -> 0 ->> 'edition' is not null`); n == 0 {
		t.Error("no calculation names its edition")
	}
}
