package story_test

import (
	"bufio"
	"bytes"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// client is a program that knows the pages, without a browser.
type client struct {
	*http.Client
	t *testing.T
	w *town
}

func (w *town) client(t *testing.T) *client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &client{t: t, w: w, Client: &http.Client{Jar: jar, Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}}
}

// answer of the server, read to its end.
type answer struct {
	*http.Response
	body string
}

func (c *client) do(method, path, kind string, body io.Reader, headers ...string) answer {
	c.t.Helper()
	request, err := http.NewRequestWithContext(c.t.Context(), method, c.w.url+path, body)
	if err != nil {
		c.t.Fatal(err)
	}
	if kind != "" {
		request.Header.Set("Content-Type", kind)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := c.Do(request)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return answer{response, string(text)}
}

func (c *client) get(path string, headers ...string) answer {
	c.t.Helper()
	return c.do(http.MethodGet, path, "", nil, headers...)
}

func (c *client) post(path string, form url.Values, headers ...string) answer {
	c.t.Helper()
	return c.do(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()), headers...)
}

var formToken = regexp.MustCompile(`name="_csrf" value="([^"]+)"`)

// token is the form token of the session, as the pages carry it.
func (c *client) token() string {
	c.t.Helper()
	found := formToken.FindStringSubmatch(c.get("/hilfe").body)
	if found == nil {
		c.t.Fatal("no page carries a form token")
	}
	return found[1]
}

// becomeAdmin uses the printed link.
func (c *client) becomeAdmin() {
	c.t.Helper()
	link := oneTimeLink.FindString(c.w.said)
	got := c.post(strings.TrimPrefix(link, c.w.url), url.Values{
		"first_name": {"Ramona"}, "last_name": {"Tester"}, "email": {adminMail}, "password": {adminPassword}, "repeat": {adminPassword},
	})
	if got.StatusCode != http.StatusSeeOther {
		c.t.Fatalf("the first account: %d\n%s", got.StatusCode, got.body)
	}
}

// helpful fails unless the answer has the status and is a page that says what to
// do next, and nothing of the inside.
func (a answer) helpful(t *testing.T, what string, status int) {
	t.Helper()
	if a.StatusCode != status {
		t.Errorf("%s: status %d, want %d\n%.600s", what, a.StatusCode, status, a.body)
		return
	}
	if !strings.Contains(a.body, "<h1") || !strings.Contains(a.body, "<main") || !strings.Contains(a.body, "<a ") {
		t.Errorf("%s: no page with a heading and a way on:\n%.600s", what, a.body)
	}
	for _, inside := range []string{"goroutine", "panic", ".go:", "SQLSTATE", "pgx", "order by", "gorm", "/work/", "!(MISSING)", "error."} {
		if strings.Contains(a.body, inside) {
			t.Errorf("%s: the page shows %q:\n%.900s", what, inside, a.body)
		}
	}
	if a.Header.Get("Content-Security-Policy") == "" || a.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%s: the page lacks its security headers", what)
	}
}

func upload(t *testing.T, token, name string, content []byte) (kind string, body *bytes.Buffer) {
	t.Helper()
	body = &bytes.Buffer{}
	w := multipart.NewWriter(body)
	if err := w.WriteField("_csrf", token); err != nil {
		t.Fatal(err)
	}
	part, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return w.FormDataContentType(), body
}

