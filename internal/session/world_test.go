package session_test

import (
	"fmt"
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
	"zaemme/internal/letter"
	"zaemme/internal/people"
	"zaemme/internal/session"
	"zaemme/internal/settings"
	"zaemme/internal/testing/dbtest"
	"zaemme/seeds"
	"zaemme/views"
)

var start = calendar.NewDate(2026, time.March, 2)

// Persons of the world: lead leads the eight people without a PC after HR; other
// leads nobody of theirs.
const (
	lead = int64(iota + 1)
	other
	hr
	hr2
	first       // of the eight
	last  int64 = 12
)

// world is a department of people without a PC, who have IS-01K and DS-01K since the
// start, with their superior; two of HR, and a superior elsewhere.
type world struct {
	*session.Service
	t       *testing.T
	db      *db.DB
	ledger  *ledger.Ledger
	courses *course.Catalogue
	now     time.Time
}

func newWorld(t *testing.T) *world {
	t.Helper()
	d := dbtest.New(t)
	list, _ := coursefile.LoadAll(courses.Files)
	if _, err := course.Sync(t.Context(), d, list, start); err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, db: d, ledger: ledger.New(), courses: course.NewCatalogue(d), now: noon(start.AddDays(10))}
	if err := w.courses.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	rules := curriculum.New(d, w.ledger, w.courses)
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	press, err := letter.NewPress(views.Files, "https://lernen.seedorf.example")
	if err != nil {
		t.Fatal(err)
	}
	w.Service = &session.Service{Evidence: evidence.New(w.ledger, rules, w.courses), Courses: w.courses, Press: press, Texts: texts}
	w.write(func(tx *db.Tx) error {
		for _, sql := range []string{
			`insert into persons (personnel_no, first_name, last_name, email) select lpad(g::text, 5, '0'), 'Person', lpad(g::text, 2, '0'), case when g <> 12 then g || '@seedorf.example' end from generate_series(1, 12) g`,
			`insert into departments (code) values ('WD'), ('A')`,
			`insert into department_facts (department_id, name, head_id, valid_from, known_from)
				select id, code, case code when 'WD' then 1 else 2 end, '2020-01-01', now() from departments`,
			`insert into employments (person_id) select id from persons`,
			`insert into employment_facts (employment_id, person_id, department_id, category, pensum, entry_on, valid_from, known_from)
				select e.id, e.person_id, d.id, 'permanent', 100, '2020-01-01', '2020-01-01', now() from employments e
				join departments d on d.code = case when e.person_id = 1 or e.person_id > 4 then 'WD' else 'A' end`,
			`insert into person_traits (person_id, has_pc, pc_source, valid_from, known_from) select id, id < 5, 'hr', '2020-01-01', now() from persons`,
		} {
			if err := tx.Query(t.Context()).Exec(sql).Error; err != nil {
				return err
			}
		}
		for _, id := range []int64{hr, hr2} {
			if _, err := people.GrantRole(t.Context(), tx, people.Grant{PersonID: id, Role: people.RoleHR, From: start, Until: calendar.Forever}, start); err != nil {
				return err
			}
		}
		if _, err := rules.Seed(t.Context(), tx, seeds.Files, start); err != nil {
			return err
		}
		org, err := people.Load(t.Context(), tx, people.Moment{Day: start})
		if err != nil {
			return err
		}
		effects, err := rules.Plan(t.Context(), tx, curriculum.Proposal{Org: org, Day: start})
		if err != nil {
			return err
		}
		var batch int64
		if err := tx.Query(t.Context()).Raw(`insert into batches (kind, applied_at, effective_on) values ('nightly', now(), ?) returning id`, start).Scan(&batch).Error; err != nil {
			return err
		}
		return rules.Apply(t.Context(), tx, curriculum.Decision{Effects: effects.Whole(), Day: start, Batch: batch})
	})
	return w
}

func noon(day calendar.Date) time.Time { return day.Time().Add(11 * time.Hour) }

func (w *world) write(fn func(tx *db.Tx) error) {
	w.t.Helper()
	if err := w.db.Write(w.t.Context(), fn); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) course(code string) int64 {
	w.t.Helper()
	v, err := w.courses.ByCode(code)
	if err != nil {
		w.t.Fatal(err)
	}
	return v.CourseID
}

func (w *world) scope(viewer int64) people.Scope {
	w.t.Helper()
	s, err := people.ScopeOf(w.t.Context(), w.db, viewer, calendar.DateOf(w.now))
	if err != nil {
		w.t.Fatal(err)
	}
	return s.ForLeading()
}

func (w *world) uids(ids ...int64) []string {
	w.t.Helper()
	var list []string
	for _, id := range ids {
		p, err := people.Get(w.t.Context(), w.db, id)
		if err != nil {
			w.t.Fatal(err)
		}
		list = append(list, p.UID.String())
	}
	return list
}

func (w *world) team() []string {
	var ids []int64
	for id := first; id <= last; id++ {
		ids = append(ids, id)
	}
	return w.uids(ids...)
}

func (w *world) details(day calendar.Date) session.Details {
	return session.Details{Course: w.course("IS-01K"), HeldOn: day, Minutes: 20, Place: "Werkhof", Trainer: "Person 1", Own: true}
}

func (w *world) plan(d session.Details, viewer int64, persons []string) (one session.Session, err error) {
	err = w.db.Write(w.t.Context(), func(tx *db.Tx) error {
		one, err = w.Plan(w.t.Context(), tx, d, persons, w.scope(viewer), w.now)
		return err
	})
	return one, err
}

func (w *world) planned(day calendar.Date, persons []string) session.Session {
	w.t.Helper()
	one, err := w.plan(w.details(day), lead, persons)
	if err != nil {
		w.t.Fatal(err)
	}
	return one
}

func (w *world) record(uid string, viewer int64, present ...string) (r session.Result, err error) {
	err = w.db.Write(w.t.Context(), func(tx *db.Tx) error {
		r, err = w.Record(w.t.Context(), tx, session.Attendance{UID: uid, Present: present, Scope: w.scope(viewer)}, w.now)
		return err
	})
	return r, err
}

func (w *world) confirm(uid string, viewer int64, yes bool) (out evidence.SessionOutcome, err error) {
	set := settings.Defaults()
	err = w.db.Write(w.t.Context(), func(tx *db.Tx) error {
		d := session.Decision{UID: uid, Scope: evidence.Confirmers(w.scope(viewer), set), Confirm: yes, Settings: set}
		if !yes {
			d.Reason = "people"
		}
		out, err = w.Confirm(w.t.Context(), tx, d, w.now)
		return err
	})
	return out, err
}

func (w *world) view(uid string, viewer int64) (session.View, error) {
	scope := w.scope(viewer)
	return w.Open(w.t.Context(), w.db, uid, scope, evidence.Confirmers(scope, settings.Defaults()))
}

func (w *world) status(person int64, code string, day calendar.Date) ledger.Status {
	w.t.Helper()
	events, err := w.ledger.Events(w.t.Context(), w.db, person, w.course(code))
	if err != nil {
		w.t.Fatal(err)
	}
	d, _ := ledger.DatesOn(events, day)
	return d.Status(day)
}

func (w *world) statuses(day calendar.Date) string {
	counts := map[ledger.Status]int{}
	for id := first; id <= last; id++ {
		counts[w.status(id, "IS-01K", day)]++
	}
	return fmt.Sprint(counts)
}
