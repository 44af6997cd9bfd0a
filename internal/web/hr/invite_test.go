package hr_test

import (
	"testing"

	"zaemme/internal/auth"
	"zaemme/internal/db"
	"zaemme/internal/outbox"
	"zaemme/internal/people"
)

// newcomers are the three of the staff list, of whom nobody has been here: one of
// them has no mailbox.
func newcomers(t *testing.T) *site {
	t.Helper()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	return s
}

func (s *site) invitations() int {
	s.t.Helper()
	return s.count(`select count(*) from outbox where kind = 'sign_in.invitation'`)
}

func TestEverybodyWithAMailboxIsInvitedOnce(t *testing.T) {
	t.Parallel()
	s := newcomers(t)
	contains(t, s.page("/personen"), "Zum Anmelden einladen", "noch nie genutzt")
	contains(t, s.page("/personen/einladen"), "Sie laden zwei Personen ein.", "davon ohne Postfach (Karte und PIN) 1",
		"Eine Einladung geht trotzdem sofort hinaus.", "2 Einladungen senden")
	for what, typed := range map[string]string{"nothing": "", "a word": "alle", "another number": "3", "none": "0"} {
		if a := s.post("/personen/einladen", "mails", typed); a.status != 422 || s.invitations() != 0 {
			t.Errorf("%s: %d, %d invitations: %s", what, a.status, s.invitations(), a.text())
		}
	}
	contains(t, s.follow("/personen/einladen", "mails", "2"), "Die Einladungen sind unterwegs, 2 insgesamt.", "eingeladen 1.3.2027", "2 von 4 angezeigt")
	if a := s.post("/personen/einladen", "mails", "2"); a.status != 422 || s.invitations() != 2 {
		t.Errorf("a second press: %d, %d invitations", a.status, s.invitations())
	}
	contains(t, s.page("/personen/einladen"), "Zurzeit ist niemand einzuladen.", "davon mit gültiger Einladung 2")
	contains(t, s.page("/personen?zugang=never"), "3 von 4 angezeigt")
	contains(t, s.page("/personen?zugang=used"), "Personal Andrea", "1 von 4 angezeigt")
	contains(t, s.page("/personen?zugang=unsinn"), "4 von 4 angezeigt")
	if n := s.count(`select count(*) from audit_log where action = 'auth.invited' and actor_id = ?`, s.hr); n != 2 {
		t.Errorf("%d entries in the log", n)
	}
}

func TestOneDepartmentIsInvited(t *testing.T) {
	t.Parallel()
	s := newcomers(t)
	department := func(code string) string {
		var id string
		must(t, s.db.Query(t.Context()).Raw(`select id::text from departments where code = ?`, code).Row().Scan(&id))
		return id
	}
	contains(t, s.page("/personen/einladen?oe="+department("200")), "Zurzeit ist niemand einzuladen.")
	contains(t, s.page("/personen/einladen?oe="+department("100")), "Sie laden zwei Personen ein.")
	s.follow("/personen/einladen", "mails", "2", "oe", department("100"))
	if s.invitations() != 2 {
		t.Errorf("%d invitations", s.invitations())
	}
}

func TestOnePersonIsInvitedAndSeenToBe(t *testing.T) {
	t.Parallel()
	s := newcomers(t)
	nina, jan := "/personen/"+s.uid("00002"), "/personen/"+s.uid("00003")
	contains(t, s.page(nina), "Hat sich schon angemeldet Nein", "Einladung senden", "Eine Einladung geht trotzdem sofort hinaus.")
	contains(t, s.follow(nina+"/einladen"), "Die Einladung an Nina Vorlage ist unterwegs.", "1.3.2027, 09.00, Andrea Personal. Der Link gilt bis 15.3.2027.",
		"Einladung nochmals senden")
	contains(t, s.follow(nina+"/einladen"), "Eine Einladung ist soeben hinausgegangen.")
	containsNot(t, s.page(jan), "Einladung senden")
	contains(t, s.follow(jan+"/einladen"), "Diese Person hat kein Postfach.")
	if s.invitations() != 1 {
		t.Errorf("%d invitations", s.invitations())
	}
	rows, _, err := outbox.List(t.Context(), s.db, outbox.Filter{Kind: "sign_in.invitation"})
	must(t, err)
	if rows[0].State != outbox.Waiting || rows[0].RecipientID == 0 {
		t.Errorf("%+v", rows[0])
	}
	contains(t, s.page("/erinnerungen"), "Einladung", "Vorlage Nina")
}

// HR of one department neither sees nor invites the others.
func TestHROfADepartmentInvitesItsOwn(t *testing.T) {
	t.Parallel()
	s := newcomers(t)
	id, token := s.somebody("Teilweise", 0)
	must(t, s.db.Write(t.Context(), func(tx *db.Tx) error {
		return tx.Query(t.Context()).Exec(`insert into role_grants (person_id, role, department_id, valid_from, known_from)
			select ?, ?, id, '2020-01-01', now() from departments where code = '200'`, id, people.RoleHR).Error
	}))
	s.token = token
	contains(t, s.page("/personen/einladen"), "Zurzeit ist niemand einzuladen.", "davon ohne Postfach (Karte und PIN) 1")
	if a := s.post("/personen/" + s.uid("00002") + "/einladen"); a.status != 404 || s.invitations() != 0 {
		t.Errorf("somebody else's person: %d, %d invitations", a.status, s.invitations())
	}
}

func TestNobodyIsInvitedDuringATrial(t *testing.T) {
	t.Parallel()
	s := newcomers(t)
	s.follow("/erinnerungen/probe", "address", "probe@seedorf.example")
	text := s.page("/personen/einladen")
	contains(t, text, "Alle einladen können Sie, wenn die Probe beendet ist.")
	containsNot(t, text, "Einladungen senden")
	if a := s.post("/personen/einladen", "mails", "2"); a.status != 422 || s.invitations() != 0 {
		t.Errorf("%d, %d invitations", a.status, s.invitations())
	}
}

// Who asks for a code stands in no list of HR's.
func TestCodesAreNobodyElsesBusiness(t *testing.T) {
	t.Parallel()
	s := newcomers(t)
	must(t, s.db.Write(t.Context(), func(tx *db.Tx) error {
		_, _, err := outbox.Enqueue(t.Context(), tx, outbox.Message{Kind: auth.ForCode.Kind(), DedupeKey: "code", RecipientID: s.hr, NextAt: monday})
		return err
	}))
	contains(t, s.page("/erinnerungen"), "Hier ist keine Nachricht")
}
