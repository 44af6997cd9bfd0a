package ledger

import (
	"context"
	"fmt"
	"testing"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
	"zaemme/internal/testing/dbtest"
)

var sealedOn = time.Date(2026, 3, 1, 2, 0, 0, 0, time.UTC)

// sealed is a ledger with two seals over events and facts, and its owner.
func sealed(t *testing.T) (app, owner *db.DB) {
	t.Helper()
	app = fixture(t, 4, 2)
	owner = dbtest.Owner(t)
	fact(t, app, `insert into absences (person_id, from_on, until_on, known_from) values (2, '2026-01-10', '2026-01-20', $1), (3, '2026-01-10', '2026-02-20', $1)`)
	fact(t, app, `insert into settings (key, value, valid_from, known_from) values ('name', '"Musterwil"', '2026-01-01', $1)`)
	mustAdd(t, app, assigned(1, 1, day0), assigned(2, 1, day0), assigned(2, 2, day0), assigned(3, 1, day0))
	mustSeal(t, app, 7)
	fact(t, app, `update absences set known_to = $1 where id = 1`)
	mustAdd(t, app, completed(2, 1, day0+3, "E-1"), completed(3, 1, day0+3, "E-2"))
	mustSeal(t, app, 3)
	return app, owner
}

func fact(t *testing.T, d *db.DB, sql string) {
	t.Helper()
	if err := d.Write(t.Context(), func(tx *db.Tx) error {
		at, err := tx.Stamp(t.Context())
		if err != nil {
			return err
		}
		_, err = tx.Query(t.Context()).Statement.ConnPool.ExecContext(t.Context(), sql, at)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func mustSeal(t *testing.T, d *db.DB, rows int64) Seal {
	t.Helper()
	s, err := New().Seal(t.Context(), d, sealedOn)
	if err != nil || s.Rows != rows || s.ID == 0 && rows > 0 {
		t.Fatalf("%d rows sealed, want %d: %v", s.Rows, rows, err)
	}
	return s
}

func mustVerify(t *testing.T, d *db.DB) Verdict {
	t.Helper()
	v, err := New().Verify(t.Context(), d, nil)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestSealsChain(t *testing.T) {
	t.Parallel()
	app, _ := sealed(t)
	v := mustVerify(t, app)
	if v.Broken != nil || v.Seals != 2 || v.Rows != 10 || v.Duties != 4 {
		t.Fatalf("%+v %+v", v, v.Broken)
	}
	if s := mustSeal(t, app, 0); s.ID != 0 {
		t.Error("a seal over nothing")
	}
	last, err := New().LastSeal(t.Context(), app)
	if err != nil || last.ID != v.Last || !last.SealedAt.Equal(sealedOn) {
		t.Errorf("%+v %v", last, err)
	}
}

// A chain that an older program began holds under this one, which covers more.
func TestSealsOfAnOlderDefinition(t *testing.T) {
	t.Parallel()
	d := fixture(t, 4, 2)
	join := `insert into person_joins (person_id, into_id, valid_from, known_from) values (2, 3, '2026-01-10', $1)`
	fact(t, d, join)
	mustAdd(t, d, assigned(1, 1, day0))
	old, err := New().seal(t.Context(), d, sealedOn, 1)
	if err != nil || old.Rows != 1 {
		t.Fatalf("%d rows by the old definition: %v", old.Rows, err)
	}
	fact(t, d, `update person_joins set known_to = $1`)
	fact(t, d, join)
	mustSeal(t, d, 2)
	if v := mustVerify(t, d); v.Broken != nil || v.Seals != 2 {
		t.Fatalf("%+v %+v", v, v.Broken)
	}
	if err := dbtest.Owner(t).Query(t.Context()).Exec(`update person_joins set into_id = 4 where known_to > now()`).Error; err != nil {
		t.Fatal(err)
	}
	if v := mustVerify(t, d); v.Broken == nil || v.Broken.Table != "person_joins" {
		t.Errorf("a joined record that was altered is not named: %+v", v.Broken)
	}
}

func TestOneSealerAtATime(t *testing.T) {
	t.Parallel()
	d := fixture(t, 1, 1)
	mustAdd(t, d, assigned(1, 1, day0))
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		if err := tx.Query(t.Context()).Exec(`select pg_advisory_xact_lock(?::bigint)`, sealLock).Error; err != nil {
			return err
		}
		if _, err := New().Seal(t.Context(), d, sealedOn); !apperr.Is(err, apperr.Conflict) {
			t.Errorf("a second sealer: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	mustSeal(t, d, 1)
}

// What is still being written is left to the next seal.
func TestSealStaysBelowOpenWriters(t *testing.T) {
	t.Parallel()
	ctx, d := t.Context(), fixture(t, 2, 1)
	if err := d.Write(ctx, func(tx *db.Tx) error {
		if _, err := New().Append(ctx, tx, assigned(1, 1, day0)); err != nil {
			return err
		}
		mustAdd(t, d, assigned(2, 1, day0)) // commits before, recorded after
		mustSeal(t, d, 0)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	mustSeal(t, d, 2)
	if v := mustVerify(t, d); v.Broken != nil {
		t.Errorf("%+v", v.Broken)
	}
}

func TestVerifyNamesTheBrokenRow(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		table, tamper string
		want          Broken
		person        int
	}{
		"event changed": {"ledger_events", `update ledger_events set effective_on = effective_on - 1 where id = 3`,
			Broken{What: Changed, Table: "ledger_events", ID: 3, Seal: 1, CourseCode: "C-2"}, 2},
		"event removed": {"ledger_events", `delete from ledger_events where id = 6`,
			Broken{What: Missing, Table: "ledger_events", ID: 6, Seal: 2}, 0},
		"event backdated": {"ledger_events", `insert into ledger_events (person_id, course_id, cycle, kind, effective_on, recorded_at)
			select 4, 1, 1, 'assigned', '2026-01-01', recorded_at from ledger_events where id = 1`,
			Broken{What: Added, Table: "ledger_events", ID: 7, Seal: 1, CourseCode: "C-1"}, 4},
		"fact changed": {"absences", `update absences set until_on = '2026-03-01' where id = 2`,
			Broken{What: Changed, Table: "absences", ID: 2, Seal: 1}, 3},
		"end taken back": {"absences", `update absences set known_to = '9999-12-31 00:00:00+00' where id = 1`,
			Broken{What: Missing, Table: "absences", ID: 1, Seal: 2}, 2},
		"setting changed": {"settings", `update settings set value = '"Anderswil"'`,
			Broken{What: Changed, Table: "settings", ID: 1, Seal: 1}, 0},
		"seal changed": {"seals", `update seals set row_count = 4 where id = 2`,
			Broken{What: Chain, Table: "seal_rows", ID: 2, Seal: 2}, 0},
		"seal made anew": {"seals", `update seals set digest = sha256('x') where id = 1`,
			Broken{What: Chain, Table: "seals", ID: 1, Seal: 1}, 0},
		"entries changed": {"seal_rows", `update seal_rows set entries = overlay(entries placing '\x00' from 17) where seal_id = 2`,
			Broken{What: Chain, Table: "seal_rows", ID: 2, Seal: 2}, 0},
		"slice changed": {"assignment_states", `update assignment_states set completed_on = '2026-01-02' where person_id = 3 and completed_on is not null`,
			Broken{What: Projection, Table: "assignment_states", CourseCode: "C-1", ValidFrom: "2026-01-04"}, 3},
		"slice removed": {"assignment_states", `delete from assignment_states where person_id = 2 and course_id = 2`,
			Broken{What: Projection, Table: "assignment_states", CourseCode: "C-2", ValidFrom: "2026-01-01"}, 2},
		"duty changed": {"assignments", `update assignments set due_on = due_on + 1 where person_id = 1`,
			Broken{What: Projection, Table: "assignments", CourseCode: "C-1"}, 1},
		"duty invented": {"assignments", `insert into assignments select * from assignments where false;
			insert into assignments (person_id, course_id, revision, cycle, mandatory, renewal, corrected) values (4, 2, 1, 1, true, false, false)`,
			Broken{What: Projection, Table: "assignments", CourseCode: "C-2"}, 4},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			app, owner := sealed(t)
			exec(t, owner, `alter table `+test.table+` disable trigger user`)
			exec(t, owner, test.tamper)
			v := mustVerify(t, app)
			if v.Broken == nil {
				t.Fatal("not found")
			}
			if test.person != 0 {
				var uid string
				if err := owner.Pool().QueryRowContext(t.Context(), `select uid from persons where id = $1`, test.person).Scan(&uid); err != nil {
					t.Fatal(err)
				}
				test.want.PersonUID = uid
			}
			if *v.Broken != test.want {
				t.Errorf("%+v, want %+v", *v.Broken, test.want)
			}
			if test.want.What != Projection {
				return
			}
			if err := app.Write(t.Context(), func(tx *db.Tx) error { return New().Rebuild(t.Context(), tx) }); err != nil {
				t.Fatal(err)
			}
			if v := mustVerify(t, app); v.Broken != nil {
				t.Errorf("after the rebuild: %+v", v.Broken)
			}
		})
	}
}

// The application's role cannot alter what is sealed, and the owner only with
// the triggers off.
func TestEvidenceIsAppendOnly(t *testing.T) {
	t.Parallel()
	app, owner := sealed(t)
	for _, table := range []string{"ledger_events", "seals", "seal_rows"} {
		for _, sql := range []string{`delete from ` + table, `truncate ` + table + ` cascade`} {
			for name, d := range map[string]*db.DB{"app": app, "owner": owner} {
				if _, err := d.Pool().ExecContext(t.Context(), sql); err == nil {
					t.Errorf("%s may: %s", name, sql)
				}
			}
		}
	}
}

// Two writers whose transactions stay open for a while, and reports asked at the
// horizon: asked again at the end, none has changed.
func TestReportsBelowTheHorizonNeverChange(t *testing.T) {
	t.Parallel()
	ctx, d, l := t.Context(), fixture(t, 200, 1), New()
	type report struct {
		known time.Time
		text  string
	}
	ask := func(known time.Time) string {
		rows, err := l.At(ctx, d, day0+40, known, nil)
		if err != nil {
			t.Error(err)
		}
		text := ""
		for _, r := range rows {
			text += fmt.Sprint(r.PersonID, r.Status(day0+40), r.Dates, "\n")
		}
		return text
	}
	var reports []report
	done := make(chan struct{}, 2)
	stop, cancel := context.WithCancel(ctx)
	defer cancel()
	for w := range int64(2) {
		go func() {
			defer func() { done <- struct{}{} }()
			for p := w + 1; p <= 200; p += 2 {
				err := d.Write(ctx, func(tx *db.Tx) error {
					if _, err := l.Append(ctx, tx, assigned(p, 1, day0), completed(p, 1, day0+5, fmt.Sprint("E-", p))); err != nil {
						return err
					}
					// the transaction stays open until a report has been asked
					return tx.Query(stop).Exec(`select pg_sleep(0.003)`).Error
				})
				if err != nil {
					t.Error(err)
					return
				}
			}
		}()
	}
	for running := 2; running > 0; {
		select {
		case <-done:
			running--
		default:
		}
		known, err := d.Horizon(ctx)
		if err != nil {
			t.Fatal(err)
		}
		reports = append(reports, report{known, ask(known)})
	}
	different := map[string]bool{}
	for _, r := range reports {
		different[r.text] = true
		if ask(r.known) != r.text {
			t.Fatalf("the report as known at %s has changed", r.known)
		}
	}
	if len(different) < 5 {
		t.Errorf("only %d different reports of %d: nothing was written meanwhile", len(different), len(reports))
	}
}

// A duty's events never go back in recorded time, even if the clock does.
func TestStampAfterTheDutysLastEvent(t *testing.T) {
	t.Parallel()
	app, owner := fixture(t, 1, 1), dbtest.Owner(t)
	mustAdd(t, app, assigned(1, 1, day0))
	exec(t, owner, `alter table ledger_events disable trigger user`)
	exec(t, owner, `update ledger_events set recorded_at = recorded_at + interval '1 hour'`) // the clock was set back since
	exec(t, owner, `alter table ledger_events enable trigger user`)
	if err := app.Write(t.Context(), func(tx *db.Tx) error { return New().Rebuild(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
	mustAdd(t, app, completed(1, 1, day0+1, "E-1"))
	events, err := New().Events(t.Context(), app, 1, 1)
	if err != nil || !events[1].RecordedAt.After(events[0].RecordedAt) {
		t.Errorf("%v %v", events, err)
	}
	if v := mustVerify(t, app); v.Broken != nil {
		t.Errorf("%+v", v.Broken)
	}
}
