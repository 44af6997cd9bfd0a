package app

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"zaemme/internal/apperr"
	"zaemme/internal/report"
	"zaemme/internal/task"
)

// A file of many rows is a task: begun by a click, made by any process, kept for who
// asked and for nobody else, and gone after seven days with its content.
func TestAFileOfManyRowsIsATask(t *testing.T) {
	t.Parallel()
	w := newRightsWorld(t)
	w.app.ManyRows = 1
	var err error
	if w.server, err = w.app.Web(t.Context()); err != nil {
		t.Fatal(err)
	}
	for address, starts := range map[string]string{"/berichte/datei?form=csv": "\uFEFF\"Kennung\"", "/team/bericht?form=jsonl": `{"kennung"`} {
		if status, _ := w.page("hr", address); status != http.StatusSeeOther {
			t.Fatalf("%s answers %d", address, status)
		}
		uid := w.row(`select uid from tasks where owner_id = ? order by id desc limit 1`, w.people["hr"])
		if one, err := w.app.Tasks.Wait(t.Context(), uuid.MustParse(uid), w.people["hr"], time.Minute); err != nil || one.Failure != nil { // the click waits a second
			t.Fatalf("%+v %v", one, err)
		}
		path := report.FilePath(uid)
		if status, body := w.page("hr", path); status != http.StatusOK || !strings.Contains(body, "Ihre Datei ist bereit.") {
			t.Errorf("%s: the page answers %d: %s", address, status, body)
		}
		if status, body := w.page("hr", path+"/herunterladen"); status != http.StatusOK || !strings.HasPrefix(body, starts) || strings.Count(body, "\n") < 3 {
			t.Errorf("%s: the file answers %d: %.200s", address, status, body)
		}
		if status, body := w.page("hr", "/berichte"); status != http.StatusOK || !strings.Contains(body, path) {
			t.Errorf("the list answers %d without it", status)
		}
		for _, who := range []string{"auditor", "manager", "admin", "hr_part"} {
			if status, _ := w.page(who, path+"/herunterladen"); status != http.StatusNotFound {
				t.Errorf("%s: %s gets %d", address, who, status)
			}
		}
	}
	for _, step := range []struct {
		days int
		left string
	}{{6, "2"}, {8, "0"}} {
		if _, err := w.app.runSweep(t.Context(), w.app.Clock().AddDate(0, 0, step.days)); err != nil {
			t.Fatal(err)
		}
		if n := w.row(`select count(*) from blobs b where exists (select from report_files f where f.hash = b.hash) or b.media_type in (?, ?)`,
			report.MediaTypes["csv"], report.MediaTypes["jsonl"]); n != step.left {
			t.Errorf("after %d days %s files are left", step.days, n)
		}
	}
}

// A file that cannot be made says why, and what to do.
func TestAFileThatCannotBeMadeSaysSo(t *testing.T) {
	t.Parallel()
	w := newRightsWorld(t)
	uid, err := w.app.Tasks.Start(t.Context(), task.Request{Kind: report.FileTask, Owner: w.people["hr"],
		Input: report.Wanted{AsOf: w.today(), Department: "gone", Language: "de", Form: "csv"}}, w.app.Clock())
	if err != nil {
		t.Fatal(err)
	}
	one, err := w.app.Tasks.Wait(t.Context(), uid, w.people["hr"], time.Minute)
	if err != nil || one.Failure == nil || one.Failure.Kind != apperr.NotFound {
		t.Fatalf("%+v %v", one, err)
	}
	if status, body := w.page("hr", report.FilePath(uid.String())); status != http.StatusNotFound || !strings.Contains(body, "Diese Organisationseinheit gab es an diesem Stichtag nicht.") {
		t.Errorf("answers %d: %s", status, body)
	}
}

// While a file is made, its page says how many rows are done, to its owner alone.
func TestAFileUnderWayTellsItsRows(t *testing.T) {
	t.Parallel()
	w := newRightsWorld(t)
	uid := w.row(`insert into tasks (kind, title, owner_id, input, created_at, state, stage, done, total, tries, lease_until, expires_at)
		values (?, 'Bericht', ?, '{}', now(), 'running', 'rows', 1200, 48000, 1, now() + interval '1 hour', now() + interval '1 day') returning uid`,
		report.FileTask, w.people["manager"])
	if status, _ := w.page("manager", report.FilePath(uid)); status != http.StatusSeeOther {
		t.Errorf("the file answers %d before it is there", status)
	}
	if status, body := w.page("manager", "/auftraege/"+uid); status != http.StatusOK || !strings.Contains(body, "Schritt 2 von 3: Zeilen schreiben") ||
		!strings.Contains(body, "1'200 von 48'000 Zeilen") && !strings.Contains(body, "1&#39;200 von 48&#39;000 Zeilen") {
		t.Errorf("answers %d: %s", status, body)
	}
	for _, path := range []string{report.FilePath(uid), "/auftraege/" + uid, "/auftraege/" + uid + "/stand"} {
		if status, _ := w.page("hr", path); status != http.StatusNotFound {
			t.Errorf("%s answers somebody else %d", path, status)
		}
	}
}
