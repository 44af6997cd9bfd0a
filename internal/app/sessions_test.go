package app

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/web/visit"
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

// A session is planned, open to the people of the superior, who sign up and withdraw;
// it is changed, ticked off with and without a script, and cancelled.
func TestAPlannedSession(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	now := d.app.Clock()
	today := calendar.DateOf(now)
	d.group(3)
	current := courseOf(t, d, d.member)
	var member string
	if err := d.app.DB.Write(t.Context(), func(tx *db.Tx) (err error) {
		member, err = auth.Start(t.Context(), tx, d.member, "test", now)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	form := url.Values{"kurs": {current.Code()}, "day": {(today + 3).String()}, "time": {"14:00"}, "minutes": {"20"}, "place": {"Werkhof"}, "trainer": {"Andrea Muster"},
		"seats": {"1"}, "circle": {"line"}}
	for _, field := range []string{"kurs", "day", "time", "place"} {
		wrong := url.Values{}
		for key, value := range form {
			wrong[key] = value
		}
		wrong.Set(field, "")
		if response, body := d.post("/schulungen/planen", wrong, d.lead); response.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#f-`+field) {
			t.Errorf("without %s: %d", field, response.StatusCode)
		}
	}
	response, _ := d.post("/schulungen/planen", form, d.lead)
	path := response.Header.Get("Location")
	for page, want := range map[string]string{"/schulungen": "geplant", "/kurse/" + current.Code(): "Ein Platz von 1 ist frei", path: "Anmelden", "/": path} {
		if response, body := d.send(http.MethodGet, page, nil, member); response.StatusCode != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: %d, no %q", page, response.StatusCode, want)
		}
	}
	if response, _ := d.send(http.MethodGet, path, nil, d.stranger); response.StatusCode != http.StatusNotFound {
		t.Errorf("somebody else: %d", response.StatusCode)
	}
	post := func(below string, form url.Values, session string, want int) string {
		t.Helper()
		response, body := d.post(path+below, form, session)
		if response.StatusCode != want {
			t.Errorf("%s: %d, want %d", below, response.StatusCode, want)
		}
		return body
	}
	post("/anmelden", nil, member, http.StatusSeeOther)
	post("/anmelden", nil, d.stranger, http.StatusNotFound)
	if _, body := d.send(http.MethodGet, path, nil, member); !strings.Contains(body, "Sie sind angemeldet") || strings.Contains(body, "/aendern") || strings.Contains(body, "Verlauf") {
		t.Error("the person does not read how they stand, or reads what is not theirs")
	}
	for below, form := range map[string]url.Values{"/aendern": form, "/absagen": nil, "/entfernen": {"person": {d.uid}}} {
		post(below, form, member, http.StatusForbidden)
		post(below, form, d.stranger, http.StatusNotFound)
	}
	for _, who := range []string{member, d.stranger} {
		post("/abhaken/"+d.uid, url.Values{"present": {"1"}}, who, http.StatusNotFound)
	}
	d.asked(path)
	if _, body := d.send(http.MethodGet, path, nil, d.lead); !strings.Contains(body, "auf der Warteliste") || !strings.Contains(body, "Alle Plätze sind besetzt") {
		t.Error("who came with the list does not wait for a seat")
	}
	form.Set("place", "Gemeindehaus")
	form.Set("day", today.String())
	post("/aendern", form, d.lead, http.StatusSeeOther)
	if _, body := d.send(http.MethodGet, path, nil, d.lead); !strings.Contains(body, "Gemeindehaus") || !strings.Contains(body, "geändert: ") {
		t.Error("the change is not shown, or not in the history")
	}
	if _, body := d.send(http.MethodGet, path+"/abhaken", nil, d.lead); strings.Count(body, `aria-pressed="false"`) != 2 {
		t.Error("two are to be ticked off")
	}
	post("/abhaken/"+d.uid, url.Values{"present": {"1"}}, d.lead, http.StatusSeeOther)
	if _, body := d.send(http.MethodGet, path+"/abhaken", nil, d.lead); strings.Count(body, `aria-pressed="true"`) != 1 {
		t.Error("the tick is not saved")
	}
	if _, body := d.send(http.MethodGet, path, nil, d.lead); strings.Count(body, " checked") != 1 {
		t.Error("who was not ticked off is preset as present")
	}
	post("/abmelden", nil, member, http.StatusSeeOther)
	if _, body := d.send(http.MethodGet, path+"/absagen", nil, d.lead); !strings.Contains(body, "Eine Person ist angemeldet") {
		t.Error("who waited has not moved up")
	}
	post("/absagen", nil, d.lead, http.StatusSeeOther)
	post("/absagen", nil, d.lead, http.StatusConflict)
	if _, body := d.send(http.MethodGet, path, nil, d.lead); !strings.Contains(body, "Diese Schulung ist abgesagt") {
		t.Error("the page does not say that it is cancelled")
	}
}

// upload posts one file.
func (d *desk) upload(path, field, name, content, session string) *http.Response {
	d.t.Helper()
	return d.uploadWith(path, nil, field, name, content, session)
}

