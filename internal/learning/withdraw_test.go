package learning

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
)

// author writes courses and has learned nothing.
const author = 2

func (w *world) people(n int) {
	w.t.Helper()
	for i := 3; i <= n; i++ {
		if err := w.db.Query(w.t.Context()).Exec(`insert into persons (personnel_no, last_name, first_name) values (?, 'Muster', 'Kim')`, fmt.Sprint(i)).Error; err != nil {
			w.t.Fatal(err)
		}
	}
}

func (w *world) withdrawal(question string) Withdrawing {
	return Withdrawing{Course: "A-1", Question: question, Version: w.a.ID, Reason: "Zwei Antworten sind richtig."}
}

func (w *world) withdraw(by Act, question string) (r Withdrawn, err error) {
	err = w.db.Write(w.t.Context(), func(tx *db.Tx) error {
		r, err = w.WithdrawQuestion(w.t.Context(), tx, by, w.withdrawal(question))
		return err
	})
	return r, err
}

// answered hands in an attempt with the right answers to all but the questions.
func (w *world) answered(a Act, wrong ...string) *Attempt {
	w.t.Helper()
	attempt := w.begin(a)
	answers := right(attempt.Version.Content, 5)
	for _, id := range wrong {
		answers[id] = []int{3}
	}
	for id, chosen := range answers {
		if _, err := w.save(a, Save{Attempt: attempt.UID.String(), Question: id, Chosen: chosen}); err != nil {
			w.t.Fatal(err)
		}
	}
	attempt, err := w.handIn(a, HandIn{Attempt: attempt.UID.String(), Sure: true})
	if err != nil {
		w.t.Fatal(err)
	}
	return attempt
}

func (w *world) attempt(person int64, uid string) *Attempt {
	w.t.Helper()
	a, err := w.Attempt(w.t.Context(), w.db, act(person, today), uid)
	if err != nil {
		w.t.Fatal(err)
	}
	return a
}

func (w *world) messages() (n int) {
	w.t.Helper()
	if err := db.One(w.db.Query(w.t.Context()), &n, `select count(*) from outbox where kind = ?`, WithdrawnKind); err != nil {
		w.t.Fatal(err)
	}
	return n
}

// A fail becomes a pass with evidence as of the day of hand-in; what was known before
// stays; who is told is told once; the version stays as it was.
func TestWithdrawQuestion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.people(5)
	w.assign(1, w.a, 1, today-40)
	w.assign(1, w.k, 1, today-40)
	failed := w.answered(act(1, today-5), "Q1")     // the critical one
	more := w.answered(act(3, today-4), "Q2", "Q3") // still fails: 4 of 5 are 80 %, so one is enough …
	passed := w.answered(act(4, today-3), "Q5")     // 4 of 5: passes as it is
	old := w.answered(act(5, today-31), "Q1")       // outside the thirty days
	open := w.begin(act(5, today))
	if failed.Passed || more.Passed || !passed.Passed || old.Passed {
		t.Fatal("the attempts are not as meant")
	}
	known := w.asKnown(1)
	foreseen, err := w.ForeseeWithdrawal(t.Context(), w.db, act(author, today), w.withdrawal("Q1"))
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(foreseen.Attempts, foreseen.Passes, foreseen.Open, foreseen.Versions); got != "3 1 1 1" {
		t.Errorf("foreseen: attempts, passes, open, versions %s", got)
	}
	done, err := w.withdraw(act(author, today), "Q1")
	if err != nil || fmt.Sprint(done) != fmt.Sprint(foreseen) {
		t.Fatalf("%+v, foreseen %+v, %v", done, foreseen, err)
	}
	a := w.attempt(1, failed.UID.String())
	if !a.Passed || a.EvidenceNo == "" || a.Points != 5*Whole || !a.Result().Passed {
		t.Errorf("the fail did not become a pass: %+v", a)
	}
	if got := w.kinds(1, w.a); got != "assigned started completed " {
		t.Errorf("events: %s", got)
	}
	if got := w.kinds(1, w.k); got != "assigned recorded " {
		t.Errorf("the course that it also fulfils: %s", got)
	}
	events, _ := ledger.New().Events(t.Context(), w.db, 1, w.a.CourseID)
	last := events[len(events)-1]
	if last.EffectiveOn != today-5 || last.ActorID != 0 || last.Reason != "question_withdrawn" || last.ValidUntil != (today-5).AddMonths(12) {
		t.Errorf("the completion: %+v", last)
	}
	if w.asKnown(1) != known {
		t.Error("what was known before has changed")
	}
	if b := w.attempt(3, more.UID.String()); b.Passed || b.Points != 3*Whole {
		t.Errorf("who failed by other questions: %+v", b)
	}
	if b := w.attempt(4, passed.UID.String()); !b.Passed || b.EvidenceNo != passed.EvidenceNo {
		t.Errorf("who had passed: %+v", b)
	}
	if b := w.attempt(5, old.UID.String()); b.Passed || len(b.Withdrawn) != 0 || b.Result().Passed {
		t.Errorf("older than thirty days: %+v", b)
	}
	if b := w.attempt(5, open.UID.String()); b.Unanswered() != 4 || !b.Answered("Q1") {
		t.Errorf("the open attempt still asks: %d unanswered", b.Unanswered())
	}
	if _, err := w.handIn(act(5, today), HandIn{Attempt: open.UID.String(), Sure: true}); err != nil {
		t.Fatal(err)
	}
	if b := w.attempt(5, open.UID.String()); b.Points != Whole {
		t.Errorf("%s points for nothing but the withdrawn question", b.Points)
	}
	if next := w.begin(act(3, today)); next.Total() != 4 || next.Version.ID != w.a.ID {
		t.Errorf("a new attempt draws %v", next.Drawn)
	}
	if n := w.messages(); n != 1 {
		t.Errorf("%d messages", n)
	}
}

