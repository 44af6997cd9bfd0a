package bench_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/valyala/fasthttp"

	"zaemme/internal/app"
	"zaemme/internal/db"
	"zaemme/internal/demo"
)

// small and large are the sizes of the organisations that figures compare; with
// FULL=1 the large one has 100,000 people.
const small = 600

func large() int {
	if os.Getenv("FULL") == "1" {
		return 100_000
	}
	return 6_000
}

// cities are the organisations built so far, each once for all benchmarks.
var cities struct {
	sync.Mutex
	built map[int]*app.App
	close []func()
}

// city is an organisation of so many people with twelve courses and thirteen
// months of history.
func city(b *testing.B, people int) *app.App {
	b.Helper()
	cities.Lock()
	defer cities.Unlock()
	if a := cities.built[people]; a != nil {
		return a
	}
	s := &scope{TB: b}
	a := open(s, true)
	if err := a.BuildLarge(context.Background(), io.Discard, demo.Size{People: people, Seed: 1}); err != nil {
		b.Fatal(err)
	}
	owner := connect(b, a.Config.MigrateURL)
	defer func() { _ = owner.Close(context.Background()) }()
	if _, err := owner.Exec(context.Background(), `vacuum analyze`); err != nil { // as autovacuum does in a running installation
		b.Fatal(err)
	}
	if cities.built == nil {
		cities.built = map[int]*app.App{}
	}
	cities.built[people] = a
	cities.close = append(cities.close, s.close)
	return a
}

// leave closes the cities.
func leave() {
	for _, f := range cities.close {
		f()
	}
}

func connect(b *testing.B, address string) *pgx.Conn {
	b.Helper()
	conn, err := pgx.Connect(b.Context(), address)
	if err != nil {
		b.Fatal(err)
	}
	return conn
}

// foreman is who leads one unit of forty people and nothing else, with a password:
// the cookie of the session.
func foreman(b *testing.B, a *app.App, handler fasthttp.RequestHandler) (cookie string) {
	b.Helper()
	var id int64
	var login string
	conn := connect(b, a.Config.MigrateURL)
	defer func() { _ = conn.Close(context.Background()) }()
	if err := conn.QueryRow(b.Context(), `
		select p.id, p.email from persons p
		join department_facts d on d.head_id = p.id
		where p.email is not null and not exists (select from department_facts o where o.head_id = p.id and o.id <> d.id)
			and (select count(*) from employment_facts f where f.manager_id = p.id and f.exit_on > current_date and f.valid_to > current_date) between 35 and 44
		order by p.id limit 1`).Scan(&id, &login); err != nil {
		b.Fatal(err)
	}
	const password = "forty people of one unit"
	if err := a.DB.Write(b.Context(), func(tx *db.Tx) error {
		return a.Auth.SetPassword(b.Context(), tx, id, id, password, time.Now())
	}); err != nil {
		b.Fatal(err)
	}
	return enter(b, handler, login, password)
}

// enter signs in and is the session's cookie.
func enter(b *testing.B, handler fasthttp.RequestHandler, login, password string) string {
	b.Helper()
	var c fasthttp.RequestCtx
	signingIn(&c, login, password)
	handler(&c)
	for line := range strings.SplitSeq(c.Response.Header.String(), "\r\n") {
		if value, ok := strings.CutPrefix(line, "Set-Cookie: "); ok {
			cookie, _, _ := strings.Cut(value, ";")
			return cookie
		}
	}
	b.Fatalf("sign in: %d %s", c.Response.StatusCode(), c.Response.Header.String())
	return ""
}

func signingIn(c *fasthttp.RequestCtx, login, password string) {
	c.Request.Header.SetMethod(http.MethodPost)
	c.Request.SetRequestURI("/anmelden")
	c.Request.Header.SetHost("127.0.0.1")
	c.Request.Header.SetContentType("application/x-www-form-urlencoded")
	c.Request.SetBodyString(url.Values{"name": {login}, "password": {password}}.Encode())
}

// fetch is the body of a page.
func fetch(b *testing.B, handler fasthttp.RequestHandler, path, cookie string) []byte {
	b.Helper()
	var c fasthttp.RequestCtx
	c.Request.SetRequestURI(path)
	c.Request.Header.Set("Cookie", cookie)
	c.Request.Header.SetHost("127.0.0.1")
	handler(&c)
	if c.Response.StatusCode() != http.StatusOK {
		b.Fatalf("%s answers %d", path, c.Response.StatusCode())
	}
	return c.Response.Body()
}