// uploadWith posts one file and what else a form has.
func (d *desk) uploadWith(path string, fields map[string]string, field, name, content, session string) *http.Response {
	d.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for key, value := range fields {
		if err := form.WriteField(key, value); err != nil {
			d.t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile(field, name)
	if err != nil {
		d.t.Fatal(err)
	}
	if _, err := part.Write([]byte(content)); err != nil {
		d.t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		d.t.Fatal(err)
	}
	request := httptest.NewRequest(http.MethodPost, "http://localhost:8080"+path, &body)
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	request.Header.Set("X-Form-Token", auth.FormToken(session))
	request.AddCookie(&http.Cookie{Name: visit.SessionCookie(false), Value: session})
	response, err := d.server.Test(request, int((30 * time.Second).Milliseconds()))
	if err != nil {
		d.t.Fatal(err)
	}
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	_ = response.Body.Close()
	response.Body = io.NopCloser(bytes.NewReader(answer)) // read again by who looks at it
	return response
}

// Of a group too large for a page a smaller one is asked for, where there is one.
func TestRecordingALargeGroup(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.group(500) // with the member of the desk one too many
	current := courseOf(t, d, d.member)
	page := "/schulungen/erfassen?kurs=" + current.Code()
	if _, body := d.send(http.MethodGet, page, nil, d.lead); strings.Count(body, `name="person"`) != 501 {
		t.Error("a department without any below is not offered as it is")
	}
	if err := d.app.DB.Query(t.Context()).Exec(`
		with d as (insert into departments (code) values ('LESS') returning id),
		f as (insert into department_facts (department_id, name, parent_id, valid_from, known_from) select id, 'Die Kleine', ?, '2020-01-01', now() from d)
		update employment_facts f set department_id = d.id from d where f.person_id = ?`, d.department, d.member).Error; err != nil {
		t.Fatal(err)
	}
	_, body := d.send(http.MethodGet, page, nil, d.lead)
	if strings.Contains(body, `name="person"`) || !strings.Contains(body, "Hier arbeiten 501 Personen") {
		t.Error("a large group is listed")
	}
	var links []string
	for _, found := range regexp.MustCompile(`class="key" href="([^"]*)">([^<]*)<`).FindAllStringSubmatch(body, -1) {
		links = append(links, html.UnescapeString(found[1]))
	}
	if len(links) != 2 {
		t.Fatalf("to choose from: %v", links)
	}
	for i, want := range []int{500, 1} {
		if _, body := d.send(http.MethodGet, links[i], nil, d.lead); strings.Count(body, `name="person"`) != want {
			t.Errorf("%s does not offer %d", links[i], want)
		}
	}
}

// A quiz on paper: the sheets are printed, points or a tick say who passed, no points
// are kept; the signed list goes with the session.
func TestAQuizOnPaper(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	today := calendar.DateOf(d.app.Clock())
	uids := d.group(3)
	current := courseOf(t, d, d.member)
	form := url.Values{"kurs": {current.Code()}, "day": {today.String()}, "place": {"Werkhof"}, "trainer": {"Andrea Muster"}, "minutes": {"20"}, "quiz": {"1"},
		"person": uids, "do": {"record"}}
	response, _ := d.post("/schulungen/erfassen", form, d.lead)
	path := response.Header.Get("Location")
	_, sheet := d.send(http.MethodGet, path+"/test", nil, d.lead)
	_, solution := d.send(http.MethodGet, path+"/loesung", nil, d.lead)
	if !strings.Contains(sheet, "Antwortraster") || strings.Contains(sheet, "session-cell on") || !strings.Contains(solution, "session-cell on") || !strings.Contains(solution, "Bestanden ab") {
		t.Error("the sheets")
	}
	for _, below := range []string{"/test", "/loesung"} {
		if response, _ := d.send(http.MethodGet, path+below, nil, d.stranger); response.StatusCode != http.StatusNotFound {
			t.Errorf("%s for somebody else: %d", below, response.StatusCode)
		}
	}
	_, body := d.send(http.MethodGet, path, nil, d.lead)
	if strings.Count(body, `name="passed"`) != 3 || strings.Count(body, " checked") != 3 {
		t.Error("three are there, nobody has passed yet")
	}
	result := url.Values{"do": {"record"}, "person": uids}
	if response, _ := d.post(path+"/anwesenheit", result, d.lead); response.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("nobody passed: %d", response.StatusCode)
	}
	result.Set("points-"+uids[0], "1000")
	if response, _ := d.post(path+"/anwesenheit", result, d.lead); response.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("more points than there are: %d", response.StatusCode)
	}
	result.Set("points-"+uids[0], regexp.MustCompile(`Bestanden ab (\d+) von`).FindStringSubmatch(solution)[1])
	result.Set("points-"+uids[1], "1")
	result.Set("passed", uids[2])
	if response, _ := d.post(path+"/anwesenheit", result, d.lead); response.StatusCode != http.StatusSeeOther {
		t.Fatalf("results: %d", response.StatusCode)
	}
	if _, body := d.send(http.MethodGet, path, nil, d.lead); strings.Count(body, "nicht bestanden") != 1 {
		t.Error("who failed is not said")
	}
	if response := d.upload(path+"/unterlage", "scan", "liste.pdf", "%PDF-1.7 x %%EOF", d.lead); response.StatusCode != http.StatusSeeOther {
		t.Errorf("the signed list: %d", response.StatusCode)
	}
	for session, want := range map[string]int{d.lead: http.StatusOK, d.hr: http.StatusOK, d.stranger: http.StatusNotFound} {
		if response, _ := d.send(http.MethodGet, path+"/unterlage", nil, session); response.StatusCode != want || want == http.StatusOK && response.Header.Get("Content-Type") != "application/pdf" {
			t.Errorf("the signed list: %d", response.StatusCode)
		}
	}
}

