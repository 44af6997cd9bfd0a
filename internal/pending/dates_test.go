package pending_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/pending"
	"zaemme/internal/people"
)

// town gives 90 people of both departments duties of every sort.
func (w *world) town() (persons map[int64]calendar.Date, bau map[int64]bool) {
	w.T.Helper()
	rng := rand.New(rand.NewPCG(3, 9))
	persons, bau = map[int64]calendar.Date{}, map[int64]bool{}
	var events []ledger.Event
	for i := range 90 {
		unit := w.fin
		if i%2 == 0 {
			unit = w.bau
		}
		p := w.Person("Person", fmt.Sprint(i), fmt.Sprintf("p%d@gemeinde.example", i), unit, w.boss)
		persons[p], bau[p] = calendar.Forever, unit == w.bau
		if i%7 == 0 {
			persons[p] = today.AddDays(rng.IntN(150))
			w.Insert(`update employment_facts set exit_on = @day where person_id = @p returning id`, map[string]any{"p": p, "day": persons[p]})
		}
		for _, code := range []string{"IS-01", "DS-01"} {
			assigned := w.Assigned(p, code, today.AddDays(-400+rng.IntN(50)), today.AddDays(-300+rng.IntN(560)))
			if rng.IntN(12) == 0 {
				no := false
				assigned.Mandatory = &no
			}
			events = append(events, assigned)
			switch rng.IntN(5) {
			case 0: // renewed, or not yet
				until := today.AddDays(-20 + rng.IntN(140))
				renewal := w.Assigned(p, code, until.AddDays(-60), until)
				renewal.Cycle = 2
				events = append(events, w.Completed(p, code, 1, today.AddDays(-200), until), renewal)
				if rng.IntN(3) == 0 && renewal.EffectiveOn < today.AddDays(-3) {
					events = append(events, w.Completed(p, code, 2, today.AddDays(-3), today.AddDays(360)))
				}
			case 1, 2:
				events = append(events, w.Completed(p, code, 1, today.AddDays(-200), today.AddDays(-60+rng.IntN(300))))
			case 3:
				events = append(events, ledger.Event{PersonID: p, CourseID: w.Courses[code], Cycle: 1, Kind: ledger.KindPaused, EffectiveOn: today.AddDays(-5),
					PauseUntil: today.AddDays(rng.IntN(300))})
			default:
				if rng.IntN(4) == 0 {
					events = append(events, ledger.Event{PersonID: p, CourseID: w.Courses[code], Cycle: 1, Kind: ledger.KindExempted, EffectiveOn: today.AddDays(-9),
						ExemptUntil: today.AddDays(rng.IntN(300))})
				}
				if rng.IntN(6) == 0 {
					events = append(events, ledger.Event{PersonID: p, CourseID: w.Courses[code], Cycle: 1, Kind: ledger.KindWithdrawn, EffectiveOn: today})
				}
			}
		}
	}
	w.Append(events...)
	return persons, bau
}