// asKnown is what stands of the person in the ledger as it was known by then.
func (w *world) asKnown(person int64) string {
	w.t.Helper()
	var text string
	if err := db.One(w.db.Query(w.t.Context()), &text, `
		with at as (select max(recorded_at) as t from ledger_events where person_id = ? and reason = '')
		select coalesce(string_agg(concat_ws(' ', course_id, valid_from, status, completed), ',' order by course_id, valid_from), '') from (
			select course_id, valid_from, s.cycle as status, completed_on as completed from assignment_states s, at
			where person_id = ? and known_from <= at.t and known_to > at.t) x`, person, person); err != nil {
		w.t.Fatal(err)
	}
	return text
}

func TestWhoMayNotWithdraw(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.answered(act(author, today-1), "Q1")
	for name, test := range map[string]struct {
		is   Withdrawing
		kind apperr.Kind
	}{
		"the own fail":         {w.withdrawal("Q1"), apperr.Forbidden},
		"no such question":     {w.withdrawal("Q9"), apperr.NotFound},
		"no reason":            {Withdrawing{Course: "A-1", Question: "Q2", Version: w.a.ID}, apperr.Invalid},
		"an older version":     {Withdrawing{Course: "A-1", Question: "Q2", Version: w.a.ID - 1, Reason: "x"}, apperr.Stale},
		"a course without one": {Withdrawing{Course: "A-1K", Question: "Q1", Version: w.k.ID, Reason: "x"}, apperr.NotFound},
	} {
		err := w.db.Write(t.Context(), func(tx *db.Tx) error {
			_, err := w.WithdrawQuestion(t.Context(), tx, act(author, today), test.is)
			return err
		})
		if !apperr.Is(err, test.kind) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, id := range []string{"Q2", "Q3", "Q4", "Q5"} {
		if _, err := w.withdraw(act(author, today), id); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
	if _, err := w.withdraw(act(1, today), "Q1"); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("the last question: %v", err)
	}
}

// A version takes a withdrawal over with the question, and loses it with a repair.
func TestAWithdrawalFollowsTheQuestion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.answered(act(1, today-2), "Q1")
	w.publish("Anderer Text")
	if _, err := w.withdraw(act(author, today), "Q1"); err != nil {
		t.Fatal(err)
	}
	if a := w.attempt(1, before.UID.String()); !a.Passed {
		t.Error("the same question of the version before stayed wrong")
	}
	w.publish("Noch ein Text")
	if a := w.begin(act(author, today)); a.Total() != 4 || a.VersionID != w.a.ID {
		t.Errorf("the next version asks %v", a.Drawn)
	}
	r, err := w.withdraw(act(author, today), "Q1")
	if err != nil || r.Before == nil || r.Before.Reason == "" {
		t.Errorf("withdrawn again: %+v, %v", r, err)
	}
}

