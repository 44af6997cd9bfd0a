package authoring_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/authoring"
	"zaemme/internal/calendar"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/letter"
	"zaemme/internal/outbox"
	"zaemme/views"
)

// reviews are the reminders of the world, with an outbox whose mails are caught.
func (w *world) reviews() (*authoring.Reviews, *outbox.Outbox) {
	w.t.Helper()
	texts, err := views.Texts()
	if err != nil {
		w.t.Fatal(err)
	}
	press, err := letter.NewPress(views.Files, "https://lernen.emmen.example")
	if err != nil {
		w.t.Fatal(err)
	}
	r := &authoring.Reviews{DB: w.db, Courses: w.Courses, Press: press, Texts: texts,
		WorkingDay: func(d calendar.Date) bool { return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday }}
	post, err := outbox.New(w.db, outbox.Options{Demo: true, Kinds: r.Kinds(), Gate: func(context.Context, db.Conn, time.Time) (outbox.Gate, error) { return outbox.Gate{Open: true}, nil }})
	if err != nil {
		w.t.Fatal(err)
	}
	return r, post
}

func (w *world) exec(sql string, args ...any) {
	w.t.Helper()
	if err := w.db.Query(w.t.Context()).Exec(sql, args...).Error; err != nil {
		w.t.Fatal(err)
	}
}

// writers give persons 1 and 2 the role of an author and person 3 that of HR, with
// mailboxes and employments.
func (w *world) writers() {
	w.t.Helper()
	w.exec(`update persons set email = 'person' || last_name || '@emmen.example'`)
	w.exec(`insert into departments (code) values ('A')`)
	w.exec(`insert into employments (person_id) select id from persons`)
	w.exec(`insert into employment_facts (employment_id, person_id, department_id, category, entry_on, valid_from, known_from)
		select e.id, e.person_id, d.id, 'permanent', '2020-01-01', '2020-01-01', '2020-01-01' from employments e, departments d`)
	w.exec(`insert into role_grants (person_id, role, valid_from, known_from) select id, case last_name when '3' then 'hr' else 'author' end, '2020-01-01', '2020-01-01' from persons`)
}

// monday is a working day on which the review of nothing shipped is due.
var monday = calendar.NewDate(2026, time.November, 23)

// due sets the day of review of a course.
func (w *world) due(code string, day calendar.Date) {
	w.t.Helper()
	w.published(code, func(c *coursefile.Course) error {
		c.ReviewDue = day
		return nil
	})
}

func (w *world) run(r *authoring.Reviews, day calendar.Date) int {
	w.t.Helper()
	counts, err := r.Run(w.t.Context(), day.Time().Add(6*time.Hour+40*time.Minute))
	if err != nil {
		w.t.Fatal(err)
	}
	return counts["mails"]
}

// caught hands over what waits at the hour and returns what was delivered since.
func (w *world) caught(post *outbox.Outbox, at time.Time) []string {
	w.t.Helper()
	if _, err := post.Dispatch(w.t.Context(), at); err != nil {
		w.t.Fatal(err)
	}
	var list []string
	if err := w.db.Query(w.t.Context()).Raw(`with gone as (delete from caught_mails returning *)
		select recipients::text || ' ' || subject || ' ' || convert_from(raw, 'UTF8') from gone order by id`).Scan(&list).Error; err != nil {
		w.t.Fatal(err)
	}
	return list
}