// What SQL counts is what the ledger's own rules say of each duty.
func TestDatesAreTheLedgers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	persons, bau := w.town()
	var ids []int64
	for p := range persons {
		ids = append(ids, p)
	}
	duties, err := ledger.New().Duties(t.Context(), w.DB, ids)
	if err != nil {
		t.Fatal(err)
	}
	for viewer, mine := range map[int64]func(int64) bool{w.hr: func(int64) bool { return true }, w.part: func(p int64) bool { return bau[p] }} {
		var ends [3]int
		var minutes [pending.Months]int
		late := 0
		first := calendar.FirstOfMonth(today)
		until := first.AddMonths(pending.Months).AddDays(-1)
		for _, d := range duties {
			if !mine(d.PersonID) || !d.Mandatory {
				continue
			}
			for i, days := range pending.Spans {
				if g, ok := d.Governing(today); ok && g.Fulfilled && g.Cycle.ValidUntil <= today.AddDays(days) {
					ends[i]++
				}
			}
			g, ok := d.Governing(until)
			if !ok || !g.Status.ToDo() || g.Due == 0 || g.Due > until || g.Due > persons[d.PersonID] && g.Due >= today {
				continue
			}
			month := 0
			for month < pending.Months-1 && first.AddMonths(month+1) <= g.Due {
				month++
			}
			minutes[month] += 45
			if g.Due < today {
				late += 45
			}
		}
		scope := w.scope(viewer).ForHR()
		got, err := pending.ReadEnding(t.Context(), w.DB, scope)
		if err != nil || got != ends || ends[2] <= ends[0] || ends[0] == 0 {
			t.Errorf("%v end, want %v, %v", got, ends, err)
		}
		for i, days := range pending.Spans {
			list, total, err := pending.Ending(t.Context(), w.DB, scope, days, 5, 0)
			if err != nil || total != ends[i] || len(list) != min(5, total) || wrongOrder(list, today.AddDays(days)) {
				t.Errorf("in %d days %d end: %+v, %v", days, total, list, err)
			}
		}
		tree, err := people.Tree(t.Context(), w.DB, today)
		if err != nil {
			t.Fatal(err)
		}
		work, err := pending.ReadWorkload(t.Context(), w.DB, scope, tree, func(int64) int { return 45 })
		if err != nil || work.Total != minutes || work.Late != late || late == 0 || minutes[3] == 0 {
			t.Errorf("work %v late %d, want %v late %d, %v", work.Total, work.Late, minutes, late, err)
		}
		sum := 0
		for _, part := range work.Parts {
			for _, n := range part.Minutes {
				sum += n
			}
		}
		if parts := map[int64]int{w.hr: 2, w.part: 1}[viewer]; sum != work.Sum() || len(work.Parts) != parts || work.Parts[0].Department.Code != "BAU" {
			t.Errorf("parts %+v do not make %d", work.Parts, work.Sum())
		}
	}
}

// wrongOrder reports one that ends out of turn, or not within the span.
func wrongOrder(list []pending.Ends, last calendar.Date) bool {
	before := today
	for _, one := range list {
		if one.On < before || one.On > last {
			return true
		}
		before = one.On
	}
	return false
}

// Each read is one statement; those that look for dates have an index to find them.
func TestReadsAreFewAndByIndex(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.town()
	scope := w.scope(w.hr).ForHR()
	tree, err := people.Tree(t.Context(), w.DB, today)
	if err != nil {
		t.Fatal(err)
	}
	before := w.statements.n.Load()
	if _, err := pending.ReadGaps(t.Context(), w.DB, scope); err != nil {
		t.Fatal(err)
	}
	if _, err := pending.ReadEnding(t.Context(), w.DB, scope); err != nil {
		t.Fatal(err)
	}
	if _, err := pending.ReadWorkload(t.Context(), w.DB, scope, tree, func(int64) int { return 45 }); err != nil {
		t.Fatal(err)
	}
	if n := w.statements.n.Load() - before; n != 3 {
		t.Errorf("%d statements", n)
	}
	plan := w.plan(`select count(*) from assignments a where a.mandatory
		and (a.valid_until >= date '2026-11-21' and a.valid_until < date '2027-02-20' or a.prev_valid_until >= date '2026-11-21' and a.prev_valid_until < date '2027-02-20')`)
	if !strings.Contains(plan, "assignments_until") || !strings.Contains(plan, "assignments_prev_until") {
		t.Errorf("what ends is found by\n%s", plan)
	}
	plan = w.plan(`select count(*) from assignments a where a.mandatory
		and (a.completed_on is null and a.due_on <= date '2026-12-31' or a.valid_until <= date '2026-12-31' or a.prev_valid_until <= date '2026-12-31')`)
	if !strings.Contains(plan, "assignments_due") {
		t.Errorf("what is due is found by\n%s", plan)
	}
}

// plan is how Postgres would read many rows.
func (w *world) plan(sql string) string {
	w.T.Helper()
	var lines []string
	if err := w.DB.Write(w.T.Context(), func(tx *db.Tx) error {
		return tx.Raw(func(conn *pgx.Conn) error {
			if _, err := conn.Exec(w.T.Context(), `set local enable_seqscan = off`); err != nil {
				return err
			}
			rows, err := conn.Query(w.T.Context(), `explain `+sql)
			if err != nil {
				return err
			}
			lines, err = pgx.CollectRows(rows, pgx.RowTo[string])
			return err
		})
	}); err != nil {
		w.T.Fatal(err)
	}
	return strings.Join(lines, "\n")
}
