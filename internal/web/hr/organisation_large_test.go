package hr_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"zaemme/internal/calendar"
)

// large puts 320 groups below a new department of the Kanzlei, and returns its ID.
func (s *site) large() int {
	s.t.Helper()
	s.follow(s.preview(list) + "/uebernehmen")
	fact := `
		with made as (
			insert into departments (code) select %s returning id, code
		)
		insert into department_facts (department_id, parent_id, name, valid_from, known_from)
		select made.id, parent.id, 'Gruppe ' || made.code, old.valid_from, old.known_from
		from made, departments parent join department_facts old on old.department_id = parent.id where parent.code = '%s'`
	for _, one := range [][2]string{{"'150'", "100"}, {"'G' || n from generate_series(1001, 1320) n", "150"}} {
		must(s.t, s.db.Query(s.t.Context()).Exec(fmt.Sprintf(fact, one[0], one[1])).Error)
	}
	return s.departmentID("150")
}

// A tree that does not fit shows its upper levels, a row leads to what is below it,
// and the search is over everything.
func TestALargeTree(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	id := s.large()
	a := s.get("/organisation")
	contains(t, a.text(), "4 Personen in 324 Einheiten.", "Gruppe 150", "320 Einheiten darunter", "4 von 324 angezeigt")
	containsNot(t, a.text(), "G1007")
	contains(t, a.body, fmt.Sprintf(`href="/organisation?ab=%d"`, id))
	path := fmt.Sprintf("/organisation?ab=%d", id)
	contains(t, s.page(path), "Gruppe G1007", "Gruppe G1320", "Eine Ebene höher: Kanzlei", "in 321 Einheiten", "Filter aufheben")
	containsNot(t, s.page(path), "Werkdienst")
	day := calendar.DateOf(monday).AddDays(30).String()
	contains(t, s.get("/organisation?am="+day+"&bis=3").body, fmt.Sprintf(`href="/organisation?ab=%d&amp;am=%s&amp;bis=3"`, id, day))
	contains(t, s.page("/organisation?bis=2"), "4 von 324 angezeigt")
	containsNot(t, s.page("/organisation?bis=2"), "darunter")
	contains(t, s.page(fmt.Sprintf("/organisation?ab=%d", s.departmentID("100"))), "Zur obersten Ebene")
	found := s.page(path + "&q=werk") // elsewhere too
	contains(t, found, "Werkdienst")
	contains(t, s.page("/organisation?q=G1320"), "Gruppe G1320", "3 von 324 angezeigt")
	many := s.page("/organisation?q=gruppe")
	contains(t, many, "Gezeigt werden die ersten 300 von 322 Zeilen.", "Gruppe G1007")
	containsNot(t, many, "G1320")
	contains(t, s.page("/organisation?ab=999999"), "4 von 324 angezeigt")
}

// What is written down of looks is who is named.
func TestALargeTreeLogsWhomItNames(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	id := s.large()
	must(t, s.db.Query(t.Context()).Exec(`update department_facts set head_id = (select id from persons where personnel_no = '00002')
		where department_id = (select id from departments where code = 'G1007')`).Error)
	looks := func() int { return s.count(`select count(*) from access_log where page = 'hr.organisation'`) }
	containsNot(t, s.page("/organisation"), "Leitung Luca")
	if n := looks(); n != 0 {
		t.Errorf("%d looks at nobody", n)
	}
	s.page(fmt.Sprintf("/organisation?ab=%d", id))
	if n := looks(); n != 1 {
		t.Errorf("%d looks at the head", n)
	}
}

// The forms offer the departments that fit, and those below the one that is asked for.
func TestALargeTreeInForms(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	id := s.large()
	body := s.get("/import").body
	contains(t, body, `<option value="in:150">`, `<option value="150">`, "Gruppe 150 · 320 Einheiten darunter")
	containsNot(t, body, `value="in:G1007"`)
	contains(t, s.get("/import?einheit=150").body, `<option value="in:150" selected>`, `value="in:G1007"`)
	body = s.get("/personen").body
	contains(t, body, "Gruppe 150 · 320 Einheiten darunter")
	containsNot(t, body, "Gruppe G1007")
	contains(t, s.get(fmt.Sprintf("/personen?oe=%d", id)).body, "Gruppe G1007")
	for _, path := range []string{"/organisation/neu", "/personen/neu"} {
		body := s.get(path).body
		contains(t, body, "Gruppe 150 · 320 Einheiten darunter", `name="anbieten"`)
		containsNot(t, body, "Gruppe G1007")
		if strings.Index(body, `name="anbieten"`) < strings.Index(body, "Vorschau erstellen</button>") {
			t.Errorf("%s: the enter key takes the button that only offers", path)
		}
	}
	rule := s.get("/regeln/neu").body
	contains(t, rule, "Gruppe 150 · 320 Einheiten darunter", "Einheiten darunter anbieten</button>")
	containsNot(t, rule, "Gruppe G1007")
	rule = s.post("/regeln/neu", "do", "look", "groups", "0", "departments", "150", "departments", "G1007").body
	contains(t, rule, `<option value="G1007" selected>`, `<option value="150" selected>`, "Gruppe G1008", "Gruppe G1007")
	a := s.post("/organisation/neu", "anbieten", "1", "parent", "150", "name", "Neue Gruppe")
	if a.status != http.StatusOK {
		t.Errorf("what is below is offered with %d", a.status)
	}
	contains(t, a.body, "Gruppe G1007", `value="Neue Gruppe"`, `<option value="150" selected>`)
	contains(t, s.applied("/organisation/neu", "name", "Neue Gruppe", "code", "G9", "parent", "G1007", "from", "1.4.2027"), "Neue Gruppe")
}
