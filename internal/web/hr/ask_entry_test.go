package hr_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"zaemme/internal/calendar"
)

// employedOn counts the employments of the number that hold on the day, as known now.
func (s *site) employedOn(number, day string) int {
	s.t.Helper()
	return s.count(`select count(*) from employment_facts f join persons p on p.id = f.person_id
		where p.personnel_no = ? and f.known_to > now() and f.valid_from <= cast(? as date) and f.valid_to > cast(? as date)
			and f.entry_on <= cast(? as date) and f.exit_on >= cast(? as date)`, number, day, day, day, day)
}

func (s *site) dutiesOf(number string) int {
	s.t.Helper()
	return s.count(`select count(*) from assignments a join persons p on p.id = a.person_id where p.personnel_no = ? and withdrawn_on is null`, number)
}

// A corrected entry takes the same way as any change by hand: what it means is shown
// first, it is applied as shown, and taken back as a batch.
func TestTheEntryIsCorrected(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	path := "/personen/" + s.uid("00002")
	contains(t, s.page(path), "Eintritt berichtigen Anstellung 1")
	before := s.dutiesOf("00002")
	a := s.post(path+"/anstellung/1/eintritt", "entry_on", "1.6.27")
	shown := s.page(a.location)
	contains(t, shown, "Der Eintritt wird berichtigt.", "Eintritt 1.8.2025 1.6.2027", "entfallen", "1 Person tritt erst am 1. Juni 2027 ein; "+itoa(before)+" Zuweisungen beginnen am Eintrittstag.")
	if s.employedOn("00002", "2027-03-01") != 1 || s.dutiesOf("00002") != before || before == 0 {
		t.Fatalf("the preview wrote something: %d of %d duties", s.dutiesOf("00002"), before)
	}
	s.follow(a.location + "/uebernehmen")
	if s.employedOn("00002", "2027-03-01")+s.employedOn("00002", "2026-01-01") != 0 || s.employedOn("00002", "2027-06-01") != 1 || s.dutiesOf("00002") != 0 {
		t.Fatalf("the entry is not 1 June: %d duties", s.dutiesOf("00002"))
	}
	page := s.page(path)
	contains(t, page, "Eintritt berichtigen", "seit 1.6.2027") // also of what has not begun

	// Earlier again, then taken back.
	contains(t, s.applied(path+"/anstellung/1/eintritt", "entry_on", "1.2.2027"), "Der Eintritt wird berichtigt.", "2 Zuweisungen beginnen")
	contains(t, s.page(path), "1.2.2027") // the unit itself is only there since today
	if s.employedOn("00002", "2027-03-01") != 1 || s.dutiesOf("00002") != before {
		t.Errorf("the entry is not 1 February: %d duties", s.dutiesOf("00002"))
	}
	batch := s.count(`select max(id) from batches`)
	undo := s.post("/import/verlauf/" + itoa(batch) + "/rueckgaengig")
	s.follow(undo.location + "/uebernehmen")
	if s.employedOn("00002", "2027-03-01") != 0 || s.employedOn("00002", "2027-06-01") != 1 || s.dutiesOf("00002") != 0 {
		t.Errorf("taken back, %d duties", s.dutiesOf("00002"))
	}
	_, err := s.changes.RunDay(t.Context(), calendar.NewDate(2027, time.June, 1))
	must(t, err)
	if s.dutiesOf("00002") != before {
		t.Errorf("%d duties on the day of entry, want %d", s.dutiesOf("00002"), before)
	}
}

func TestAnEntryThatCannotBe(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(strings.Replace(list, "01.01.2020;;", "01.01.2020;31.12.2027;", 1)) + "/uebernehmen")
	path := "/personen/" + s.uid("00003")
	refused := func(path, day, says string) {
		t.Helper()
		a := s.post(path, "entry_on", day)
		if a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s on %s answers %d", path, day, a.status)
		}
		contains(t, a.text(), says)
	}
	refused(path+"/anstellung/1/eintritt", "1.1.2028", "Die Anstellung endet am 31.12.2027.")
	refused(path+"/anstellung/1/eintritt", "", "Eintritt")
	refused(path+"/anstellung/1/eintritt", "31.2.2027", "Eintritt")
	if a := s.get(path + "/anstellung/9/eintritt"); a.status != http.StatusNotFound {
		t.Errorf("no such employment answers %d", a.status)
	}

	// The same number again after an end: the new time cannot reach into the old one.
	s.applied(path+"/austritt", "last_day", "28.2.2027")
	s.follow(s.preview(strings.Replace(list, "01.01.2020", "01.05.2027", 1)) + "/uebernehmen")
	refused(path+"/anstellung/1/eintritt", "15.2.2027", "dauerte schon einmal bis 28.2.2027")
	contains(t, s.applied(path+"/anstellung/1/eintritt", "entry_on", "1.4.2027"), "Eintritt 1.5.2027 1.4.2027")
	if s.employedOn("00003", "2027-02-28") != 1 || s.employedOn("00003", "2027-03-31") != 0 || s.employedOn("00003", "2027-04-01") != 1 {
		t.Error("the two times of the employment are not as they should be")
	}

	// Other facts are announced: they would be taken away.
	path = "/personen/" + s.uid("00002")
	s.applied(path+"/anstellung/1", "department", "100", "function", "Leitung", "pensum", "80", "category", "permanent", "manager", "00001", "from", "1.5.2027")
	refused(path+"/anstellung/1/eintritt", "1.7.2025", "Ab 1.5.2027 sind für diese Anstellung schon andere Angaben erfasst")
}
