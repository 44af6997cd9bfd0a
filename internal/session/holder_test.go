package session_test

import (
	"strings"
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/session"
)

// Who holds a session that somebody else has planned ticks off and sees the list as
// long as it is planned; everything else stays with who planned it.
func TestWhoHoldsASessionTicksOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	today := calendar.DateOf(w.now)
	holder, err := session.Holder(t.Context(), w.db, "00002", today)
	if err != nil || holder.ID != other {
		t.Fatalf("%+v, %v", holder, err)
	}
	for _, key := range []string{"Person", "0000", "", "nobody@seedorf.example"} {
		if _, err := session.Holder(t.Context(), w.db, key, today); !apperr.Is(err, apperr.Invalid) {
			t.Errorf("%q: %v", key, err)
		}
	}
	d := w.details(today)
	d.StartsAt, d.Own, d.Holder = "23:30", false, other
	one, err := w.plan(d, lead, w.team())
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(w.told(), "; "); !strings.HasPrefix(got, "2 ") || !strings.Contains(got, "Sie leiten sie REQUEST") {
		t.Errorf("told: %s", got)
	}
	tick := func(viewer int64) error {
		return w.db.Write(t.Context(), func(tx *db.Tx) error {
			return w.Tick(t.Context(), tx, one.UID, w.uids(first)[0], true, w.scope(viewer), w.now)
		})
	}
	if err := tick(other); err != nil {
		t.Fatal(err)
	}
	view, err := w.view(one.UID, other)
	if err != nil || view.Runs || !view.Holds || !view.Teaches() || len(view.People) != 8 || len(view.History) != 0 || view.People[0].InScope {
		t.Errorf("%+v, %v", view, err)
	}
	for name, try := range map[string]func() error{
		"records": func() error { _, err := w.record(one.UID, other, w.team()...); return err },
		"changes": func() error { return w.change(one.UID, d, other) },
		"cancels": func() error {
			return w.db.Write(t.Context(), func(tx *db.Tx) error { return w.Cancel(t.Context(), tx, one.UID, w.scope(other), w.now) })
		},
	} {
		if err := try(); !apperr.Is(err, apperr.NotFound) {
			t.Errorf("who holds it %s: %v", name, err)
		}
	}
	if err := tick(first + 1); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("somebody on the list ticks off: %v", err)
	}
	d.Holder = first
	if err := w.change(one.UID, d, lead); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("somebody on the list holds it: %v", err)
	}
	if _, err := w.record(one.UID, lead, w.team()...); err != nil {
		t.Fatal(err)
	}
	if view, err := w.view(one.UID, other); err != nil || len(view.People) != 0 || view.Teaches() {
		t.Errorf("afterwards: %+v, %v", view, err)
	}
}

// Who leads people signs them up for HR's open session: seats in order, each is told,
// nobody else's people, and not those to whom it is not open.
func TestAManagerSignsOwnPeopleUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.details(calendar.DateOf(w.now) + 3)
	d.StartsAt, d.Seats, d.Circle, d.Trainer, d.Own = "14:00", 2, session.All, "Person 3", true
	one, err := w.plan(d, hr, nil)
	if err != nil {
		t.Fatal(err)
	}
	send := func(viewer int64, persons ...int64) (seated, waiting int, err error) {
		err = w.db.Write(t.Context(), func(tx *db.Tx) error {
			seated, waiting, err = w.Send(t.Context(), tx, one.UID, w.uids(persons...), w.scope(viewer), w.now)
			return err
		})
		return seated, waiting, err
	}
	if view, err := w.view(one.UID, lead); err != nil || !view.MaySend || view.Runs {
		t.Errorf("%+v, %v", view, err)
	}
	if seated, waiting, err := send(lead, first, first+1, first+2); err != nil || seated != 2 || waiting != 1 {
		t.Errorf("%d, %d, %v", seated, waiting, err)
	}
	if got := strings.Join(w.told(), "; "); strings.Count(got, "Sie sind angemeldet REQUEST") != 2 || strings.Count(got, "Warteliste") != 1 {
		t.Errorf("told: %s", got)
	}
	if seated, waiting, err := send(lead, first, first+2); err != nil || seated+waiting != 0 {
		t.Errorf("again: %d, %d, %v", seated, waiting, err)
	}
	if _, _, err := send(lead, other); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("somebody else's people: %v", err)
	}
	w.write(func(tx *db.Tx) error {
		return tx.Query(t.Context()).Exec(`update employment_facts set exit_on = '2026-01-31' where person_id = ?`, first+3).Error
	})
	if _, _, err := send(lead, first+3, first+4); err == nil {
		t.Error("somebody who has left is signed up")
	}
	d.Circle = session.Invited
	if err := w.change(one.UID, d, hr); err != nil {
		t.Fatal(err)
	}
	if _, _, err := send(lead, first+4); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("a session that is not open: %v", err)
	}
}
