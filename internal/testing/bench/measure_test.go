package bench_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"slices"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/app"
	"zaemme/internal/config"
	"zaemme/internal/testing/dbtest"
)

// rounds are measured of each side, in turns; the median counts.
const rounds = 7

// result is one line of the table.
type result struct {
	name, ours, least string
	ratio             float64 // of ours to the least
	share             bool    // both are rates, where more is better; else both are times
	memory            bool    // both are memory
}

// figure says which way to read the ratio.
func (r result) figure() string {
	switch {
	case r.share:
		return fmt.Sprintf("%.2f of the rate", r.ratio)
	case r.memory:
		return fmt.Sprintf("%.2f × the memory", r.ratio)
	default:
		return fmt.Sprintf("%.2f × the time", r.ratio)
	}
}

var results struct {
	sync.Mutex
	list []result
}

func TestMain(m *testing.M) {
	code := m.Run()
	leave()
	if len(results.list) > 0 {
		w := tabwriter.NewWriter(os.Stdout, 0, 0, 3, ' ', 0)
		_, _ = fmt.Fprintln(w, "\nwhat\tzämme\tthe least\tratio")
		for _, r := range results.list {
			_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.name, r.ours, r.least, r.figure())
		}
		_ = w.Flush()
	}
	os.Exit(code)
}

// report adds a line to the table and to the benchmark's own figures.
func report(b *testing.B, r result) {
	b.Helper()
	b.ReportMetric(r.ratio, "ratio")
	b.ReportMetric(0, "ns/op") // a time of the whole comparison means nothing
	results.Lock()
	defer results.Unlock()
	results.list = append(slices.DeleteFunc(results.list, func(old result) bool { return old.name == r.name }), r)
}

// inTurns measures both sides alternately and returns the medians and the median
// of the ratios of neighbours.
func inTurns(ours, least func() float64) (a, b, ratio float64) {
	var as, bs, ratios []float64
	for range rounds {
		x, y := ours(), least()
		as, bs, ratios = append(as, x), append(bs, y), append(ratios, x/y)
	}
	return median(as), median(bs), median(ratios)
}

func median(list []float64) float64 {
	list = slices.Sorted(slices.Values(list))
	return list[len(list)/2]
}

func seconds(do func()) float64 {
	began := time.Now()
	do()
	return time.Since(began).Seconds()
}

// scope is a testing.TB of its own, so that one benchmark can have several
// databases.
type scope struct {
	testing.TB
	cleanups []func()
}

func (s *scope) Cleanup(f func())         { s.cleanups = append(s.cleanups, f) }
func (s *scope) Context() context.Context { return context.Background() }
func (s *scope) close() {
	for _, f := range slices.Backward(s.cleanups) {
		f()
	}
}

// open makes an installation on a database of its own; nothing is in it yet but
// the courses.
func open(t testing.TB, demo bool) *app.App { return openWith(t, config.Config{Demo: demo}) }

// openWith adds what a benchmark's installation needs to the configuration.
func openWith(t testing.TB, c config.Config) *app.App {
	t.Helper()
	c.Listen, c.URL = "127.0.0.1:0", "http://127.0.0.1"
	c.DatabaseURL, c.MigrateURL = dbtest.URLs(t)
	if err := c.Check(); err != nil {
		t.Fatal(err)
	}
	a, err := app.Open(t.Context(), app.Options{Config: c, Log: slog.New(slog.DiscardHandler), Clock: time.Now, Version: "bench"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	return a
}

// demoTown is the demo of 600 people, built once for all benchmarks.
func demoTown(b *testing.B) (a *app.App, close func()) {
	b.Helper()
	s := &scope{TB: b}
	a = open(s, true)
	if err := a.Prepare(b.Context(), &bytes.Buffer{}); err != nil {
		b.Fatal(err)
	}
	analyze(b, a)
	return a, s.close
}

// analyze lets the database count its rows, as autovacuum does in a running
// installation.
func analyze(b *testing.B, a *app.App) {
	b.Helper()
	owner, err := pgx.Connect(b.Context(), a.Config.MigrateURL)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = owner.Close(context.Background()) }()
	if _, err := owner.Exec(b.Context(), `analyze`); err != nil {
		b.Fatal(err)
	}
}

func listen(b *testing.B) net.Listener {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	return l
}
