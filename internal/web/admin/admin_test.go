package admin_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/letter"
	"zaemme/internal/mail"
	"zaemme/internal/outbox"
	"zaemme/internal/people"
	"zaemme/internal/schedule"
	"zaemme/internal/settings"
	"zaemme/internal/testing/dbtest"
	"zaemme/internal/testmail"
	"zaemme/internal/web"
	"zaemme/internal/web/admin"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
	"zaemme/views"
)

var monday = time.Date(2027, time.March, 1, 9, 0, 0, 0, calendar.Zurich)

type site struct {
	t     *testing.T
	db    *db.DB
	app   *fiber.App
	token string
	runs  int // of the job «reminders»
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newSite(t *testing.T, demo bool) *site {
	t.Helper()
	s := &site{t: t, db: dbtest.New(t)}
	texts, err := views.Texts()
	must(t, err)
	pages, err := page.New(page.Options{Files: views.Files, Texts: texts, FlashKey: []byte("sixteen bytes and more")})
	must(t, err)
	clock := func() time.Time { return monday }
	log := slog.New(slog.DiscardHandler)
	jobs, err := schedule.New(s.db, schedule.Options{Log: log, Now: clock},
		schedule.Job{Name: "reminders", At: schedule.Daily(6, 30), Run: func(context.Context, time.Time) (map[string]int, error) {
			s.runs++
			return map[string]int{"mails": 3, "absent": 2}, nil
		}},
		schedule.Job{Name: "dispatch", Every: time.Minute, Run: func(context.Context, time.Time) (map[string]int, error) {
			return nil, errors.New("the relay is away")
		}})
	must(t, err)
	cache := settings.NewCache(s.db)
	press, err := letter.NewPress(views.Files, "http://localhost:8080")
	must(t, err)
	mails := &testmail.Service{Press: press, Texts: texts}
	closed := func(context.Context, db.Conn, time.Time) (outbox.Gate, error) { return outbox.Gate{}, nil }
	box, err := outbox.New(s.db, outbox.Options{Demo: demo, Gate: closed, Kinds: mails.Kinds()})
	must(t, err)
	handlers := &admin.Handlers{DB: s.db, URL: "http://localhost:8080", Settings: cache, Jobs: jobs, Outbox: box, TestMail: mails, Demo: demo}
	s.app = web.New(web.Options{Context: t.Context(), DB: s.db, Log: log, Clock: clock, Site: pages, Texts: texts, Settings: cache,
		Host: "localhost:8080", Demo: demo, Routes: handlers.Routes()})
	s.token = s.somebody(people.RoleAdmin)
	return s
}

func (s *site) somebody(roles ...people.Role) (token string) {
	s.t.Helper()
	must(s.t, s.db.Write(s.t.Context(), func(tx *db.Tx) error {
		var id int64
		if err := db.One(tx.Query(s.t.Context()), &id, `
			with d as (insert into departments (code) values (gen_random_uuid()::text) returning id),
			p as (insert into persons (last_name, first_name) values ('Technik', 'Andrea') returning id),
			e as (insert into employments (person_id) select id from p returning id, person_id)
			insert into employment_facts (employment_id, person_id, department_id, category, entry_on, valid_from, known_from)
			select e.id, e.person_id, d.id, 'permanent', '2020-01-01', '2020-01-01', now() from d, e returning person_id`); err != nil {
			return err
		}
		for _, role := range roles {
			if err := auth.GrantAtInstallation(s.t.Context(), tx, id, role, calendar.DateOf(monday)); err != nil {
				return err
			}
		}
		var err error
		token, err = auth.Start(s.t.Context(), tx, id, "test", monday)
		return err
	}))
	return token
}

func (s *site) do(method, path string, pairs ...string) (status int, body, location string) {
	s.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	request := httptest.NewRequest(method, "http://localhost:8080"+path, strings.NewReader(form.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	request.Header.Set("X-Form-Token", auth.FormToken(s.token))
	request.AddCookie(&http.Cookie{Name: visit.SessionCookie(false), Value: s.token})
	response, err := s.app.Test(request, 20_000)
	must(s.t, err)
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	must(s.t, err)
	return response.StatusCode, string(text), response.Header.Get("Location")
}

func (s *site) page(path string, wanted ...string) string {
	s.t.Helper()
	status, body, _ := s.do(http.MethodGet, path)
	if status != http.StatusOK {
		s.t.Fatalf("GET %s answers %d: %s", path, status, body)
	}
	for _, w := range wanted {
		if !strings.Contains(body, w) {
			s.t.Errorf("%s does not say %q:\n%s", path, w, body)
		}
	}
	return body
}

func TestEverySettingStandsOnThePage(t *testing.T) {
	t.Parallel()
	s := newSite(t, false)
	body := s.page("/einstellungen", "Alle Einstellungen stehen auf dem Vorschlag")
	texts, err := views.Texts()
	must(t, err)
	for _, d := range settings.Defs {
		for _, lang := range []string{"de", "en"} {
			for _, key := range []string{"admin.setting." + d.Key, "admin.setting." + d.Key + ".effect"} {
				if !texts.Printer(lang).Has(key) {
					t.Errorf("%s: there is no text %s", lang, key)
				}
			}
		}
		if name := texts.Printer("de").T("admin.setting." + d.Key); !strings.Contains(body, ">"+name+"<") {
			t.Errorf("%s is not on the page", d.Key)
		}
	}
}

// Only HR may let mail leave; to others the page offers no way there.
func TestGoLiveIsOfferedToHROnly(t *testing.T) {
	t.Parallel()
	s := newSite(t, false)
	if body := s.page("/einstellungen"); strings.Contains(body, "/erinnerungen/start") {
		t.Error("the administration is led to a page that refuses it")
	}
	s.token = s.somebody(people.RoleHR)
	s.page("/einstellungen", "/erinnerungen/start")
}

func TestASettingIsSavedOrRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t, false)
	for key, values := range map[string][2]string{ // good, bad
		"mail_cap": {"3", "viele"}, "green_from": {"90", "120"}, "accent": {"#aa3300", "rot"}, "mail_from": {"lernen@seedorf.example", "niemand"},
		"municipality": {"Gemeinde Seedorf", ""}, "level_names": {"Departement,Abteilung", strings.Repeat("x", 501)},
	} {
		path := "/einstellungen/" + key
		if status, body, _ := s.do(http.MethodPost, path, "value", values[1]); status != http.StatusUnprocessableEntity || !strings.Contains(body, `id="f-value-e"`) {
			t.Errorf("%s = %q answers %d without an error at the field", key, values[1], status)
		}
		if status, body, to := s.do(http.MethodPost, path, "value", values[0]); status != http.StatusSeeOther || to != "/einstellungen" {
			t.Errorf("%s = %q answers %d: %s", key, values[0], status, body)
		}
		s.page(path, values[0], "Andrea Technik", "1.3.2027")
	}
	for key, value := range map[string]string{"green_from": "80", "amber_from": "91", "mail_from_name": ""} { // green below amber, and a name nobody has
		if status, _, _ := s.do(http.MethodPost, "/einstellungen/"+key, "value", value); status != http.StatusUnprocessableEntity {
			t.Errorf("%s = %q answers %d", key, value, status)
		}
	}
	s.page("/einstellungen", "Sechs Einstellungen weichen vom Vorschlag ab", "Gemeinde Seedorf")
	if status, _, _ := s.do(http.MethodGet, "/einstellungen/gibt_es_nicht"); status != http.StatusNotFound {
		t.Errorf("an unknown setting answers %d", status)
	}
}

// What lets mail leave has a page with a forecast, and no other way.
func TestGoLiveIsSetElsewhere(t *testing.T) {
	t.Parallel()
	s := newSite(t, false)
	for _, key := range []string{"go_live", "trial_address"} {
		if status, _, to := s.do(http.MethodGet, "/einstellungen/"+key); status != http.StatusSeeOther || to != "/erinnerungen/start" {
			t.Errorf("%s: %d %s", key, status, to)
		}
		if status, _, _ := s.do(http.MethodPost, "/einstellungen/"+key, "value", "2027-03-02"); status != http.StatusForbidden {
			t.Errorf("setting %s answers %d", key, status)
		}
	}
	current, err := settings.Load(t.Context(), s.db, calendar.DateOf(monday))
	must(t, err)
	if current.Text("go_live") != "" {
		t.Error("go-live is set")
	}
}

func TestJobsRunByHand(t *testing.T) {
	t.Parallel()
	s := newSite(t, false)
	s.page("/einstellungen/jobs", "Alle Aufgaben laufen", "Täglich um 06.30", "Jede Minute", "Noch nie gelaufen")
	if status, _, _ := s.do(http.MethodPost, "/einstellungen/jobs/reminders"); status != http.StatusSeeOther || s.runs != 1 {
		t.Errorf("answers %d after %d runs", status, s.runs)
	}
	s.page("/einstellungen/jobs/reminders", "erledigt: abwesend 2, Nachrichten 3", "von Hand")
	if status, _, _ := s.do(http.MethodPost, "/einstellungen/jobs/dispatch"); status != http.StatusSeeOther {
		t.Errorf("a job that fails answers %d", status)
	}
	s.page("/einstellungen/jobs", "Eine Aufgabe ist beim letzten Lauf gescheitert", "the relay is away")
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		if status, _, _ := s.do(method, "/einstellungen/jobs/unbekannt"); status != http.StatusNotFound {
			t.Errorf("%s of an unknown job answers %d", method, status)
		}
	}
}

