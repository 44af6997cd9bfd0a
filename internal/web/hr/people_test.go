package hr_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"zaemme/internal/people"
)

func TestForeignRolesSeeNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	own := s.token
	stranger := s.uid("00003")
	for _, role := range [][]people.Role{nil, {people.RoleAdmin}, {people.RoleManagement}, {people.RoleAuthor}} {
		_, s.token = s.somebody("Fremd", 0, role...)
		for _, path := range []string{"/personen", "/personen/" + stranger, "/import", "/regeln", "/erinnerungen"} {
			if a := s.get(path); a.status != http.StatusForbidden {
				t.Errorf("%v: %s answers %d", role, path, a.status)
			} else {
				containsNot(t, a.text(), "Probe")
			}
		}
		if a := s.upload("personal.csv", list); a.status != http.StatusForbidden {
			t.Errorf("%v may import: %d", role, a.status)
		}
	}
	s.token = own
	if a := s.get("/personen/00000000-0000-4000-8000-000000000000"); a.status != http.StatusNotFound {
		t.Errorf("an unknown person answers %d", a.status)
	}
	if a := s.get("/import/00000000-0000-4000-8000-000000000000"); a.status != http.StatusNotFound {
		t.Errorf("an unknown plan answers %d", a.status)
	}
}

// HR of one department sees its people and imports nothing.
func TestHROfADepartment(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	id, token := s.somebody("Teil", 0)
	must(t, s.db.Query(t.Context()).Exec(`
		insert into role_grants (person_id, role, department_id, valid_from, known_from)
		select ?, 'hr', id, '2020-01-01', now() from departments where code = '200'`, id).Error)
	inside, outside := s.uid("00003"), s.uid("00002")
	s.token = token
	contains(t, s.page("/personen"), "Probe Jan")
	containsNot(t, s.page("/personen"), "Vorlage")
	contains(t, s.page("/personen/"+inside), "Jan Probe")
	if a := s.get("/personen/" + outside); a.status != http.StatusNotFound {
		t.Errorf("somebody of another department answers %d", a.status)
	}
	if a := s.post("/personen/"+outside+"/passwort", ""); a.status != http.StatusNotFound {
		t.Errorf("the password of somebody of another department: %d", a.status)
	}
	if a := s.post("/personen/"+inside+"/passwort", ""); a.status != http.StatusOK {
		t.Errorf("the password of somebody of the department: %d", a.status)
	}
	must(t, s.db.Query(t.Context()).Exec(`
		insert into deputies (person_id, deputy_id, valid_from, known_from)
		select p.id, d.id, '2020-01-01', now() from persons p, persons d where p.personnel_no = '00001' and d.personnel_no = '00003'`).Error)
	if a := s.post("/personen/"+inside+"/passwort", ""); a.status != http.StatusForbidden || !strings.Contains(a.body, "führt Leute") {
		t.Errorf("the password of somebody who sees more: %d", a.status)
	}
	if a := s.post("/personen/"+inside+"/pc", "pc", "yes"); a.status != http.StatusForbidden {
		t.Errorf("a plan, which shows everybody whom it concerns: %d", a.status)
	}
	if a := s.get("/erinnerungen"); a.status != http.StatusOK || strings.Contains(a.body, "/erinnerungen/start") {
		t.Errorf("reminders answer %d, or lead on to what is refused", a.status)
	}
	for _, path := range []string{"/import", "/regeln", "/erinnerungen/start"} {
		a := s.get(path)
		if a.status != http.StatusForbidden {
			t.Errorf("%s answers %d", path, a.status)
		}
		contains(t, a.text(), "Ihre Rolle gilt nur für einen Teil davon.")
		containsNot(t, a.text(), "Zuweisungen Erinnerungen") // not led to what is refused
	}
}

func TestTheListIsSearchedFilteredAndSorted(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	for query, want := range map[string][2]string{
		"?q=nina":              {"1 Person passt", "Beispiel"},
		"?q=00003":             {"Probe Jan", "Vorlage"},
		"?q=werkdienst+jan":    {"Probe Jan", "Vorlage"},
		"?q=100%25":            {"niemanden", "Vorlage"},
		"?pc=no":               {"Probe Jan", "Vorlage"},
		"?pc=yes&q=vorlage":    {"Vorlage Nina", "Probe"},
		"?ohne=1":              {"Beispiel Luca", "Vorlage"},
		"?art=apprentice":      {"Zu dieser Auswahl gibt es niemanden", "Vorlage"},
		"?oe=999999":           {"niemanden", "Vorlage"},
		"?oe=nonsense&q=nina":  {"Vorlage", "Probe"},
		"?wer=gone":            {"niemanden", "Vorlage"},
		"?seite=99999&q=Probe": {"niemanden", "Vorlage"},
	} {
		text := s.page("/personen" + query)
		contains(t, text, want[0])
		containsNot(t, text, want[1])
	}
	order := func(query string) []string {
		return regexp.MustCompile(`class="key" href="[^"]*">([^<]*)`).FindAllString(s.get("/personen"+query).body, -1)
	}
	up, down := order("?sort=name"), order("?sort=-name")
	if len(up) != 4 || len(down) != 4 || up[0] != down[3] || up[0] == up[3] {
		t.Errorf("sorted: %v and %v", up, down)
	}
}

