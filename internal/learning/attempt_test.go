package learning

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
)

func TestSaveAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.assign(1, w.a, 1, today-5)
	me := act(1, today)
	uid := w.begin(me).UID.String()
	if again := w.begin(me); again.UID.String() != uid {
		t.Errorf("a second click began a second attempt")
	}
	steps := []struct {
		name    string
		chosen  []int
		version int
		kind    apperr.Kind
		stored  string
	}{
		{"first", []int{1}, 1, "", "[1] 1"},
		{"the same sent twice", []int{1}, 1, "", "[1] 1"},
		{"a later save", []int{2}, 3, "", "[2] 3"},
		{"one that was held up", []int{3}, 2, apperr.Stale, "[2] 3"},
		{"the same number, another answer", []int{3}, 3, apperr.Stale, "[2] 3"},
		{"a form sent by hand comes last", []int{0}, 0, "", "[0] 4"},
		{"two of one", []int{0, 1}, 5, apperr.Invalid, ""},
		{"an option that is none", []int{4}, 5, apperr.Invalid, ""},
		{"a negative one", []int{-1}, 5, apperr.Invalid, ""},
		{"a number from nowhere", []int{1}, 1 << 30, apperr.Invalid, "[0] 4"},
		{"taken back", nil, 5, "", "[] 5"},
	}
	for _, step := range steps {
		got, err := w.save(me, Save{Attempt: uid, Question: "Q1", Chosen: step.chosen, Version: step.version})
		if (err == nil) != (step.kind == "") || err != nil && !apperr.Is(err, step.kind) {
			t.Fatalf("%s: %v", step.name, err)
		}
		if stored := fmt.Sprint(got.Chosen, got.Version); step.stored != "" && stored != step.stored {
			t.Errorf("%s: %s", step.name, stored)
		}
	}
	if _, err := w.save(me, Save{Attempt: uid, Question: "Q9", Chosen: []int{0}}); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("an unknown question: %v", err)
	}
	if _, err := w.handIn(me, HandIn{Attempt: uid}); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("unanswered and not sure: %v", err)
	}
	if got := w.kinds(1, w.a); got != "assigned started " {
		t.Errorf("events: %s", got)
	}
}

// Nobody but the person reaches anything of an attempt (zone B).
func TestNobodyElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.assign(1, w.a, 1, today-5)
	a := w.pass(act(1, today), 5)
	open := w.begin(act(1, today+1))
	other := act(2, today+1)
	for _, uid := range []string{a.UID.String(), open.UID.String(), "nonsense", ""} {
		if _, err := w.Attempt(t.Context(), w.db, other, uid); !apperr.Is(err, apperr.NotFound) {
			t.Errorf("Attempt: %v", err)
		}
		if _, err := w.save(other, Save{Attempt: uid, Question: "Q1", Chosen: []int{0}}); !apperr.Is(err, apperr.NotFound) {
			t.Errorf("SaveAnswer: %v", err)
		}
		if _, err := w.handIn(other, HandIn{Attempt: uid, Sure: true}); !apperr.Is(err, apperr.NotFound) {
			t.Errorf("HandIn: %v", err)
		}
	}
	if _, err := w.OpenAttempt(t.Context(), w.db, other, "A-1"); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("OpenAttempt: %v", err)
	}
	p, err := w.Course(t.Context(), w.db, other, "A-1")
	if err != nil || len(p.Attempts) != 0 || p.Item.Begun() {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestAttemptKeepsItsVersion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.assign(1, w.a, 1, today-5)
	old := w.begin(act(1, today))
	before := w.a.ID
	w.publish("Anderer Text")
	if w.a.ID == before {
		t.Fatal("no new version")
	}
	again := w.begin(act(1, today+1))
	if again.UID != old.UID || again.Version.ID != before || fmt.Sprint(again.Questions()[0].Options) != fmt.Sprint(old.Questions()[0].Options) {
		t.Errorf("the attempt changed: %+v", again)
	}
	a := w.pass(act(1, today+1), 5)
	events, _ := ledger.New().Events(t.Context(), w.db, 1, w.a.CourseID)
	if last := events[len(events)-1]; last.VersionID != before || last.ID != a.EventID {
		t.Errorf("%+v", last)
	}
	if next := w.begin(act(1, today+2)); next.Version.ID != w.a.ID {
		t.Errorf("a new attempt takes the old version")
	}
}

func TestSweep(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.pass(act(1, today), 5)
	for _, test := range []struct {
		after time.Duration
		swept int
	}{{29 * 24 * time.Hour, 0}, {31 * 24 * time.Hour, 1}, {32 * 24 * time.Hour, 0}} {
		w.write(func(tx *db.Tx) error {
			n, err := Sweep(t.Context(), tx, act(1, today).Now.Add(test.after))
			if n != test.swept {
				t.Errorf("after %s: %d", test.after, n)
			}
			return err
		})
	}
	got, err := w.Attempt(t.Context(), w.db, act(1, today), a.UID.String())
	if err != nil || !got.Swept() || !got.Passed || len(got.Answers) != 0 || got.EvidenceNo == "" {
		t.Errorf("%+v, %v", got, err)
	}
}

// Four hand-ins at once are one: graded once, one completion.
func TestHandInAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.assign(1, w.a, 1, today-5)
	a := w.begin(act(1, today))
	for id, chosen := range right(a.Version.Content, 5) {
		if _, err := w.save(act(1, today), Save{Attempt: a.UID.String(), Question: id, Chosen: chosen}); err != nil {
			t.Fatal(err)
		}
	}
	var group sync.WaitGroup
	numbers := make([]string, 4)
	for i := range numbers {
		group.Go(func() {
			got, err := w.handIn(act(1, today), HandIn{Attempt: a.UID.String()})
			if err != nil {
				t.Error(err)
				return
			}
			numbers[i] = got.EvidenceNo
		})
	}
	group.Wait()
	for _, no := range numbers {
		if no == "" || no != numbers[0] {
			t.Errorf("evidence numbers %q", numbers)
		}
	}
	if got := w.kinds(1, w.a); got != "assigned started completed " {
		t.Errorf("events: %s", got)
	}
}
