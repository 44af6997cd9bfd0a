package learning

import (
	"context"
	"sync"
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/settings"
)

func TestReadingStartsOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.assign(1, w.a, 1, today-5)
	var group sync.WaitGroup
	for range 4 { // a nervous finger
		group.Go(func() {
			if err := w.db.Write(context.Background(), func(tx *db.Tx) error {
				_, err := w.MarkRead(context.Background(), tx, act(1, today), "A-1", 1)
				return err
			}); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if got := w.kinds(1, w.a); got != "assigned started " {
		t.Errorf("events: %s", got)
	}
	p, err := w.OpenModule(t.Context(), w.db, act(1, today), "A-1", 2)
	if err != nil || p.Item.ReadCount() != 1 || p.Item.NextModule() != 2 || p.Item.MinutesLeft() != 6+16 || p.Item.Status != ledger.StatusInProgress {
		t.Errorf("%+v, %v", p.Item, err)
	}
	if got := w.kinds(1, w.a); got != "assigned started " {
		t.Errorf("opening a page wrote: %s", got)
	}
	for _, wrong := range []struct {
		code string
		no   int
	}{{"A-1", 4}, {"A-1", 0}, {"A-1K", 1}, {"B-1", 1}} {
		if _, err := w.OpenModule(t.Context(), w.db, act(1, today), wrong.code, wrong.no); !apperr.Is(err, apperr.NotFound) {
			t.Errorf("%v: %v", wrong, err)
		}
	}
}

func TestPassOnDuty(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.assign(1, w.a, 1, today-5)
	w.assign(1, w.k, 1, today-5)
	a := w.pass(act(1, today), 4)
	if !a.Passed || a.Points != 4*Whole || a.Possible != 5 || a.ValidUntil != today.AddMonths(12) || a.EvidenceNo == "" {
		t.Errorf("%+v", a)
	}
	if got := w.kinds(1, w.a); got != "assigned started completed " {
		t.Errorf("events: %s", got)
	}
	if got := w.kinds(1, w.k); got != "assigned recorded " {
		t.Errorf("events of what it fulfils: %s", got)
	}
	events, _ := ledger.New().Events(t.Context(), w.db, 1, w.k.CourseID)
	if e := events[1]; e.How != ledger.HowEquivalence || e.SourceEvent != a.EventID || e.ActorID != 0 || e.EvidenceNo == a.EvidenceNo {
		t.Errorf("%+v", e)
	}
	events, _ = ledger.New().Events(t.Context(), w.db, 1, w.a.CourseID)
	hash := settings.Defaults().PlaceholderHash()
	if e := events[2]; e.VersionID != w.a.ID || e.ContentLanguage != "de" || string(e.SettingsHash) != string(hash[:]) ||
		e.WindowFrom != today.AddMonths(12)-60 || e.RuleID != 1 || e.ValidityMonths == nil || *e.ValidityMonths != 12 {
		t.Errorf("%+v", e)
	}
	again, err := w.handIn(act(1, today), HandIn{Attempt: a.UID.String()})
	if err != nil || again.EvidenceNo != a.EvidenceNo || again.ValidUntil != a.ValidUntil || w.kinds(1, w.a) != "assigned started completed " {
		t.Errorf("handed in twice: %+v, %v", again, err)
	}
	if _, err := w.save(act(1, today), Save{Attempt: a.UID.String(), Question: "Q1", Chosen: []int{1}}); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("an answer after hand-in: %v", err)
	}
	o, err := w.overview(t, w.db, act(1, today))
	if err != nil || len(o.Open) != 0 || len(o.Fulfilled) != 2 {
		t.Errorf("%+v, %v", o, err)
	}
}

func TestFailAndPractice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.assign(1, w.a, 1, today-5)
	if a := w.pass(act(1, today), 3); a.Passed || a.EventID != 0 {
		t.Errorf("%+v", a)
	}
	if got := w.kinds(1, w.a); got != "assigned started " {
		t.Errorf("a failure is nobody's business, but there is %s", got)
	}
	first := w.pass(act(1, today), 5)
	practice := w.pass(act(1, today+10), 5)
	if !practice.Passed || practice.EventID != 0 || practice.EvidenceNo != first.EvidenceNo {
		t.Errorf("%+v", practice)
	}
	renewed := w.pass(act(1, first.ValidUntil-20), 5)
	if renewed.EventID == 0 || renewed.ValidUntil != first.ValidUntil.AddMonths(12) {
		t.Errorf("renewed in the window: %+v", renewed)
	}
	if got := w.kinds(1, w.a); got != "assigned started completed completed " {
		t.Errorf("events: %s", got)
	}
	p, err := w.Course(t.Context(), w.db, act(1, today+10), "A-1")
	if err != nil || len(p.Attempts) != 4 || p.Attempts[3].Passed || len(p.Fulfils) != 1 {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestVoluntaryThenDuty(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.pass(act(2, today), 5)
	if got := w.kinds(2, w.a); got != "taken " || a.EventID == 0 {
		t.Errorf("events: %s", got)
	}
	o, err := w.overview(t, w.db, act(2, today))
	if err != nil || len(o.Fulfilled) != 1 || o.Fulfilled[0].HasDuty {
		t.Fatalf("%+v, %v", o, err)
	}
	w.assign(2, w.a, 1, today+3)
	d, err := ledger.New().Duty(t.Context(), w.db, 2, w.a.CourseID)
	if err != nil || d.Status(today+4) != ledger.StatusFulfilled {
		t.Errorf("%+v, %v", d, err)
	}
}

// The terms of the duty count, not those of the course; a voided event states
// none.
func TestTermsOfTheDuty(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	long, short, yes := int16(24), int16(6), true
	assigned := ledger.Event{PersonID: 1, CourseID: w.a.CourseID, Cycle: 1, Kind: ledger.KindAssigned, EffectiveOn: today - 5,
		DueOn: today + 25, RuleID: 1, RuleVersion: 1, ValidityMonths: &long, Mandatory: &yes}
	set := ledger.Event{PersonID: 1, CourseID: w.a.CourseID, Cycle: 1, Kind: ledger.KindDueSet, EffectiveOn: today - 4,
		DueOn: today + 40, RuleID: 1, RuleVersion: 2, ValidityMonths: &short}
	w.append(assigned, set)
	events, err := ledger.New().Events(t.Context(), w.db, 1, w.a.CourseID)
	if err != nil {
		t.Fatal(err)
	}
	w.append(ledger.Event{PersonID: 1, CourseID: w.a.CourseID, Kind: ledger.KindCorrected, Voids: events[1].ID, EffectiveOn: today - 4})
	if a := w.pass(act(1, today), 5); a.ValidUntil != today.AddMonths(24) {
		t.Errorf("valid until %s", a.ValidUntil)
	}
}
