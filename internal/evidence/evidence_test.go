package evidence_test

import (
	"bytes"
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/report"
	"zaemme/views"
)

// Nothing counts until a second person has confirmed, who is neither who proposed it
// nor the person concerned; then it counts, once.
func TestASecondPersonConfirms(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	day := start.AddDays(10)
	is01 := w.course("IS-01")
	if _, err := w.recognise(evidence.Wish{Person: 1, Course: is01, Actor: 1, Day: start - 30}, day); !apperr.Is(err, apperr.Forbidden) {
		t.Errorf("for oneself: %v", err)
	}
	c, err := w.recognise(evidence.Wish{Person: 1, Course: is01, Actor: 2, Day: start - 30}, day)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.recognise(evidence.Wish{Person: 1, Course: is01, Actor: 3, Day: start - 30}, day); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("proposed twice: %v", err)
	}
	if got := w.status(1, "IS-01", day); got != ledger.StatusOpen {
		t.Errorf("before: %s", got)
	}
	if list, err := evidence.InReview(t.Context(), w.db, []int64{1, 2}); err != nil || len(list) != 2 || list[0] != (evidence.Duty{PersonID: 1, CourseID: is01}) ||
		list[1] != (evidence.Duty{PersonID: 1, CourseID: w.course("IS-01K")}) { // the short form that it fulfils besides
		t.Errorf("in review: %v, %v", list, err)
	}
	for name, actor := range map[string]int64{"who proposed it": 2, "the person concerned": 1} {
		if _, err := w.confirm(c.UID, actor, true, day); !apperr.Is(err, apperr.Forbidden) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := w.confirm(c.UID, actor, false, day); !apperr.Is(err, apperr.Forbidden) {
			t.Errorf("%s refuses: %v", name, err)
		}
	}
	outside := evidence.Verdict{UID: c.UID, Actor: 4, Confirm: true, Scope: people.Scope{Viewer: 4, Day: day}}
	if err := w.db.Write(t.Context(), func(tx *db.Tx) error {
		_, err := w.Confirm(t.Context(), tx, outside, noon(day))
		return err
	}); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("somebody to whom the person does not belong: %v", err)
	}
	done, err := w.confirm(c.UID, 3, true, day)
	if err != nil || done.EventID == 0 {
		t.Fatal(err)
	}
	if got := w.status(1, "IS-01", day); got != ledger.StatusFulfilled {
		t.Errorf("after: %s", got)
	}
	for _, yes := range []bool{true, false} {
		if _, err := w.confirm(c.UID, 4, yes, day); !apperr.Is(err, apperr.Conflict) {
			t.Errorf("decided twice: %v", err)
		}
	}
	events, err := w.ledger.Events(t.Context(), w.db, 1, is01)
	if err != nil {
		t.Fatal(err)
	}
	e := events[len(events)-1]
	if e.Kind != ledger.KindTaken || e.How != ledger.HowExternal || e.ActorID != 2 || e.ConfirmedBy != 3 || e.EffectiveOn != start-30 ||
		e.ValidUntil != (start-30).AddMonths(12) {
		t.Errorf("%+v", e)
	}
	if w.night(day+1) != 0 {
		t.Error("the night undoes it")
	}
}

