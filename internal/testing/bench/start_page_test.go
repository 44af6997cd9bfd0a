package bench_test

import (
	"bufio"
	"context"
	"fmt"
	"html/template"
	"io"
	"net"
	"net/http"
	"net/textproto"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/jackc/pgx/v5"
	"github.com/valyala/fasthttp"

	"zaemme/internal/app"
	"zaemme/internal/db"
	"zaemme/internal/demo"
	"zaemme/internal/web/page"
	"zaemme/views"
)

// turn is how long each side answers before the other does.
const turn = 800 * time.Millisecond

// anew is a cookie with which the start page is made, and not taken from memory: it
// stands where a message would be that is shown once, and is none.
const anew = "; zaemme_flash=none"

// BenchmarkStartPage asks for the start page of one person of the demo, and for a
// page of as many bytes by the same template engine after as many indexed reads,
// over as many keep-alive connections to the same server: as it is when nothing has
// changed since the last time, and made anew. For the record, it also asks that server
// for Fiber's bare «hello».
func BenchmarkStartPage(b *testing.B) {
	a, done := demoTown(b)
	defer done()
	cookie := signIn(b, a)
	own, err := a.Web(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	body := string(ask(b, own.Handler(), cookie))
	handler, hello := own.Handler(), hello()
	reads := map[string]int{"/least": countStatements(b, a, cookie), "/least-anew": countStatements(b, a, cookie+anew)}
	least := map[string]fasthttp.RequestHandler{}
	for path, n := range reads {
		least[path] = leastHandler(b, a, path, n, body)
	}
	server := &fasthttp.Server{NoDefaultServerHeader: true, Handler: func(c *fasthttp.RequestCtx) {
		path := string(c.Path())
		if constant := least[path]; constant != nil {
			constant(c)
		} else if path == "/hello" {
			hello(c)
		} else {
			handler(c)
		}
	}}
	listener := listen(b)
	go func() { _ = server.Serve(listener) }()
	defer func() { _ = server.Shutdown() }()

	rate := func(path, cookie string) func() float64 {
		return func() float64 { return load(b, listener.Addr().String(), path, cookie) }
	}
	compare := func(name, cookie, path string) {
		rate("/", cookie)() // warm
		rate(path, cookie)()
		ours, other, share := inTurns(rate("/", cookie), rate(path, cookie))
		report(b, result{name: name, ours: fmt.Sprintf("%.0f pages/s", ours), least: fmt.Sprintf("%.0f answers/s", other), ratio: share, share: true})
	}
	compare(fmt.Sprintf("start page (%d bytes, reads: %d)", len(body), reads["/least"]), cookie, "/least")
	compare(fmt.Sprintf("start page made anew (reads: %d)", reads["/least-anew"]), cookie+anew, "/least-anew")
	compare("start page ÷ Fiber's bare «hello», for the record", cookie, "/hello")
}

// hello is what Fiber answers when there is nothing to do.
func hello() fasthttp.RequestHandler {
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	app.Get("/hello", func(c *fiber.Ctx) error { return c.SendString("hello") })
	return app.Handler()
}

// signIn is the cookie of the demo's first account, an employee.
func signIn(b *testing.B, a *app.App) string {
	b.Helper()
	accounts, err := demo.Accounts(b.Context(), a.DB)
	if err != nil {
		b.Fatal(err)
	}
	server, err := a.Web(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	form := url.Values{"name": {accounts[0].Login}, "password": {accounts[0].Password}}
	request, err := http.NewRequest(http.MethodPost, "/anmelden", strings.NewReader(form.Encode()))
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := server.Test(request, 10_000)
	if err != nil || len(answer.Cookies()) == 0 {
		b.Fatalf("sign in: %v %v", answer, err)
	}
	return answer.Cookies()[0].Name + "=" + answer.Cookies()[0].Value
}

// ask is the body of the start page.
func ask(b *testing.B, handler fasthttp.RequestHandler, cookie string) []byte {
	b.Helper()
	var c fasthttp.RequestCtx
	c.Request.SetRequestURI("/")
	c.Request.Header.Set("Cookie", cookie)
	c.Request.Header.SetHost("127.0.0.1")
	handler(&c)
	if c.Response.StatusCode() != http.StatusOK {
		b.Fatalf("the start page answers %d", c.Response.StatusCode())
	}
	return c.Response.Body()
}

type counter struct{ n atomic.Int64 }

func (c *counter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	c.n.Add(1)
	return ctx
}
func (c *counter) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func (c *counter) TraceBatchStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceBatchStartData) context.Context {
	c.n.Add(int64(data.Batch.Len()))
	return ctx
}
func (c *counter) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}
func (c *counter) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData)     {}

