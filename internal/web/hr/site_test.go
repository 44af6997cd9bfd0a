package hr_test

import (
	"bytes"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/courses"
	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
	"zaemme/internal/holiday"
	"zaemme/internal/hrimport"
	"zaemme/internal/ledger"
	"zaemme/internal/letter"
	"zaemme/internal/people"
	"zaemme/internal/reminder"
	"zaemme/internal/settings"
	"zaemme/internal/task"
	"zaemme/internal/testing/dbtest"
	"zaemme/internal/web"
	"zaemme/internal/web/hr"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
	"zaemme/seeds"
	"zaemme/views"
)

// monday is when the tests happen.
var monday = time.Date(2027, time.March, 1, 9, 0, 0, 0, calendar.Zurich)

// site is the real web with HR's pages, on a database of its own with courses
// and rules but without people.
type site struct {
	handlers *hr.Handlers
	t        *testing.T
	db       *db.DB
	app      *fiber.App
	token    string // HR's
	changes  *change.Service
	hr       int64
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{t: t, db: dbtest.New(t)}
	texts, err := views.Texts()
	must(t, err)
	list, problems := coursefile.LoadAll(courses.Files)
	if coursefile.HasErrors(problems) {
		t.Fatal(problems)
	}
	today := calendar.DateOf(monday)
	_, err = course.Sync(t.Context(), s.db, list, today)
	must(t, err)
	catalogue := course.NewCatalogue(s.db)
	must(t, catalogue.Refresh(t.Context()))
	book := ledger.New()
	rules := curriculum.New(s.db, book, catalogue)
	must(t, s.db.Write(t.Context(), func(tx *db.Tx) error {
		_, err := rules.Seed(t.Context(), tx, seeds.Files, today)
		return err
	}))
	s.changes = change.New(s.db, rules, nil, map[change.Kind]change.Proposer{change.People: hrimport.Proposer{}, hrimport.Edit: hrimport.Editor{}})
	press, err := letter.NewPress(views.Files, "http://localhost:8080")
	must(t, err)
	reminders, err := reminder.New(reminder.Options{DB: s.db, Ledger: book, Courses: reminder.FromCatalogue(catalogue), Calendars: holiday.NewBook(nil).For,
		Texts: texts, Press: press})
	must(t, err)
	cache := settings.NewCache(s.db)
	pages, err := page.New(page.Options{Files: views.Files, Texts: texts, FlashKey: []byte("sixteen bytes and more")})
	must(t, err)
	tasks := task.New(s.db, slog.New(slog.DiscardHandler), func() time.Time { return monday }, s.changes.Tasks())
	t.Cleanup(func() { must(t, tasks.Stop()) })
	s.handlers = &hr.Handlers{DB: s.db, Auth: &auth.Service{DB: s.db, Hasher: auth.NewHasher(1)}, Ledger: book, Catalogue: catalogue,
		Changes: s.changes, Imports: hrimport.New(s.db, s.changes), Reminders: reminders, Settings: cache, Tasks: tasks,
		Patience: time.Minute}
	s.app = web.New(web.Options{Context: t.Context(), DB: s.db, Log: slog.New(slog.DiscardHandler), Clock: func() time.Time { return monday },
		Site: pages, Texts: texts, Settings: cache, Host: "localhost:8080", Routes: s.handlers.Routes()})
	s.hr, s.token = s.somebody("Personal", 0, people.RoleHR)
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// somebody is a person with an employment and roles, signed in. department 0: a
// new one.
func (s *site) somebody(name string, department int64, roles ...people.Role) (id int64, token string) {
	s.t.Helper()
	must(s.t, s.db.Write(s.t.Context(), func(tx *db.Tx) error {
		if department == 0 {
			if err := db.One(tx.Query(s.t.Context()), &department, `
				with d as (insert into departments (code) values (gen_random_uuid()::text) returning id)
				insert into department_facts (department_id, name, valid_from, known_from)
				select id, 'Stab ' || ?, '2020-01-01', now() from d returning department_id`, name); err != nil {
				return err
			}
		}
		if err := db.One(tx.Query(s.t.Context()), &id, `
			with p as (insert into persons (last_name, first_name, email) values (@name, 'Andrea', @name || '@seedorf.example') returning id),
			e as (insert into employments (person_id) select id from p returning id, person_id)
			insert into employment_facts (employment_id, person_id, department_id, category, entry_on, valid_from, known_from)
			select e.id, e.person_id, @department, 'permanent', '2020-01-01', '2020-01-01', now() from e returning person_id`,
			map[string]any{"name": name, "department": department}); err != nil {
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
	return id, token
}

// answer of the web, read to its end.
type answer struct {
	status   int
	location string
	body     string
	flash    *http.Cookie
}

// text is the page without markup, with single spaces.
func (a answer) text() string {
	plain := regexp.MustCompile(`(?s)<(script|style).*?</(script|style)>|<[^>]*>`).ReplaceAllString(a.body, " ")
	plain = strings.NewReplacer("&#39;", "'", "&amp;", "&", "&#34;", `"`, "&lt;", "<", "&gt;", ">").Replace(plain)
	return strings.Join(strings.Fields(plain), " ")
}

func (s *site) do(token, method, path, kind string, body io.Reader, cookies ...*http.Cookie) answer {
	s.t.Helper()
	request := httptest.NewRequest(method, "http://localhost:8080"+path, body)
	request.Header.Set("Content-Type", kind)
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	request.AddCookie(&http.Cookie{Name: visit.SessionCookie(false), Value: token})
	request.Header.Set("X-Form-Token", auth.FormToken(token))
	for _, cookie := range cookies {
		if cookie != nil {
			request.AddCookie(cookie)
		}
	}
	response, err := s.app.Test(request, 60_000)
	must(s.t, err)
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	must(s.t, err)
	a := answer{status: response.StatusCode, location: response.Header.Get("Location"), body: string(text)}
	for _, cookie := range response.Cookies() {
		if cookie.Name == "zaemme_flash" {
			a.flash = cookie
		}
	}
	return a
}

func (s *site) get(path string) answer {
	s.t.Helper()
	return s.do(s.token, http.MethodGet, path, "", nil)
}

// page is get of a page that must be there.
func (s *site) page(path string) string {
	s.t.Helper()
	a := s.get(path)
	if a.status != http.StatusOK {
		s.t.Fatalf("GET %s answers %d: %s", path, a.status, a.text())
	}
	return a.text()
}

func (s *site) post(path string, pairs ...string) answer {
	s.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return s.do(s.token, http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

// follow posts and shows where that leads to, with the message of the way.
func (s *site) follow(path string, pairs ...string) string {
	s.t.Helper()
	a := s.post(path, pairs...)
	if a.status != http.StatusSeeOther {
		s.t.Fatalf("POST %s answers %d: %s", path, a.status, a.text())
	}
	next := s.do(s.token, http.MethodGet, a.location, "", nil, a.flash)
	if next.status != http.StatusOK {
		s.t.Fatalf("after POST %s, %s answers %d: %s", path, a.location, next.status, next.text())
	}
	return next.text()
}

// upload hands in a staff list.
func (s *site) upload(name, content string, pairs ...string) answer {
	s.t.Helper()
	return s.uploadTo("/import", name, content, pairs...)
}

func (s *site) uploadTo(path, name, content string, pairs ...string) answer {
	s.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	file, err := form.CreateFormFile("file", name)
	must(s.t, err)
	_, err = io.WriteString(file, content)
	must(s.t, err)
	for i := 0; i+1 < len(pairs); i += 2 {
		must(s.t, form.WriteField(pairs[i], pairs[i+1]))
	}
	must(s.t, form.Close())
	return s.do(s.token, http.MethodPost, path, form.FormDataContentType(), &body)
}

// preview is the address of the plan of a list that must be readable.
func (s *site) preview(content string, pairs ...string) string {
	s.t.Helper()
	a := s.upload("personal.csv", content, pairs...)
	if a.status != http.StatusSeeOther || !strings.HasPrefix(a.location, "/import/") {
		s.t.Fatalf("the upload answers %d %s: %s", a.status, a.location, a.text())
	}
	return a.location
}

func itoa(n int) string { return strconv.Itoa(n) }

// count is a number out of the database.
func (s *site) count(sql string, args ...any) (n int) {
	s.t.Helper()
	must(s.t, s.db.Query(s.t.Context()).Raw(sql, args...).Scan(&n).Error)
	return n
}

// uid of the person with the number.
func (s *site) uid(number string) (uid string) {
	s.t.Helper()
	must(s.t, s.db.Query(s.t.Context()).Raw(`select uid::text from persons where personnel_no = ?`, number).Row().Scan(&uid))
	return uid
}

func contains(t *testing.T, text string, wanted ...string) {
	t.Helper()
	for _, w := range wanted {
		if !strings.Contains(text, w) {
			t.Errorf("the page does not say %q:\n%s", w, text)
		}
	}
}

func containsNot(t *testing.T, text string, unwanted ...string) {
	t.Helper()
	for _, w := range unwanted {
		if strings.Contains(text, w) {
			t.Errorf("the page says %q:\n%s", w, text)
		}
	}
}

const header = "Pers.-Nr.;Name;Vorname;E-Mail;OE-Nr.;Organisationseinheit;Funktion;Pensum;Anstellungsart;Eintritt;Austritt;Vorgesetzte (Pers.-Nr.);AHV-Nr.\n"

// list is a staff list of three.
const list = header +
	"00001;Beispiel;Luca;luca.beispiel@seedorf.example;100;Kanzlei;Leitung;100;unbefristet;01.05.2019;;;756.1234.5678.97\n" +
	"00002;Vorlage;Nina;nina.vorlage@seedorf.example;100;Kanzlei;Sachbearbeiterin;80;unbefristet;01.08.2025;;00001;756.1234.5678.97\n" +
	"00003;Probe;Jan;;200;Werkdienst;Mitarbeiter;100;unbefristet;01.01.2020;;00001;756.1234.5678.97\n"
