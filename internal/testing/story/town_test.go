package story_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zaemme/internal/app"
	"zaemme/internal/calendar"
	"zaemme/internal/config"
	"zaemme/internal/i18n"
	"zaemme/internal/testing/dbtest"
	"zaemme/internal/testing/mailtest"
)

// clock runs as fast as the wall's, from another moment on.
type clock struct{ ahead atomic.Int64 }

func (c *clock) now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

// setTo lets the clock show nine in the morning of the day; it never goes back.
func (c *clock) setTo(day calendar.Date) {
	nine := day.AddDays(-1).End().Add(time.Second + 9*time.Hour).Truncate(time.Minute)
	c.ahead.Store(int64(time.Until(nine)))
}

func (c *clock) today() calendar.Date { return calendar.DateOf(c.now()) }

// nextWorkday is the first day after today on which mail may leave.
func nextWorkday() calendar.Date { return workdayFrom(calendar.DateOf(time.Now()).AddDays(1)) }

// workdayFrom is the day, or the first working day after it.
func workdayFrom(day calendar.Date) calendar.Date {
	year, _, _ := day.YMD()
	return calendar.LucerneBase(year, year+1).NextWorkingDay(day)
}

// town is a running installation.
type town struct {
	*app.App
	url   string
	clock *clock
	mails *mailtest.Server
	said  string // what the start printed
	texts *i18n.Printer
	log   *lines
}

// lines keeps what was logged, for the test that fails.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// newTown starts an installation on a database of its own and a free port; it
// stops when t ends. Its clock is the wall's until somebody sets it.
func newTown(t *testing.T, demo bool) *town {
	t.Helper()
	w := &town{clock: &clock{}, log: &lines{}}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	appURL, ownerURL := dbtest.URLs(t)
	c := config.Config{Listen: listener.Addr().String(), DatabaseURL: appURL, MigrateURL: ownerURL, Demo: demo, LogFormat: "text"}
	if !demo {
		w.mails = mailtest.New(t)
		c.SMTPURL = w.mails.URL
	}
	_, port, _ := net.SplitHostPort(c.Listen)
	c.URL = "http://localhost:" + port
	if err := c.Check(); err != nil {
		t.Fatal(err)
	}
	w.url = c.URL
	w.App, err = app.Open(t.Context(), app.Options{Config: c, Log: slog.New(slog.NewTextHandler(w.log, nil)), Clock: w.clock.now, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	w.texts = w.Texts.Printer("de")
	var said bytes.Buffer
	if err := w.Prepare(t.Context(), &said); err != nil {
		t.Fatal(err)
	}
	w.said = said.String()
	w.serve(t, listener)
	return w
}

func (w *town) serve(t *testing.T, listener net.Listener) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	ready, done := make(chan struct{}), make(chan error, 1)
	go func() { done <- w.ServeOn(ctx, listener, func(string) { close(ready) }) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("the server stopped with: %v", err)
		}
		if t.Failed() {
			t.Logf("the server logged:\n%s", errorsOnly(w.log.String()))
		}
	})
	select {
	case <-ready:
	case err := <-done:
		done <- err
		t.Fatalf("the server did not start: %v", err)
	}
}

// errorsOnly leaves the lines out that tell of requests that went well.
func errorsOnly(log string) string {
	var out bytes.Buffer
	for _, line := range bytes.SplitAfter([]byte(log), []byte("\n")) {
		if !bytes.Contains(line, []byte("level=INFO")) || bytes.Contains(line, []byte("status=5")) {
			out.Write(line)
		}
	}
	return out.String()
}

// T is the German text of a key, as pages show it.
func (w *town) T(key string, args ...any) string { return w.texts.T(key, args...) }

// job runs a job once, by the clock of the town, and returns what it printed.
func (w *town) job(t *testing.T, name string) string {
	t.Helper()
	var out bytes.Buffer
	if err := w.RunJob(t.Context(), &out, name); err != nil {
		t.Fatalf("job %s: %v", name, err)
	}
	return out.String()
}

// get asks for a page as nobody and returns status and body.
func get(t *testing.T, url string) (int, string) {
	t.Helper()
	answer, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}
