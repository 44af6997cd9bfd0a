package learning

import (
	"slices"
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
)

// departments are Bau (1) with Strassen (2) below it, where person 1 works, and
// Finanzen (3) of person 2.
func (w *world) departments() {
	w.t.Helper()
	for _, sql := range []string{
		`insert into departments (code) values ('B'), ('B1'), ('F')`,
		`insert into department_facts (department_id, parent_id, name, valid_from, known_from) values
			(1, null, 'Bau', '2020-01-01', '2020-01-01'), (2, 1, 'Strassen', '2020-01-01', '2020-01-01'), (3, null, 'Finanzen', '2020-01-01', '2020-01-01')`,
		`insert into employments (person_id) values (1), (2)`,
		`insert into employment_facts (employment_id, person_id, department_id, category, entry_on, valid_from, known_from)
			select e.id, e.person_id, case e.person_id when 1 then 2 else 3 end, 'permanent', '2020-01-01', '2020-01-01', '2020-01-01' from employments e`,
	} {
		if err := w.db.Query(w.t.Context()).Exec(sql).Error; err != nil {
			w.t.Fatal(err)
		}
	}
}

// piloted publishes a version of the course with the text for the department, 0: all.
func (w *world) piloted(base *course.Version, code, text string, department int64) *course.Version {
	w.t.Helper()
	content := *w.a.Content
	content.Modules = slices.Clone(content.Modules)
	content.Modules[0].Body, content.Code = text, code
	p := course.Publication{Content: &content, Actor: 2, Pilot: department, Today: today}
	if base != nil {
		p.Base = base.ID
	}
	var id int64
	w.write(func(tx *db.Tx) (err error) {
		if err := db.One(tx.Query(w.t.Context()), &p.Draft, `insert into course_drafts (code, state, made_by, made_at, edited_by, edited_at)
			values (?, 'discarded', 1, now(), 1, now()) returning id`, code); err != nil {
			return err
		}
		id, err = course.Publish(w.t.Context(), tx, p)
		return err
	})
	if err := w.courses.Refresh(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	v, err := w.courses.Version(w.t.Context(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

func (w *world) end(do func(tx *db.Tx) error) error {
	w.t.Helper()
	err := w.db.Write(w.t.Context(), do)
	if err := w.courses.Refresh(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	return err
}

func (w *world) release(v *course.Version, day calendar.Date) error {
	return w.end(func(tx *db.Tx) error { return course.Release(w.t.Context(), tx, v, 2, day) })
}

func (w *world) withdrawPilot(v *course.Version, day calendar.Date) error {
	return w.end(func(tx *db.Tx) error { return course.Withdraw(w.t.Context(), tx, v, 2, day, "zu lang") })
}

// gets is the number of the version that the person gets on every way to the course, 0:
// they do not meet it.
func (w *world) gets(person int64, code string) int {
	w.t.Helper()
	ctx, a := w.t.Context(), act(person, today)
	list, err := w.Catalogue(ctx, w.db, a)
	if err != nil {
		w.t.Fatal(err)
	}
	no := 0
	if i := slices.IndexFunc(list, func(i Item) bool { return i.Version.Code() == code }); i >= 0 {
		no = list[i].Version.Number
	}
	p, err := w.Course(ctx, w.db, a, code)
	if no == 0 {
		if !apperr.Is(err, apperr.NotFound) {
			w.t.Errorf("person %d has no %s in the list, and its page: %v", person, code, err)
		}
		if _, err := w.OpenModule(ctx, w.db, a, code, 1); !apperr.Is(err, apperr.NotFound) {
			w.t.Errorf("and its module: %v", err)
		}
		return 0
	}
	m, opened := w.OpenModule(ctx, w.db, a, code, 1)
	if err != nil || opened != nil || p.Item.Version.Number != no || m.Item.Version.Number != no {
		w.t.Errorf("person %d has version %d of %s in the list, %d on its page, %d at the module: %v %v", person, no, code, p.Item.Version.Number, m.Item.Version.Number, err, opened)
	}
	return no
}

func (w *world) want(code string, first, second int) {
	w.t.Helper()
	if a, b := w.gets(1, code), w.gets(2, code); a != first || b != second {
		w.t.Errorf("%s: person 1 gets version %d and person 2 version %d, not %d and %d", code, a, b, first, second)
	}
}

// A department gets a version first; its completions count, in that version, however
// the pilot ends.
func TestPilot(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.departments()
	w.assign(1, w.a, 1, today-10)
	w.assign(2, w.a, 1, today-10)
	pilot := w.piloted(w.a, "A-1", "Neu", 1)
	w.want("A-1", 2, 1)
	if p, err := w.courses.Pilot(w.a.CourseID); err != nil || p.Version.ID != pilot.ID || p.Department != 1 || p.Since != today {
		t.Errorf("%+v %v", p, err)
	}
	passed := w.pass(act(1, today), 5)
	if passed.VersionID != pilot.ID || !passed.Passed || passed.EvidenceNo == "" {
		t.Fatalf("%+v", passed)
	}
	if other := w.begin(act(2, today)); other.VersionID != w.a.ID {
		t.Errorf("outside the pilot: version %d", other.VersionID)
	}
	figures, err := course.FiguresOf(t.Context(), w.db, course.Pilot{Version: pilot, Department: 1, Since: today}, today)
	if err != nil || figures.People != 1 || figures.Completed != 1 || figures.Tried != 1 {
		t.Errorf("%+v %v", figures, err)
	}
	if err := w.withdrawPilot(pilot, today); err != nil {
		t.Fatal(err)
	}
	w.want("A-1", 1, 1)
	for _, again := range []error{w.withdrawPilot(pilot, today), w.release(pilot, today)} {
		if !apperr.Is(again, apperr.Conflict) {
			t.Errorf("ended twice: %v", again)
		}
	}
	d, err := ledger.New().Duty(t.Context(), w.db, 1, w.a.CourseID)
	if err != nil || d.CompletedOn != today || d.VersionID != pilot.ID || !d.ValidOn(today+100) {
		t.Errorf("the completion of the pilot: %+v %v", d.Dates, err)
	}
	// The next one follows the version that all have, and no number comes twice.
	next := w.piloted(w.a, "A-1", "Noch neuer", 1)
	if next.Number != 3 {
		t.Errorf("number %d", next.Number)
	}
	w.want("A-1", 3, 1)
	better := w.piloted(next, "A-1", "Am neusten", 2)
	w.want("A-1", 4, 1)
	if err := w.release(next, today); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("a replaced pilot is released: %v", err)
	}
	if err := w.release(better, today); err != nil {
		t.Fatal(err)
	}
	w.want("A-1", 4, 4)
	history, err := w.courses.History(t.Context(), w.db, "A-1")
	if err != nil || len(history) != 2 || history[0].Number != 4 || history[1].Number != 1 {
		t.Errorf("%d versions for all: %v", len(history), err)
	}
	if attempt, err := w.OpenAttempt(t.Context(), w.db, act(2, today), "A-1"); err != nil || attempt.VersionID != w.a.ID {
		t.Errorf("who had begun finishes what they began: %+v %v", attempt, err)
	}
}

// A new course is open to its pilot alone; withdrawn, nobody meets it but who has to do
// with it.
func TestPilotOfANewCourse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.departments()
	first := w.piloted(nil, "N-1", "Neu", 1)
	w.want("N-1", 1, 0)
	if slices.ContainsFunc(w.courses.All(), func(v *course.Version) bool { return v.Code() == "N-1" }) || !w.courses.Held(first.CourseID) {
		t.Error("all have it")
	}
	if fulfils := w.courses.Fulfils(first.CourseID); len(fulfils) != 0 {
		t.Errorf("a pilot fulfils %v besides", fulfils)
	}
	if err := w.withdrawPilot(first, today); err != nil {
		t.Fatal(err)
	}
	w.want("N-1", 0, 0)
	again := w.piloted(first, "N-1", "Neu", 1) // the same once more
	w.want("N-1", 2, 0)
	if err := w.release(again, today); err != nil {
		t.Fatal(err)
	}
	w.want("N-1", 2, 2)
	if fulfils := w.courses.Fulfils(first.CourseID); len(fulfils) != 1 || fulfils[0] != w.k.CourseID {
		t.Errorf("released it fulfils %v", fulfils)
	}
}

// A release of the product comes after the pilot, as an update.
func TestAReleaseDuringAPilot(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.departments()
	pilot := w.piloted(w.a, "A-1", "Neu", 1)
	w.publish("aus dem Programm")
	if w.a.Number != 1 {
		t.Errorf("all have version %d", w.a.Number)
	}
	if _, err := course.UpdateOf(t.Context(), w.db, w.a.CourseID); err != nil {
		t.Errorf("it is not offered: %v", err)
	}
	if err := w.withdrawPilot(pilot, today); err != nil {
		t.Fatal(err)
	}
	w.publish("aus dem Programm") // nothing was written here that lasts
	if w.a.Number != 3 || w.a.Content.Version.Materiality != coursefile.Editorial {
		t.Errorf("then they have version %d", w.a.Number)
	}
}
