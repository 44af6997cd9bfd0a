package learning

import (
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
)

// directive publishes W-1 with the texts as its modules.
func (w *world) directive(texts ...string) *course.Version {
	w.t.Helper()
	c := &coursefile.Course{Code: "W-1", Namespace: "test", Kind: coursefile.Policy, Language: "de", Titles: coursefile.Texts{"de": "Weisung"},
		Minutes: 5, ValidityMonths: 0, DueDays: 30, Version: coursefile.VersionNote{Materiality: coursefile.Material}}
	for i, text := range texts {
		c.Modules = append(c.Modules, coursefile.Module{No: i + 1, Minutes: 3, Titles: coursefile.Texts{"de": "Teil"}, Body: text})
	}
	if _, err := course.Sync(w.t.Context(), w.db, []*coursefile.Course{c}, today-50); err != nil {
		w.t.Fatal(err)
	}
	if err := w.courses.Refresh(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	v, _ := w.courses.ByCode("W-1")
	return v
}

func (w *world) acknowledge(person int64, understood bool) (no string, err error) {
	w.t.Helper()
	err = w.db.Write(w.t.Context(), func(tx *db.Tx) (err error) {
		no, err = w.Acknowledge(w.t.Context(), tx, act(person, today), "W-1", Acknowledgement{Understood: understood})
		return err
	})
	return no, err
}

func TestAcknowledge(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v := w.directive("Zweck", "Regeln")
	w.assign(1, v, 1, today-10)
	if _, err := w.acknowledge(1, false); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("without the tick: %v", err)
	}
	no, err := w.acknowledge(1, true)
	if err != nil || no == "" {
		t.Fatal(no, err)
	}
	if again, err := w.acknowledge(1, true); err != nil || again != no || w.kinds(1, v) != "assigned acknowledged " {
		t.Errorf("twice: %q, %v, %s", again, err, w.kinds(1, v))
	}
	page, err := w.Course(t.Context(), w.db, act(1, today), "W-1")
	if err != nil || page.Item.Status != ledger.StatusFulfilled || page.Item.Completion.VersionID != v.ID {
		t.Errorf("%s, version %d, %v", page.Item.Status, page.Item.Completion.VersionID, err)
	}
	if no, err := w.acknowledge(2, true); err != nil || no == "" || w.kinds(2, v) != "taken " {
		t.Errorf("without a duty: %v, %s", err, w.kinds(2, v))
	}
	if err := w.db.Write(t.Context(), func(tx *db.Tx) error {
		_, err := w.StartAttempt(t.Context(), tx, act(1, today), "W-1", Quiz)
		return err
	}); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("a directive has a test: %v", err)
	}
	if err := w.db.Write(t.Context(), func(tx *db.Tx) error {
		_, err := w.Acknowledge(t.Context(), tx, act(1, today), "A-1", Acknowledgement{Understood: true})
		return err
	}); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("a course with a test is acknowledged: %v", err)
	}
}
