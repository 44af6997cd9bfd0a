package app

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
)

// group puts n people without a mailbox into the line of the superior, with duties,
// and returns their Kennungen.
func (d *desk) group(n int) []string {
	d.t.Helper()
	var uids []string
	if err := d.app.DB.Query(d.t.Context()).Raw(`
		with p as (
			insert into persons (last_name, first_name, personnel_no) select 'Muster ' || g, 'Luca', 'G' || g from generate_series(1, ?) g returning id, uid),
		e as (insert into employments (person_id) select id from p returning id, person_id),
		f as (insert into employment_facts (employment_id, person_id, department_id, category, entry_on, manager_id, valid_from, known_from)
			select e.id, e.person_id, ?, 'permanent', '2020-01-01', ?, '2020-01-01', now() from e)
		select uid::text from p`, n, d.department, d.leadID).Scan(&uids).Error; err != nil {
		d.t.Fatal(err)
	}
	d.assign(calendar.DateOf(d.app.Clock()))
	return uids
}

// A superior records the team from one page, prints the list, and HR confirms with one
// click; lists say that it is in review until then.
func TestRecordingATeam(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	today := calendar.DateOf(d.app.Clock())
	uids := d.group(12)
	current := courseOf(t, d, d.member)
	page := "/schulungen/erfassen?kurs=" + current.Code()
	if _, body := d.send(http.MethodGet, "/schulungen/erfassen", nil, d.lead); !strings.Contains(body, "13 Personen offen") || !strings.Contains(body, current.Code()) {
		t.Error("the courses do not say for how many they are open")
	}
	_, body := d.send(http.MethodGet, page, nil, d.lead)
	if n := strings.Count(body, `name="person"`); n != 13 || strings.Count(body, " checked") != 13 || !strings.Contains(body, "Bei 13 Personen ist dieser Kurs offen") {
		t.Errorf("%d people, not all ticked", n)
	}
	form := url.Values{"kurs": {current.Code()}, "day": {today.AddDays(-1).String()}, "place": {"Werkhof"}, "trainer": {"Andrea Muster"}, "minutes": {"20"},
		"person": append([]string{d.uid}, uids[:10]...), "do": {"record"}}
	for name, change := range map[string]url.Values{"no place": {"place": {""}}, "tomorrow": {"day": {today.AddDays(1).String()}}, "nobody": {"person": nil}} {
		wrong := url.Values{}
		for key, value := range form {
			wrong[key] = value
		}
		for key, value := range change {
			wrong[key] = value
		}
		response, body := d.post("/schulungen/erfassen", wrong, d.lead)
		if response.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(body, `role="alert"`) || strings.Count(body, " checked") != len(wrong["person"]) {
			t.Errorf("%s: %d", name, response.StatusCode)
		}
	}
	if response, _ := d.post("/schulungen/erfassen", form, d.stranger); response.StatusCode != http.StatusNotFound {
		t.Errorf("somebody else's people: %d", response.StatusCode)
	}
	response, _ := d.post("/schulungen/erfassen", form, d.lead)
	path := response.Header.Get("Location")
	if response.StatusCode != http.StatusSeeOther || !regexp.MustCompile(`^/schulungen/[0-9a-f-]{36}$`).MatchString(path) {
		t.Fatalf("%d %s", response.StatusCode, path)
	}
	for page, want := range map[string]string{path: "Elf Personen waren dabei. Die Schulung ist in Prüfung.", path + "/liste": "Mit der Unterschrift bestätigen Sie",
		"/team?stand=all": "in Prüfung", "/schulungen": "11 von 11", "/bestaetigen": "Das haben Sie erfasst", page: "in Prüfung"} {
		if response, body := d.send(http.MethodGet, page, nil, d.lead); response.StatusCode != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: %d, no %q", page, response.StatusCode, want)
		}
	}
	if response, _ := d.send(http.MethodGet, path, nil, d.stranger); response.StatusCode != http.StatusNotFound {
		t.Errorf("somebody else's superior: %d", response.StatusCode)
	}
	if response, _ := d.post(path+"/bestaetigen", url.Values{"decision": {"confirm"}}, d.lead); response.StatusCode != http.StatusForbidden {
		t.Errorf("who recorded it confirms: %d", response.StatusCode)
	}
	if _, body := d.send(http.MethodGet, "/bestaetigen", nil, d.hr); !strings.Contains(body, "Ein Eintrag wartet") || !strings.Contains(body, path+"/bestaetigen") {
		t.Error("HR is not asked")
	}
	if response, _ := d.post(path+"/bestaetigen", url.Values{"decision": {"refuse"}, "reason": {"krank"}}, d.hr); response.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("refused without a reason of the list: %d", response.StatusCode)
	}
	if response, _ := d.post(path+"/bestaetigen", url.Values{"decision": {"confirm"}}, d.hr); response.StatusCode != http.StatusSeeOther {
		t.Fatalf("confirming: %d", response.StatusCode)
	}
	events, err := d.app.Ledger.Events(t.Context(), d.app.DB, d.member, current.CourseID)
	if err != nil {
		t.Fatal(err)
	}
	if e := events[len(events)-1]; e.How != ledger.HowClassroom || e.EffectiveOn != today-1 {
		t.Errorf("%+v", e)
	}
	if _, body := d.send(http.MethodGet, path, nil, d.lead); !strings.Contains(body, "abgeschlossen") || !strings.Contains(body, fmt.Sprint("/team/person/", d.uid)) {
		t.Error("the superior does not read how it ended")
	}
	if _, body := d.send(http.MethodGet, "/team/person/"+d.uid, nil, d.lead); !strings.Contains(body, "Präsenzschulung") {
		t.Error("the person's page does not say how it was fulfilled")
	}
}

