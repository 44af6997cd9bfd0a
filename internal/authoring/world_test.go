package authoring_test

import (
	"testing"
	"time"

	"zaemme/courses"
	"zaemme/internal/authoring"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/settings"
	"zaemme/internal/testing/dbtest"
)

var today = calendar.NewDate(2026, time.November, 22)

// world has the shipped courses and three people who write.
type world struct {
	*authoring.Service
	t        *testing.T
	db       *db.DB
	released []*coursefile.Course
	persons  []int64
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, db: dbtest.New(t)}
	w.released, _ = coursefile.LoadAll(courses.Files)
	w.Service = &authoring.Service{Courses: course.NewCatalogue(w.db)}
	w.sync(w.released)
	if err := w.db.Query(t.Context()).Raw(`insert into persons (first_name, last_name) select 'Person', g::text from generate_series(1, 3) g returning id`).
		Scan(&w.persons).Error; err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) sync(list []*coursefile.Course) []string {
	w.t.Helper()
	changed, err := course.Sync(w.t.Context(), w.db, list, today)
	if err != nil {
		w.t.Fatal(err)
	}
	w.refresh()
	return changed
}

func (w *world) refresh() {
	w.t.Helper()
	if err := w.Courses.Refresh(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// by is what the person with the number does, today.
func (w *world) by(no int) authoring.Act {
	return authoring.Act{PersonID: w.persons[no], Now: today.Time().Add(10 * time.Hour), Today: today}
}

// try does it in a transaction and returns the error.
func (w *world) try(fn func(tx *db.Tx) error) error {
	w.t.Helper()
	return w.db.Write(w.t.Context(), fn)
}

func (w *world) must(fn func(tx *db.Tx) error) {
	w.t.Helper()
	if err := w.try(fn); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) begin(no int, code string) (id int64) {
	w.t.Helper()
	w.must(func(tx *db.Tx) (err error) {
		id, err = w.Begin(w.t.Context(), tx, w.by(no), code)
		return err
	})
	return id
}

func (w *world) edit(no int, id int64, change func(c *coursefile.Course) error) error {
	w.t.Helper()
	return w.try(func(tx *db.Tx) error { return w.Edit(w.t.Context(), tx, w.by(no), id, change) })
}

func (w *world) find(id int64) authoring.Draft {
	w.t.Helper()
	d, err := authoring.Find(w.t.Context(), w.db, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return d
}

func (w *world) surroundings() authoring.Surroundings {
	var others []*coursefile.Course
	for _, v := range w.Courses.All() {
		others = append(others, v.Content)
	}
	return authoring.Surroundings{Others: others, Placeholders: settings.Defaults().Placeholders(), Today: today}
}

func (w *world) submit(no int, id int64) error {
	w.t.Helper()
	return w.try(func(tx *db.Tx) error { return w.Submit(w.t.Context(), tx, w.by(no), id, w.surroundings()) })
}

// decision is one with all that is asked for.
func (w *world) decision(id int64) authoring.Decision {
	w.t.Helper()
	d := w.find(id)
	reasons := map[string]string{}
	for _, code := range authoring.Reasons(authoring.Check(d.Code, d.Files, w.surroundings())) {
		reasons[code] = "Geprüft."
	}
	return authoring.Decision{Seen: d.Seen(), Materiality: coursefile.Minor, Note: coursefile.Texts{"de": "Neu: Einleitung."}, Reasons: reasons}
}

func (w *world) publish(no int, id int64, what authoring.Decision) error {
	w.t.Helper()
	err := w.try(func(tx *db.Tx) error {
		_, err := w.Publish(w.t.Context(), tx, w.by(no), id, what, w.surroundings())
		return err
	})
	w.refresh()
	return err
}

// published edits a course by 0 and publishes it by 1.
func (w *world) published(code string, change func(c *coursefile.Course) error) {
	w.t.Helper()
	id := w.begin(0, code)
	if err := w.edit(0, id, change); err != nil {
		w.t.Fatal(err)
	}
	if err := w.submit(0, id); err != nil {
		w.t.Fatal(err)
	}
	if err := w.publish(1, id, w.decision(id)); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) current(code string) *course.Version {
	w.t.Helper()
	v, err := w.Courses.ByCode(code)
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}
