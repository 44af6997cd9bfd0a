package app

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"zaemme/internal/report"
	"zaemme/internal/task"
)

// A workbook whose process ends midway, before its rows are read or after the last
// one is written, is made by the next process, once, and its owner gets it.
func TestABrokenOffWorkbookIsMadeByTheNextProcess(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		table   string // that the first process waits for
		stopped bool   // told to stop; else it ends without a word, and its lease runs out
	}{
		"stopped while counting":      {"reports", true},
		"stopped with the rows done":  {"report_files", true},
		"vanished with the rows done": {"report_files", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newRightsWorld(t)
			release := w.hold(c.table)
			uid, err := w.app.Tasks.Start(t.Context(), task.Request{Kind: report.FileTask, Title: "Bericht", Owner: w.people["hr"],
				Input: report.Wanted{AsOf: w.today(), Language: "de", Form: "xlsx"}}, w.app.Clock())
			if err != nil {
				t.Fatal(err)
			}
			w.until(`select exists (select from pg_locks where relation = cast(? as regclass) and not granted)`, c.table)
			if c.stopped {
				if err := w.app.Tasks.Stop(); err != nil {
					t.Fatal(err)
				}
				if state := w.row(`select state || tries from tasks where uid = ?`, uid); state != "waiting0" {
					t.Errorf("a process that stops leaves the task %s", state)
				}
			} else { // nobody prolongs a lease of an earlier try
				w.change(`update tasks set lease_until = clock_timestamp() - interval '1 second', tries = tries + 1 where uid = ?`, uid)
			}
			release()
			next := task.New(w.app.DB, w.app.Log, w.app.Clock, w.app.Reports.Tasks())
			t.Cleanup(func() { _ = next.Stop() })
			if did, err := next.RunOne(t.Context()); err != nil || !did {
				t.Fatalf("the next process did nothing: %v", err)
			}
			if err := w.app.Tasks.Stop(); err != nil {
				t.Fatal(err)
			}
			w.once(t, uid)
			if did, err := next.RunOne(t.Context()); err != nil || did {
				t.Errorf("the file is made again: %v", err)
			}
		})
	}
}

// once expects the file of the task, one alone, for its owner.
func (w *rightsWorld) once(t *testing.T, uid uuid.UUID) {
	t.Helper()
	one, err := task.Load(t.Context(), w.app.DB, uid.String(), w.people["hr"])
	if err != nil || one.State != task.Done || one.Failure != nil {
		t.Fatalf("%+v, %v", one, err)
	}
	if n := w.row(`select count(*) from report_files where task_uid = ?`, uid); n != "1" {
		t.Errorf("%s files", n)
	}
	if n := w.row(`select count(*) from blobs where media_type = ?`, report.MediaTypes["xlsx"]); n != "1" {
		t.Errorf("%s contents are kept", n)
	}
	if status, body := w.page("hr", report.FilePath(uid.String())+"/herunterladen"); status != http.StatusOK || !strings.HasPrefix(body, "PK") {
		t.Errorf("the file answers %d", status)
	}
}

// hold keeps everybody from a table until release is called.
func (w *rightsWorld) hold(table string) (release func()) {
	w.t.Helper()
	conn, err := pgx.Connect(w.t.Context(), w.app.Config.MigrateURL)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = conn.Close(context.Background()) })
	for _, step := range []string{`begin`, `lock table ` + table} {
		if _, err := conn.Exec(w.t.Context(), step); err != nil {
			w.t.Fatal(err)
		}
	}
	return func() {
		w.t.Helper()
		if _, err := conn.Exec(w.t.Context(), `rollback`); err != nil {
			w.t.Fatal(err)
		}
	}
}

// until waits for a condition to be true.
func (w *rightsWorld) until(sql string, args ...any) {
	w.t.Helper()
	limit := time.After(time.Minute)
	for tick := time.NewTicker(20 * time.Millisecond); w.row(sql, args...) != "true"; {
		select {
		case <-tick.C:
		case <-limit:
			w.t.Fatal("this has not come about: ", sql)
		}
	}
}

func (w *rightsWorld) change(sql string, args ...any) {
	w.t.Helper()
	if err := w.app.DB.Query(w.t.Context()).Exec(sql, args...).Error; err != nil {
		w.t.Fatal(err)
	}
}
