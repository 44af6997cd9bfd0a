package session_test

import (
	"reflect"
	"slices"
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/ledger"
	"zaemme/internal/session"
	"zaemme/internal/settings"
)

// The sheet is the same whenever it is printed and another one for another session; it
// has every critical question, and as many points as are needed to pass are a whole.
func TestTheQuizOnPaper(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, v := range w.courses.All() {
		differ := false
		for id := int64(1); id <= 5; id++ {
			p := session.PaperOf(v.Content, id)
			if !reflect.DeepEqual(p, session.PaperOf(v.Content, id)) {
				t.Errorf("%s: printed twice it is another one", v.Code())
			}
			differ = differ || !reflect.DeepEqual(p, session.PaperOf(v.Content, id+1))
			n := len(p.Questions)
			if n < 5 || len(v.Content.Quiz) > 0 && n > v.Content.Quiz.Total() || p.Needed < 1 || p.Needed > n || p.Needed*100 < v.Content.PassPercent*n ||
				(p.Needed-1)*100 >= v.Content.PassPercent*n {
				t.Errorf("%s: %d questions, %d points to pass", v.Code(), n, p.Needed)
			}
			for _, q := range p.Questions {
				if len(q.Options) == 0 || len(q.Options) > p.Columns() {
					t.Errorf("%s: %s has no box in the grid", v.Code(), q.ID)
				}
			}
			if len(v.Content.Quiz) > 0 {
				continue
			}
			for _, q := range v.Content.Questions {
				if q.Critical && len(q.Options) > 0 && !slices.ContainsFunc(p.Questions, func(o coursefile.Question) bool { return o.ID == q.ID }) {
					t.Errorf("%s: %s must be right and is not asked", v.Code(), q.ID)
				}
			}
		}
		if !differ {
			t.Errorf("%s: every session has the same sheet", v.Code())
		}
	}
}

// With a quiz only who passed has evidence, and it counts as on paper.
func TestOnlyWhoPassedHasEvidence(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	today := calendar.DateOf(w.now)
	d := w.details(today)
	d.Quiz = true
	one, err := w.plan(d, lead, w.uids(first, first+1, first+2))
	if err != nil || one.VersionID == 0 {
		t.Fatalf("%+v, %v", one, err)
	}
	var r session.Result
	if err := w.db.Write(t.Context(), func(tx *db.Tx) error {
		r, err = w.Record(t.Context(), tx, session.Attendance{UID: one.UID, Present: w.uids(first, first+1), Passed: w.uids(first, first+2), Scope: w.scope(lead)}, w.now)
		return err
	}); err != nil || r != (session.Result{Present: 2, Proposed: 1}) {
		t.Fatalf("%+v, %v", r, err)
	}
	if out, err := w.confirm(one.UID, hr, true); err != nil || out.Counted != 1 {
		t.Errorf("%+v, %v", out, err)
	}
	if e := w.lastEvent(first, "IS-01K"); e.How != ledger.HowPaper || e.VersionID != one.VersionID {
		t.Errorf("%+v", e)
	}
	if w.status(first+1, "IS-01K", today) != ledger.StatusOpen || w.status(first+2, "IS-01K", today) != ledger.StatusOpen {
		t.Error("who failed, or was not there, has fulfilled it")
	}
}

// The signed list is for who runs the session and for HR who is to confirm it; it goes
// when it is replaced, and with the term of the evidence.
func TestTheSignedList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, today := t.Context(), calendar.DateOf(w.now)
	one := w.planned(today, w.uids(first))
	attach := func(viewer int64, content string) error {
		return w.db.Write(ctx, func(tx *db.Tx) error {
			return w.Attach(ctx, tx, one.UID, []byte(content), w.scope(viewer), w.now)
		})
	}
	files := func() (n int) {
		if err := w.db.Query(ctx).Raw(`select count(*) from blobs`).Scan(&n).Error; err != nil {
			t.Fatal(err)
		}
		return n
	}
	if err := attach(other, "%PDF-1.7 %%EOF"); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("somebody else's: %v", err)
	}
	if err := attach(lead, "<html>"); !apperr.Is(err, apperr.Invalid) || fieldOf(err) != "scan" {
		t.Errorf("no PDF: %v", err)
	}
	for _, content := range []string{"%PDF-1.7 one %%EOF", "%PDF-1.7 two %%EOF"} {
		if err := attach(lead, content); err != nil || files() != 1 {
			t.Errorf("%d files, %v", files(), err)
		}
	}
	if _, err := w.record(one.UID, lead, w.uids(first)...); err != nil {
		t.Fatal(err)
	}
	for viewer, sees := range map[int64]bool{lead: true, hr: true, other: false, first: false} {
		scope := w.scope(viewer)
		_, _, err := w.Scan(ctx, w.db, one.UID, scope, evidence.Confirmers(scope, settings.Defaults()))
		if sees != (err == nil) || !sees && !apperr.Is(err, apperr.NotFound) {
			t.Errorf("%d: %v", viewer, err)
		}
	}
	if _, err := w.confirm(one.UID, hr, true); err != nil {
		t.Fatal(err)
	}
	drop := func(before calendar.Date) (n int) {
		w.write(func(tx *db.Tx) (err error) {
			n, err = evidence.DropScans(ctx, tx, before)
			return err
		})
		return n
	}
	if n := drop(today.AddMonths(6)); n != 0 || files() != 1 {
		t.Errorf("%d lists go while the evidence is valid", n)
	}
	if n := drop(today.AddMonths(14)); n != 1 || files() != 0 {
		t.Errorf("%d lists go after their term, %d files are left", n, files())
	}
}
