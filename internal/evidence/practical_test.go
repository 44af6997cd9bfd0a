package evidence_test

import (
	"strings"
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/ledger"
	"zaemme/internal/letter"
	"zaemme/internal/mail"
	"zaemme/internal/outbox"
	"zaemme/internal/people"
	"zaemme/internal/settings"
	"zaemme/views"
)

// task publishes PA-01, which person 1 has to do from the start on, until day 30.
func (w *world) task() *course.Version {
	w.t.Helper()
	c := &coursefile.Course{Code: "PA-01", Namespace: "test", Kind: coursefile.Practical, Language: "de", Languages: []string{"de", "en"},
		Titles: coursefile.Texts{"de": "Evakuation"}, Minutes: 10, ValidityMonths: 12, DueDays: 30, Version: coursefile.VersionNote{Materiality: coursefile.Material},
		Modules: []coursefile.Module{{No: 1, Minutes: 10, Titles: coursefile.Texts{"de": "Aufgabe"}, Body: "Gehen Sie den Fluchtweg ab."}}}
	if _, err := course.Sync(w.t.Context(), w.db, []*coursefile.Course{c}, start); err != nil {
		w.t.Fatal(err)
	}
	if err := w.courses.Refresh(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	yes := true
	w.write(func(tx *db.Tx) error {
		_, err := w.ledger.Append(w.t.Context(), tx, ledger.Event{PersonID: 1, CourseID: w.course("PA-01"), Cycle: 1, Kind: ledger.KindAssigned,
			EffectiveOn: start, DueOn: start + 30, Mandatory: &yes, ActorID: 2})
		return err
	})
	v, err := w.courses.ByCode("PA-01")
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

func (w *world) report(person int64, v *course.Version, note string, day calendar.Date) (c evidence.Case, err error) {
	err = w.db.Write(w.t.Context(), func(tx *db.Tx) error {
		c, err = w.ReportDone(w.t.Context(), tx, evidence.Done{Person: person, Version: v, Language: "en", Note: note, Settings: settings.Defaults()}, noon(day))
		return err
	})
	return c, err
}

func (w *world) judge(v evidence.Verdict, day calendar.Date) (c evidence.Case, err error) {
	v.Settings, v.Actor = settings.Defaults(), v.Scope.Viewer
	err = w.db.Write(w.t.Context(), func(tx *db.Tx) error {
		c, err = w.Confirm(w.t.Context(), tx, v, noon(day))
		return err
	})
	return c, err
}

// leads makes one person the superior of another.
func (w *world) leads(superior, person int64) {
	w.t.Helper()
	w.write(func(tx *db.Tx) error {
		return tx.Query(w.t.Context()).Exec(`update employment_facts set manager_id = ? where person_id = ?`, superior, person).Error
	})
}

func (w *world) scope(viewer int64, day calendar.Date) people.Scope {
	w.t.Helper()
	s, err := people.ScopeOf(w.t.Context(), w.db, viewer, day)
	if err != nil {
		w.t.Fatal(err)
	}
	return evidence.Confirmers(s, settings.Defaults())
}

// letters is how many wait for the person.
func (w *world) letters(person int64) (n int) {
	w.t.Helper()
	if err := db.One(w.db.Query(w.t.Context()), &n, `select count(*) from outbox where kind = ? and recipient_id = ?`, evidence.LetterKind, person); err != nil {
		w.t.Fatal(err)
	}
	return n
}

// What somebody says to have carried out counts once the superior has confirmed it,
// or whoever stands in for them, or HR: never by themselves, nor by another line.
func TestAPracticalTaskIsConfirmedByTheSuperior(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, day := w.task(), start.AddDays(20)
	w.leads(2, 1)
	w.leads(3, 4)
	w.write(func(tx *db.Tx) error {
		return tx.Query(t.Context()).Exec(`insert into deputies (person_id, deputy_id, valid_from, valid_to, known_from) values (2, 5, ?, '9999-12-31', now())`, start).Error
	})
	hr := hrScope(t, w, 6, day)
	if _, err := w.report(1, v, strings.Repeat("a", 301), day); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("too long a note: %v", err)
	}
	is01, err := w.courses.ByCode("IS-01")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.report(1, is01, "", day); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("a course with a test: %v", err)
	}
	c, err := w.report(1, v, " Mit Person 4. ", day)
	if err != nil || !c.Own() || c.Note != "Mit Person 4." || c.Day != day {
		t.Fatalf("%+v, %v", c, err)
	}
	if _, err := w.report(1, v, "", day+1); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("twice: %v", err)
	}
	if list, err := evidence.InReview(t.Context(), w.db, []int64{1, 2}); err != nil || len(list) != 1 || list[0] != (evidence.Duty{PersonID: 1, CourseID: v.CourseID}) {
		t.Errorf("in review: %v, %v", list, err)
	}
	if w.status(1, "PA-01", day) != ledger.StatusOpen {
		t.Error("it counts already")
	}
	for name, s := range map[string]struct {
		scope people.Scope
		want  int
	}{"the superior": {w.scope(2, day), 1}, "the deputy": {w.scope(5, day), 1}, "another superior": {w.scope(3, day), 0}, "HR": {hr, 1}, "the person": {w.scope(1, day), 0}} {
		list, err := evidence.ToConfirm(t.Context(), w.db, s.scope)
		waiting, n := evidence.ToConfirmSQL(s.scope), 0
		none := w.db.Query(t.Context()).Raw(`select `+waiting.SQL, waiting.Args).Scan(&n).Error
		if err != nil || none != nil || len(list) != s.want || n != s.want {
			t.Errorf("%s is asked about %d and %d: %v, %v", name, len(list), n, err, none)
		}
	}
	yes := evidence.Verdict{UID: c.UID, Confirm: true, Scope: w.scope(3, day)}
	if _, err := w.judge(yes, day); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("another superior: %v", err)
	}
	yes.Scope = people.Scope{Viewer: 1, Day: day, Everyone: true}
	if _, err := w.judge(yes, day); !apperr.Is(err, apperr.Forbidden) {
		t.Errorf("the person: %v", err)
	}
	yes.Scope = w.scope(2, day+3)
	for name, wrong := range map[string]calendar.Date{"to come": day + 4, "before there was the task": start - 1} {
		yes.Day = wrong
		if _, err := w.judge(yes, day+3); !apperr.Is(err, apperr.Invalid) {
			t.Errorf("a day %s: %v", name, err)
		}
	}
	yes.Day = day - 2
	if c, err = w.judge(yes, day+3); err != nil || c.State != evidence.Confirmed {
		t.Fatal(err)
	}
	if _, err := w.judge(yes, day+3); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("decided twice: %v", err)
	}
	events, err := w.ledger.Events(t.Context(), w.db, 1, v.CourseID)
	if err != nil {
		t.Fatal(err)
	}
	e := events[len(events)-1]
	if e.How != ledger.HowPractical || e.Kind != ledger.KindRecorded || e.ActorID != 2 || e.ConfirmedBy != 0 || e.EffectiveOn != day-2 || e.VersionID != v.ID ||
		e.ContentLanguage != "en" || len(e.SettingsHash) == 0 || e.ValidUntil != (day-2).AddMonths(12) || w.status(1, "PA-01", day+3) != ledger.StatusFulfilled {
		t.Errorf("%+v", e)
	}
	if list, err := evidence.InReview(t.Context(), w.db, []int64{1}); err != nil || len(list) != 0 || w.letters(1) != 1 {
		t.Errorf("in review: %v, %v; %d letters", list, err, w.letters(1))
	}
	if _, err := w.report(1, v, "", day+4); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("where it is fulfilled for as long: %v", err)
	}
}