// endless announces a gigabyte. The server must not read it: it answers at once,
// before the body, and closes.
func endless(t *testing.T, w *town, jar http.CookieJar) {
	t.Helper()
	at, err := url.Parse(w.url)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := net.Dial("tcp", at.Host)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	head := "POST /import HTTP/1.1\r\nHost: " + at.Host + "\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 1073741824\r\n"
	for _, cookie := range jar.Cookies(at) {
		head += "Cookie: " + cookie.Name + "=" + cookie.Value + "\r\n"
	}
	if _, err := io.WriteString(conn, head+"\r\n--x\r\n"); err != nil {
		t.Fatal(err)
	}
	if err := conn.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("a gigabyte announced: %v", err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	answer{response, string(text)}.helpful(t, "a gigabyte announced", 413)
}

func TestBadRequests(t *testing.T) {
	t.Parallel()
	w := newTown(t, false)
	nobody, admin := w.client(t), w.client(t)
	admin.becomeAdmin()
	token := admin.token()

	const foreign = "0199a1b2-0000-7000-8000-0123456789ab"
	t.Run("addresses that lead nowhere", func(t *testing.T) {
		for path, status := range map[string]int{
			"/gibt-es-nicht": 404, "/personen/" + foreign: 404, "/personen/kein-uid": 404, "/import/" + foreign: 404, "/kurse/XX-99": 404,
			"/kurse/IS-01/module/99": 404, "/kurse/IS-01/module/99999999999999999999": 404, "/kurse/IS-01/test/ergebnis/" + foreign: 404,
			"/nachweise/X-1": 404, "/team/person/" + foreign: 404, "/static/../../etc/passwd": 404, "/personen/%00": 404, "/personen?sort=';drop&seite=-9": 200,
			"/personen?q=%27%22%3Cscript%3E%25": 200, "/personen?oe=99999999999999999999": 200, "/kurse/%FF%FE": 404, "/regeln/gibt-es-nicht": 404,
		} {
			admin.t = t
			got := admin.get(path)
			if strings.HasPrefix(path, "/static") {
				if got.StatusCode != status {
					t.Errorf("%s: %d", path, got.StatusCode)
				}
				continue
			}
			got.helpful(t, path, status)
			if strings.Contains(got.body, "<script>") {
				t.Errorf("%s: the page repeats markup", path)
			}
		}
	})

	t.Run("without a session", func(t *testing.T) {
		nobody.t = t
		got := nobody.get("/nachweise")
		if to := got.Header.Get("Location"); got.StatusCode != 303 || to != "/anmelden?next=%2Fnachweise" {
			t.Errorf("a page: %d to %s", got.StatusCode, to)
		}
		nobody.get("/anmelden?next=https://evil.example/").helpful(t, "a foreign way on", 200)
		if body := nobody.get("/anmelden?next=//evil.example/").body; strings.Contains(body, "evil.example") {
			t.Error("signing in leads to a foreign server")
		}
		nobody.post("/kurse/IS-01/module/1", nil).helpful(t, "a form without a session", 401)
		nobody.get("/erste-anmeldung/geraten").helpful(t, "a guessed link", 404)
	})

	t.Run("forms", func(t *testing.T) {
		admin.t = t
		form := url.Values{"language": {"en"}}
		admin.post("/konto/sprache", form).helpful(t, "no form token", 409)
		form.Set("_csrf", "0000000000000000")
		admin.post("/konto/sprache", form).helpful(t, "a wrong form token", 409)
		form.Set("_csrf", token)
		admin.post("/konto/sprache", form, "Sec-Fetch-Site", "cross-site").helpful(t, "from another site", 403)
		admin.post("/konto/sprache", form, "Origin", "https://evil.example").helpful(t, "from another origin", 403)
		form.Set("language", "xx")
		admin.post("/konto/sprache", form).helpful(t, "an unknown choice", 422)
		form.Set("language", "en")
		admin.post("/konto/sprache", form, "Content-Encoding", "gzip").helpful(t, "a packed body", 422)
		form.Set("language", strings.Repeat("x", 100_000))
		admin.post("/konto/sprache", form).helpful(t, "a body beyond the limit of the form", 413)
		admin.post("/kurse", url.Values{"_csrf": {token}}).helpful(t, "a method that the address does not know", 404)
	})

	t.Run("uploads", func(t *testing.T) {
		admin.t = t
		kind, body := upload(t, token, "zu-gross.xlsx", make([]byte, 21<<20))
		admin.do(http.MethodPost, "/import", kind, body).helpful(t, "a file beyond the limit", 413)
		endless(t, w, admin.Jar)
		for name, content := range map[string]string{
			"leer.csv": "\n\n", "kein.xlsx": "PK\x03\x04 no zip", "nul.csv": "Pers.-Nr.;Name\x00;Vorname\n1;\x00;\n", "bild.png": "\x89PNG\r\n\x1a\n",
		} {
			kind, body = upload(t, token, name, []byte(content))
			admin.do(http.MethodPost, "/import", kind, body).helpful(t, name, 422)
		}
		kind, _ = upload(t, token, "x.csv", nil)
		admin.do(http.MethodPost, "/import", kind, strings.NewReader("no multipart at all"), "X-Form-Token", token).helpful(t, "a broken multipart body", 422)
	})

	t.Run("a form twice", func(t *testing.T) {
		admin.t = t
		kind, body := upload(t, token, "personal.xlsx", staffWorkbook(t, staffOf(w.clock.today())))
		shown := admin.do(http.MethodPost, "/import", kind, body)
		if shown.StatusCode != 303 {
			t.Fatalf("the import: %d %.900s", shown.StatusCode, shown.body)
		}
		plan := shown.Header.Get("Location")
		for i, want := range []int{303, 303} {
			got := admin.post(plan+"/uebernehmen", url.Values{"_csrf": {token}})
			if got.StatusCode != want && (i == 0 || got.StatusCode != 409) {
				t.Errorf("applied %d times: %d\n%.600s", i+1, got.StatusCode, got.body)
			}
		}
		var persons int
		if err := w.DB.Query(t.Context()).Raw(`select count(*) from persons`).Scan(&persons).Error; err != nil || persons != 42 {
			t.Errorf("%d persons, want 41 and the administrator (%v)", persons, err)
		}
	})

	t.Run("an ended session", func(t *testing.T) {
		nobody.t, admin.t = t, t
		if got := nobody.get("/nachweise", "Cookie", "zaemme=abcdefghijklmnopqrstuvwxyz0123456789"); got.StatusCode != 303 {
			t.Errorf("a session that never was: %d", got.StatusCode)
		}
		w.clock.setTo(w.clock.today().AddDays(90))
		if got := admin.get("/regeln"); got.StatusCode != 303 || got.Header.Get("Location") != "/anmelden?next=%2Fregeln" {
			t.Errorf("after 90 days: %d to %s", got.StatusCode, got.Header.Get("Location"))
		}
		admin.post("/konto/sprache", url.Values{"_csrf": {token}, "language": {"en"}}).helpful(t, "a form after 90 days", 401)
	})

	if log := w.log.String(); strings.Contains(log, "level=ERROR") {
		t.Errorf("bad requests are no errors of the server, yet it logged:\n%s", errorsOnly(log))
	}
}
