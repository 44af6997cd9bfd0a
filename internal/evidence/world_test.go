package evidence_test

import (
	"testing"
	"time"

	"zaemme/courses"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/settings"
	"zaemme/internal/testing/dbtest"
	"zaemme/seeds"
)

var start = calendar.NewDate(2026, time.March, 2)

// world has six people with a PC in one department, who have IS-01 and DS-01 since
// the start. 1 is the one concerned, 2 proposes, 3 confirms.
type world struct {
	*evidence.Service
	t          *testing.T
	db         *db.DB
	ledger     *ledger.Ledger
	curriculum *curriculum.Service
	courses    *course.Catalogue
}

func newWorld(t *testing.T) *world {
	t.Helper()
	d := dbtest.New(t)
	list, _ := coursefile.LoadAll(courses.Files)
	if _, err := course.Sync(t.Context(), d, list, start); err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, db: d, ledger: ledger.New(), courses: course.NewCatalogue(d)}
	if err := w.courses.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.curriculum = curriculum.New(d, w.ledger, w.courses)
	w.Service = evidence.New(w.ledger, w.curriculum, w.courses)
	w.write(func(tx *db.Tx) error {
		for _, sql := range []string{
			`insert into persons (personnel_no, first_name, last_name) select lpad(g::text, 5, '0'), 'Person', g::text from generate_series(1, 6) g`,
			`insert into departments (code) values ('A')`,
			`insert into department_facts (department_id, name, valid_from, known_from) select id, 'Amt', '2020-01-01', now() from departments`,
			`insert into employments (person_id) select id from persons`,
			`insert into employment_facts (employment_id, person_id, department_id, category, pensum, entry_on, valid_from, known_from)
				select e.id, e.person_id, d.id, 'permanent', 100, '2020-01-01', '2020-01-01', now() from employments e, departments d`,
			`insert into person_traits (person_id, has_pc, pc_source, valid_from, known_from) select id, true, 'hr', '2020-01-01', now() from persons`,
		} {
			if err := tx.Query(t.Context()).Exec(sql).Error; err != nil {
				return err
			}
		}
		_, err := w.curriculum.Seed(t.Context(), tx, seeds.Files, start)
		return err
	})
	w.night(start)
	return w
}

func (w *world) write(fn func(tx *db.Tx) error) {
	w.t.Helper()
	if err := w.db.Write(w.t.Context(), fn); err != nil {
		w.t.Fatal(err)
	}
}

// night applies what a day brings, and returns how much that was.
func (w *world) night(day calendar.Date) int {
	w.t.Helper()
	var effects curriculum.Effects
	w.write(func(tx *db.Tx) error {
		org, err := people.Load(w.t.Context(), tx, people.Moment{Day: day})
		if err != nil {
			return err
		}
		if effects, err = w.curriculum.Plan(w.t.Context(), tx, curriculum.Proposal{Org: org, Day: day}); err != nil || len(effects) == 0 {
			return err
		}
		var batch int64
		if err := tx.Query(w.t.Context()).Raw(`insert into batches (kind, applied_at, effective_on) values ('nightly', now(), ?) returning id`, day).Scan(&batch).Error; err != nil {
			return err
		}
		return w.curriculum.Apply(w.t.Context(), tx, curriculum.Decision{Effects: effects.Whole(), Day: day, Batch: batch})
	})
	return len(effects)
}

func (w *world) course(code string) int64 {
	w.t.Helper()
	v, err := w.courses.ByCode(code)
	if err != nil {
		w.t.Fatal(err)
	}
	return v.CourseID
}

func noon(day calendar.Date) time.Time { return day.Time().Add(11 * time.Hour) }

func (w *world) status(person int64, code string, day calendar.Date) ledger.Status {
	w.t.Helper()
	events, err := w.ledger.Events(w.t.Context(), w.db, person, w.course(code))
	if err != nil {
		w.t.Fatal(err)
	}
	d, _ := ledger.DatesOn(events, day)
	var sql ledger.Status
	if err := w.db.Query(w.t.Context()).Raw(`select coalesce(`+ledger.StatusSQL("s", "cast(@day as date)")+`, '') from assignment_states s
		where person_id = @person and course_id = @course and valid_from <= @day and next_from > @day and known_to = '9999-12-31 00:00:00+00'`,
		map[string]any{"day": day, "person": person, "course": w.course(code)}).Scan(&sql).Error; err != nil {
		w.t.Fatal(err)
	}
	if d.Status(day) != sql {
		w.t.Errorf("%s: Go %q, SQL %q", day, d.Status(day), sql)
	}
	return sql
}

func (w *world) recognise(wish evidence.Wish, day calendar.Date) (c evidence.Case, err error) {
	wish.Settings = settings.Defaults()
	if wish.Issuer == "" {
		wish.Issuer = "Gemeinde Kriens"
	}
	err = w.db.Write(w.t.Context(), func(tx *db.Tx) error {
		c, err = w.Recognise(w.t.Context(), tx, wish, noon(day))
		return err
	})
	return c, err
}

func (w *world) correct(a evidence.Amendment, day calendar.Date) (c evidence.Case, err error) {
	err = w.db.Write(w.t.Context(), func(tx *db.Tx) error {
		c, err = w.Correct(w.t.Context(), tx, a, noon(day))
		return err
	})
	return c, err
}

func (w *world) confirm(uid string, actor int64, yes bool, day calendar.Date) (c evidence.Case, err error) {
	v := evidence.Verdict{UID: uid, Actor: actor, Confirm: yes, Settings: settings.Defaults(), Scope: people.Scope{Viewer: actor, Day: day, Everyone: true}}
	err = w.db.Write(w.t.Context(), func(tx *db.Tx) error {
		c, err = w.Confirm(w.t.Context(), tx, v, noon(day))
		return err
	})
	return c, err
}

// pass completes the course online.
func (w *world) pass(person int64, code string, day calendar.Date) ledger.Event {
	w.t.Helper()
	var done []ledger.Event
	months := int16(12)
	no, err := ledger.NewEvidenceNo(code, zeros{byte(person), byte(day)})
	if err != nil {
		w.t.Fatal(err)
	}
	w.write(func(tx *db.Tx) (err error) {
		done, err = w.ledger.Append(w.t.Context(), tx, ledger.Event{PersonID: person, CourseID: w.course(code), Cycle: 1, Kind: ledger.KindCompleted,
			EffectiveOn: day, How: ledger.HowOnline, EvidenceNo: no, ValidUntil: day.AddMonths(12), WindowFrom: day.AddMonths(12) - 60,
			ValidityMonths: &months, ActorID: person})
		return err
	})
	return done[0]
}

// zeros is a source of numbers that are alike for one person and day.
type zeros [2]byte

func (z zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = z[i%2]
	}
	return len(p), nil
}

func (w *world) exempt(person int64, day calendar.Date) {
	w.t.Helper()
	w.write(func(tx *db.Tx) error {
		_, err := w.curriculum.Exempt(w.t.Context(), tx, curriculum.Decided{Person: person, Course: w.course("IS-01"), Actor: 2, Today: day,
			Reason: "not_affected"}, day+365)
		return err
	})
}