// However people answered, and in whatever order questions are withdrawn, twice and
// at once: nobody loses, points never fall, everybody's result is what grading says,
// and who passes has one piece of evidence, and one message.
func TestWithdrawingNeverTakesAway(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const n = 14
	w.people(n)
	random := rand.New(rand.NewPCG(33, 5))
	ids := []string{"Q1", "Q2", "Q3", "Q4", "Q5"}
	type tried struct {
		person int64
		uid    string
	}
	var all []tried
	was := map[string]Attempt{}
	for person := int64(3); person <= n; person++ {
		if random.IntN(2) == 0 {
			w.assign(person, w.a, 1, today-40)
		}
		for range 1 + random.IntN(2) {
			var wrong []string
			for _, i := range random.Perm(5)[:random.IntN(4)] {
				wrong = append(wrong, ids[i])
			}
			a := w.answered(act(person, today-calendar.Date(20-len(all)%20)), wrong...)
			all, was[a.UID.String()] = append(all, tried{person, a.UID.String()}), *w.attempt(person, a.UID.String())
		}
	}
	for _, i := range random.Perm(5)[:3] {
		var group sync.WaitGroup
		for range 2 {
			group.Go(func() {
				if _, err := w.withdraw(act(author, today), ids[i]); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		for _, one := range all {
			before, a := was[one.uid], w.attempt(one.person, one.uid)
			r := a.Result()
			if before.Passed && !a.Passed || a.Points < before.Points || a.Passed != r.Passed || a.Points != r.Points {
				t.Errorf("%s withdrawn: %+v became %+v, graded %+v", ids[i], before, a, r)
			}
			if before.EvidenceNo != "" && a.EvidenceNo != before.EvidenceNo {
				t.Errorf("evidence %s became %s", before.EvidenceNo, a.EvidenceNo)
			}
			was[one.uid] = *a
		}
	}
	for person := int64(3); person <= n; person++ {
		passes := false
		for _, one := range all {
			passes = passes || one.person == person && was[one.uid].Passed
		}
		d, err := w.duty(t.Context(), w.db, person, w.a.CourseID)
		if err != nil {
			t.Fatal(err)
		}
		if valid := stillValid(d.Dates, today).No != 0; valid != passes {
			t.Errorf("person %d passes: %t, has evidence: %t", person, passes, valid)
		}
	}
}

// A hand-in that runs beside a withdrawal is graded with it, or graded anew by it.
func TestHandInBesideAWithdrawal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const n = 8
	w.people(n)
	var uids [n + 1]string
	for person := int64(3); person <= n; person++ {
		a := w.begin(act(person, today))
		answers := right(a.Version.Content, 5)
		answers["Q1"] = []int{3}
		for id, chosen := range answers {
			if _, err := w.save(act(person, today), Save{Attempt: a.UID.String(), Question: id, Chosen: chosen}); err != nil {
				t.Fatal(err)
			}
		}
		uids[person] = a.UID.String()
	}
	var group sync.WaitGroup
	for person := int64(3); person <= n; person++ {
		group.Go(func() {
			if _, err := w.handIn(act(person, today), HandIn{Attempt: uids[person]}); err != nil {
				t.Error(err)
			}
		})
	}
	group.Go(func() {
		later := act(author, today)
		later.Now = later.Now.Add(time.Second)
		if _, err := w.withdraw(later, "Q1"); err != nil {
			t.Error(err)
		}
	})
	group.Wait()
	for person := int64(3); person <= n; person++ {
		if a := w.attempt(person, uids[person]); !a.Passed || a.EvidenceNo == "" {
			t.Errorf("person %d: %+v", person, a)
		}
	}
}