// A refusal has a reason, which the person reads; then they may report it again, or
// take the report back. What they said goes when its term has ended.
func TestAPracticalTaskIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, day := w.task(), start.AddDays(20)
	w.leads(2, 1)
	c, err := w.report(1, v, "Im Werkhof.", day)
	if err != nil {
		t.Fatal(err)
	}
	no := evidence.Verdict{UID: c.UID, Scope: w.scope(2, day), Reason: "typing"}
	if _, err := w.judge(no, day); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("no reason of the list: %v", err)
	}
	no.Reason = "incomplete"
	if _, err := w.judge(no, day); err != nil {
		t.Fatal(err)
	}
	cases, err := evidence.Of(t.Context(), w.db, 1)
	if err != nil {
		t.Fatal(err)
	}
	refused, ok := evidence.RefusedTask(cases, v.CourseID)
	if _, waits := evidence.WaitingTask(cases, v.CourseID); !ok || waits || refused.Reason != "incomplete" || refused.DecidedBy != 2 || w.letters(1) != 1 {
		t.Errorf("%+v, %d letters", cases, w.letters(1))
	}
	if list, err := evidence.InReview(t.Context(), w.db, []int64{1}); err != nil || len(list) != 0 || w.status(1, "PA-01", day) != ledger.StatusOpen {
		t.Errorf("in review: %v, %v", list, err)
	}
	if c, err = w.report(1, v, "", day+1); err != nil {
		t.Fatal(err)
	}
	w.write(func(tx *db.Tx) error {
		_, err := w.Withdraw(t.Context(), tx, c.UID, 1, noon(day+1))
		return err
	})
	if w.letters(1) != 1 {
		t.Error("a letter about what the person has taken back")
	}
	w.write(func(tx *db.Tx) error {
		_, err := evidence.DropScans(t.Context(), tx, day+2)
		return err
	})
	if cases, err = evidence.Of(t.Context(), w.db, 1); err != nil || len(cases) != 2 || cases[1].Note != "" || cases[1].Reason != "incomplete" {
		t.Errorf("%+v, %v", cases, err)
	}
}