// A list is prepared before the training, and recorded after it; further people of the
// team are added by name.
func TestAPreparedList(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	today := calendar.DateOf(d.app.Clock())
	uids := d.group(3)
	current := courseOf(t, d, d.member)
	form := url.Values{"kurs": {current.Code()}, "day": {today.String()}, "time": {"14:00"}, "place": {"Werkhof"}, "trainer": {"Rita Beispiel"}, "minutes": {"20"},
		"person": uids, "do": {"prepare"}}
	response, _ := d.post("/schulungen/erfassen", form, d.lead)
	path := response.Header.Get("Location")
	_, body := d.send(http.MethodGet, path, nil, d.lead)
	if strings.Count(body, " checked") != 3 || !strings.Contains(body, "14:00 Uhr") || !strings.Contains(body, "Drei Personen stehen auf der Liste") {
		t.Error("the prepared list is not ticked")
	}
	if _, body := d.send(http.MethodGet, path+"/liste", nil, d.lead); strings.Count(body, "<tr>") != 1+3+4 || !strings.Contains(body, "Rita Beispiel") {
		t.Error("the list to sign")
	}
	for typed, want := range map[string]int{"": http.StatusUnprocessableEntity, "Muster": http.StatusUnprocessableEntity, "niemand": http.StatusUnprocessableEntity, "00007": http.StatusSeeOther} {
		if response, _ := d.post(path+"/anwesenheit", url.Values{"do": {"add"}, "add": {typed}}, d.lead); response.StatusCode != want {
			t.Errorf("%q: %d", typed, response.StatusCode)
		}
	}
	if response, _ := d.post(path+"/anwesenheit", url.Values{"do": {"record"}}, d.lead); response.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("nobody was there: %d", response.StatusCode)
	}
	if response, _ := d.post(path+"/anwesenheit", url.Values{"do": {"record"}, "person": append(uids[:2:2], d.uid)}, d.lead); response.StatusCode != http.StatusSeeOther {
		t.Fatalf("recording: %d", response.StatusCode)
	}
	if _, body := d.send(http.MethodGet, path, nil, d.lead); strings.Count(body, "in Prüfung") < 3 || !strings.Contains(body, "nicht dabei") {
		t.Error("the page does not say who was there")
	}
	if response, _ := d.post(path+"/zurueckziehen", nil, d.lead); response.StatusCode != http.StatusSeeOther {
		t.Errorf("taking it back: %d", response.StatusCode)
	}
	if _, body := d.send(http.MethodGet, path, nil, d.lead); strings.Count(body, " checked") != 3 || strings.Count(body, `name="person"`) != 4 {
		t.Error("who was there is not ticked any more")
	}
}
