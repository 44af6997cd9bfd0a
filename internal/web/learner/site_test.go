package learner

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/courses"
	"zaemme/internal/auth"
	"zaemme/internal/certificate"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/glossary"
	"zaemme/internal/learning"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/session"
	"zaemme/internal/settings"
	"zaemme/internal/testing/coursetest"
	"zaemme/internal/testing/dbtest"
	"zaemme/internal/web/certificates"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
	"zaemme/views"
)

// site is a small app: the pages of this package over the real courses, views and
// a database with Anna (1), who has IS-01 and DS-01 to do, Ben (2), who works
// without a PC and has IS-01K, Chiara (3), of whom nothing is asked, and Dario (4),
// who has TE-01 with its questions of every type.
type site struct {
	t       *testing.T
	app     *fiber.App
	db      *db.DB
	courses *course.Catalogue
	clock   time.Time
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{t: t, db: dbtest.New(t), clock: today.Time().Add(9 * time.Hour)}
	list, problems := coursefile.LoadAll(courses.Files)
	if coursefile.HasErrors(problems) {
		t.Fatal(problems)
	}
	if _, err := course.Sync(t.Context(), s.db, append(list, coursetest.Every(t)), today-200); err != nil {
		t.Fatal(err)
	}
	s.courses = course.NewCatalogue(s.db)
	if err := s.courses.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{
		`insert into persons (personnel_no, first_name, last_name, email) values
			('1001', 'Anna', 'Muster', 'anna.muster@gemeinde.example'), ('1002', 'Ben', 'Beispiel', null), ('1003', 'Chiara', 'Probst', null), ('1004', 'Dario', 'Vorlage', null)`,
		`insert into rules (code) values ('grund')`,
		`insert into curricula (code) values ('grund')`,
		`insert into rule_facts (rule_id, version, curriculum_id, title, audience, valid_from, known_from)
			values (1, 1, 1, '{"de": "Alle Mitarbeitenden mit Benutzerkonto"}', '{}', '2026-01-01', '2026-01-01')`,
	} {
		if err := s.db.Query(t.Context()).Exec(sql).Error; err != nil {
			t.Fatal(err)
		}
	}
	s.assign(1, "IS-01", 13)
	s.assign(1, "DS-01", 69)
	s.assign(2, "IS-01K", 13)
	s.assign(4, "TE-01", 13)
	s.build()
	return s
}

func (s *site) assign(person int64, code string, days int) {
	s.t.Helper()
	v, err := s.courses.ByCode(code)
	if err != nil {
		s.t.Fatal(err)
	}
	from := today - 17
	due := today.AddDays(days)
	steps := `[{"key": "due.step.assigned", "from": "` + from.String() + `", "days": 30, "due": "` + due.String() + `"}, {"key": "due.step.result", "due": "` + due.String() + `"}]`
	e := ledger.Event{PersonID: person, CourseID: v.CourseID, Cycle: 1, Kind: ledger.KindAssigned, EffectiveOn: from, DueOn: due,
		RuleID: 1, RuleVersion: 1, Reasons: []ledger.Reason{{Rule: 1, Version: 1}}, Calculation: []byte(steps)}
	if err := s.db.Write(s.t.Context(), func(tx *db.Tx) error {
		_, err := ledger.New().Append(s.t.Context(), tx, e)
		return err
	}); err != nil {
		s.t.Fatal(err)
	}
}