// The review of a course is reminded of once when it comes due and once 30 days later.
func TestReviewsAreRemindedOfTwiceAtMost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r, post := w.reviews()
	w.writers()
	w.due("IS-01", monday)
	w.due("DS-01", monday)
	w.must(func(tx *db.Tx) error { return w.Keep(t.Context(), tx, w.by(0), "IS-01", w.persons[1]) })
	if err := w.try(func(tx *db.Tx) error { return w.Keep(t.Context(), tx, w.by(0), "IS-01", 999) }); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("anybody looks after a course: %v", err)
	}
	for day := monday - 3; day < monday; day++ {
		if n := w.run(r, day); n != 0 {
			t.Errorf("%s, before it is due: %d mails", day, n)
		}
	}
	if n := w.run(r, monday); n != 2 { // person 1: DS-01; person 2: both
		t.Errorf("%d mails", n)
	}
	if early := w.caught(post, monday.Time().Add(7*time.Hour)); len(early) != 0 {
		t.Errorf("before eight: %v", early)
	}
	mails := w.caught(post, monday.Time().Add(8*time.Hour))
	if len(mails) != 2 || !strings.Contains(mails[0]+mails[1], "2 Kurse sind zu =C3=BCberpr=C3=BCfen") && !strings.Contains(strings.Join(mails, ""), "2_Kurse_sind_zu") {
		t.Errorf("%.3000q", mails)
	}
	for day := monday; day < monday+120; day++ {
		want := 0
		if day == monday+30 { // a Wednesday
			want = 2
		}
		if n := w.run(r, day); n != want {
			t.Errorf("%s, day %d: %d mails, not %d", day, day-monday, n, want)
		}
	}
	care, err := authoring.CareOf(t.Context(), w.db, w.current("IS-01").CourseID)
	if err != nil || care.Keeper != w.persons[1] || len(care.Reminded) != 2 || care.Reminded[0].On != monday+30 || care.Reminded[0].State != "waiting" || care.Reminded[1].State != "sent" {
		t.Errorf("%+v %v", care, err)
	}
	// What was reviewed in between is left out of a message that waits.
	w.due("IS-01", monday+400)
	mails = w.caught(post, (monday + 30).Time().Add(9*time.Hour))
	if len(mails) != 2 || strings.Contains(strings.Join(mails, ""), "IS-01") {
		t.Errorf("after the review: %.3000q", mails)
	}
	w.due("DS-01", monday+400)
	if n := w.run(r, monday+112); n != 0 {
		t.Errorf("all is reviewed: %d mails", n)
	}
}

// Who is absent is told once they are back, who no longer writes courses not at all,
// and after a long downtime there is one message.
func TestWhoIsRemindedOfAReview(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r, post := w.reviews()
	w.writers()
	w.due("IS-01", monday)
	w.must(func(tx *db.Tx) error { return w.Keep(t.Context(), tx, w.by(0), "IS-01", w.persons[0]) })
	w.exec(`insert into absences (person_id, from_on, until_on, known_from) values (?, ?, ?, '2026-01-01')`, w.persons[0], monday-5, monday+3)
	if n := w.run(r, monday); n != 0 {
		t.Errorf("the keeper is absent: %d mails", n)
	}
	if n := w.run(r, monday+5) + w.run(r, monday+6); n != 0 {
		t.Errorf("on a weekend: %d mails", n)
	}
	if n := w.run(r, monday+45); n != 1 { // later than the second
		t.Errorf("back: %d mails", n)
	}
	if n := w.run(r, monday+46) + w.run(r, monday+80); n != 0 {
		t.Errorf("again: %d mails", n)
	}
	w.exec(`update role_grants set valid_to = ? where person_id = ?`, monday+45, w.persons[0])
	if mails := w.caught(post, (monday + 45).Time().Add(9*time.Hour)); len(mails) != 0 {
		t.Errorf("the role is over: %q", mails)
	}
	w.exec(`update role_grants set valid_to = ? where role = 'author'`, monday+45)
	w.due("IS-01", monday+50)
	if n := w.run(r, monday+50); n != 1 {
		t.Errorf("without authors HR is told: %d mails", n)
	}
	if mails := w.caught(post, (monday + 50).Time().Add(9*time.Hour)); len(mails) != 1 || !strings.Contains(mails[0], "person3@") {
		t.Errorf("%.500q", mails)
	}
}
