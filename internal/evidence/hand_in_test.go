package evidence_test

import (
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// What somebody hands in themselves counts once HR has checked it: not by themselves,
// and not by a superior.
func TestHandedInByThePerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, day := t.Context(), start.AddDays(20)
	handIn := func(person int64, scan []byte) (c evidence.Case, err error) {
		err = w.db.Write(ctx, func(tx *db.Tx) error {
			c, err = w.HandIn(ctx, tx, evidence.Wish{Person: person, Course: w.course("IS-01"), Day: start + 2, Issuer: "Stadt Kriens", Scan: scan,
				Settings: settings.Defaults()}, noon(day))
			return err
		})
		return c, err
	}
	if _, err := handIn(1, nil); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("without a file: %v", err)
	}
	if _, err := handIn(1, []byte("<html>")); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("no PDF: %v", err)
	}
	c, err := handIn(1, pdf())
	if err != nil || !c.Own() {
		t.Fatal(err)
	}
	if list, err := evidence.InReview(ctx, w.db, []int64{1}); err != nil || len(list) != 2 {
		t.Errorf("in review: %v, %v", list, err)
	}
	superior := people.Scope{Viewer: 2, Day: day, Line: true}
	hr := hrScope(t, w, 3, day)
	for name, s := range map[string]struct {
		scope people.Scope
		want  int
	}{"HR": {hr, 1}, "a superior": {superior, 0}} {
		list, err := evidence.ToConfirm(ctx, w.db, s.scope)
		waiting, n := evidence.ToConfirmSQL(s.scope), 0
		none := w.db.Query(ctx).Raw(`select `+waiting.SQL, waiting.Args).Scan(&n).Error
		if err != nil || none != nil || len(list) != s.want || n != s.want {
			t.Errorf("%s is asked about %d and %d: %v, %v", name, len(list), n, err, none)
		}
	}
	decide := func(scope people.Scope) error {
		return w.db.Write(ctx, func(tx *db.Tx) error {
			_, err := w.Confirm(ctx, tx, evidence.Verdict{UID: c.UID, Actor: scope.Viewer, Scope: scope, Confirm: true, Settings: settings.Defaults()}, noon(day))
			return err
		})
	}
	if err := decide(superior); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("a superior: %v", err)
	}
	if err := decide(people.Scope{Viewer: 1, Day: day, Everyone: true}); !apperr.Is(err, apperr.Forbidden) {
		t.Errorf("the person: %v", err)
	}
	if err := decide(hr); err != nil {
		t.Fatal(err)
	}
	events, err := w.ledger.Events(ctx, w.db, 1, w.course("IS-01"))
	if err != nil {
		t.Fatal(err)
	}
	e := events[len(events)-1]
	if e.How != ledger.HowExternal || e.ActorID != 3 || e.ConfirmedBy != 0 || e.EffectiveOn != start+2 || w.status(1, "IS-01", day) != ledger.StatusFulfilled {
		t.Errorf("%+v", e)
	}
}

func hrScope(t *testing.T, w *world, viewer int64, day calendar.Date) people.Scope {
	t.Helper()
	w.write(func(tx *db.Tx) error {
		_, err := people.GrantRole(t.Context(), tx, people.Grant{PersonID: viewer, Role: people.RoleHR, From: start, Until: calendar.Forever}, start)
		return err
	})
	s, err := people.ScopeOf(t.Context(), w.db, viewer, day)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
