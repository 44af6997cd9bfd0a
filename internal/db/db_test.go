package db_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/db"
	"zaemme/internal/pgembed"
	"zaemme/internal/testing/dbtest"
)

func TestThreeInstancesMigrateOnce(t *testing.T) {
	t.Parallel()
	_, owner := dbtest.Empty(t)
	var wg sync.WaitGroup
	applied := make([]int, 3)
	errs := make([]error, 3)
	for i := range 3 {
		wg.Go(func() { applied[i], errs[i] = db.Migrate(t.Context(), owner, pgembed.AppRole) })
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("migrations/*.sql") // numbers may have gaps
	if err != nil {
		t.Fatal(err)
	}
	if sum := applied[0] + applied[1] + applied[2]; sum != len(files) {
		t.Errorf("%v migrations were applied, want %d in all", applied, len(files))
	}
}

func TestSchemaIsCheckedAtStart(t *testing.T) {
	t.Parallel()
	app, owner := dbtest.New(t), dbtest.Owner(t)
	if err := app.CheckSchema(t.Context()); err != nil {
		t.Fatalf("a fitting schema is refused: %v", err)
	}
	exec(t, owner, `update schema_compat set oldest_program = 9999`)
	if err := app.CheckSchema(t.Context()); !errors.Is(err, db.ErrSchema) {
		t.Errorf("a schema that is too new is accepted: %v", err)
	}
	exec(t, owner, `update schema_compat set oldest_program = 1`)
	exec(t, owner, `delete from goose_db_version where version_id > 1`)
	if err := app.CheckSchema(t.Context()); !errors.Is(err, db.ErrSchema) {
		t.Errorf("a schema that is too old is accepted: %v", err)
	}
}

// What is evidence is append-only for everyone; the app may not change the
// schema.
func TestWhatNobodyMayDo(t *testing.T) {
	t.Parallel()
	app, owner := dbtest.New(t), dbtest.Owner(t)
	for _, table := range []string{"ledger_events", "audit_log", "seals", "course_versions"} {
		for _, sql := range []string{"delete from " + table, "truncate " + table + " cascade"} {
			for role, d := range map[string]*db.DB{"app": app, "owner": owner} {
				if err := d.Query(t.Context()).Exec(sql).Error; err == nil {
					t.Errorf("as %s: %s succeeded", role, sql)
				}
			}
		}
	}
	if err := owner.Query(t.Context()).Exec(`update audit_log set action = ''`).Error; err == nil ||
		!strings.Contains(err.Error(), "append-only") {
		t.Errorf("the owner altered the audit log: %v", err)
	}
	for _, sql := range []string{
		`create table x (y int)`, `drop table settings`, `alter table settings add z int`, `truncate settings`,
		`update access_log set page = ''`, `delete from access_log_rest`,
	} {
		if err := app.Query(t.Context()).Exec(sql).Error; err == nil {
			t.Errorf("the app may %s", sql)
		}
	}
	exec(t, app, `select ensure_month('2026-11-21')`)
	exec(t, app, `insert into access_log (at, viewer_id, page, scope, as_of, person_ids)
		values ('2026-11-21 10:00:00Z', 1, 'line.team', 'line', '2026-11-21', '{2,3}')`)
	var n int
	if err := owner.Query(t.Context()).Raw(`select count(*) from access_log_202611`).Scan(&n).Error; err != nil || n != 1 {
		t.Errorf("%d rows in the month's partition, %v", n, err)
	}
}

// A report's T lies below every open writer, and writers stamp above what was
// given out, even if the clock is set back.
func TestHorizonAndStamp(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	ctx := t.Context()
	stamped, release := make(chan time.Time), make(chan struct{})
	done := make(chan error, 1)
	go func() {
		done <- d.Write(ctx, func(tx *db.Tx) error {
			at, err := tx.Stamp(ctx)
			if err != nil {
				return err
			}
			again, err := tx.Stamp(ctx)
			if err != nil || again != at {
				return errors.Join(err, errors.New("one transaction has two stamps"))
			}
			stamped <- at
			<-release
			return nil
		})
	}()
	var at time.Time
	select {
	case at = <-stamped:
	case err := <-done:
		t.Fatal(err)
	}
	during, err := d.Horizon(ctx)
	if err != nil || !during.Before(at) {
		t.Fatalf("the horizon %v does not lie below the open writer %v: %v", during, at, err)
	}
	close(release)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	after, err := d.Horizon(ctx)
	if err != nil || !after.After(at) {
		t.Fatalf("the horizon %v stays below the finished writer %v: %v", after, at, err)
	}
	// As if the clock had been set back by an hour.
	exec(t, d, `update horizon set given = clock_timestamp() + interval '1 hour'`)
	given, err := d.Horizon(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Write(ctx, func(tx *db.Tx) error {
		stamp, err := tx.Stamp(ctx)
		if err == nil && !stamp.After(given) {
			t.Errorf("stamp %v does not lie above %v, which was given out", stamp, given)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// A moment that is announced with other statements holds the horizon back from
// then on; the stamp taken of it lies above what is on record.
func TestAnnouncedStamp(t *testing.T) {
	t.Parallel()
	ctx, d := t.Context(), dbtest.New(t)
	for name, ahead := range map[string]time.Duration{"behind": -time.Second, "ahead": time.Hour} {
		if err := d.Write(ctx, func(tx *db.Tx) error {
			var batch pgx.Batch
			var announced time.Time
			tx.Announce(&batch, &announced)
			if err := tx.Raw(func(conn *pgx.Conn) error { return conn.SendBatch(ctx, &batch).Close() }); err != nil {
				return err
			}
			during, err := d.Horizon(ctx)
			if err != nil || !during.Before(announced) {
				t.Errorf("%s: the horizon %v does not lie below the moment %v: %v", name, during, announced, err)
			}
			floor := announced.Add(ahead)
			stamp, err := tx.StampAfter(ctx, floor, announced)
			if err != nil || !stamp.After(floor) || ahead < 0 && !stamp.Equal(announced) {
				t.Errorf("%s: stamp %v, announced %v, floor %v: %v", name, stamp, announced, floor, err)
			}
			var again pgx.Batch
			if tx.Announce(&again, &announced); again.Len() > 0 {
				t.Errorf("%s: announced again", name)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
}

// An error or a slow statement is logged without the values in it: names and
// numbers of people do not belong there.
func TestTheLogHoldsNoValues(t *testing.T) {
	t.Parallel()
	url, _ := dbtest.URLs(t)
	var log strings.Builder
	d, err := db.Open(t.Context(), url, db.Options{Logger: slog.New(slog.NewTextHandler(&log, nil)), MaxConns: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	var n int
	for _, failing := range []error{
		d.Query(t.Context()).Raw(`select 1 from nothing where name = ?`, "Geheimnis").Scan(&n).Error,
		d.Query(t.Context()).Exec(`delete from nothing where name = @name`, map[string]any{"name": "Geheimnis"}).Error,
	} {
		if failing == nil {
			t.Error("a statement on no table succeeded")
		}
	}
	if !strings.Contains(log.String(), "nothing") || strings.Contains(log.String(), "Geheimnis") {
		t.Errorf("the log: %s", log.String())
	}
}

func TestWriteRollsBack(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	boom := errors.New("boom")
	insert := func(tx *db.Tx) error {
		_, err := tx.CopyIn(t.Context(), "sites", []string{"name"}, pgx.CopyFromRows([][]any{{"Werkhof"}}))
		return err
	}
	if err := d.Write(t.Context(), func(tx *db.Tx) error { return errors.Join(insert(tx), boom) }); !errors.Is(err, boom) {
		t.Fatalf("got %v", err)
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		_ = d.Write(t.Context(), func(tx *db.Tx) error {
			if err := insert(tx); err != nil {
				t.Error(err)
			}
			panic("boom")
		})
	}()
	if n := count(t, d, "sites"); n != 0 {
		t.Errorf("%d rows survived a rollback", n)
	}
	if err := d.Write(t.Context(), insert); err != nil || count(t, d, "sites") != 1 {
		t.Errorf("the row was not copied: %v", err)
	}
	if err := d.Read(t.Context(), insert); err == nil {
		t.Error("a reading transaction wrote")
	}
}

func exec(t *testing.T, d *db.DB, sql string) {
	t.Helper()
	if err := d.Query(context.WithoutCancel(t.Context())).Exec(sql).Error; err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

func count(t *testing.T, d *db.DB, table string) (n int) {
	t.Helper()
	if err := d.Query(t.Context()).Raw(`select count(*) from ` + table).Scan(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

// Pages give up after a while; a command that somebody waits for does not.
func TestHowLongStatementsMayTake(t *testing.T) {
	t.Parallel()
	url, _ := dbtest.URLs(t)
	for unhurried, want := range map[bool]string{false: "15s", true: "0"} {
		pool, err := db.Open(t.Context(), url, db.Options{Unhurried: unhurried, MaxConns: 1})
		if err != nil {
			t.Fatal(err)
		}
		var limit string
		if err := pool.Query(t.Context()).Raw(`show statement_timeout`).Scan(&limit).Error; err != nil || limit != want {
			t.Errorf("unhurried %t: %q %v", unhurried, limit, err)
		}
		if err := pool.Close(); err != nil {
			t.Error(err)
		}
	}
}

// Statements that go together are answered in their order, on the pool and in a
// transaction; one that fails is the error.
func TestTogether(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	ask := func(c db.Conn, second string) (got []int, err error) {
		var batch db.Batch
		for _, sql := range []string{`select 1`, second} {
			batch.Queue(sql).QueryRow(func(row pgx.Row) error {
				var n int
				err := row.Scan(&n)
				got = append(got, n)
				return err
			})
		}
		return got, c.Together(t.Context(), &batch)
	}
	check := func(c db.Conn) error {
		got, err := ask(c, `select 2`)
		if err != nil || len(got) != 2 || got[0] != 1 || got[1] != 2 {
			t.Errorf("%v %v", got, err)
		}
		return nil
	}
	_ = check(d)
	if err := d.Read(t.Context(), func(tx *db.Tx) error { return check(tx) }); err != nil {
		t.Error(err)
	}
	if _, err := ask(d, `select 1 / 0`); err == nil {
		t.Error("a division by zero is no error")
	}
	_ = check(d) // the connection is still good
}
