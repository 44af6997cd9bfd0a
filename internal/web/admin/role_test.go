package admin_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"zaemme/internal/db"
	"zaemme/internal/people"
)

// known is an employed person with the number, and the address of their roles.
func (s *site) known(number, name string) (path string) {
	s.t.Helper()
	var uid string
	must(s.t, db.One(s.db.Query(s.t.Context()), &uid, `
		with d as (insert into departments (code) values (gen_random_uuid()::text) returning id),
		n as (insert into department_facts (department_id, name, valid_from, known_from) select id, 'Werkhof', '2020-01-01', now() from d),
		p as (insert into persons (personnel_no, last_name, first_name) values (@number, @name, 'Luca') returning id, uid),
		e as (insert into employments (person_id) select id from p returning id, person_id),
		f as (insert into employment_facts (employment_id, person_id, department_id, category, entry_on, valid_from, known_from)
			select e.id, e.person_id, d.id, 'permanent', '2020-01-01', '2020-01-01', now() from d, e)
		select uid::text from p`, map[string]any{"number": number, "name": name}))
	return "/einstellungen/rollen/person/" + uid
}

func TestARoleIsGrantedAndEnded(t *testing.T) {
	t.Parallel()
	s := newSite(t, false)
	path := s.known("00777", "Beispiel")
	s.page("/einstellungen/rollen", "Eine Rolle ist erteilt.", "Andrea Technik", "bei der Einrichtung")
	s.page("/einstellungen/rollen/neu", "Wer soll eine Rolle erhalten?")
	s.page("/einstellungen/rollen/neu?q=L", "Bitte geben Sie mindestens zwei Zeichen ein.")
	s.page("/einstellungen/rollen/neu?q=xyz", "Niemand passt zu dieser Suche.")
	s.page("/einstellungen/rollen/neu?q=beispiel+00777", path, "Werkhof")
	s.page(path, "Luca Beispiel hat keine besondere Rolle.")
	for field, values := range map[string][]string{
		"role":       {"role", ""},
		"purpose":    {"role", "auditor", "until", "31.3.2027"},
		"until":      {"role", "auditor", "purpose", "Prüfung"},
		"from":       {"role", "hr", "from", "28.2.2027"},
		"department": {"role", "hr", "department", "99999"},
	} {
		status, body, _ := s.do(http.MethodPost, path, values...)
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#f-`+field+`"`) {
			t.Errorf("%s: answers %d without an error at the field:\n%s", field, status, body)
		}
	}
	if status, _, to := s.do(http.MethodPost, path, "role", "auditor", "until", "31.3.2027", "purpose", "Prüfung 2026"); status != http.StatusSeeOther || to != path {
		t.Fatalf("answers %d %s", status, to)
	}
	if status, body, _ := s.do(http.MethodPost, path, "role", "auditor", "until", "30.6.2027", "purpose", "Noch eine"); status != http.StatusUnprocessableEntity ||
		!strings.Contains(body, "hat diese Rolle dort schon, vom 1.3.2027 bis 31.3.2027") {
		t.Errorf("the same role twice answers %d:\n%s", status, body)
	}
	body := s.page(path, "hat eine Rolle", "Prüfung 2026", "1.3.2027 bis 31.3.2027", "«Revision, RGPK» erteilt", "Andrea Technik")
	end := regexp.MustCompile(`/einstellungen/rollen/\d+/beenden`).FindString(body)
	s.page(end, "Die Rolle «Revision, RGPK» beenden?")
	if status, _, to := s.do(http.MethodPost, end); status != http.StatusSeeOther || to != path {
		t.Errorf("ending answers %d %s", status, to)
	}
	s.page(path, "keine besondere Rolle", "«Revision, RGPK» beendet")
	if status, _, _ := s.do(http.MethodPost, end); status != http.StatusNotFound {
		t.Errorf("ending it again answers %d", status)
	}
}

func TestNobodyChangesTheOwnRoles(t *testing.T) {
	t.Parallel()
	s := newSite(t, false)
	var own struct{ UID, ID string }
	must(t, db.One(s.db.Query(t.Context()), &own, `select p.uid::text as uid, g.id::text as id from persons p join role_grants g on g.person_id = p.id`))
	path := "/einstellungen/rollen/person/" + own.UID
	if body := s.page(path, "Eigene Rollen kann niemand"); strings.Contains(body, "<form class=\"form\"") || strings.Contains(body, "/beenden") {
		t.Error("the page offers to change the own roles")
	}
	end := "/einstellungen/rollen/" + own.ID + "/beenden"
	for _, c := range [][]string{{http.MethodPost, path, "role", "hr"}, {http.MethodGet, end}, {http.MethodPost, end}} {
		if status, _, _ := s.do(c[0], c[1], c[2:]...); status != http.StatusForbidden {
			t.Errorf("%s %s answers %d", c[0], c[1], status)
		}
	}
}

// Data protection sees who has which role, and changes nothing.
func TestDataProtectionReadsRoles(t *testing.T) {
	t.Parallel()
	s := newSite(t, false)
	path := s.known("00777", "Beispiel")
	s.token = s.somebody(people.RolePrivacy)
	if body := s.page("/einstellungen/rollen", "Systemadministration"); strings.Contains(body, "/einstellungen/rollen/neu") {
		t.Error("the list offers to grant roles")
	}
	if body := s.page(path); strings.Contains(body, `class="form"`) {
		t.Error("the page offers to grant a role")
	}
	for method, path := range map[string]string{http.MethodGet: "/einstellungen/rollen/neu", http.MethodPost: path} {
		if status, _, _ := s.do(method, path, "role", "hr"); status != http.StatusForbidden {
			t.Errorf("%s %s answers %d", method, path, status)
		}
	}
}
