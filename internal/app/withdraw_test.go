package app

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/learning"
	"zaemme/internal/outbox"
	"zaemme/internal/web/learner"
)

var hiddenVersion = regexp.MustCompile(`name="version" value="(\d+)"`)

// An author withdraws a question on a page that says what follows; the draft of the
// next version says so, and the test no longer asks it.
func TestAQuestionIsWithdrawn(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	const list, question = "/werkstatt/kurs/IS-01/testfragen", "/werkstatt/kurs/IS-01/testfragen/IS-01-Q01"
	if status, _ := w.get(w.other, question); status != http.StatusForbidden {
		t.Errorf("somebody without the role: %d", status)
	}
	w.has(w.author, "/werkstatt/kurs/IS-01", "Fragen ansehen oder zurückziehen")
	w.has(w.author, list, "IS-01-Q01", "Frage zurückziehen")
	body := w.has(w.author, question, "Soll diese Frage für alle als richtig zählen?", "Personen, die dadurch bestehen", "Grund")
	version := hiddenVersion.FindStringSubmatch(body)
	if version == nil {
		t.Fatal("the form carries no version")
	}
	if status, _ := w.get(w.author, list+"/IS-01-Q99"); status != http.StatusNotFound {
		t.Errorf("a question that is none: %d", status)
	}
	if status, _, body := w.post(w.author, question, url.Values{"version": {version[1]}}); status != http.StatusUnprocessableEntity || !strings.Contains(body, "Soll diese Frage") {
		t.Errorf("without a reason: %d", status)
	}
	if status, _, body := w.post(w.author, question, url.Values{"version": {"1"}, "reason": {"x"}}); version[1] != "1" && (status != http.StatusUnprocessableEntity || !strings.Contains(body, "neue Fassung")) {
		t.Errorf("of another version: %d", status)
	}
	for range 2 { // a double click
		if status, to, _ := w.post(w.author, question, url.Values{"version": {version[1]}, "reason": {"Zwei Antworten sind richtig."}}); status != http.StatusSeeOther || to != list {
			t.Fatalf("withdrawing: %d to %s", status, to)
		}
	}
	w.has(w.author, list, "zurückgezogen am", "Zwei Antworten sind richtig.")
	w.has(w.author, question, "Diese Frage ist zurückgezogen.", "Zwei Antworten sind richtig.")
	_, draft, _ := w.post(w.author, "/werkstatt/kurs/IS-01/entwurf", nil)
	w.has(w.author, draft, "Diese Frage ist zurückgezogen und wird nicht gestellt.")
	w.has(w.author, draft+"/fragen", "Diese Frage ist zurückgezogen und wird nicht gestellt.")
	w.has(w.author, draft+"/frage/1", "Diese Frage ist zurückgezogen und wird nicht gestellt.")
	var n int
	if err := db.One(w.app.DB.Query(t.Context()), &n, `select count(*) from audit_log where action = 'course.question.withdrawn'`); err != nil || n != 1 {
		t.Errorf("%d entries: %v", n, err)
	}
}

// Who passes by a withdrawal reads in the letter what has happened, and no score.
func TestTheLetterOfAWithdrawal(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx := t.Context()
	d.assign(calendar.DateOf(d.app.Clock()))
	version := courseOf(t, d, d.member)
	if _, err := d.app.DB.Pool().ExecContext(ctx, `update persons set email = 'ana@seedorf.example' where id = $1`, d.member); err != nil {
		t.Fatal(err)
	}
	var uid string
	letters := learning.Letters{Courses: d.app.Catalogue, Press: d.app.Extensions.Press, Texts: d.app.Texts, ResultPath: learner.ResultPath}
	err := d.app.DB.Write(ctx, func(tx *db.Tx) error {
		var row struct {
			ID  int64
			UID string
		}
		if err := db.One(tx.Query(ctx), &row, `
			insert into attempts (person_id, course_id, version_id, cycle, seed, started_at, handed_in_at, points, possible, passed)
			values (?, ?, ?, 1, 1, now(), now(), 8, 8, true) returning id, uid::text as uid`, d.member, version.CourseID, version.ID); err != nil {
			return err
		}
		uid = row.UID
		decision, err := letters.Render(ctx, tx, outbox.Item{Payload: fmt.Appendf(nil, `{"attempt": %d}`, row.ID)}, d.app.Clock())
		if err != nil {
			return err
		}
		m := decision.Mail()
		if m == nil || !strings.Contains(m.Text, "Damit haben Sie den Test bestanden") || !strings.Contains(m.Text, "/ergebnis/"+uid) {
			t.Errorf("%+v %s", m, decision.Reason())
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
