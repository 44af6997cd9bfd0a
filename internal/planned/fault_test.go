package planned_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/planned"
	"zaemme/internal/testing/dbtest"
)

// breaks makes the n-th row that is written of a run, its readers or the outbox from
// now on fail, as a crash between two statements would: what was written before it in
// the transaction is gone.
func breaks(t *testing.T) (at func(n int)) {
	t.Helper()
	owner := dbtest.Owner(t)
	exec := func(sql string, args ...any) {
		if err := owner.Query(context.WithoutCancel(t.Context())).Exec(sql, args...).Error; err != nil {
			t.Fatal(err)
		}
	}
	exec(`create sequence writes`) // no transaction takes it back
	exec(`create table breaks (at bigint not null)`)
	exec(`insert into breaks values (0)`)
	exec(`create function crash() returns trigger language plpgsql security definer as $$ begin
		if nextval('writes') = (select at from breaks) then raise exception 'a crash'; end if; return new; end $$`)
	for _, table := range []string{"report_runs", "report_run_people", "outbox", "report_plans"} {
		exec(fmt.Sprintf(`create trigger crash before insert or update on %s for each row execute function crash()`, table))
	}
	return func(n int) {
		exec(`select setval('writes', 1)`)
		exec(`update breaks set at = ?`, n+1)
	}
}

// Over a year of mornings, some on which no server runs, some on which two do, and
// some that break off at any row or are told to stop: each due day is run at most once
// and no other, the latest of those missed stands for them all, and every recipient of
// every run has one message and no more.
func TestInterruptionsNeitherLoseNorRepeat(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	breakAt := breaks(t)
	all := []planned.Listed{
		w.plan(w.hr, planned.Terms{Rhythm: planned.Weekly, Day: 5, Variant: planned.HR}, "", "petra@gemeinde.example", "rita@gemeinde.example"),
		w.plan(w.hr, planned.Terms{Rhythm: planned.Monthly, Day: 2, Variant: planned.Line}, "BAU", "ruth@gemeinde.example"),
		w.plan(w.hr, planned.Terms{Rhythm: planned.Quarterly, Day: 1, Variant: planned.HR}, "BAU", "paul@gemeinde.example", "petra@gemeinde.example"),
	}
	random := rand.New(rand.NewPCG(7, 1848))
	from, until := calendar.DateOf(made), calendar.DateOf(made).AddMonths(9)
	awake := map[calendar.Date]bool{} // a run went through on it
	interrupted := 0
	for day := from + 1; day <= until; day++ {
		if random.IntN(4) == 0 {
			day += calendar.Date(random.IntN(25)) // nobody is there
		}
		now := clock(day.String() + " 06:50")
		breakAt(random.IntN(12)) // 0: not at all
		ctx, stop := context.WithCancel(t.Context())
		if random.IntN(5) == 0 {
			time.AfterFunc(time.Duration(random.IntN(15))*time.Millisecond, stop)
		}
		var servers sync.WaitGroup
		var mu sync.Mutex
		for range 1 + random.IntN(2) {
			servers.Go(func() {
				_, err := w.Run(ctx, now)
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					interrupted++
				}
			})
		}
		servers.Wait()
		stop()
		if random.IntN(3) > 0 { // the server is back the same day
			breakAt(-1)
			if _, err := w.Run(t.Context(), now.Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
			awake[day] = true
		}
	}
	breakAt(-1)
	last := until
	for last++; !holidays.IsWorkingDay(last); last++ {
	}
	w.morning(last.String())
	awake[last] = true
	if interrupted < 10 {
		t.Errorf("only %d interruptions", interrupted)
	}
	for _, p := range all {
		w.adds(p, from, last, awake)
	}
}

// adds checks a plan's runs against its slots.
func (w *world) adds(p planned.Listed, from, last calendar.Date, awake map[calendar.Date]bool) {
	w.T.Helper()
	slots := p.Slots(holidays, from, last)
	runs := map[calendar.Date]planned.Told{}
	missed := 0
	for _, r := range w.runs(p) {
		if _, twice := runs[r.AsOf]; twice {
			w.T.Errorf("%s is run twice", r.AsOf)
		}
		runs[r.AsOf], missed = r, missed+r.Missed
		messages := map[int64]int{}
		for _, one := range r.Readers {
			messages[one.PersonID] = 1
		}
		var rows []struct{ RecipientID int64 }
		if err := w.Org.DB.Query(w.T.Context()).Raw(`select recipient_id from outbox where dedupe_key like ?`, fmt.Sprintf("%s:%d:%%", planned.Kind, r.ID)).Scan(&rows).Error; err != nil {
			w.T.Fatal(err)
		}
		for _, row := range rows {
			messages[row.RecipientID]--
		}
		for _, person := range p.People {
			if left, ok := messages[person]; !ok || left != 0 {
				w.T.Errorf("as of %s, person %d has %d messages too few", r.AsOf, person, left)
			}
		}
	}
	if len(runs) == 0 || len(runs)+missed != len(slots) {
		w.T.Errorf("%s: %d runs that make up for %d make %d, and %d were due", p.Rhythm, len(runs), missed, len(runs)+missed, len(slots))
	}
	for i, s := range slots {
		r, ran := runs[s.AsOf]
		if ran && calendar.DateOf(r.MadeAt) < s.Due {
			w.T.Errorf("%s is run before it is due", s.AsOf)
		}
		next := last + 1
		if i+1 < len(slots) {
			next = slots[i+1].Due
		}
		for day := s.Due; day < next && !ran; day++ { // somebody was there before the next was due
			if awake[day] && holidays.IsWorkingDay(day) {
				w.T.Errorf("%s was due on %s and nobody ran it on %s", s.AsOf, s.Due, day)
			}
		}
		if ran && i+1 < len(slots) && calendar.DateOf(r.MadeAt) >= next {
			w.T.Errorf("%s is run on %s, though %s was due by then", s.AsOf, calendar.DateOf(r.MadeAt), slots[i+1].AsOf)
		}
	}
}
