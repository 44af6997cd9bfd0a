package app

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"zaemme/internal/auth"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/web"
	"zaemme/internal/web/visit"
)

// desk is the whole app with somebody who leads, somebody who leads others, HR,
// and one person without a mailbox in the line of the first.
type desk struct {
	t                          *testing.T
	app                        *App
	server                     *web.Server
	lead, stranger, hr         string // sessions
	leadID, member, department int64
	uid, leadUID               string
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	a := open(t)
	server, err := a.Web(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, app: a, server: server, lead: session(t, a, true), stranger: session(t, a, true), hr: session(t, a, false, people.RoleHR)}
	found, err := auth.Find(t.Context(), a.DB, d.lead, a.Clock())
	if err != nil {
		t.Fatal(err)
	}
	d.leadID, d.leadUID = found.Person.ID, found.Person.UID.String()
	var row struct {
		ID, Department int64
		UID            string
	}
	if err := a.DB.Write(t.Context(), func(tx *db.Tx) error {
		return db.One(tx.Query(t.Context()), &row, `
			with d as (insert into departments (code) values ('WD') returning id),
			n as (insert into department_facts (department_id, name, valid_from, known_from) select id, 'Werkdienst', '2020-01-01', now() from d),
			p as (insert into persons (last_name, first_name, personnel_no) values ('Kovačević', 'Ana', '00007') returning id, uid),
			e as (insert into employments (person_id) select id from p returning id, person_id),
			f as (insert into employment_facts (employment_id, person_id, department_id, category, entry_on, manager_id, valid_from, known_from)
				select e.id, e.person_id, d.id, 'hourly', '2020-01-01', @lead, '2020-01-01', now() from d, e)
			select p.id, p.uid::text as uid, d.id as department from p, d`, map[string]any{"lead": d.leadID})
	}); err != nil {
		t.Fatal(err)
	}
	d.member, d.uid, d.department = row.ID, row.UID, row.Department
	return d
}

