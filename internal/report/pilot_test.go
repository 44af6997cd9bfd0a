package report

import (
	"testing"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/testing/dbtest"
)

// A version that a department got first is in force from the day on which all got it;
// a report of an earlier day, or known earlier, names the one before for good.
func TestAPilotIsInForceOnceReleased(t *testing.T) {
	t.Parallel()
	ctx, d, from := t.Context(), dbtest.New(t), calendar.NewDate(2026, time.March, 1)
	c := &coursefile.Course{Code: "A-1", Namespace: "test", Kind: coursefile.Online, Language: "de", Titles: coursefile.Texts{"de": "Alt"},
		Minutes: 10, PassPercent: 80, DueDays: 30, Version: coursefile.VersionNote{Materiality: coursefile.Minor}}
	if _, err := course.Sync(ctx, d, []*coursefile.Course{c}, from); err != nil {
		t.Fatal(err)
	}
	exec := func(sql string, args ...any) {
		t.Helper()
		if err := d.Query(ctx).Exec(sql, args...).Error; err != nil {
			t.Fatal(err)
		}
	}
	exec(`insert into persons (last_name, first_name) values ('Muster', 'Anna')`)
	exec(`insert into departments (code) values ('B')`)
	exec(`insert into course_versions (course_id, number, content_hash, kind, minutes, pass_percent, validity_months, due_days, materiality, content, published_on, known_from)
		select course_id, 2, sha256('2'), kind, 20, pass_percent, validity_months, due_days, materiality, content, ?, clock_timestamp() from course_versions`, from.AddDays(10))
	step := func(step string, day int, department any) {
		exec(`insert into course_pilot_steps (version_id, step, department_id, day, actor_id, known_from)
			select id, ?, ?, ?, 1, clock_timestamp() from course_versions where number = 2`, step, department, from.AddDays(day))
	}
	moment := func() (at time.Time) {
		t.Helper()
		if err := db.One(d.Query(ctx), &at, `select clock_timestamp()`); err != nil {
			t.Fatal(err)
		}
		return at
	}
	inForce := func(day int, known time.Time) (number int) {
		t.Helper()
		if err := d.Write(ctx, func(tx *db.Tx) error {
			l, err := readLookups(ctx, tx, from.AddDays(day), known)
			for _, one := range l.courses {
				number = one.Version.Number
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return number
	}
	step("begun", 10, 1)
	during := moment()
	if n := inForce(15, during); n != 1 {
		t.Errorf("during the pilot version %d", n)
	}
	step("released", 20, nil)
	after := moment()
	for _, c := range []struct {
		day   int
		known time.Time
		want  int
	}{{15, after, 1}, {19, after, 1}, {20, after, 2}, {20, during, 1}} {
		if n := inForce(c.day, c.known); n != c.want {
			t.Errorf("day %d: version %d, not %d", c.day, n, c.want)
		}
	}
}