// countStatements is how many statements one start page takes, those sent together
// counted one by one.
func countStatements(b *testing.B, a *app.App, cookie string) int {
	b.Helper()
	seen := &counter{}
	traced, err := db.Open(b.Context(), a.Config.DatabaseURL, db.Options{Tracer: seen, Logger: a.Log})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = traced.Close() }()
	real := a.DB
	defer func() { a.DB = real }()
	a.DB = traced
	server, err := a.Web(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	handler := server.Handler()
	ask(b, handler, cookie) // fills what is kept in memory
	before := seen.n.Load()
	ask(b, handler, cookie)
	return int(seen.n.Load() - before)
}

// constantPage is a page of pieces that are there already.
type constantPage struct {
	page.Base
	Pieces []template.HTML
}

// leastHandler reads that many rows by their primary key and renders pieces of
// the same page through the app's own template engine.
func leastHandler(b *testing.B, a *app.App, path string, reads int, body string) fasthttp.RequestHandler {
	b.Helper()
	overlay := fstest.MapFS{"page/bench/constant.html": {Data: []byte(`{{range .Pieces}}{{.}}{{end}}`)}}
	site, err := page.New(page.Options{Files: both{overlay, views.Files}, Texts: a.Texts, FlashKey: make([]byte, 32)})
	if err != nil {
		b.Fatal(err)
	}
	data := &constantPage{Base: page.Base{L: a.Texts.Printer("de")}}
	for rest := body; rest != ""; {
		n := min(len(rest), 64)
		data.Pieces = append(data.Pieces, template.HTML(rest[:n]))
		rest = rest[n:]
	}
	var ids []int64
	if err := a.DB.Query(b.Context()).Raw(`select id from persons order by id limit 100`).Scan(&ids).Error; err != nil {
		b.Fatal(err)
	}
	pool := a.DB.Pool()
	app := fiber.New(fiber.Config{Views: site.Views, DisableStartupMessage: true})
	var turn atomic.Int64
	app.Get(path, func(c *fiber.Ctx) error {
		for range reads {
			var last, first string
			id := ids[int(turn.Add(1))%len(ids)]
			if err := pool.QueryRowContext(c.UserContext(), `select last_name, first_name from persons where id = $1`, id).Scan(&last, &first); err != nil {
				return err
			}
		}
		return c.Render("bench/constant", data)
	})
	return app.Handler()
}

// load answers how many requests per second the server takes over as many
// connections as are useful on this machine. The client does as little as it can.
func load(b *testing.B, address, path, cookie string) float64 {
	b.Helper()
	request := []byte("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: " + cookie + "\r\n\r\n")
	var served atomic.Int64
	var wait sync.WaitGroup
	began := time.Now()
	for range 4 * runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			conn, err := net.Dial("tcp", address)
			if err != nil {
				b.Error(err)
				return
			}
			defer func() { _ = conn.Close() }()
			r := bufio.NewReaderSize(conn, 64<<10)
			for time.Since(began) < turn {
				if err := exchange(conn, r, request); err != nil {
					b.Error(err)
					return
				}
				served.Add(1)
			}
		})
	}
	wait.Wait()
	return float64(served.Load()) / time.Since(began).Seconds()
}

func exchange(conn net.Conn, r *bufio.Reader, request []byte) error {
	if _, err := conn.Write(request); err != nil {
		return err
	}
	lines := textproto.NewReader(r)
	status, err := lines.ReadLine()
	if err != nil {
		return err
	}
	if !strings.Contains(status, " 200 ") {
		return fmt.Errorf("the server answers %s", status)
	}
	header, err := lines.ReadMIMEHeader()
	if err != nil {
		return err
	}
	var length int64
	if _, err := fmt.Sscan(header.Get("Content-Length"), &length); err != nil {
		return fmt.Errorf("no length: %w", err)
	}
	_, err = io.CopyN(io.Discard, r, length)
	return err
}
