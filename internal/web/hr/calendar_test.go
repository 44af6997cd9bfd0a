package hr_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// edition is the number that the forms of a set's page carry.
func edition(t *testing.T, body string) string {
	t.Helper()
	m := regexp.MustCompile(`name="edition" value="(\d+)"`).FindStringSubmatch(body)
	if m == nil {
		t.Fatal("no form names its edition")
	}
	return m[1]
}

func TestAHolidaySetIsEdited(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	contains(t, s.page("/kalender"), "Der nächste freie Tag: Karfreitag, 26.3.2027", "Kanton Luzern", "Karfreitag, 26.3.2027", "Schulferien sind bis 4.1.2026 eingetragen",
		"Es gibt noch keine Standorte")
	text := s.page("/kalender/luzern")
	contains(t, text, "2027 hat 253 Arbeitstage", "Freitag, 26.3.2027", "Mariä Empfängnis", "In diesem Jahr arbeiten", "Bei der Einrichtung angelegt")
	contains(t, s.page("/kalender/luzern?jahr=2028"), "Freitag, 14.4.2028")
	now := edition(t, s.get("/kalender/luzern").body)

	bad := s.post("/kalender/luzern/tage", "edition", now, "name", "", "from", "morgen", "until", "", "kind", "closure")
	if bad.status != http.StatusUnprocessableEntity {
		t.Errorf("an entry without a name answers %d", bad.status)
	}
	contains(t, bad.text(), "Bezeichnung: Bitte füllen Sie dieses Feld aus", "Erster Tag: Bitte geben Sie ein Datum ein")
	bad = s.post("/kalender/luzern/tage", "edition", now, "name", "Betriebsferien", "from", "24.12.2027", "until", "3.12.2027", "kind", "closure")
	contains(t, bad.text(), "Letzter Tag: Der letzte Tag liegt vor dem ersten", "Betriebsferien")
	contains(t, s.follow("/kalender/luzern/tage", "edition", now, "name", "Betriebsferien", "from", "27.12.2027", "until", "31.12.2027", "kind", "closure"),
		"Bestehende Fristen bleiben", "2027 hat 248 Arbeitstage", "27.12.2027 bis 31.12.2027", "Neu: Betriebsferien")
	stale := s.post("/kalender/luzern/tage", "edition", now, "name", "Chilbi", "from", "13.9.2027", "kind", "full")
	if stale.status != http.StatusUnprocessableEntity || !strings.Contains(stale.text(), "Inzwischen hat jemand diesen Kalender geändert") {
		t.Errorf("over an edition not seen: %d %s", stale.status, stale.text())
	}
	now = edition(t, s.get("/kalender/luzern").body)
	contains(t, s.follow("/kalender/luzern/tage", "edition", now, "name", "Auffahrt", "from", "2027-05-06", "kind", "open"),
		"2027 hat 249 Arbeitstage", "durch einen eigenen Eintrag ersetzt")
	now = edition(t, s.get("/kalender/luzern").body)
	contains(t, s.page("/kalender/luzern/tage/1"), "Betriebsferien", "27.12.2027 bis 31.12.2027")
	contains(t, s.follow("/kalender/luzern/tage/1", "edition", now, "name", "Betriebsferien", "from", "28.12.2027", "until", "31.12.2027", "kind", "closure"),
		"2027 hat 250 Arbeitstage")
	now = edition(t, s.get("/kalender/luzern").body)
	contains(t, s.follow("/kalender/luzern/tage/0/entfernen", "edition", now), "«Auffahrt» ist entfernt", "2027 hat 249 Arbeitstage")
	if a := s.get("/kalender/luzern/tage/9"); a.status != http.StatusNotFound {
		t.Errorf("an entry that is none answers %d", a.status)
	}
	if a := s.get("/kalender/zug"); a.status != http.StatusNotFound {
		t.Errorf("a set that is none answers %d", a.status)
	}

	now = edition(t, s.get("/kalender/luzern/angaben").body)
	weekless := s.post("/kalender/luzern/angaben", "edition", now, "title", "Kanton Luzern", "feast-neujahr", "full")
	contains(t, weekless.text(), "mindestens einen Wochentag")
	contains(t, s.follow("/kalender/luzern/angaben", "edition", now, "title", "Gemeinde", "week", "1", "week", "2", "week", "3", "week", "4", "week", "5",
		"feast-neujahr", "full", "feast-josefstag", "half"), "Neujahr und Josefstag (halber Tag)", "Feiertage jedes Jahr geändert")
	contains(t, s.follow("/kalender/neu", "title", "Badeanlagen", "copy", "luzern"), "Noch folgt ihm kein Standort", "Neujahr und Josefstag")
	twice := s.post("/kalender/neu", "title", "Badeanlagen", "copy", "luzern")
	contains(t, twice.text(), "Es gibt schon einen Kalender mit diesem Namen")
}