// Somebody hands in a certificate, sees that it is in review, and takes it back; HR is
// asked, the superior is not.
func TestHandingInACertificate(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	now := d.app.Clock()
	today := calendar.DateOf(now)
	d.assign(today)
	current := courseOf(t, d, d.member)
	var member string
	if err := d.app.DB.Write(t.Context(), func(tx *db.Tx) (err error) {
		member, err = auth.Start(t.Context(), tx, d.member, "test", now)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	const path = "/nachweise/einreichen"
	fields := map[string]string{"course": current.Code(), "day": (today - 20).String(), "issuer": "Stadt Kriens"}
	if response := d.uploadWith(path, map[string]string{"course": current.Code()}, "scan", "x.pdf", "%PDF-1.7 %%EOF", member); response.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("without a day: %d", response.StatusCode)
	}
	if response := d.uploadWith(path, fields, "scan", "x.html", "<html>", member); response.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("no PDF: %d", response.StatusCode)
	}
	if response := d.uploadWith(path, fields, "scan", "x.pdf", "%PDF-1.7 %%EOF", member); response.StatusCode != http.StatusSeeOther {
		t.Fatalf("handing in: %d", response.StatusCode)
	}
	_, body := d.send(http.MethodGet, path, nil, member)
	back := regexp.MustCompile(path + `/[0-9a-f-]{36}/zurueckziehen`).FindString(body)
	if !strings.Contains(body, "Stadt Kriens") || back == "" {
		t.Fatal("the person does not see what waits")
	}
	for session, want := range map[string]bool{d.hr: true, d.lead: false} {
		if _, body := d.send(http.MethodGet, "/bestaetigen", nil, session); strings.Contains(body, "Stadt Kriens") != want {
			t.Errorf("is asked: %v, want %v", !want, want)
		}
	}
	if response, _ := d.post(back, nil, d.lead); response.StatusCode != http.StatusNotFound {
		t.Errorf("somebody else takes it back: %d", response.StatusCode)
	}
	if response, _ := d.post(back, nil, member); response.StatusCode != http.StatusSeeOther {
		t.Errorf("taking it back: %d", response.StatusCode)
	}
}

// asked puts one person of the list on the list of the session: what is not clear is
// asked back first, and until then nobody is on it.
func (d *desk) asked(path string) {
	d.t.Helper()
	if err := d.app.DB.Query(d.t.Context()).Exec(`update persons set last_name = 'Muster' where personnel_no in ('G2', 'G3')`).Error; err != nil {
		d.t.Fatal(err)
	}
	response := d.upload(path+"/einlesen", "file", "liste.csv", "Name;Personalnummer\nMuster 1;G1\nMuster Luca;\nFremd;99999\n", d.lead)
	body, err := io.ReadAll(response.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	page := string(body)
	if response.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(page, "1 von 3 Zeilen sind eindeutig") || strings.Count(page, "<option") != 1+2 ||
		!strings.Contains(page, "Zeile 4") || !strings.Contains(page, "Nicht gefunden") {
		d.t.Errorf("the list: %d\n%.3000s", response.StatusCode, page[max(0, strings.Index(page, "<main")):])
	}
	if _, body := d.send(http.MethodGet, path, nil, d.lead); strings.Contains(body, "auf der Warteliste") {
		d.t.Error("somebody is on the list before what is open is answered")
	}
	uid := regexp.MustCompile(`name="person" value="([0-9a-f-]+)" checked`).FindStringSubmatch(page)
	if uid == nil {
		d.t.Fatal("who is clear is not ticked")
	}
	if response, _ := d.post(path+"/einlesen", url.Values{"do": {"add"}, "person": {uid[1]}, "line-1": {uid[1]}, "line-2": {""}}, d.lead); response.StatusCode != http.StatusSeeOther {
		d.t.Errorf("answered: %d", response.StatusCode)
	}
	if response, body := d.post(path+"/einlesen", url.Values{"list": {" \n"}}, d.lead); response.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(body, "Hier steht niemand") {
		d.t.Errorf("an empty list: %d", response.StatusCode)
	}
}