func TestAPerson(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	uid := s.uid("00002")
	must(t, s.db.Query(t.Context()).Exec(`
		insert into absences (person_id, from_on, until_on, known_from) select id, '2027-04-01', '2027-05-10', now() from persons where personnel_no = '00002'`).Error)
	text := s.page("/personen/" + uid)
	contains(t, text, "Nina Vorlage", "Sachbearbeiterin, Kanzlei", "00002", "80 %", "Luca Beispiel", "1.4.2027 bis 10.5.2027", "IS-01", "offen",
		"laut E-Mail-Adresse", "Person erfasst", "Andrea Personal")
	containsNot(t, text, "Versuch", "Punkte")
	if n := s.count(`select count(*) from access_log where page = 'hr.person'`); n != 1 {
		t.Errorf("%d looks were written down", n)
	}
}

func TestAPasswordIsShownOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	path := "/personen/" + s.uid("00003") + "/passwort"
	a := s.post(path)
	password := regexp.MustCompile(`[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}`).FindString(a.text())
	if a.status != http.StatusOK || password == "" || a.flash != nil {
		t.Fatalf("answers %d, password %q, flash %v", a.status, password, a.flash)
	}
	contains(t, a.text(), "00003")
	containsNot(t, s.page("/personen/"+s.uid("00003")), password)
	contains(t, s.page("/personen/"+s.uid("00003")), "Neues Passwort gesetzt")
	if n := s.count(`select count(*) from credentials where must_change`); n != 1 {
		t.Errorf("%d people have to replace their password", n)
	}
	if a := s.get(path); a.status != http.StatusNotFound {
		t.Errorf("the address of the password answers %d", a.status)
	}
	admin, _ := s.somebody("Technik", 0, people.RoleAdmin)
	if a := s.post("/personen/" + s.uidOf(admin) + "/passwort"); a.status != http.StatusForbidden {
		t.Errorf("HR takes over an administrator: %d", a.status)
	}
	if a := s.post("/personen/" + s.uidOf(s.hr) + "/passwort"); a.location != "/konto/passwort" {
		t.Errorf("the own password: %d %s", a.status, a.location)
	}
}

func (s *site) uidOf(id int64) (uid string) {
	s.t.Helper()
	must(s.t, s.db.Query(s.t.Context()).Raw(`select uid::text from persons where id = ?`, id).Row().Scan(&uid))
	return uid
}

func TestPCMovesDutiesByAShownPlan(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	a := s.post("/personen/"+s.uid("00003")+"/pc", "pc", "yes")
	if a.status != http.StatusSeeOther {
		t.Fatalf("answers %d: %s", a.status, a.text())
	}
	contains(t, s.page(a.location), "Diese Person arbeitet mit PC", "2 Zuweisungen beginnen", "2 entfallen", "IS-01K")
	duties := `select count(*) from assignments a join persons p on p.id = a.person_id where p.personnel_no = '00003' and a.withdrawn_on is null`
	if n := s.count(duties); n != 2 {
		t.Errorf("%d duties before the plan was applied", n)
	}
	contains(t, s.follow(a.location+"/uebernehmen"), "Die Änderung ist übernommen")
	contains(t, s.page("/personen/"+s.uid("00003")), "Mit PC", "vom Personaldienst festgelegt", "PC und Merkmale geändert")
	if n := s.count(duties + ` and a.course_id in (select id from courses where code in ('IS-01', 'DS-01'))`); n != 2 {
		t.Errorf("%d of the courses with a PC are assigned", n)
	}
	if a := s.post("/personen/"+s.uid("00003")+"/pc", "pc", "maybe"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("nonsense answers %d", a.status)
	}
	// no later list overrules HR
	contains(t, s.page(s.preview(list)), "Es ändert sich nichts.")
}

func TestPagesAboutOthersAreNotPrefetched(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://localhost:8080/personen", nil)
	must(t, err)
	request.Header.Set("Sec-Purpose", "prefetch;prerender")
	request.AddCookie(&http.Cookie{Name: "zaemme", Value: s.token})
	response, err := s.app.Test(request, 20_000)
	must(t, err)
	_ = response.Body.Close()
	if response.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("answers %d", response.StatusCode)
	}
	if n := s.count(`select count(*) from access_log`); n != 0 {
		t.Errorf("%d looks that nobody took", n)
	}
}
