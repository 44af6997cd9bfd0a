package session_test

import (
	"strings"
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/session"
)

// A superior records the own people; nothing counts before HR has confirmed, then it
// counts from the day of the session for everybody who was there.
func TestASuperiorRecordsTheTeam(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	today, held := calendar.DateOf(w.now), start.AddDays(7)
	one := w.planned(held, w.team())
	present := w.team()[:6]
	r, err := w.record(one.UID, lead, present...)
	if err != nil || r != (session.Result{Present: 6, Proposed: 6}) {
		t.Fatalf("%+v, %v", r, err)
	}
	if got := w.statuses(today); got != "map[open:8]" {
		t.Errorf("before: %s", got)
	}
	if list, err := evidence.InReview(t.Context(), w.db, []int64{first, last}); err != nil || len(list) != 1 || list[0].PersonID != first {
		t.Errorf("in review: %v, %v", list, err)
	}
	if _, err := w.record(one.UID, lead, present...); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("recorded twice: %v", err)
	}
	for name, c := range map[string]struct {
		viewer int64
		kind   apperr.Kind
	}{"who recorded it": {lead, apperr.Forbidden}, "somebody else's superior": {other, apperr.NotFound}, "a participant": {first, apperr.Forbidden}} {
		if _, err := w.confirm(one.UID, c.viewer, true); !apperr.Is(err, c.kind) {
			t.Errorf("%s confirms: %v", name, err)
		}
		if _, err := w.confirm(one.UID, c.viewer, false); !apperr.Is(err, c.kind) {
			t.Errorf("%s refuses: %v", name, err)
		}
	}
	waiting, n := evidence.ToConfirmSQL(w.scope(hr)), 0
	if err := w.db.Query(t.Context()).Raw(`select `+waiting.SQL, waiting.Args).Scan(&n).Error; err != nil || n != 1 {
		t.Errorf("%d wait, a session counts once: %v", n, err)
	}
	out, err := w.confirm(one.UID, hr, true)
	if err != nil || out != (evidence.SessionOutcome{Counted: 6}) {
		t.Fatalf("%+v, %v", out, err)
	}
	if got := w.statuses(today); got != "map[fulfilled:6 open:2]" {
		t.Errorf("after: %s", got)
	}
	if w.status(first, "IS-01K", held-1) != ledger.StatusOpen || w.status(first, "IS-01K", held) != ledger.StatusFulfilled {
		t.Error("it does not count from the day of the session")
	}
	e := w.lastEvent(first, "IS-01K")
	v, err := w.courses.ByCode("IS-01K")
	if err != nil {
		t.Fatal(err)
	}
	if e.How != ledger.HowClassroom || e.Kind != ledger.KindRecorded || e.ActorID != lead || e.ConfirmedBy != hr || e.VersionID != v.ID || e.EffectiveOn != held ||
		e.ValidUntil != held.AddMonths(12) || e.EvidenceNo == "" || len(e.SettingsHash) != 32 {
		t.Errorf("%+v", e)
	}
	if _, err := w.confirm(one.UID, hr2, true); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("confirmed twice: %v", err)
	}
	view, err := w.view(one.UID, lead)
	if err != nil || view.State != session.Decided || len(view.History) != 3 {
		t.Errorf("%+v, %v", view, err)
	}
}

func (w *world) lastEvent(person int64, code string) ledger.Event {
	w.t.Helper()
	events, err := w.ledger.Events(w.t.Context(), w.db, person, w.course(code))
	if err != nil || len(events) == 0 {
		w.t.Fatal(events, err)
	}
	return events[len(events)-1]
}

// Only the own people can be put on a list, and never oneself; others do not find it.
func TestASessionIsForTheOwnPeople(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	today := calendar.DateOf(w.now)
	for name, persons := range map[string][]string{"somebody else's": w.uids(first, other), "nobody": {"6f1c2a4e-0000-4000-8000-000000000000"}} {
		if _, err := w.plan(w.details(today), lead, persons); !apperr.Is(err, apperr.NotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := w.plan(w.details(today), hr, w.uids(hr)); !apperr.Is(err, apperr.Forbidden) {
		t.Errorf("oneself: %v", err)
	}
	one := w.planned(today, w.uids(first))
	if _, err := w.record(one.UID, lead, w.uids(other)...); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("added as present: %v", err)
	}
	if _, err := w.record(one.UID, other, w.uids(first)...); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("recorded by somebody else: %v", err)
	}
	for viewer, sees := range map[int64]bool{lead: true, hr: true, other: false, first + 1: false} {
		view, err := w.view(one.UID, viewer)
		if sees != (err == nil) || sees && len(view.People) != 1 || !sees && !apperr.Is(err, apperr.NotFound) {
			t.Errorf("%d: %v", viewer, err)
		}
		list, n, err := w.List(t.Context(), w.db, w.scope(viewer), session.Filter{Limit: 10})
		if err != nil || sees != (n == 1) || n != len(list) {
			t.Errorf("the list of %d has %d, %v", viewer, n, err)
		}
	}
	if r, err := w.record(one.UID, lead, w.uids(first, first+1)...); err != nil || r.Proposed != 2 {
		t.Errorf("somebody of the team came besides: %+v, %v", r, err)
	}
}