func TestWhatIsRecognised(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	day := start.AddDays(60)
	w.pass(4, "IS-01", start+20)
	for name, c := range map[string]struct {
		wish evidence.Wish
		kind apperr.Kind
	}{
		"tomorrow":               {evidence.Wish{Person: 1, Course: w.course("IS-01"), Actor: 2, Day: day + 1}, apperr.Invalid},
		"over by now":            {evidence.Wish{Person: 1, Course: w.course("IS-01"), Actor: 2, Day: day.AddMonths(-13)}, apperr.Invalid},
		"older than the limit":   {evidence.Wish{Person: 1, Course: w.course("DS-01"), Actor: 2, Day: day.AddMonths(-25)}, apperr.Invalid},
		"no issuer":              {evidence.Wish{Person: 1, Course: w.course("IS-01"), Actor: 2, Day: day - 5, Issuer: "x"}, apperr.Invalid},
		"no PDF":                 {evidence.Wish{Person: 6, Course: w.course("IS-01"), Actor: 2, Day: day - 5, Scan: []byte("<html>")}, apperr.Invalid},
		"it has lasted longer":   {evidence.Wish{Person: 4, Course: w.course("IS-01"), Actor: 2, Day: start + 10}, apperr.Conflict},
		"within the duty":        {evidence.Wish{Person: 1, Course: w.course("IS-01"), Actor: 2, Day: start + 10}, ""},
		"without a duty":         {evidence.Wish{Person: 2, Course: w.course("IS-01K"), Actor: 3, Day: start + 10}, ""},
		"before there was any":   {evidence.Wish{Person: 3, Course: w.course("IS-01"), Actor: 2, Day: start - 100}, ""},
		"again, it lasts longer": {evidence.Wish{Person: 5, Course: w.course("IS-01"), Actor: 2, Day: start + 40}, ""},
	} {
		proposed, err := w.recognise(c.wish, day)
		if c.kind != "" {
			if !apperr.Is(err, c.kind) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if _, err := w.confirm(proposed.UID, 6, true, day); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for person, want := range map[int64]ledger.Status{1: ledger.StatusFulfilled, 3: ledger.StatusFulfilled, 5: ledger.StatusFulfilled, 6: ledger.StatusOverdue} {
		if got := w.status(person, "IS-01", day); got != want {
			t.Errorf("person %d: %s, want %s", person, got, want)
		}
	}
	if w.night(day+1) != 0 {
		t.Error("the night changes what was recognised")
	}
}

// A correction changes what is known after it and nothing that was known before; who
// becomes late by it gets the course's days.
func TestACorrectionChangesWhatIsKnownAfterIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	reports := &report.Service{DB: w.db, Texts: texts, Version: "test"}
	asOf := start.AddDays(40)
	hash := func(q report.Query) [32]byte {
		t.Helper()
		_, sum, err := reports.Figures(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		return sum
	}
	done := w.pass(1, "IS-01", start+5)
	day := start.AddDays(100)
	before, err := w.db.Horizon(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	q := report.Compliance(asOf, noon(day))
	q.KnownAt = before
	first := hash(q)

	a := evidence.Amendment{Person: 1, Course: w.course("IS-01"), Actor: 2, Event: done.ID, Act: evidence.Void, Reason: "wrong_person"}
	c, err := w.correct(a, day)
	if err != nil {
		t.Fatal(err)
	}
	q.KnownAt, err = w.db.Horizon(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if hash(q) == [32]byte{} || w.status(1, "IS-01", day) != ledger.StatusFulfilled {
		t.Error("a proposal alone changes the status")
	}
	if _, err := w.confirm(c.UID, 2, true, day); !apperr.Is(err, apperr.Forbidden) {
		t.Errorf("the actor confirms: %v", err)
	}
	if _, err := w.confirm(c.UID, 1, true, day); !apperr.Is(err, apperr.Forbidden) {
		t.Errorf("the subject confirms: %v", err)
	}
	if _, err := w.confirm(c.UID, 3, true, day); err != nil {
		t.Fatal(err)
	}
	after, err := w.db.Horizon(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	q.KnownAt = before
	if hash(q) != first {
		t.Error("the report as known before the correction has changed")
	}
	q.KnownAt = after
	if hash(q) == first {
		t.Error("the report as known after the correction has not changed")
	}
	if got := w.status(1, "IS-01", asOf); got != ledger.StatusOverdue {
		t.Errorf("as at %s: %s", asOf, got)
	}
	if got := w.status(1, "IS-01", day); got != ledger.StatusOpen {
		t.Errorf("today: %s, and nobody is late for what the records said wrongly", got)
	}
	if w.night(day+1) != 0 {
		t.Error("the night moves the new date")
	}
	if _, err := w.correct(a, day); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("corrected twice: %v", err)
	}
}

func TestCorrections(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	is01, day := w.course("IS-01"), start.AddDays(50)
	done := w.pass(1, "IS-01", start+5)
	other := w.pass(4, "IS-01", start+6)
	for name, c := range map[string]struct {
		a    evidence.Amendment
		kind apperr.Kind
	}{
		"the own":         {evidence.Amendment{Person: 1, Course: is01, Actor: 1, Event: done.ID, Act: evidence.Void, Reason: "typing"}, apperr.Forbidden},
		"no reason":       {evidence.Amendment{Person: 1, Course: is01, Actor: 2, Event: done.ID, Act: evidence.Void, Reason: "weil"}, apperr.Invalid},
		"somebody else's": {evidence.Amendment{Person: 1, Course: is01, Actor: 2, Event: other.ID, Act: evidence.Void, Reason: "typing"}, apperr.Conflict},
		"no act":          {evidence.Amendment{Person: 1, Course: is01, Actor: 2, Event: done.ID, Act: "forget", Reason: "typing"}, apperr.Invalid},
		"tomorrow":        {evidence.Amendment{Person: 1, Course: is01, Actor: 2, Event: done.ID, Act: evidence.Day, Day: day + 1, Reason: "wrong_day"}, apperr.Invalid},
	} {
		if _, err := w.correct(c.a, day); !apperr.Is(err, c.kind) {
			t.Errorf("%s: %v", name, err)
		}
	}
	both := func(a evidence.Amendment) {
		t.Helper()
		c, err := w.correct(a, day)
		if err == nil {
			_, err = w.confirm(c.UID, 3, true, day)
		}
		if err != nil {
			t.Fatalf("%+v: %v", a, err)
		}
	}
	duty := func(person int64) ledger.Duty {
		t.Helper()
		d, err := w.ledger.Duty(t.Context(), w.db, person, is01)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	both(evidence.Amendment{Person: 1, Course: is01, Actor: 2, Event: done.ID, Act: evidence.Day, Day: start + 15, Reason: "wrong_day"})
	if d := duty(1); d.CompletedOn != start+15 || d.ValidUntil != (start+15).AddMonths(12) || !d.Corrected || w.status(1, "IS-01", start+10) != ledger.StatusOpen {
		t.Errorf("another day: %+v", d.Cycle)
	}
	both(evidence.Amendment{Person: 4, Course: is01, Actor: 2, Event: other.ID, Act: evidence.Revoke, Reason: "invalid"})
	if d := duty(4); d.CompletedOn != 0 || d.DueOn < day+30 || w.status(4, "IS-01", day-1) != ledger.StatusFulfilled || w.status(4, "IS-01", day) != ledger.StatusOpen {
		t.Errorf("revoked: %+v", d.Cycle)
	}
	// An exemption that was never right: the date from before it holds again, or, where
	// that is over, the course's days.
	w.exempt(5, start+8)
	events, err := w.ledger.Events(t.Context(), w.db, 5, is01)
	if err != nil {
		t.Fatal(err)
	}
	both(evidence.Amendment{Person: 5, Course: is01, Actor: 2, Event: evidence.Correctable(events)[0].ID, Act: evidence.Void, Reason: "typing"})
	if got := w.status(5, "IS-01", day); got != ledger.StatusOpen {
		t.Errorf("voided exemption: %s", got)
	}
	if w.night(day+1) != 0 {
		t.Error("the night moves what was corrected")
	}
}

// Who did the course elsewhere shortly before the renewal opened need not do it again.
func TestEvidenceFromBeforeTheRenewal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.pass(1, "IS-01", start+5)
	opens := (start + 5).AddMonths(12) - 60
	w.night(opens)
	day := opens + 20
	c, err := w.recognise(evidence.Wish{Person: 1, Course: w.course("IS-01"), Actor: 2, Day: opens - 30}, day)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.confirm(c.UID, 3, true, day); err != nil {
		t.Fatal(err)
	}
	d, err := w.ledger.Duty(t.Context(), w.db, 1, w.course("IS-01"))
	if err != nil || d.No != 2 || d.CompletedOn != opens || d.ValidUntil != (opens-30).AddMonths(12) || w.status(1, "IS-01", day) != ledger.StatusFulfilled {
		t.Errorf("%+v, %v", d.Cycle, err)
	}
}

func pdf() []byte {
	return append(append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte("x"), 3000)...), "\n%%EOF"...)
}

// A scan is for the person and for HR who see the person; it goes with what is
// refused, and with its term.
func TestScansAreForFewAndNotForEver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, day := t.Context(), start.AddDays(10)
	c, err := w.recognise(evidence.Wish{Person: 1, Course: w.course("IS-01"), Actor: 2, Day: start - 30, Scan: pdf()}, day)
	if err != nil {
		t.Fatal(err)
	}
	second, err := w.recognise(evidence.Wish{Person: 4, Course: w.course("IS-01"), Actor: 2, Day: start - 30, Scan: pdf()}, day)
	if err != nil {
		t.Fatal(err)
	}
	scope := func(viewer int64, everyone bool) people.Scope {
		return people.Scope{Viewer: viewer, Day: day, Everyone: everyone}
	}
	for name, s := range map[string]struct {
		scope people.Scope
		sees  bool
	}{"HR": {scope(3, true), true}, "the person": {scope(1, false), true}, "a colleague": {scope(4, false), false}} {
		f, _, err := evidence.Scan(ctx, w.db, c.UID, s.scope)
		if s.sees != (err == nil) || s.sees && f.MediaType != "application/pdf" || !s.sees && !apperr.Is(err, apperr.NotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	files := func() (n int) {
		t.Helper()
		if err := w.db.Query(ctx).Raw(`select count(*) from blobs`).Scan(&n).Error; err != nil {
			t.Fatal(err)
		}
		return n
	}
	if _, err := w.confirm(second.UID, 3, false, day); err != nil || files() != 1 {
		t.Errorf("refused: %d files, %v", files(), err)
	}
	if _, err := w.confirm(c.UID, 3, true, day); err != nil || files() != 1 {
		t.Errorf("confirmed: %d files, %v", files(), err)
	}
	drop := func(before calendar.Date) (n int) {
		w.write(func(tx *db.Tx) (err error) {
			n, err = evidence.DropScans(ctx, tx, before)
			return err
		})
		return n
	}
	if n := drop(start.AddMonths(6)); n != 0 || files() != 1 {
		t.Errorf("%d scans go while the evidence is valid", n)
	}
	if n := drop(start.AddMonths(30)); n != 1 || files() != 0 {
		t.Errorf("%d scans go after their term, %d files are left", n, files())
	}
	if list, err := evidence.Of(ctx, w.db, 1); err != nil || len(list) != 1 || list[0].Issuer != "Gemeinde Kriens" || list[0].Scan != nil {
		t.Errorf("%+v, %v", list, err)
	}
}