// send asks the app; a POST carries the form token of the session.
func (d *desk) send(method, path string, form url.Values, session string, cookies ...*http.Cookie) (*http.Response, string) {
	d.t.Helper()
	request := httptest.NewRequest(method, "http://localhost:8080"+path, strings.NewReader(form.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if method == http.MethodPost {
		request.Header.Set("Sec-Fetch-Site", "same-origin")
		request.Header.Set("X-Form-Token", auth.FormToken(session))
	}
	if session != "" {
		request.AddCookie(&http.Cookie{Name: visit.SessionCookie(false), Value: session})
	}
	for _, cookie := range cookies {
		request.AddCookie(cookie)
	}
	response, err := d.server.Test(request, int((30 * time.Second).Milliseconds()))
	if err != nil {
		d.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	return response, string(body)
}

func (d *desk) post(path string, form url.Values, session string, cookies ...*http.Cookie) (*http.Response, string) {
	d.t.Helper()
	return d.send(http.MethodPost, path, form, session, cookies...)
}

func cookieOf(response *http.Response, name string) *http.Cookie {
	for _, cookie := range response.Cookies() {
		if cookie.Name == name {
			return cookie
		}
	}
	return &http.Cookie{}
}

// A superior renews for the own line, HR for everybody, and nobody for themselves.
func TestWhoRenewsACard(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	none := url.Values{"card": {"0"}}
	for name, c := range map[string]struct {
		session, uid string
		want         int
	}{
		"somebody else's superior": {d.stranger, d.uid, http.StatusNotFound},
		"an employee":              {session(t, d.app, false), d.uid, http.StatusForbidden},
		"nobody":                   {"", d.uid, http.StatusUnauthorized},
		"oneself":                  {d.lead, d.leadUID, http.StatusForbidden},
	} {
		for _, path := range []string{"/neu", "/code"} {
			if response, _ := d.post("/karten/"+c.uid+path, none, c.session); response.StatusCode != c.want {
				t.Errorf("%s: %s answers %d, want %d", name, path, response.StatusCode, c.want)
			}
		}
	}
	response, body := d.post("/karten/"+d.uid+"/neu", none, d.lead)
	if response.StatusCode != http.StatusOK || !strings.HasPrefix(body, "%PDF-") || response.Header.Get("Cache-Control") != "no-store" ||
		!strings.HasPrefix(response.Header.Get("Content-Disposition"), "attachment; ") {
		t.Errorf("the superior: %d %v", response.StatusCode, response.Header)
	}
	if response, _ := d.post("/karten/"+d.uid+"/neu", none, d.hr); response.StatusCode != http.StatusConflict {
		t.Errorf("a form that has not seen the card replaces it: %d", response.StatusCode)
	}
	response, body = d.post("/karten/"+d.uid+"/code", none, d.hr)
	if response.StatusCode != http.StatusOK || !regexp.MustCompile(`class="card-code"[^>]*>[0-9A-Z]{4} [0-9A-Z]{4}<`).MatchString(body) {
		t.Errorf("HR: %d", response.StatusCode)
	}
	for path, viewer := range map[string]string{"/personen/" + d.uid: d.hr, "/team/person/" + d.uid: d.lead} {
		if response, body := d.send(http.MethodGet, path, nil, viewer); response.StatusCode != http.StatusOK || !strings.Contains(body, "Andrea Muster") ||
			!strings.Contains(body, "PIN zurücksetzen") || !strings.Contains(body, "Neue Karte") {
			t.Errorf("%s: %d without the card", path, response.StatusCode)
		}
	}
	above, err := auth.Find(t.Context(), d.app.DB, d.stranger, d.app.Clock())
	if err != nil {
		t.Fatal(err)
	}
	if err := d.app.DB.Query(t.Context()).Exec(`
		with p as (insert into persons (last_name, first_name) values ('Probe', 'Lea') returning id),
		e as (insert into employments (person_id) select id from p returning id, person_id),
		f as (insert into employment_facts (employment_id, person_id, department_id, category, entry_on, manager_id, valid_from, known_from)
			select id, person_id, @department, 'hourly', '2020-01-01', @above, '2020-01-01', now() from e)
		insert into deputies (person_id, deputy_id, valid_from, known_from) values (@above, @member, '2020-01-01', now())`,
		map[string]any{"department": d.department, "above": above.Person.ID, "member": d.member}).Error; err != nil {
		t.Fatal(err)
	}
	for viewer, want := range map[string]int{d.lead: http.StatusForbidden, d.hr: http.StatusOK} {
		if response, _ := d.post("/karten/"+d.uid+"/code", none, viewer); response.StatusCode != want {
			t.Errorf("the PIN of somebody who sees more than the superior: %d, want %d", response.StatusCode, want)
		}
	}
}

var hidden = regexp.MustCompile(`name="(oe|wer|stand)" value="([^"]*)"`)

// A printing issues what the page has shown, once.
func TestHRPrintsCards(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	form := func(query string) url.Values {
		response, body := d.send(http.MethodGet, "/personen/karten"+query, nil, d.hr)
		if response.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d", query, response.StatusCode)
		}
		values := url.Values{}
		for _, m := range hidden.FindAllStringSubmatch(body, -1) {
			values.Set(m[1], m[2])
		}
		return values
	}
	first := form("?oe=" + idText(d.department))
	response, body := d.post("/personen/karten", first, d.hr)
	if response.StatusCode != http.StatusOK || bytes.Count([]byte(body), []byte("/Type /Page\n")) != 1 {
		t.Errorf("%d, %d pages", response.StatusCode, strings.Count(body, "/Type /Page\n"))
	}
	if response, _ := d.post("/personen/karten", first, d.hr); response.StatusCode != http.StatusConflict {
		t.Errorf("the form sent twice voids what it has printed: %d", response.StatusCode)
	}
	if again := form("?oe=" + idText(d.department)); again.Get("stand") != "" {
		t.Error("who has a card gets another")
	}
	if response, _ := d.post("/personen/karten", form("?wer=alle&oe="+idText(d.department)), d.hr); response.StatusCode != http.StatusOK {
		t.Errorf("replacing: %d", response.StatusCode)
	}
	if response, _ := d.send(http.MethodGet, "/personen/karten", nil, d.lead); response.StatusCode != http.StatusForbidden {
		t.Errorf("a superior: %d", response.StatusCode)
	}
}

func idText(id int64) string { return strconv.FormatInt(id, 10) }

// A device that is a shared tablet asks for the card and nothing else, keeps no
// cookie of a session, hands out no file, and clears its cache at the end.
func TestTheSharedTabletOverHTTP(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	issued, err := d.app.Auth.IssueCards(t.Context(), []int64{d.member}, nil, d.leadID, d.app.Clock())
	if err != nil {
		t.Fatal(err)
	}
	response, _ := d.post("/tablet", url.Values{"name": {"Werkhof"}}, d.hr)
	device := cookieOf(response, visit.TabletCookie(false))
	if response.StatusCode != http.StatusSeeOther || device.Value == "" || !device.HttpOnly || device.MaxAge < 86400 {
		t.Fatalf("set up: %d, %+v", response.StatusCode, device)
	}
	if response, _ := d.send(http.MethodGet, "/personen", nil, d.hr); response.Header.Get("Location") == "" {
		t.Error("who set the tablet up is still signed in")
	}
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		if response, _ := d.send(method, "/anmelden?next=/nachweise", url.Values{"name": {"x"}, "password": {"y"}}, "", device); response.Header.Get("Location") != "/karte" {
			t.Errorf("%s /anmelden leads to %q", method, response.Header.Get("Location"))
		}
	}
	response, body := d.send(http.MethodGet, "/k/"+issued[0].Token, nil, "", device)
	if response.StatusCode != http.StatusOK || !strings.Contains(body, `action="/karte/code"`) || strings.Contains(body, "Ana") ||
		!strings.Contains(response.Header.Get("Permissions-Policy"), "camera=(self)") {
		t.Errorf("the card: %d %s", response.StatusCode, response.Header.Get("Permissions-Policy"))
	}
	response, body = d.post("/karte/code", url.Values{"card": {issued[0].Number}, "code": {"AAAA AAAA"}, "pin": {"482917"}, "repeat": {"482917"}}, "", device)
	if response.StatusCode != http.StatusUnprocessableEntity || strings.Contains(body, "482917") {
		t.Errorf("a wrong code: %d, and the PIN is sent back: %v", response.StatusCode, strings.Contains(body, "482917"))
	}
	response, _ = d.post("/karte/code", url.Values{"card": {issued[0].Number}, "code": {issued[0].Code}, "pin": {"482917"}, "repeat": {"482917"}}, "", device)
	kept := cookieOf(response, visit.SessionCookie(false))
	if response.Header.Get("Location") != "/" || kept.Value == "" || kept.MaxAge != 0 || !kept.Expires.IsZero() {
		t.Fatalf("signing in: %d, cookie %+v", response.StatusCode, kept)
	}
	response, body = d.send(http.MethodGet, "/", nil, kept.Value, device)
	if !strings.Contains(body, "<title>Gemeinde Emmen</title>") || !strings.Contains(body, `id="kiosk" data-after="120000" data-ask="60000" data-in`) ||
		response.Header.Get("Cache-Control") != "no-store" || !strings.Contains(response.Header.Get("Permissions-Policy"), "camera=()") {
		t.Errorf("the start page: %v", response.Header)
	}
	if response, _ := d.post("/karte/wach", nil, kept.Value); response.StatusCode != http.StatusNoContent {
		t.Errorf("a sign of life: %d", response.StatusCode)
	}
	response, _ = d.post("/karte/ende", nil, kept.Value, device)
	if response.Header.Get("Location") != "/karte" || response.Header.Get("Clear-Site-Data") != `"cache"` {
		t.Errorf("the end: %v", response.Header)
	}
	if response, _ := d.post("/karte/wach", nil, kept.Value); response.StatusCode != http.StatusUnauthorized {
		t.Errorf("the session lives on: %d", response.StatusCode)
	}
	// Own phone: the same card, an ordinary session; five wrong PINs, and it pauses.
	response, _ = d.post("/karte/pin", url.Values{"card": {issued[0].Token}, "pin": {"482917"}}, "")
	if kept := cookieOf(response, visit.SessionCookie(false)); kept.MaxAge < 3600 {
		t.Errorf("an own phone: %d, cookie %+v", response.StatusCode, kept)
	}
	for try := range 6 {
		want := http.StatusUnprocessableEntity
		if try == 5 {
			want = http.StatusTooManyRequests
		}
		if response, _ := d.post("/karte/pin", url.Values{"card": {issued[0].Number}, "pin": {"939485"}}, ""); response.StatusCode != want {
			t.Errorf("try %d: %d", try+1, response.StatusCode)
		}
	}
}

// A lead on the tablet renews a PIN there, and takes no file away.
func TestNoFileOnTheTablet(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	hrID, err := auth.Find(t.Context(), d.app.DB, d.hr, d.app.Clock())
	if err != nil {
		t.Fatal(err)
	}
	issued, err := d.app.Auth.IssueCards(t.Context(), []int64{d.leadID, d.member}, nil, hrID.Person.ID, d.app.Clock())
	if err != nil {
		t.Fatal(err)
	}
	response, _ := d.post("/tablet", url.Values{"name": {"Werkhof"}}, d.hr)
	device := cookieOf(response, visit.TabletCookie(false))
	response, _ = d.post("/karte/code", url.Values{"card": {issued[0].Token}, "code": {issued[0].Code}, "pin": {"482917"}, "repeat": {"482917"}}, "", device)
	lead := cookieOf(response, visit.SessionCookie(false)).Value
	if response, _ := d.post("/karten/"+d.uid+"/neu", nil, lead); response.StatusCode != http.StatusForbidden {
		t.Errorf("a card as a file: %d", response.StatusCode)
	}
	if response, _ := d.send(http.MethodGet, "/team/bericht", nil, lead); response.StatusCode != http.StatusForbidden {
		t.Errorf("a report as a file: %d", response.StatusCode)
	}
	if response, _ := d.post("/karten/"+d.uid+"/code", nil, lead); response.StatusCode != http.StatusOK {
		t.Errorf("a first code on the screen: %d", response.StatusCode)
	}
}
