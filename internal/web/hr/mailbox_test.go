package hr_test

import (
	"strings"
	"testing"

	"zaemme/internal/people"
)

// Whoever changes the address of somebody with a role, by hand or by a list, tells
// the old mailbox with it, and so does taking it back.
func TestTheOldMailboxIsTold(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	must(t, s.db.Query(t.Context()).Exec(`insert into role_grants (person_id, role, valid_from, known_from)
		select id, ?, '2027-01-01', now() from persons where personnel_no in ('00001', '00002')`, people.RoleAdmin).Error)
	told := func() int { return s.count(`select count(*) from outbox where kind = 'auth.mailbox.changed'`) }
	s.applied("/personen/"+s.uid("00001")+"/angaben", "last_name", "Beispiel", "first_name", "Luca", "email", "other@seedorf.example", "login", "", "language", "de")
	if told() != 1 {
		t.Fatalf("%d notices after a change by hand", told())
	}
	s.applied("/personen/"+s.uid("00001")+"/angaben", "last_name", "Muster", "first_name", "Luca", "email", "Other@seedorf.example", "login", "", "language", "de")
	if told() != 1 {
		t.Errorf("%d notices after another name", told())
	}
	s.follow(s.preview(strings.NewReplacer("luca.beispiel@", "other@", "nina.vorlage@", "nina.muster@", "00001;Beispiel", "00001;Muster").Replace(list)) + "/uebernehmen")
	if told() != 2 {
		t.Errorf("%d notices after a list", told())
	}
	undo := s.post("/import/verlauf/" + itoa(s.count(`select max(id) from batches`)) + "/rueckgaengig")
	s.follow(undo.location + "/uebernehmen")
	if told() != 3 {
		t.Errorf("%d notices after the list was taken back", told())
	}
}
