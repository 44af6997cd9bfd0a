package reminder_test

import (
	"fmt"
	"sync"
	"testing"
	"time"
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
