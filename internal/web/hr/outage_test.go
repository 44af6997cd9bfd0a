package hr_test

import (
	"net/http"
	"strings"
	"testing"

	"zaemme/internal/people"
)

// An outage is declared, shown with the dates that move, applied and taken back.
func TestAnOutageIsDeclared(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	contains(t, s.page("/ausfaelle"), "Es ist kein Ausfall erklärt", "höchstens 10")
	for field, want := range map[string]string{
		"from=&reason=platform":                       "Erster Tag: Bitte füllen Sie dieses Feld aus",
		"from=30.3.2027&reason=laune":                 "Grund: Bitte wählen Sie einen Grund",
		"from=30.3.2027&until=29.3.2027&reason=power": "Letzter Tag: Der Ausfall endet, bevor er beginnt",
		"from=30.3.2027&from_time=halb&reason=power":  "Beginn (Uhrzeit): Bitte geben Sie die Uhrzeit so ein",
		"from=30.3.2025&reason=power":                 "mehr als ein Jahr zurück oder voraus",
	} {
		var pairs []string
		for pair := range strings.SplitSeq(field, "&") {
			name, value, _ := strings.Cut(pair, "=")
			pairs = append(pairs, name, value)
		}
		a := s.post("/ausfaelle", pairs...)
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.text(), want) {
			t.Errorf("%s: %d, without %q: %s", field, a.status, want, a.text())
		}
	}
	// Due on Wed 31.3.2027: Tue 30.3. to Thu 1.4. = 3 working days, Karfreitag was
	// 26.3., over Fri 2.4., plus 3 = Wed 7.4.
	a := s.post("/ausfaelle", "from", "30.3.2027", "from_time", "13.30", "until", "1.4.2027", "reason", "platform")
	next := s.get(a.location)
	for next.status == http.StatusSeeOther {
		a = next
		next = s.get(a.location)
	}
	contains(t, next.text(), "Ausfall 30.3.2027 bis 1.4.2027: Lernplattform nicht erreichbar", "31.3.2027", "7.4.2027", "wegen eines Ausfalls verschoben")
	if n := s.count(`select count(*) from outages`); n != 0 {
		t.Error("the preview has declared it")
	}
	contains(t, s.follow(a.location+"/uebernehmen"), "Der Ausfall ist erklärt")
	contains(t, s.page("/ausfaelle"), "Ein Ausfall ist erklärt", "13.30", "Fristen verschoben", "gilt")
	_, admin := s.somebody("Technik", 0, people.RoleAdmin)
	seen := s.do(admin, http.MethodGet, "/ausfaelle", "", nil)
	contains(t, seen.text(), "Lernplattform nicht erreichbar")
	containsNot(t, seen.body, a.location, "rueckgaengig")
	handed := s.do(admin, http.MethodPost, "/ausfaelle", "application/x-www-form-urlencoded", strings.NewReader("from=5.5.2027&reason=power"))
	if handed.status != http.StatusSeeOther || handed.location != "/ausfaelle" {
		t.Errorf("declared by administration: %d %s", handed.status, handed.location)
	}
	contains(t, s.page("/ausfaelle"), "Ausfall 5.5.2027 bis 5.5.2027: Strom ausgefallen")
	contains(t, s.page("/import/verlauf"), "Ausfall erklärt")
	batch := s.count(`select batch_id from outages`)
	back := s.post("/import/verlauf/" + itoa(batch) + "/rueckgaengig")
	for !strings.HasPrefix(back.location, "/import/verlauf/") {
		back = s.get(back.location)
	}
	contains(t, s.page(back.location), "Fristen verschieben sich", "Wer das spätere Datum kennt, verliert Tage")
	s.follow(back.location + "/uebernehmen")
	contains(t, s.page("/ausfaelle"), "rückgängig gemacht", "Es ist kein Ausfall erklärt")
	if n := s.count(`select count(*) from assignments where due_on = '2027-03-31'`); n == 0 {
		t.Error("taken back, the dates are not as before")
	}
}
