package account_test

import (
	"context"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
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
	"zaemme/internal/settings"
	"zaemme/internal/testing/dbtest"
	"zaemme/internal/web"
	"zaemme/internal/web/account"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
	"zaemme/views"
)

const (
	origin   = "http://localhost:8080"
	password = "Rüebli-im-Garten-7"
)

// site is the real web with these pages and one page behind the sign-in.
type site struct {
	t        *testing.T
	db       *db.DB
	auth     *auth.Service
	app      *fiber.App
	box      *outbox.Outbox
	bell     outbox.Bell
	now      time.Time
	handlers *account.Handlers
	id       int64 // Andrea Muster, personnel number 00123
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{t: t, db: dbtest.New(t), bell: outbox.NewBell(), now: time.Date(2027, time.March, 1, 9, 0, 0, 0, calendar.Zurich)}
	texts, err := views.Texts()
	s.must(err)
	press, err := letter.NewPress(views.Files, origin)
	s.must(err)
	s.auth = &auth.Service{DB: s.db, Hasher: auth.NewHasher(1), Secret: []byte("sixteen bytes and more")}
	post := &auth.Post{Press: press, Texts: texts, Secret: s.auth.Secret, LinkPath: account.LinkPath}
	closed := func(context.Context, db.Conn, time.Time) (outbox.Gate, error) { return outbox.Gate{}, nil }
	s.box, err = outbox.New(s.db, outbox.Options{Demo: true, Gate: closed, Kinds: post.Kinds()})
	s.must(err)
	pages, err := page.New(page.Options{Files: views.Files, Texts: texts, FlashKey: s.auth.Secret})
	s.must(err)
	passkeys, err := auth.NewPasskeys(s.db, origin, "zaemme")
	s.must(err)
	s.handlers = &account.Handlers{DB: s.db, Auth: s.auth, Passkeys: passkeys, Mail: true, Bell: s.bell}
	answer := func(c *fiber.Ctx) error { return c.SendString("the form of " + visit.Of(c).Session.Person.Name()) }
	routes := append(s.handlers.Routes(), visit.Get("/formular", visit.SignedIn, answer), visit.Post("/formular", visit.SignedIn, answer))
	s.app = web.New(web.Options{Context: t.Context(), DB: s.db, Log: slog.New(slog.DiscardHandler), Clock: func() time.Time { return s.now },
		Site: pages, Texts: texts, Settings: settings.NewCache(s.db), Host: "localhost:8080", Routes: routes})
	s.must(s.db.Write(t.Context(), func(tx *db.Tx) error {
		if err := db.One(tx.Query(t.Context()), &s.id, `
			with d as (insert into departments (code) values ('100') returning id),
			p as (insert into persons (personnel_no, last_name, first_name, email) values ('00123', 'Muster', 'Andrea', 'a.muster@seedorf.example') returning id),
			e as (insert into employments (person_id) select id from p returning id, person_id)
			insert into employment_facts (employment_id, person_id, department_id, category, entry_on, valid_from, known_from)
			select e.id, e.person_id, d.id, 'permanent', '2020-01-01', '2020-01-01', now() from d, e returning person_id`); err != nil {
			return err
		}
		return s.auth.SetPassword(t.Context(), tx, s.id, s.id, password, s.now)
	}))
	return s
}

func (s *site) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// browser is one that keeps its cookies.
type browser struct {
	*site
	cookies map[string]string
}

func (s *site) browser() *browser { return &browser{s, map[string]string{}} }

// answer of the web, read to its end.
type answer struct {
	status   int
	location string
	text     string // without markup, with single spaces
}

var markup = regexp.MustCompile(`(?s)<(script|style).*?</(script|style)>|<[^>]*>`)

func (b *browser) send(method, path string, form url.Values, headers ...string) answer {
	b.t.Helper()
	request := httptest.NewRequest(method, origin+path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	for name, value := range b.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	response, err := b.app.Test(request, 60_000)
	b.must(err)
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	b.must(err)
	for _, c := range response.Cookies() {
		b.cookies[c.Name] = c.Value
		if c.MaxAge < 0 || c.Value == "" {
			delete(b.cookies, c.Name)
		}
	}
	text := strings.Join(strings.Fields(html.UnescapeString(markup.ReplaceAllString(string(body), " "))), " ")
	return answer{response.StatusCode, response.Header.Get("Location"), text}
}

func (b *browser) get(path string) answer { return b.send(http.MethodGet, path, nil) }

func (b *browser) post(path string, pairs ...string) answer {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	if token := b.cookies[visit.SessionCookie(false)]; token != "" {
		form.Set("_csrf", auth.FormToken(token))
	}
	return b.send(http.MethodPost, path, form)
}

// mailed is the text of the single mail that leaves now, after the bell has rung.
func (s *site) mailed() string {
	s.t.Helper()
	select {
	case <-s.bell:
	default:
		s.t.Error("nobody rang for the mail")
	}
	before := s.caught()
	_, err := s.box.Dispatch(s.t.Context(), s.now)
	s.must(err)
	if n := s.caught() - before; n != 1 {
		s.t.Fatalf("%d mails left", n)
	}
	list, _, err := outbox.CaughtMails(s.t.Context(), s.db, 1, 0)
	s.must(err)
	whole, err := outbox.CaughtMail(s.t.Context(), s.db, list[0].ID)
	s.must(err)
	one, err := mail.Read(whole.Raw)
	s.must(err)
	return one.Text
}

func (s *site) caught() int {
	s.t.Helper()
	_, total, err := outbox.CaughtMails(s.t.Context(), s.db, 1, 0)
	s.must(err)
	return total
}

// link is the path of the link in a mail.
func (s *site) link(text string) string {
	s.t.Helper()
	found := regexp.MustCompile(origin + `(/zugang/\w+/[\w-]{43})`).FindStringSubmatch(text)
	if found == nil {
		s.t.Fatalf("no link in:\n%s", text)
	}
	return found[1]
}

func (a answer) leads(t *testing.T, to string) {
	t.Helper()
	if a.status != http.StatusSeeOther || a.location != to {
		t.Errorf("answers %d to %q, want the way to %q: %s", a.status, a.location, to, a.text)
	}
}

func (a answer) says(t *testing.T, status int, texts ...string) {
	t.Helper()
	if a.status != status {
		t.Errorf("answers %d %s, want %d", a.status, a.location, status)
	}
	for _, text := range texts {
		if !strings.Contains(a.text, text) {
			t.Errorf("does not say %q: %s", text, a.text)
		}
	}
}
