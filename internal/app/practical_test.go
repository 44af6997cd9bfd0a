package app

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/ledger"
)

// A practical task from its text to the certificate: read, reported, in review on
// every list, refused, reported again, confirmed with its day, and told by mail.
func TestAPracticalTask(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx, today := t.Context(), calendar.DateOf(d.app.Clock())
	content := &coursefile.Course{Code: "PA-01", Namespace: "ch.zaemme", Kind: coursefile.Practical, Language: "de", Titles: coursefile.Texts{"de": "Fluchtweg"},
		Minutes: 10, ValidityMonths: 12, DueDays: 30, Version: coursefile.VersionNote{Materiality: coursefile.Material},
		Modules: []coursefile.Module{{No: 1, Minutes: 10, Titles: coursefile.Texts{"de": "Den Weg abgehen"}, Body: "Gehen Sie den Fluchtweg ab."}}}
	if _, err := course.Sync(ctx, d.app.DB, []*coursefile.Course{content}, today-40); err != nil {
		t.Fatal(err)
	}
	if err := d.app.Catalogue.Refresh(ctx); err != nil {
		t.Fatal(err)
	}
	v, err := d.app.Catalogue.ByCode("PA-01")
	if err != nil {
		t.Fatal(err)
	}
	var member string
	yes := true
	if err := d.app.DB.Write(ctx, func(tx *db.Tx) (err error) {
		if err := tx.Query(ctx).Exec(`update persons set email = 'ana@seedorf.example' where id = ?`, d.member).Error; err != nil {
			return err
		}
		if _, err := d.app.Ledger.Append(ctx, tx, ledger.Event{PersonID: d.member, CourseID: v.CourseID, Cycle: 1, Kind: ledger.KindAssigned,
			EffectiveOn: today - 20, DueOn: today + 10, Mandatory: &yes, ActorID: d.leadID}); err != nil {
			return err
		}
		member, err = auth.Start(ctx, tx, d.member, "test", d.app.Clock())
		return err
	}); err != nil {
		t.Fatal(err)
	}
	says := func(session, path string, want ...string) {
		t.Helper()
		response, body := d.send(http.MethodGet, path, nil, session)
		if response.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d", path, response.StatusCode)
		}
		for _, text := range want {
			if !strings.Contains(body, text) {
				t.Errorf("%s does not say %q", path, text)
			}
		}
	}
	does := func(session, path string, form url.Values, want int) string {
		t.Helper()
		response, body := d.post(path, form, session)
		if response.StatusCode != want {
			t.Fatalf("%s: %d, want %d\n%s", path, response.StatusCode, want, body)
		}
		return response.Header.Get("Location")
	}
	waiting := func() evidence.Case {
		t.Helper()
		cases, err := evidence.Of(ctx, d.app.DB, d.member)
		if err != nil {
			t.Fatal(err)
		}
		one, ok := evidence.WaitingTask(cases, v.CourseID)
		if !ok {
			t.Fatal("nothing waits")
		}
		return one
	}

	says(member, "/kurse/PA-01", "Ausführung", "/aufgaben/PA-01")
	if to := does(member, "/kurse/PA-01/module/1", nil, http.StatusSeeOther); to != "/aufgaben/PA-01" {
		t.Errorf("after the text: %s", to)
	}
	does(member, "/kurse/PA-01/test", nil, http.StatusNotFound)
	does(member, "/weisungen/PA-01", url.Values{"understood": {"1"}}, http.StatusNotFound)
	does(member, "/aufgaben/PA-01", url.Values{"note": {strings.Repeat("a", 301)}}, http.StatusUnprocessableEntity)
	for range 2 { // sent twice it is one report
		does(member, "/aufgaben/PA-01", url.Values{"note": {"Mit <b>Jan</b>"}}, http.StatusSeeOther)
	}
	says(member, "/aufgaben/PA-01", "In Prüfung", "Meldung zurückziehen", "Mit &lt;b&gt;Jan&lt;/b&gt;")
	says(member, "/kurse/PA-01", "In Prüfung", "ist in Prüfung", "Ihre Meldung ansehen")
	says(member, "/", "in Prüfung")
	says(d.lead, "/team", "in Prüfung")
	says(d.lead, "/bestaetigen", "Praktische Aufgabe ausgeführt: Fluchtweg", "Mit &lt;b&gt;Jan&lt;/b&gt;", "Ausgeführt am", "nicht vollständig ausgeführt")
	if review, err := inReview(ctx, d.app.DB, []int64{d.member}); err != nil || len(review) != 1 || review[0].CourseID != v.CourseID {
		t.Errorf("reminders go on: %v, %v", review, err)
	}

	confirm := "/bestaetigen/" + waiting().UID
	does(d.stranger, confirm, url.Values{"decision": {"confirm"}}, http.StatusNotFound)
	does(d.lead, confirm, url.Values{"decision": {"refuse"}}, http.StatusUnprocessableEntity)
	does(d.lead, confirm, url.Values{"decision": {"refuse"}, "reason": {"incomplete"}}, http.StatusSeeOther)
	says(member, "/aufgaben/PA-01", "Die Aufgabe ist nicht vollständig ausgeführt.", `name="note"`)
	says(member, "/kurse/PA-01", "wurde nicht bestätigt", "nicht vollständig ausgeführt")

	does(member, "/aufgaben/PA-01", nil, http.StatusSeeOther)
	does(member, "/aufgaben/PA-01/zurueckziehen", nil, http.StatusSeeOther)
	does(member, "/aufgaben/PA-01/zurueckziehen", nil, http.StatusConflict)
	does(member, "/aufgaben/PA-01", nil, http.StatusSeeOther)
	one := waiting()
	confirm, field := "/bestaetigen/"+one.UID, "day-"+one.UID
	for _, wrong := range []string{"gestern", (today + 1).String(), (today - 41).String()} {
		if _, body := d.post(confirm, url.Values{"decision": {"confirm"}, field: {wrong}}, d.lead); !strings.Contains(body, `role="alert"`) || !strings.Contains(body, `aria-invalid="true"`) {
			t.Errorf("the day %s is taken", wrong)
		}
	}
	does(d.lead, confirm, url.Values{"decision": {"confirm"}, field: {(today - 3).String()}}, http.StatusSeeOther)

	duty, err := d.app.Ledger.Duty(ctx, d.app.DB, d.member, v.CourseID)
	if err != nil || duty.How != ledger.HowPractical || duty.CompletedOn != today-3 {
		t.Fatalf("%+v, %v", duty, err)
	}
	says(member, "/nachweise", "praktische Aufgabe")
	says(member, "/nachweise/"+duty.EvidenceNo, "praktische Aufgabe, von einer zweiten Person bestätigt", "Den Weg abgehen")
	says(member, "/kurse/PA-01", "praktische Aufgabe, bestätigt")
	says(d.hr, "/personen/"+d.uid+"/pflicht/PA-01", "praktische Aufgabe, bestätigt")
	if to, _ := d.send(http.MethodGet, "/aufgaben/PA-01", nil, member); to.Header.Get("Location") != "/nachweise/"+duty.EvidenceNo {
		t.Error("the page of a fulfilled task does not lead to its evidence")
	}
	var mails int
	if err := db.One(d.app.DB.Query(ctx), &mails, `select count(*) from outbox where kind = ? and recipient_id = ?`, evidence.LetterKind, d.member); err != nil || mails != 2 {
		t.Errorf("%d letters, %v", mails, err)
	}
}

