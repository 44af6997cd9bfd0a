package app

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/curriculum"
	"zaemme/internal/testing/wide"
)

// outage lasts from one day to another.
func outage(from, until calendar.Date, reason curriculum.OutageReason) curriculum.DatesChange {
	year, month, day := from.YMD()
	return curriculum.DatesChange{Outage: &curriculum.Declared{
		From: time.Date(year, month, day, 8, 0, 0, 0, calendar.Zurich), Until: until.End(), Reason: reason}}
}

// Outages are declared by a plan that moves nothing to an earlier day and nothing
// that was due before them; the night adds nothing; taken back in reverse, dates are
// as they were, and no report of (D, T) has changed.
func TestOutagesMoveDatesByAPlan(t *testing.T) {
	t.Parallel()
	months := inventedMonths()
	for seed := range uint64(wide.N(2)) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(seed, 5))
			r := openReal(t, months[0].at)
			r.take(months[0])
			horizon, err := r.DB.Horizon(t.Context())
			r.must(err)
			report, _ := r.hash(r.today(), horizon)
			pictures, batches := []string{r.duties()}, []int64{}
			for round := range 4 {
				from := r.today().AddDays([]int{30, 60}[round%2] + rng.IntN(8) - 6)
				if round == 0 {
					from = r.today().AddDays(29)
				}
				until := from.AddDays(1 + rng.IntN(9))
				plan := r.proposeDates(change.Outage, outage(from, until, curriculum.OutageReasons[rng.IntN(5)]))
				if round == 0 && plan.Sums.Total().Move == 0 {
					t.Fatal("an outage over the due date moves nothing")
				}
				for _, e := range r.effects(plan) {
					if e.Kind != curriculum.Move || e.ToDue <= e.FromDue || e.FromDue < from || e.ToDue <= until || e.Reason != curriculum.ReasonOutage {
						t.Errorf("%s to %s: %s %s from %s to %s (%s)", from, until, e.Person, e.Course, e.FromDue, e.ToDue, e.Reason)
					}
				}
				batches = append(batches, r.applyPlan(plan))
				pictures = append(pictures, r.duties())
				if r.night() != 0 || r.duties() != pictures[round+1] {
					t.Fatal("the night moves dates again")
				}
				if rng.IntN(2) == 0 { // beside a set that is edited
					r.scramble(rng)
					if r.night() != 0 {
						t.Fatal("editing a set moves dates that an outage has moved")
					}
				}
			}
			for n := len(batches) - 1; n >= 0; n-- {
				r.takeBack(batches[n])
				if now := r.duties(); now != pictures[n] || r.night() != 0 {
					t.Fatalf("batch %d taken back: dates are not as before\n%s\n---\n%s", n, pictures[n], now)
				}
			}
			if again, _ := r.hash(r.today(), horizon); again != report {
				t.Error("a report of an earlier moment has changed")
			}
			list, err := curriculum.Outages(t.Context(), r.DB)
			r.must(err)
			for _, o := range list {
				if !o.TakenBack {
					t.Errorf("%+v is still in force", o)
				}
			}
			if len(list) != 4 {
				t.Errorf("%d outages are listed", len(list))
			}
		})
	}
}

// The person reads why; who joins later is dated beside the outage too; what is
// declared already is not declared again.
func TestAnOutageIsExplained(t *testing.T) {
	t.Parallel()
	months := inventedMonths()
	r := openReal(t, months[0].at)
	r.take(months[0])
	from := months[1].at // 1 December; who joins then is due on the last days of the year
	ahead := calendar.DateOf(from).AddDays(29)
	c := outage(ahead, ahead.AddDays(2), curriculum.NetworkDown)
	r.applyPlan(r.proposeDates(change.Outage, c))
	input, err := c.JSON()
	r.must(err)
	_, err = r.Change.Propose(t.Context(), change.Request{Kind: change.Outage, Title: "Nochmals", EffectiveOn: r.today(), Input: input}, r.now)
	if !apperr.Is(err, apperr.Invalid) {
		t.Errorf("declared twice: %v", err)
	}
	r.now = months[1].at
	r.take(months[1])
	r.now = r.now.AddDate(0, 0, 3)
	r.night()
	var calculation string
	r.must(r.DB.Query(t.Context()).Raw(`select calculation::text from ledger_events
		where calculation::text like '%due.step.outage.network%' order by id desc limit 1`).Row().Scan(&calculation))
	if !strings.Contains(calculation, ahead.String()) {
		t.Errorf("the calculation does not name the outage: %s", calculation)
	}
}
