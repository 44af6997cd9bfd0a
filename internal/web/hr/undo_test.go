package hr_test

import (
	"fmt"
	"net/http"
	"testing"
)

// HR takes a list back: the counter-plan first, then the way back, then the list
// again.
func TestAListIsTakenBack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	contains(t, s.page("/import/verlauf"), "Noch nichts übernommen", "Liste einlesen")
	containsNot(t, s.page("/import/verlauf"), "{")
	s.follow(s.preview(list) + "/uebernehmen")
	contains(t, s.page("/import/verlauf"), "3 Personen neu", "Rückgängig machen …")
	var batch int64
	must(t, s.db.Query(t.Context()).Raw(`select max(id) from batches`).Scan(&batch).Error)
	counter := s.post(fmt.Sprintf("/import/verlauf/%d/rueckgaengig", batch)).location
	contains(t, s.page(counter), "gilt wieder, was vorher galt", "nicht mehr angestellt", "Zahl zur Bestätigung", "zurückgezogen")
	n := s.count(`select count(*) from persons where withdrawn_at is null`)
	if a := s.post(counter + "/uebernehmen"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("without the number it answers %d", a.status)
	}
	if now := s.count(`select count(*) from persons where withdrawn_at is null`); now != n {
		t.Errorf("%d persons after looking, had %d", now, n)
	}
	contains(t, s.follow(counter+"/uebernehmen", "confirm", "3"), "Die Übernahme ist rückgängig gemacht.")
	contains(t, s.page("/import/verlauf"), "rückgängig gemacht", "3 Austritte")
	containsNot(t, s.page("/import/verlauf"), "Rückgängig machen …")
	contains(t, s.page("/personen"), "1 Person ist heute angestellt.")
	s.follow(s.preview(list) + "/uebernehmen")
	contains(t, s.page("/import/verlauf"), "Rückgängig machen …")
}

// HR takes a rule back, with what it did to duties; then what the night did.
func TestARuleIsTakenBack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen") // everybody is planned
	a := s.post("/regeln/neu", "title", "Werkdienst am Bildschirm", "curriculum", "grundcurriculum", "departments", "200", "pc", "no")
	const long = `select count(*) from assignments a join courses c on c.id = a.course_id where a.withdrawn_on is null and a.assigned_on is not null and c.code in ('IS-01', 'DS-01')`
	duties := s.count(long)
	contains(t, s.follow(a.location+"/uebernehmen"), "Die Änderung ist übernommen")
	if n := s.count(long); n != duties+2 {
		t.Fatalf("%d duties, had %d", n, duties)
	}
	contains(t, s.page("/import/verlauf"), "Werkdienst am Bildschirm", "Regeln", "Pflichtschulungen beginnen", "Rückgängig machen …")
	var batch int64
	must(t, s.db.Query(t.Context()).Raw(`select max(id) from batches`).Scan(&batch).Error)
	counter := s.post(fmt.Sprintf("/import/verlauf/%d/rueckgaengig", batch)).location
	contains(t, s.page(counter), "Die Regel «Werkdienst am Bildschirm» gibt es nicht mehr.", "2 entfallen")
	contains(t, s.follow(counter+"/uebernehmen"), "Die Übernahme ist rückgängig gemacht.")
	containsNot(t, s.page("/regeln"), "Werkdienst am Bildschirm, ")
	if n := s.count(`select count(*) from rule_facts f join rules r on r.id = f.rule_id where r.code like 'werkdienst-am%' and f.known_to > now()`); n != 0 {
		t.Error("the rule still holds")
	}
	if n := s.count(long); n != duties {
		t.Errorf("%d duties after the way back, had %d", n, duties)
	}
}

// A rule that was changed since stays as it is now; a curriculum that a rule needs
// does too.
func TestARuleChangedSinceStays(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	made := s.post("/regeln/curriculum/neu", "title", "Nur Datenschutz", "courses", "DS-01")
	s.follow(made.location + "/uebernehmen")
	var batch int64
	must(t, s.db.Query(t.Context()).Raw(`select max(id) from batches`).Scan(&batch).Error)
	var code string
	must(t, s.db.Query(t.Context()).Raw(`select code from curricula where code like 'nur-datenschutz%'`).Row().Scan(&code))
	rule := s.post("/regeln/neu", "title", "Datenschutz für Neue", "curriculum", code, "entry_from", "1.1.2090")
	s.follow(rule.location + "/uebernehmen")
	counter := s.post(fmt.Sprintf("/import/verlauf/%d/rueckgaengig", batch)).location
	contains(t, s.page(counter), "Was bleibt", "das Curriculum", "Nur Datenschutz")
	containsNot(t, s.page(counter), "gibt es nicht mehr")
}