func TestForeignRoles(t *testing.T) {
	t.Parallel()
	s := newSite(t, true)
	s.token = s.somebody()
	for _, path := range []string{"/einstellungen", "/einstellungen/mail_cap", "/einstellungen/jobs"} {
		if status, _, _ := s.do(http.MethodGet, path); status != http.StatusForbidden {
			t.Errorf("%s answers %d", path, status)
		}
	}
	if status, _, _ := s.do(http.MethodPost, "/einstellungen/jobs/reminders"); status != http.StatusForbidden || s.runs != 0 {
		t.Errorf("running a job answers %d", status)
	}
	s.page("/demo/mails")
}

func TestACaughtMailIsShownAsText(t *testing.T) {
	t.Parallel()
	s := newSite(t, true)
	empty := s.page("/demo/mails", "Noch ist keine Nachricht hier")
	banner, rest, _ := strings.Cut(empty[strings.Index(empty, `<aside class="demo"`):], "</aside>")
	if !strings.Contains(banner, `<a href="/demo/mails">Postfach der Vorführung</a>`) || strings.Contains(rest, `href="/demo/mails"`) {
		t.Error("the mailbox of the demo is not beside what says so, or takes room among the pages")
	}
	message := &mail.Message{From: mail.Address{Email: "lernen@seedorf.example"}, To: []mail.Address{{Email: "luca@seedorf.example"}}, Date: monday,
		MessageID: "one@seedorf.example", Subject: "Zwei Schulungen <offen>", Text: "Guten Tag\nLuca", HTML: `<p>Guten Tag</p><img src="https://evil.example/x.png"><script>alert(1)</script>`}
	session, err := (&outbox.Catcher{DB: s.db}).Open(t.Context())
	must(t, err)
	if result := session.Send(t.Context(), message, nil); result.Err != nil {
		t.Fatal(result.Err)
	}
	s.page("/demo/mails", "Eine Nachricht liegt", "Zwei Schulungen &lt;offen&gt;", `href="/demo/mails/1"`)
	body := s.page("/demo/mails/1", "Guten Tag\nLuca", "luca@seedorf.example", "&lt;script&gt;")
	if strings.Contains(body, "<img") || strings.Contains(body, "<script>alert") {
		t.Error("the mail's HTML is part of the page")
	}
	if status, _, _ := s.do(http.MethodGet, "/demo/mails/99"); status != http.StatusNotFound {
		t.Errorf("an unknown mail answers %d", status)
	}
	other := newSite(t, false)
	if status, _, _ := other.do(http.MethodGet, "/demo/mails"); status != http.StatusNotFound {
		t.Errorf("without the demo: %d", status)
	}
}