// build makes the app; the header Person says who is signed in, Language in which
// language.
func (s *site) build() {
	s.t.Helper()
	texts, err := views.Texts()
	if err != nil {
		s.t.Fatal(err)
	}
	terms, err := glossary.Load()
	if err != nil {
		s.t.Fatal(err)
	}
	pages, err := page.New(page.Options{Files: views.Files, Texts: texts, FlashKey: make([]byte, 16)})
	if err != nil {
		s.t.Fatal(err)
	}
	h := &Handlers{DB: s.db, Learning: learning.New(s.courses, ledger.New()), Courses: s.courses, Texts: texts, Ledger: ledger.New(), Glossary: terms, Sessions: &session.Service{Courses: s.courses}}
	s.app = fiber.New(fiber.Config{Views: pages.Views, ErrorHandler: pages.Fail, DisableStartupMessage: true, Immutable: true, StrictRouting: true, CaseSensitive: true})
	s.app.Get("/static/*", pages.Assets.Serve)
	s.app.Use(func(c *fiber.Ctx) error {
		id, _ := strconv.ParseInt(c.Get("Person", "1"), 10, 64)
		person, err := people.Get(c.UserContext(), s.db, id)
		if err != nil {
			return err
		}
		visit.Set(c, &visit.Visit{Session: auth.Session{Person: person}, Now: s.clock, Today: today, RequestID: "test", Settings: settings.Defaults()})
		l := texts.Printer(c.Get("Language", "de"))
		nav := []page.NavItem{{Label: l.T("nav.mine"), URL: "/"}, {Label: l.T("nav.courses"), URL: "/kurse"}, {Label: l.T("nav.evidence"), URL: "/nachweise"}}
		account := []page.NavItem{{Label: l.T("nav.my_data"), URL: "/meine-daten"}, {Label: l.T("nav.help"), URL: "/hilfe"}}
		pages.Begin(c, page.Base{L: l, Municipality: "Gemeinde Emmen", Viewer: person.Name(), Nav: nav, Account: account,
			SignOut: "/abmelden", CSRF: "token", Contact: settings.Defaults().Text("hr_contact")})
		return c.Next()
	})
	certificates := &certificates.Handlers{DB: s.db, Texts: texts,
		Certificates: certificate.New(s.courses, ledger.New(), texts, "secret", "https://lernen.emmen.example")}
	for _, r := range slices.Concat(h.Routes(), certificates.Routes()) {
		s.app.Add(r.Method, r.Path, r.Handler)
	}
}

// answer is what came back.
type answer struct {
	status int
	to     string // of a redirect
	body   string
}

func (s *site) do(method, target string, form url.Values, headers ...string) answer {
	s.t.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set(fiber.HeaderContentType, fiber.MIMEApplicationForm)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := s.app.Test(r, -1)
	if err != nil {
		s.t.Fatalf("%s %s: %v", method, target, err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header.Get(fiber.HeaderLocation), string(body)}
}

// get expects a page that says all of the texts.
func (s *site) get(target string, person string, says ...string) string {
	s.t.Helper()
	a := s.do(http.MethodGet, target, nil, "Person", person)
	if a.status != http.StatusOK {
		s.t.Fatalf("GET %s: %d to %q", target, a.status, a.to)
	}
	for _, text := range says {
		if !strings.Contains(a.body, text) {
			s.t.Errorf("GET %s does not say %q", target, text)
		}
	}
	return a.body
}

// post expects to be led on.
func (s *site) post(target string, form url.Values, to string) answer {
	s.t.Helper()
	a := s.do(http.MethodPost, target, form)
	if a.status != http.StatusSeeOther || !strings.HasPrefix(a.to, to) {
		s.t.Fatalf("POST %s: %d to %q, want %q", target, a.status, a.to, to)
	}
	return a
}

var hidden = regexp.MustCompile(`name="(attempt|question)" value="([^"]+)"`)

// fields are the hidden fields of a question page.
func fields(body string) url.Values {
	form := url.Values{}
	body, _, _ = strings.Cut(body, "<template") // the further questions, for the script
	for _, m := range hidden.FindAllStringSubmatch(body, -1) {
		form.Set(m[1], m[2])
	}
	return form
}

// solve adds an answer to the form of a question of IS-01.
func (s *site) solve(form url.Values, right bool) {
	s.t.Helper()
	answer := coursetest.Wrong
	if right {
		answer = coursetest.Right
	}
	shown, ok := s.attempt("IS-01").Shown(form.Get("question"))
	if !ok {
		s.t.Fatalf("the attempt does not ask %q", form.Get("question"))
	}
	given(form, shown, answer)
}

// take answers the whole quiz of IS-01 by its forms, and hands it in.
func (s *site) take(right bool) (result string) {
	s.t.Helper()
	s.post("/kurse/IS-01/test", nil, "/kurse/IS-01/test/1")
	v, _ := s.courses.ByCode("IS-01")
	n := v.Content.Total()
	var form url.Values
	for no := 1; no <= n; no++ {
		at := "/kurse/IS-01/test/" + strconv.Itoa(no)
		form = fields(s.get(at, "1", "Frage "+strconv.Itoa(no)+" von "+strconv.Itoa(n)))
		s.solve(form, right)
		next := "/kurse/IS-01/test/" + strconv.Itoa(no+1)
		if no == n {
			next = "/kurse/IS-01/test/uebersicht"
		}
		s.post(at, form, next)
	}
	s.get("/kurse/IS-01/test/uebersicht", "1", "Alle Fragen sind beantwortet.", "Test abgeben")
	return s.post("/kurse/IS-01/test/abgeben", url.Values{"attempt": form["attempt"], "own": {"1"}}, "/kurse/IS-01/test/ergebnis/").to
}
