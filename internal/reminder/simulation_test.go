package reminder_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/outbox"
	"zaemme/internal/reminder"
	"zaemme/internal/testing/mailtest"
)

// A quarter with a mail server that fails at random, two processes of which one dies
// now and then with mails in its hands, days without the job, and people who complete, leave and are absent: nobody gets anything
// twice, too often, or for nothing, and every message has its outcome.
func TestAQuarterWithFaults(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := rand.New(rand.NewPCG(11, 4))
	const staff = 15
	var staffIDs []int64
	address := map[string]int64{}
	done, away, left := map[finished]calendar.Date{}, map[int64]calendar.Interval{}, map[int64]calendar.Date{}
	for i := range staff {
		to := fmt.Sprintf("p%d@gemeinde.example", i)
		id := w.person("P", to, 0)
		staffIDs, address[to] = append(staffIDs, id), id
		for c := range 3 {
			on := date("2027-01-04").AddDays(r.IntN(50))
			w.assign(id, c, on.String(), on.AddDays(5+r.IntN(40)).String())
		}
		if r.IntN(3) == 0 {
			from := date("2027-01-10").AddDays(r.IntN(60))
			away[id] = calendar.Interval{From: from, Until: from.AddDays(1 + r.IntN(20))}
			w.exec(`insert into absences (person_id, from_on, until_on, known_from) values (?, ?, ?, '2027-01-01')`, id, away[id].From, away[id].Until)
		}
		if r.IntN(5) == 0 {
			left[id] = date("2027-02-01").AddDays(r.IntN(40))
			w.exec(`update employment_facts set exit_on = ? where person_id = ?`, left[id], id)
		}
	}
	type delivery struct {
		to  string
		day calendar.Date
	}
	var mu sync.Mutex
	var today calendar.Date
	perDay := map[delivery]int{}
	bodies := map[string]int{}
	var week []delivery
	var seen int
	faults := rand.New(rand.NewPCG(5, 5))
	w.server.Fail(func(stage mailtest.Stage, _ mailtest.Message) mailtest.Fault {
		switch n := faults.IntN(40); {
		case n == 0:
			return mailtest.Fault{Code: 421}
		case n == 1:
			return mailtest.Fault{Code: 451}
		case n == 2:
			return mailtest.Fault{Drop: true}
		case n == 3 && stage == mailtest.Text:
			return mailtest.Fault{Drop: true, Keep: true}
		}
		return mailtest.Fault{}
	})
	fate, died := rand.New(rand.NewPCG(7, 3)), 0
	mortal := w.mortalBox(func(mailtest.Moment) bool { return fate.IntN(40) == 0 })
	for today = date("2027-01-04"); today < date("2027-04-01"); today++ {
		if r.IntN(8) > 0 { // else the scheduler is down
			var wg sync.WaitGroup
			for range 2 {
				wg.Go(func() {
					if _, err := w.service.Run(t.Context(), clock(today.String(), 8)); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
		}
		if id := staffIDs[r.IntN(staff)]; r.IntN(2) == 0 {
			c := r.IntN(3)
			key := finished{id, w.courses[w.course(c)]}
			if _, already := done[key]; !already && left[id] == 0 && today > date("2027-02-23") {
				w.complete(id, c, today.String())
				done[key] = today
			}
		}
		for hour := 8; hour < 17; hour += 3 {
			now := clock(today.String(), hour).Add(time.Minute)
			// A server that breaks off is an error of the call, not of a message.
			one := func() { _, _ = w.box.Dispatch(t.Context(), now) }
			other := func() {
				if !mailtest.Live(func() { _, _ = mortal.Dispatch(t.Context(), now) }) {
					died++
				}
			}
			if fate.IntN(2) == 0 {
				other() // comes first and takes all
			}
			var wg sync.WaitGroup
			wg.Go(one)
			wg.Go(other)
			wg.Wait()
		}
		mu.Lock()
		_, texts := w.mails()
		taken := w.server.Taken()
		for i := seen; i < len(taken); i++ {
			to := taken[i].To[0]
			id := address[to]
			perDay[delivery{to, today}]++
			week = append(week, delivery{to, today})
			bodies[messageID(taken[i])]++
			if away[id].Contains(today) && away[id].Valid() || left[id] != 0 && today > left[id] || !calendar.LucerneBase(2027, 2027).IsWorkingDay(today) {
				t.Errorf("%s: a mail to %s", today, to)
			}
			for key, on := range done {
				if key.person == id && on <= today && strings.Contains(texts[i].Text, key.course) {
					t.Errorf("%s: %s is reminded of what is done: %s", today, to, key.course)
				}
			}
		}
		seen = len(taken)
		mu.Unlock()
	}
	for d, n := range perDay {
		if n > 1 {
			t.Errorf("%d mails on one day: %+v", n, d)
		}
		count := 0
		for _, other := range week {
			if other.to == d.to && other.day <= d.day && other.day > d.day.AddDays(-7) {
				count++
			}
		}
		if count > 2 {
			t.Errorf("%d mails in the seven days to %+v", count, d)
		}
	}
	for id, n := range bodies {
		if n > 1 {
			t.Errorf("%s arrived %d times", id, n)
		}
	}
	w.dispatch(clock("2027-04-01", 6)) // what the last death left
	states, err := outbox.CountByState(t.Context(), w.db)
	if err != nil || states[outbox.HandingOver] != 0 || states[outbox.Sent]+states[outbox.Uncertain] < seen || seen < 2*staff || died < 3 {
		t.Errorf("%d mails, %d deaths, states %v, %v", seen, died, states, err)
	}
	entries, total, err := reminder.Log(t.Context(), w.db, reminder.LogFilter{Limit: 10000})
	if err != nil || total != len(entries) {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.State == "" && e.Suppressed == "" {
			t.Errorf("no outcome: %+v", e)
		}
	}
}

// finished is a course that a person has completed.
type finished struct {
	person int64
	course string
}

func messageID(m mailtest.Message) string {
	_, rest, _ := strings.Cut(string(m.Raw), "Message-ID: ")
	id, _, _ := strings.Cut(rest, "\r\n")
	return id
}
