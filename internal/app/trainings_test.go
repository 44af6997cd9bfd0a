package app

import (
	"net/http"
	"strings"
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/evidence"
	"zaemme/internal/hrimport"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
)

// A list of earlier trainings is read in with every problem by its line, counts once
// a second person has confirmed it, and is taken back as a whole.
func TestAListOfTrainings(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx, today := t.Context(), calendar.DateOf(d.app.Clock())
	if _, err := d.app.DB.Pool().ExecContext(ctx, `update persons set personnel_no = 'L-1' where id = $1`, d.leadID); err != nil {
		t.Fatal(err)
	}
	d.assign(today)
	second := session(t, d.app, false, people.RoleHR)
	id := func(token string) int64 {
		s, err := auth.Find(ctx, d.app.DB, token, d.app.Clock())
		if err != nil {
			t.Fatal(err)
		}
		return s.Person.ID
	}
	current := courseOf(t, d, d.member)
	day := func(days int) string { return today.AddDays(-days).String() }
	rows := []string{
		"Personalnummer;Kurs;Abschlussdatum;Ausgestellt von;Bemerkung",
		"00007;" + current.Code() + ";" + day(200) + ";;alt",
		"00007;" + current.Code() + ";" + day(40) + ";Gemeinde Kriens;",
		"99999;" + current.Code() + ";" + day(40) + ";;",
		"L-1;GIBT-ES-NICHT;" + day(40) + ";;",
		"L-1;" + current.Code() + ";" + day(3000) + ";;",
		"L-1;" + current.Code() + ";irgendwann;;",
	}
	list := hrimport.Trainings{Evidence: d.app.Evidence, Courses: d.app.Catalogue, Changes: d.app.Change}
	upload := hrimport.Upload{Name: "cyber.csv", Content: []byte(strings.Join(rows, "\n"))}
	if _, err := list.Preview(ctx, upload, "", id(d.hr), d.app.Clock()); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("without an issuer: %v", err)
	}
	plan, err := list.Preview(ctx, upload, "E-Learning Cyber", id(d.hr), d.app.Clock())
	if err != nil {
		t.Fatal(err)
	}
	path := "/nachweise-einlesen/" + plan.UID.String()
	_, body := d.send(http.MethodGet, path, nil, d.hr)
	for _, want := range []string{"Eine Schulung würde zählen", "Gemeinde Kriens", "Diese Personalnummer gibt es nicht", "Diesen Kurs gibt es nicht", "Älter als die Altersgrenze",
		"neuere Zeile", "Zeile 7", "Bestätigen muss eine zweite Person"} {
		if !strings.Contains(body, want) {
			t.Errorf("the preview has no %q", want)
		}
	}
	if strings.Contains(body, "E-Learning Cyber") {
		t.Error("a row that says who issued it has another issuer")
	}
	status := func() ledger.Status {
		t.Helper()
		held, err := d.app.Ledger.Duty(ctx, d.app.DB, d.member, current.CourseID)
		if err != nil {
			t.Fatal(err)
		}
		return held.Status(today)
	}
	if response, _ := d.post(path+"/uebernehmen", nil, d.hr); response.StatusCode != http.StatusForbidden || status() != ledger.StatusOpen {
		t.Errorf("who has read it in confirms it: %d, %s", response.StatusCode, status())
	}
	if _, body := d.send(http.MethodGet, "/bestaetigen", nil, second); !strings.Contains(body, path) {
		t.Error("the page of what waits has not got the list")
	}
	if response, _ := d.post(path+"/uebernehmen", nil, d.lead); response.StatusCode != http.StatusForbidden {
		t.Errorf("a superior: %d", response.StatusCode)
	}
	if response, body := d.post(path+"/uebernehmen", nil, second); response.StatusCode != http.StatusSeeOther {
		t.Fatalf("the second person: %d %s", response.StatusCode, body)
	}
	if status() != ledger.StatusFulfilled {
		t.Errorf("confirmed, and %s", status())
	}
	events, err := d.app.Ledger.Events(ctx, d.app.DB, d.member, current.CourseID)
	if err != nil {
		t.Fatal(err)
	}
	e := events[len(events)-1]
	if e.How != ledger.HowImported || e.ActorID != id(d.hr) || e.ConfirmedBy != id(second) || e.BatchID == 0 || e.EffectiveOn != today.AddDays(-40) {
		t.Errorf("%+v", e)
	}
	if cases, err := evidence.Of(ctx, d.app.DB, d.member); err != nil || len(cases) != 1 || cases[0].Issuer != "Gemeinde Kriens" || cases[0].EventID != e.ID {
		t.Errorf("%+v, %v", cases, err)
	}
	if response, _ := d.post(path+"/uebernehmen", nil, second); response.StatusCode != http.StatusConflict {
		t.Errorf("confirmed twice: %d", response.StatusCode)
	}
	if _, body := d.send(http.MethodGet, "/import/verlauf", nil, d.hr); !strings.Contains(body, "Frühere Schulungen") || !strings.Contains(body, "eine Schulung anerkannt") {
		t.Error("the history of batches")
	}
	undo, err := d.app.Change.Propose(ctx, change.TakeBack(e.BatchID, "zurück", id(d.hr), today), d.app.Clock())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.app.Change.Apply(ctx, undo.UID.String(), id(d.hr), 0, d.app.Clock()); err != nil {
		t.Fatal(err)
	}
	if status() != ledger.StatusOpen {
		t.Errorf("taken back, and %s", status())
	}
}

// Nobody confirms a list on which they stand.
func TestNobodyConfirmsAListWithThemselves(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx, today := t.Context(), calendar.DateOf(d.app.Clock())
	d.assign(today)
	hr, err := auth.Find(ctx, d.app.DB, d.hr, d.app.Clock())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.app.DB.Pool().ExecContext(ctx, `update persons set personnel_no = 'HR-1' where id = $1`, hr.Person.ID); err != nil {
		t.Fatal(err)
	}
	list := hrimport.Trainings{Evidence: d.app.Evidence, Courses: d.app.Catalogue, Changes: d.app.Change}
	plan, err := list.Preview(ctx, hrimport.Upload{Name: "x.csv", Content: []byte("Personalnummer;Kurs;Datum\nHR-1;IS-01;" + today.AddDays(-5).String() + "\n")},
		"Kriens", d.leadID, d.app.Clock())
	if err != nil {
		t.Fatal(err)
	}
	if response, body := d.post("/nachweise-einlesen/"+plan.UID.String()+"/uebernehmen", nil, d.hr); response.StatusCode != http.StatusForbidden || !strings.Contains(body, "nicht für Ihre Rolle") {
		t.Errorf("%d", response.StatusCode)
	}
	for name, content := range map[string]string{"a staff list": "Personalnummer;Name;Vorname;Organisationseinheit;Eintritt\n1;A;B;C;1.1.2020\n", "nothing": "Personalnummer;Kurs;Datum\n;;\n"} {
		if _, err := list.Preview(ctx, hrimport.Upload{Name: "x.csv", Content: []byte(content)}, "Kriens", hr.Person.ID, d.app.Clock()); !apperr.Is(err, apperr.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
