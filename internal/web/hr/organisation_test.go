package hr_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// departmentID of a code.
func (s *site) departmentID(code string) int {
	s.t.Helper()
	return s.count(`select id from departments where code = ?`, code)
}

// applied plans an edit and applies it; it returns the preview as it was shown.
func (s *site) applied(path string, pairs ...string) string {
	s.t.Helper()
	a := s.post(path, pairs...)
	if a.status != http.StatusSeeOther || !strings.HasPrefix(a.location, "/personen/vorschau/") {
		s.t.Fatalf("POST %s answers %d %s: %s", path, a.status, a.location, a.text())
	}
	preview := s.page(a.location)
	contains(s.t, s.follow(a.location+"/uebernehmen"), "Die Änderung ist übernommen.")
	return preview
}

// tree is the organisation of a day, the codes by depth.
func (s *site) tree(day calendar.Date) string {
	s.t.Helper()
	o, err := people.Load(s.t.Context(), s.db, people.Moment{Day: day})
	must(s.t, err)
	var list []string
	for _, n := range o.Outline() {
		if !strings.HasPrefix(n.Name, "Stab ") {
			list = append(list, fmt.Sprintf("%s%s %d", strings.Repeat("-", n.Depth), n.Name, n.All))
		}
	}
	return strings.Join(list, ", ")
}

func TestTheTree(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	text := s.page("/organisation")
	contains(t, text, "4 Personen in 3 Einheiten.", "3 Leitungen sind vakant", "Direktion Kanzlei 100", "vakant, niemand darüber", "Neue Einheit")
	contains(t, s.page("/organisation?q=werk"), "Werkdienst", "1 von 3 angezeigt")
	containsNot(t, s.page("/organisation?q=werk"), "Kanzlei 100")
	contains(t, s.page("/organisation?q=nirgends"), "Keine Einheit passt.")
	contains(t, s.page("/organisation?am=1.1.1850"), "Hier gibt es für Sie keine Einheit.", "Stand heute")
	contains(t, s.applied("/organisation/leitungen", "from", "1.3.2027"), "Leitungen werden eingetragen", "Beispiel Luca")
	contains(t, s.page("/organisation"), "Luca Beispiel")
	own := s.page(fmt.Sprintf("/organisation/%d", s.departmentID("100")))
	contains(t, own, "Leitung: Luca Beispiel.", "2 Personen", "Einheit angelegt", "Einheit geändert", "Leitung Luca Beispiel", "Bearbeiten",
		"Änderung von Hand", "Personalimport", "Beispiel Luca")
	if a := s.get("/organisation/999999"); a.status != http.StatusNotFound {
		t.Errorf("an unknown department answers %d", a.status)
	}
	if n := s.count(`select count(*) from access_log where page in ('hr.organisation', 'hr.department')`); n != 2 {
		t.Errorf("%d looks at heads were written down", n)
	}
}

// A leader sees the own part of the tree, and changes nothing.
func TestTheTreeOfALeader(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	s.applied("/organisation/leitungen", "from", "1.3.2027")
	must(t, s.db.Query(t.Context()).Exec(`update department_facts set head_id = (select id from persons where personnel_no = '00002')
		where department_id = (select id from departments where code = '100')`).Error)
	s.token = s.signIn("00002")
	contains(t, s.page("/organisation"), "2 Personen in 1 Einheit.", "Kanzlei")
	containsNot(t, s.page("/organisation"), "Werkdienst", "Neue Einheit")
	path := fmt.Sprintf("/organisation/%d", s.departmentID("100"))
	containsNot(t, s.page(path), "Bearbeiten")
	if a := s.get(fmt.Sprintf("/organisation/%d", s.departmentID("200"))); a.status != http.StatusNotFound {
		t.Errorf("another department answers %d", a.status)
	}
	for _, path := range []string{"/organisation/neu", "/organisation/leitungen", path + "/bearbeiten", path + "/zusammenlegen", path + "/aufteilen",
		path + "/aufloesen", "/personen/neu", "/personen/" + s.uid("00003") + "/merkmale"} {
		if a := s.get(path); a.status != http.StatusForbidden {
			t.Errorf("a leader: GET %s answers %d", path, a.status)
		}
		if a := s.post(path, "from", "1.3.2027"); a.status != http.StatusForbidden {
			t.Errorf("a leader: POST %s answers %d", path, a.status)
		}
	}
	s.token = s.signIn("00003")
	if a := s.get("/organisation"); a.status != http.StatusForbidden {
		t.Errorf("staff: %d", a.status)
	}
}

