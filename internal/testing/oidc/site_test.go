package oidc_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"zaemme/internal/app"
	"zaemme/internal/config"
	"zaemme/internal/db"
	"zaemme/internal/testing/dbtest"
	"zaemme/internal/testing/oidc"
	"zaemme/internal/web/account"
)

// site is a running installation with its provider.
type site struct {
	*app.App
	t        *testing.T
	base     string
	provider *oidc.Provider
	ahead    time.Duration // of our clock; set while nothing runs
}

func newSite(t *testing.T) *site {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	s := &site{t: t, base: "http://localhost:" + port}
	s.provider = oidc.Start(t, s.base, account.SSOCallback, account.SSOSignedOut, "/anmelden/geschaeftskonto/abmeldung")
	appURL, ownerURL := dbtest.URLs(t)
	c := config.Config{Listen: "127.0.0.1:" + port, URL: s.base, DatabaseURL: appURL, MigrateURL: ownerURL, OIDC: config.OIDC{
		Issuer: s.provider.Issuer, ClientID: oidc.ClientID, ClientSecret: oidc.Secret, Label: "Mit dem Geschäftskonto anmelden",
		Claim: "employeeid", Scopes: []string{"openid", "profile", "email"},
	}}
	if err := c.Check(); err != nil {
		t.Fatal(err)
	}
	s.App, err = app.Open(t.Context(), app.Options{Config: c, Log: slog.New(slog.DiscardHandler), Version: "test",
		Clock: func() time.Time { return time.Now().Add(s.ahead) }})
	if err != nil {
		t.Fatal(err)
	}
	server, err := s.Web(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() { defer close(done); _ = server.Listener(listener) }()
	t.Cleanup(func() {
		_ = server.ShutdownWithTimeout(5 * time.Second)
		<-done
		s.Close()
	})
	return s
}

func (s *site) want(ok bool, format string, args ...any) {
	s.t.Helper()
	if !ok {
		s.t.Errorf(format, args...)
	}
}

// person is somebody employed since long ago.
func (s *site) person(no, login, email string) (id int64) {
	s.t.Helper()
	if err := s.DB.Write(context.Background(), func(tx *db.Tx) error {
		return db.One(tx.Query(context.Background()), &id, `
			with d as (insert into departments (code) values (@no) returning id),
			p as (insert into persons (personnel_no, login, email, last_name, first_name) values (@no, @login, nullif(@email, ''), 'Muster', 'Andrea') returning id),
			e as (insert into employments (person_id) select id from p returning id, person_id)
			insert into employment_facts (employment_id, person_id, department_id, category, entry_on, valid_from, known_from)
			select e.id, e.person_id, d.id, 'permanent', '2020-01-01', '2020-01-01', now() from d, e returning person_id`,
			map[string]any{"no": no, "login": login, "email": email})
	}); err != nil {
		s.t.Fatal(err)
	}
	return id
}

func (s *site) leaves(no string) {
	s.t.Helper()
	if err := s.DB.Query(context.Background()).Exec(`update employment_facts set exit_on = '2021-01-01'
		where person_id = (select id from persons where personnel_no = ?)`, no).Error; err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) count(sql string, args ...any) (n int) {
	s.t.Helper()
	if err := s.DB.Query(context.Background()).Raw(sql, args...).Scan(&n).Error; err != nil {
		s.t.Fatal(err)
	}
	return n
}

func (s *site) links() int { s.t.Helper(); return s.count(`select count(*) from identities`) }

func (s *site) sessions(person int64) int {
	s.t.Helper()
	return s.count(`select count(*) from sessions where person_id = ? and opened_by = 'oidc'`, person)
}

func (s *site) audited(action string, person int64) int {
	s.t.Helper()
	return s.count(`select count(*) from audit_log where action = ? and subject_id = ?`, action, person)
}

// browser keeps cookies and follows redirects, up to an address if one is set.
type browser struct {
	*http.Client
	s    *site
	stop string // a redirect to an address with this path is not followed
	at   string // path of the last page
}

func (s *site) browser() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	b := &browser{s: s}
	b.Client = &http.Client{Jar: jar, Timeout: 20 * time.Second, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if b.stop != "" && strings.HasSuffix(r.URL.Path, b.stop) {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	return b
}

func (b *browser) read(response *http.Response, err error) (int, string) {
	b.s.t.Helper()
	if err != nil {
		b.s.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		b.s.t.Fatal(err)
	}
	b.at = response.Request.URL.Path
	return response.StatusCode, string(text)
}

func (b *browser) get(address string) (int, string) {
	b.s.t.Helper()
	request, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		b.s.t.Fatal(err)
	}
	request.Header.Set("Accept-Language", "de-CH")
	return b.read(b.Do(request))
}

func (b *browser) post(address string, form url.Values) *http.Response {
	b.s.t.Helper()
	response, err := b.PostForm(address, form)
	if err != nil {
		b.s.t.Fatal(err)
	}
	b.s.t.Cleanup(func() { _ = response.Body.Close() })
	return response
}

// signIn goes by the link of the sign-in page.
func (b *browser) signIn(next string) (int, string) {
	b.s.t.Helper()
	_, page := b.get(b.s.base + "/anmelden?next=" + url.QueryEscape(next))
	link := regexp.MustCompile(`href="(/anmelden/geschaeftskonto[^"]*)"`).FindStringSubmatch(page)
	if link == nil {
		b.s.t.Fatalf("the sign-in page has no link:\n%s", page)
	}
	return b.get(b.s.base + link[1])
}

// until begins to sign in, goes up to the redirect to a path and returns its address.
func (b *browser) until(path string) string {
	b.s.t.Helper()
	return b.from("/anmelden/geschaeftskonto", path)
}

// from goes from one of our pages up to the redirect to a path.
func (b *browser) from(start, path string) string {
	b.s.t.Helper()
	b.stop = path
	defer func() { b.stop = "" }()
	response, err := b.Get(b.s.base + start)
	if err != nil {
		b.s.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	to, err := response.Location()
	if err != nil {
		b.s.t.Fatalf("no redirect to %s: %d at %s", path, response.StatusCode, response.Request.URL)
	}
	return to.String()
}

// altered signs in with another request than the one that was meant.
func (b *browser) altered(alter func(q url.Values)) (int, string) {
	b.s.t.Helper()
	to, err := url.Parse(b.until("/auth"))
	if err != nil {
		b.s.t.Fatal(err)
	}
	query := to.Query()
	alter(query)
	to.RawQuery = query.Encode()
	return b.get(to.String())
}

// field is the value of a hidden field.
func field(t *testing.T, page, name string) string {
	t.Helper()
	found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
	if found == nil {
		t.Fatalf("the page has no field %s:\n%s", name, page)
	}
	return found[1]
}