// A session of a short form renews the course whose short form it is, from the day of
// the session; what somebody has got otherwise in the meantime is left alone.
func TestASessionFulfilsWhatAPassDoes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	today, held := calendar.DateOf(w.now), start.AddDays(5)
	long, short := w.course("IS-01"), w.course("IS-01K")
	before, months := (start+5).AddMonths(-12)+30, int16(12)
	w.write(func(tx *db.Tx) error {
		_, err := w.ledger.Append(t.Context(), tx,
			ledger.Event{PersonID: first, CourseID: long, Cycle: 1, Kind: ledger.KindAssigned, EffectiveOn: before - 20, DueOn: before, ValidityMonths: &months},
			ledger.Event{PersonID: first, CourseID: long, Cycle: 1, Kind: ledger.KindCompleted, EffectiveOn: before, How: ledger.HowOnline, EvidenceNo: "IS-01-AAAAA-AAAAA",
				ValidUntil: before.AddMonths(12), WindowFrom: start, ValidityMonths: &months, ActorID: first},
			ledger.Event{PersonID: first, CourseID: long, Cycle: 2, Kind: ledger.KindAssigned, EffectiveOn: start, DueOn: before.AddMonths(12), Variant: "IS-01K",
				ValidityMonths: &months})
		return err
	})
	one := w.planned(held, w.uids(first, first+1))
	if _, err := w.record(one.UID, lead, w.uids(first, first+1)...); err != nil {
		t.Fatal(err)
	}
	if list, err := evidence.InReview(t.Context(), w.db, []int64{first, first + 1}); err != nil || len(list) != 3 || list[0] != (evidence.Duty{PersonID: first, CourseID: min(long, short)}) ||
		list[1] != (evidence.Duty{PersonID: first, CourseID: max(long, short)}) {
		t.Errorf("reminders pause for what it would renew too: %v, %v", list, err)
	}
	w.write(func(tx *db.Tx) error {
		_, err := w.ledger.Append(t.Context(), tx, ledger.Event{PersonID: first + 1, CourseID: short, Cycle: 1, Kind: ledger.KindCompleted, EffectiveOn: today,
			How: ledger.HowOnline, EvidenceNo: "IS-01K-AAAAA-AAAAA", ActorID: first + 1})
		return err
	})
	if out, err := w.confirm(one.UID, hr, true); err != nil || out != (evidence.SessionOutcome{Counted: 1, Lapsed: 1}) {
		t.Fatalf("%+v, %v", out, err)
	}
	e := w.lastEvent(first, "IS-01")
	if e.How != ledger.HowEquivalence || e.EffectiveOn != held || e.Cycle != 2 || e.SourceEvent != w.lastEvent(first, "IS-01K").ID || e.ConfirmedBy != hr ||
		e.ValidUntil != before.AddMonths(24) {
		t.Errorf("who renews within the window loses nothing: %+v", e)
	}
	view, err := w.view(one.UID, lead)
	if err != nil || view.People[1].Evidence != evidence.Lapsed || view.State != session.Decided {
		t.Errorf("%+v, %v", view.People, err)
	}
}

