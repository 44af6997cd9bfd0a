package reminder_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"zaemme/internal/outbox"
	"zaemme/internal/testing/mailtest"
)

// Two mails of one recipient wait, written on two days; processes take one each at
// the same moment: only one leaves on the day.
func TestTwoProcessesHandOverOneMailADay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for week := range 12 { // so often that both come at once
		monday := date("2027-03-01").AddDays(7 * week)
		tuesday := (monday + 1).String()
		to := fmt.Sprintf("p%d@gemeinde.example", week)
		id := w.person("P", to, 0)
		w.assign(id, 0, monday.String(), "2028-05-31")
		w.assign(id, 1, tuesday, "2028-05-31")
		w.run(monday.String())
		w.run(tuesday)
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if _, err := w.box.Dispatch(t.Context(), clock(tuesday, 9).Add(time.Minute)); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		got := 0
		for _, m := range w.server.Drain() {
			if m.To[0] == to {
				got++
			}
		}
		if got != 1 {
			t.Errorf("%s: %d mails to %s on one day", tuesday, got, to)
		}
	}
}

// A process dies with a batch in its hands. What it held counts as about to leave: the
// recipient's other mail is not sent in its place, and it leaves once it is free.
func TestWhatADeadProcessHeldCountsForTheDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const monday, tuesday = "2027-03-01", "2027-03-02"
	for n := range 2 {
		id := w.person("P", fmt.Sprintf("p%d@gemeinde.example", n), 0)
		w.assign(id, 0, monday, "2028-05-31")
		w.assign(id, 1, tuesday, "2028-05-31")
	}
	w.run(monday)
	w.run(tuesday)
	now := clock(tuesday, 9)
	if mailtest.Live(func() {
		_, _ = w.mortalBox(func(at mailtest.Moment) bool { return at == mailtest.AfterMark }).Dispatch(t.Context(), now)
	}) {
		t.Fatal("the process has not died")
	}
	if counts := w.dispatch(now.Add(time.Minute)); counts != (outbox.Counts{Later: 2}) || len(w.server.Taken()) != 0 {
		t.Errorf("%+v, %d mails", counts, len(w.server.Taken()))
	}
	counts := w.dispatch(now.Add(time.Hour))
	if heads, _ := w.mails(); counts != (outbox.Counts{Sent: 1, Uncertain: 1}) || !strings.HasPrefix(heads[0], "p1@gemeinde.example") {
		t.Errorf("%+v, %q", counts, heads)
	}
}