// What somebody heads on another day is not theirs to see today.
func TestTheTreeOfAnotherDay(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	kanzlei, werk := fmt.Sprintf("/organisation/%d", s.departmentID("100")), fmt.Sprintf("/organisation/%d", s.departmentID("200"))
	s.applied(kanzlei+"/bearbeiten", "name", "Kanzlei", "parent", "", "head", "00002", "from", "1.4.2027")
	s.applied(werk+"/bearbeiten", "name", "Werkdienst", "parent", "", "head", "00002", "from", "1.3.2027")
	s.token = s.signIn("00002")
	for path, status := range map[string]int{kanzlei: http.StatusNotFound, werk: http.StatusOK} {
		if a := s.get(path + "?am=1.4.2027"); a.status != status {
			t.Errorf("%s in April, seen in March: %d, want %d", path, a.status, status)
		}
	}
	containsNot(t, s.page("/organisation?am=1.4.2027"), "Kanzlei")
}

// A reorganisation changes the tree from its day on; an earlier day shows the
// earlier one, and nobody has moved who was only renamed.
func TestAReorganisation(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.preview(list) + "/uebernehmen")
	today := calendar.DateOf(monday)
	kanzlei, werk := fmt.Sprintf("/organisation/%d", s.departmentID("100")), fmt.Sprintf("/organisation/%d", s.departmentID("200"))
	preview := s.applied(kanzlei+"/bearbeiten", "name", "Gemeindekanzlei", "parent", "", "head", "00001", "from", "1.4.2027")
	contains(t, preview, "Die Einheit wird geändert.", "Gemeindekanzlei", "Beispiel Luca")
	containsNot(t, preview, "wechselt die Einheit")
	contains(t, s.applied("/organisation/neu", "name", "Archiv", "code", "110", "parent", "100", "from", "1.4.2027"), "Archiv")
	contains(t, s.applied(kanzlei+"/aufteilen", "name", "Empfang", "code", "120", "persons", "00002", "from", "15.4.2027"), "1 Person wechselt die Einheit")
	if a := s.post(werk+"/aufloesen", "from", "1.5.2027"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a department with people is dissolved: %d", a.status)
	}
	contains(t, s.page(werk+"/aufloesen"), "Heute gehören noch dazu: 1 Person und 0 Einheiten darunter", "Zusammenlegen")
	contains(t, s.applied(werk+"/zusammenlegen", "into", "100", "from", "1.5.2027"), "Zwei Einheiten werden eine.", "Werkdienst", "aufgehoben", "1 Person wechselt die Einheit")
	if a := s.post(kanzlei+"/bearbeiten", "name", "Zu früh", "parent", "", "head", "", "from", "1.3.2027"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a change before what is announced: %d", a.status)
	} else {
		contains(t, a.text(), "Ab 1.4.2027 gelten schon andere Angaben")
		contains(t, a.body, `value="Zu früh"`)
	}
	for day, want := range map[calendar.Date]string{
		today:                         "Kanzlei 2, Werkdienst 1",
		calendar.NewDate(2027, 4, 1):  "Gemeindekanzlei 2, -Archiv 0, Werkdienst 1",
		calendar.NewDate(2027, 4, 15): "Gemeindekanzlei 1, -Archiv 0, Empfang 1, Werkdienst 1",
		calendar.NewDate(2027, 5, 1):  "Gemeindekanzlei 2, -Archiv 0, Empfang 1",
		today.AddDays(-1):             "",
	} {
		if got := s.tree(day); got != want {
			t.Errorf("the tree on %s is %q, want %q", day, got, want)
		}
	}
	contains(t, s.page("/organisation?am=1.5.2027"), "Gemeindekanzlei", "Stand 1.5.2027")
	containsNot(t, s.page("/organisation?am=1.5.2027"), "Werkdienst")
}

func (s *site) signIn(number string) string {
	s.t.Helper()
	return s.tokenOf(s.count(`select id from persons where personnel_no = ?`, number))
}