// What is wrong is said at its field.
func TestDetailsAreChecked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	today := calendar.DateOf(w.now)
	for field, change := range map[string]func(d *session.Details){
		"day": func(d *session.Details) { d.HeldOn = today.AddMonths(-25) }, "place": func(d *session.Details) { d.Place = " " },
		"trainer": func(d *session.Details) { d.Trainer = "A\nB" }, "minutes": func(d *session.Details) { d.Minutes = 1000 },
		"time": func(d *session.Details) { d.StartsAt = "25:00" }, "seats": func(d *session.Details) { d.Seats = -1 },
	} {
		d := w.details(today)
		change(&d)
		_, err := w.plan(d, lead, w.uids(first))
		if !apperr.Is(err, apperr.Invalid) || field != fieldOf(err) {
			t.Errorf("%s: %v", field, err)
		}
	}
	for typed, want := range map[string]string{"14:00": "14:00", "9.30": "09:30", "14 Uhr": "14:00", "8": "08:00", "": ""} {
		d := w.details(today)
		d.StartsAt = typed
		if one, err := w.plan(d, lead, nil); err != nil || one.StartsAt != want {
			t.Errorf("%q was read as %q, %v", typed, one.StartsAt, err)
		}
	}
	ahead := w.planned(today+3, w.uids(first))
	if _, err := w.record(ahead.UID, lead, w.uids(first)...); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("recorded before it is held: %v", err)
	}
	if _, err := w.record(w.planned(today, w.uids(first)).UID, lead); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("nobody was there: %v", err)
	}
}

// What was recorded can be taken back while nobody has decided; what is refused comes
// back, with the reason; both can be recorded again.
func TestARecordIsMended(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	today := calendar.DateOf(w.now)
	one := w.planned(today, w.team())
	retract := func(viewer int64) error {
		return w.db.Write(t.Context(), func(tx *db.Tx) error { return w.Retract(t.Context(), tx, one.UID, w.scope(viewer), w.now) })
	}
	must := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(w.record(one.UID, lead, w.team()...))
	if err := retract(other); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("somebody else takes it back: %v", err)
	}
	must(nil, retract(lead))
	if list, err := evidence.InReview(t.Context(), w.db, []int64{first}); err != nil || len(list) != 0 {
		t.Errorf("still in review: %v, %v", list, err)
	}
	must(w.record(one.UID, lead, w.team()[1:]...))
	if _, err := w.confirm(one.UID, hr, false); err != nil {
		t.Fatal(err)
	}
	view, err := w.view(one.UID, lead)
	if err != nil || view.State != session.Planned || view.People[1].Evidence != evidence.Refused || view.People[1].Reason != "people" {
		t.Fatalf("%+v, %v", view.Session, err)
	}
	if w.statuses(today) != "map[open:8]" {
		t.Error("what was refused counts")
	}
	if got := w.told(); len(got) != 1 || !strings.HasPrefix(got[0], "1 ") || !strings.HasSuffix(got[0], "wurde nicht bestätigt") {
		t.Errorf("who recorded it is told %q", got)
	}
	must(w.record(one.UID, lead, w.team()[2:]...))
	out, err := w.confirm(one.UID, hr, true)
	if err != nil || out.Counted != 6 {
		t.Errorf("%+v, %v", out, err)
	}
	if err := retract(lead); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("taken back after it counts: %v", err)
	}
}

// Who confirms does not decide about the own evidence: that waits for another.
func TestNobodyConfirmsTheirOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	today := calendar.DateOf(w.now)
	d := w.details(today)
	d.Course = w.course("IS-01")
	one, err := w.plan(d, hr2, w.uids(hr, lead, first))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.record(one.UID, hr2, w.uids(hr, lead, first)...); err != nil {
		t.Fatal(err)
	}
	if out, err := w.confirm(one.UID, lead, true); err != nil || out != (evidence.SessionOutcome{Counted: 1, Left: 2}) {
		t.Errorf("a superior confirms the own people: %+v, %v", out, err)
	}
	if out, err := w.confirm(one.UID, hr, true); err != nil || out != (evidence.SessionOutcome{Counted: 1, Left: 1}) {
		t.Errorf("%+v, %v", out, err)
	}
	if _, err := w.confirm(one.UID, hr, true); !apperr.Is(err, apperr.Forbidden) {
		t.Errorf("the own is left: %v", err)
	}
	if got := w.status(hr, "IS-01", today); got != ledger.StatusOpen {
		t.Errorf("the own: %s", got)
	}
	if got := w.status(first, "IS-01K", today); got != ledger.StatusFulfilled {
		t.Errorf("the long course fulfils the short one: %s", got)
	}
	list, err := w.ToConfirm(t.Context(), w.db, people.Scope{Viewer: other, Day: today})
	if err != nil || len(list) != 0 {
		t.Errorf("somebody else is asked: %v, %v", list, err)
	}
}

func fieldOf(err error) string {
	e, _ := err.(*apperr.Error) //nolint:errorlint // as the forms see it
	if e == nil {
		return ""
	}
	return e.Field
}