// Who has reported it is told what became of it, and why; without a mailbox the page
// says so.
func TestTheLetterOfAPracticalTask(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, day := w.task(), start.AddDays(20)
	w.leads(2, 1)
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	press, err := letter.NewPress(views.Files, "https://lernen.seedorf.example")
	if err != nil {
		t.Fatal(err)
	}
	letters := evidence.Letters{Courses: w.courses, Press: press, Texts: texts, Path: func(code string) string { return "/aufgaben/" + code }}
	decided := func(confirm bool, reason string) *mail.Message {
		t.Helper()
		c, err := w.report(1, v, "", day)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.judge(evidence.Verdict{UID: c.UID, Scope: w.scope(2, day), Confirm: confirm, Reason: reason}, day); err != nil {
			t.Fatal(err)
		}
		var m *mail.Message
		w.write(func(tx *db.Tx) error {
			var payload string
			if err := db.One(tx.Query(t.Context()), &payload, `select payload from outbox where kind = ? order by id desc limit 1`, evidence.LetterKind); err != nil {
				return err
			}
			d, err := letters.Render(t.Context(), tx, outbox.Item{Kind: evidence.LetterKind, RecipientID: 1, Payload: []byte(payload)}, noon(day))
			m = d.Mail()
			return err
		})
		return m
	}
	if m := decided(false, "wrong"); m != nil {
		t.Error("to somebody without a mailbox")
	}
	w.write(func(tx *db.Tx) error {
		return tx.Query(t.Context()).Exec(`update persons set email = 'person@seedorf.example' where id = 1`).Error
	})
	for _, want := range []struct {
		confirm               bool
		reason, subject, text string
	}{
		{false, "wrong", "Nicht bestätigt: Evakuation", "nicht so ausgeführt, wie sie beschrieben ist"},
		{true, "", "Bestätigt: Evakuation", "ist bestätigt. Als Tag der Ausführung gilt der 22. März 2026"},
	} {
		m := decided(want.confirm, want.reason)
		if m == nil || m.Subject != want.subject || !strings.Contains(strings.Join(strings.Fields(m.Text), " "), want.text) || !strings.Contains(m.Text, "/aufgaben/PA-01") {
			t.Errorf("%+v", m)
		}
	}
}

// The ledger takes no practical task by the person alone.
func TestAPracticalTaskNeedsAnother(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v := w.task()
	no, err := ledger.NewEvidenceNo("PA-01", zeros{1, 2})
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []ledger.Kind{ledger.KindTaken, ledger.KindRecorded} {
		if err := w.db.Write(t.Context(), func(tx *db.Tx) error {
			_, err := w.ledger.Append(t.Context(), tx, ledger.Event{PersonID: 1, CourseID: v.CourseID, Cycle: 1, Kind: kind, EffectiveOn: start + 1,
				How: ledger.HowPractical, EvidenceNo: no, ValidUntil: start + 300, ActorID: 1})
			return err
		}); err == nil {
			t.Errorf("%s: taken", kind)
		}
	}
}
