package learning

import (
	"fmt"
	"testing"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/settings"
	"zaemme/internal/testing/dbtest"
)

// world is a database with the persons 1 and 2, the online course A-1 that
// fulfils the classroom course A-1K, and the rule 1.
type world struct {
	*Service
	t       *testing.T
	db      *db.DB
	courses *course.Catalogue
	a, k    *course.Version
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, db: dbtest.New(t)}
	w.courses = course.NewCatalogue(w.db)
	for _, sql := range []string{
		`insert into persons (personnel_no, last_name, first_name) values ('1', 'Muster', 'Anna'), ('2', 'Beispiel', 'Ben')`,
		`insert into rules (code) values ('all')`,
	} {
		if err := w.db.Query(t.Context()).Exec(sql).Error; err != nil {
			t.Fatal(err)
		}
	}
	w.publish("Text")
	w.Service = New(w.courses, ledger.New())
	return w
}

// publish makes a version of A-1 with the text in its modules.
func (w *world) publish(text string) {
	w.t.Helper()
	a := quiz(5, 80)
	a.Code, a.Namespace, a.Kind, a.Language = "A-1", "test", coursefile.Online, "de"
	a.Titles, a.Minutes, a.ValidityMonths, a.DueDays = coursefile.Texts{"de": "Kurs A"}, 30, 12, 30
	a.Version.Materiality, a.Fulfils = coursefile.Editorial, []string{"A-1K"}
	for no := range 3 {
		a.Modules = append(a.Modules, coursefile.Module{No: no + 1, Minutes: 8, Titles: coursefile.Texts{"de": fmt.Sprint("Modul ", no+1)}, Body: text})
	}
	k := quiz(2, 80)
	k.Code, k.Namespace, k.Kind, k.Language = "A-1K", "test", coursefile.Classroom, "de"
	k.Titles, k.Minutes, k.ValidityMonths, k.DueDays = coursefile.Texts{"de": "Kurs A, Kurzform"}, 20, 12, 30
	k.Version.Materiality = coursefile.Editorial
	if _, err := course.Sync(w.t.Context(), w.db, []*coursefile.Course{a, k}, today-100); err != nil {
		w.t.Fatal(err)
	}
	if err := w.courses.Refresh(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	w.a, _ = w.courses.ByCode("A-1")
	w.k, _ = w.courses.ByCode("A-1K")
}

func act(person int64, day calendar.Date) Act {
	return Act{PersonID: person, Now: day.Time().Add(10 * time.Hour), Today: day}
}

func (w *world) write(fn func(tx *db.Tx) error) {
	w.t.Helper()
	if err := w.db.Write(w.t.Context(), fn); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) append(events ...ledger.Event) {
	w.t.Helper()
	w.write(func(tx *db.Tx) error {
		_, err := ledger.New().Append(w.t.Context(), tx, events...)
		return err
	})
}

func (w *world) assign(person int64, v *course.Version, cycle int16, on calendar.Date) {
	w.t.Helper()
	w.append(ledger.Event{PersonID: person, CourseID: v.CourseID, Cycle: cycle, Kind: ledger.KindAssigned, EffectiveOn: on,
		DueOn: on + 30, RuleID: 1, RuleVersion: 1, Reasons: []ledger.Reason{{Rule: 1, Version: 1}}})
}

// kinds are the kinds of the person's events at the course, in order.
func (w *world) kinds(person int64, v *course.Version) string {
	w.t.Helper()
	events, err := ledger.New().Events(w.t.Context(), w.db, person, v.CourseID)
	if err != nil {
		w.t.Fatal(err)
	}
	text := ""
	for _, e := range events {
		text += string(e.Kind) + " "
	}
	return text
}

func (w *world) begin(a Act) *Attempt {
	w.t.Helper()
	var attempt *Attempt
	w.write(func(tx *db.Tx) (err error) {
		attempt, err = w.StartAttempt(w.t.Context(), tx, a, "A-1", Quiz)
		return err
	})
	return attempt
}

func (w *world) save(a Act, s Save) (answer Answer, err error) {
	return w.SaveClick(w.t.Context(), w.db, a, s)
}

func (w *world) handIn(a Act, in HandIn) (attempt *Attempt, err error) {
	in.Settings, in.Own = settings.Defaults(), true
	err = w.db.Write(w.t.Context(), func(tx *db.Tx) error {
		attempt, err = w.HandIn(w.t.Context(), tx, a, in)
		return err
	})
	return attempt, err
}

// pass takes the quiz with n right answers and hands it in.
func (w *world) pass(a Act, n int) *Attempt {
	w.t.Helper()
	attempt := w.begin(a)
	for id, chosen := range right(attempt.Version.Content, n) {
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

// overview asks for the record, then for the overview.
func (w *world) overview(t *testing.T, c db.Conn, a Act) (Overview, error) {
	t.Helper()
	var batch db.Batch
	r := w.Queue(&batch, a)
	if err := c.Together(t.Context(), &batch); err != nil {
		return Overview{}, err
	}
	return w.Overview(t.Context(), c, a, r)
}