// The workshop offers the kind; such a course goes to the review without a test, a pass
// mark or competences.
func TestANewPracticalTask(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	w.has(w.author, "/werkstatt/neu", "Praktische Aufgabe")
	_, draft, _ := w.post(w.author, "/werkstatt/neu", url.Values{"de": {"Fluchtweg"}, "en": {"Escape route"}, "code": {"PA-01"}, "kind": {"practical"}, "owner": {"Sicherheit"}})
	if _, body := w.get(w.author, draft); strings.Contains(body, draft+"/fragen") {
		t.Error("questions of a practical task")
	}
	meta := w.editor(w.author, draft+"/angaben", url.Values{"title-de": {"Fluchtweg"}, "title-en": {"Escape route"}, "title-fr": {"Issue"}, "title-it": {"Uscita"},
		"summary-de": {"Sie kennen den Weg."}, "summary-en": {"You know the way."}, "audience-de": {"Alle"}, "minutes": {"10"}, "review_due": {"1.10.2027"}, "as_of": {"1.11.2026"}})
	if meta.Has("pass_percent") {
		t.Error("a pass mark of a practical task")
	}
	if status, _, body := w.post(w.author, draft+"/angaben", meta); status != http.StatusSeeOther {
		t.Fatalf("%d %.3000s", status, body)
	}
	if status, _, body := w.post(w.author, draft+"/einreichen", nil); status != http.StatusSeeOther {
		t.Errorf("%d %s", status, body)
	}
}