// A site gets another set and the set a closure: no date moves before the plan of
// it is applied; taken back, dates are as before.
func TestDatesAreComputedAnewByAPlan(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	withSite := strings.Replace(header, ";AHV-Nr.", ";Standort", 1) +
		"00001;Beispiel;Luca;luca.beispiel@seedorf.example;100;Kanzlei;Leitung;100;unbefristet;01.05.2019;;;Gemeindehaus\n"
	s.follow(s.preview(withSite) + "/uebernehmen")
	due := func() (day string) {
		must(t, s.db.Query(t.Context()).Raw(`select min(due_on)::text from assignments`).Row().Scan(&day))
		return day
	}
	if due() != "2027-03-31" {
		t.Fatalf("due %s", due())
	}
	contains(t, s.page("/kalender"), "Gemeindehaus", "1 Person")
	now := edition(t, s.get("/kalender/luzern-stadt").body)
	s.follow("/kalender/luzern-stadt/tage", "edition", now, "name", "Umzug", "from", "30.3.2027", "until", "2.4.2027", "kind", "closure")
	site := s.count(`select id from sites`)
	contains(t, s.follow("/kalender/standorte", "site-"+itoa(site), "luzern-stadt"), "Bestehende Fristen bleiben")
	if a := s.post("/kalender/standorte", "site-"+itoa(site), "zug"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("an unknown set answers %d", a.status)
	}
	if due() != "2027-03-31" {
		t.Fatalf("editing a set has moved the date to %s", due())
	}
	a := s.post("/kalender/fristen")
	next := s.get(a.location)
	for next.status == http.StatusSeeOther {
		a = next
		next = s.get(a.location)
	}
	contains(t, next.text(), "Fristen neu rechnen", "31.3.2027", "5.4.2027", "Beispiel Luca", "nach dem Feiertagskalender neu gerechnet")
	contains(t, s.follow(a.location+"/uebernehmen"), "Die Fristen sind neu gerechnet")
	if due() != "2027-04-05" {
		t.Errorf("applied: due %s", due())
	}
	contains(t, s.page("/import/verlauf"), "Fristen neu gerechnet")
	batch := s.count(`select max(id) from batches`)
	back := s.post("/import/verlauf/" + itoa(batch) + "/rueckgaengig")
	for !strings.HasPrefix(back.location, "/import/verlauf/") {
		back = s.get(back.location)
	}
	s.follow(back.location + "/uebernehmen")
	if due() != "2027-03-31" {
		t.Errorf("taken back: due %s", due())
	}
}

// A file is shown before anything of it is taken; days the set has already are not
// proposed again.
func TestDaysOfAFileAreTaken(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const path = "/kalender/luzern-schule"
	file := "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270206\r\nDTEND;VALUE=DATE:20270222\r\nSUMMARY:Fasnachtsferien\r\nEND:VEVENT\r\n" +
		"BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270703\r\nDTEND;VALUE=DATE:20270816\r\nSUMMARY:Sommerferien <b>2027</b>\r\nEND:VEVENT\r\n" +
		"BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270326\r\nSUMMARY:Karfreitag\r\nEND:VEVENT\r\n" +
		"BEGIN:VEVENT\r\nDTSTART:20270310T080000\r\nSUMMARY:Elternabend\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	a := s.uploadTo(path+"/import", "ferien.ics", file)
	if a.status != http.StatusOK {
		t.Fatalf("answers %d: %s", a.status, a.text())
	}
	contains(t, a.text(), "2 Einträge können dazukommen", "6.2.2027 bis 21.2.2027", "steht schon im Kalender: Karfreitag", "16 «Elternabend» hat eine Uhrzeit")
	containsNot(t, a.body, "<b>2027")
	if n := s.count(`select count(*) from calendar_facts`); n != 3 {
		t.Errorf("the preview has written: %d editions", n)
	}
	now := edition(t, a.body)
	contains(t, s.follow(path+"/import/uebernehmen", "edition", now, "kind", "school", "take", "2027-02-06/2027-02-21/Fasnachtsferien",
		"take", "2027-07-03/2027-08-15/Sommer/ferien"), "Die gewählten Tage sind eingetragen", "Sommer/ferien", "6.2.2027 bis 21.2.2027")
	contains(t, s.follow(path+"/import/uebernehmen", "edition", now, "kind", "school"), "Es ist nichts eingetragen")
	bad := s.post(path+"/import/uebernehmen", "edition", edition(t, s.get(path).body), "kind", "school", "take", "gestern/heute/x")
	if bad.status != http.StatusUnprocessableEntity {
		t.Errorf("a day that is none answers %d", bad.status)
	}
	contains(t, s.uploadTo(path+"/import", "ferien.csv", "Datum;Name\n").text(), "Das ist keine Kalenderdatei")
	contains(t, s.uploadTo(path+"/import", "leer.ics", "BEGIN:VCALENDAR\nEND:VCALENDAR\n").text(), "keinen ganztägigen Eintrag")
	if a := s.post(path + "/import"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("without a file: %d", a.status)
	}
}
