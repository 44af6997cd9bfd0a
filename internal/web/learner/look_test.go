package learner

import (
	"context"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"zaemme/internal/audit"
)

// TestLook is for people who change the look: with ZAEMME_LOOK=DIR it writes
// pictures of every page at 1280 and 390 px into the folder.
func TestLook(t *testing.T) {
	dir := os.Getenv("ZAEMME_LOOK")
	if dir == "" {
		t.Skip("set ZAEMME_LOOK to a folder for pictures")
	}
	s := newSite(t)
	targets := map[string]string{"01-start-fresh": "/", "02-module": "/kurse/IS-01/module/2", "03-quiz": "/kurse/IS-01/test"}
	s.shoot(dir, "1", targets)
	for range 3 {
		s.post("/kurse/IS-01/module/1", nil, "/kurse/")
		s.post("/kurse/IS-01/module/2", nil, "/kurse/")
		s.post("/kurse/IS-01/module/3", nil, "/kurse/")
	}
	failed := s.take(false)
	s.post("/kurse/IS-01/test", nil, "/kurse/IS-01/test/1")
	form := fields(s.get("/kurse/IS-01/test/1", "1"))
	s.solve(form, true)
	s.post("/kurse/IS-01/test/1", form, "/kurse/IS-01/test/2")
	s.shoot(dir, "1", map[string]string{"04-start": "/", "05-course": "/kurse/IS-01", "06-question": "/kurse/IS-01/test/1", "07-review": "/kurse/IS-01/test/uebersicht", "08-failed": failed})
	s.post("/kurse/IS-01/test/abgeben", url.Values{"attempt": form["attempt"], "sure": {"1"}}, "/kurse/")
	passed := s.take(true)
	no := regexp.MustCompile(`/nachweise/IS-01-[0-9A-Z-]+`).FindString(s.get(passed, "1"))
	for range 30 {
		if err := audit.Looked(t.Context(), s.db, audit.Look{ViewerID: 2, Page: "line.team", Scope: "line", AsOf: today, PersonIDs: []int64{1}}); err != nil {
			t.Fatal(err)
		}
	}
	s.shoot(dir, "1", map[string]string{"09-passed": passed, "10-evidence": "/nachweise", "11-certificate": no, "12-my-data": "/meine-daten", "13-help": "/hilfe",
		"14-catalogue": "/kurse", "15-start-later": "/", "16-course-done": "/kurse/IS-01"})
	s.shoot(dir, "2", map[string]string{"17-classroom": "/kurse/IS-01K", "18-start-classroom": "/"})
	s.shoot(dir, "3", map[string]string{"19-start-nothing": "/", "20-evidence-empty": "/nachweise"})
}

// shoot takes pictures of the pages as the person sees them.
func (s *site) shoot(dir, person string, targets map[string]string) {
	s.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.t.Fatal(err)
	}
	s.build()
	app := s.app
	go func() { _ = app.Listener(listener) }()
	defer func() { _ = app.Shutdown() }()
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox)...)
	defer cancel()
	ctx, cancel = chromedp.NewContext(ctx)
	defer cancel()
	ctx, cancel = context.WithTimeout(ctx, 3*time.Minute)
	defer cancel()
	for name, target := range targets {
		for _, width := range []int64{1280, 390} {
			var picture []byte
			if err := chromedp.Run(ctx, network.SetExtraHTTPHeaders(network.Headers{"Person": person}),
				emulation.SetDeviceMetricsOverride(width, 900, 1, width < 500),
				chromedp.Navigate("http://"+listener.Addr().String()+target), chromedp.FullScreenshot(&picture, 100)); err != nil {
				s.t.Fatalf("%s: %v", name, err)
			}
			file := filepath.Join(dir, name+map[int64]string{1280: "-wide", 390: "-narrow"}[width]+".png")
			if err := os.WriteFile(file, picture, 0o600); err != nil {
				s.t.Fatal(err)
			}
		}
	}
}

// TestScript proves that a click alone is saved. It needs a browser, like
// TestLook, and runs with it.
func TestScript(t *testing.T) {
	if os.Getenv("ZAEMME_LOOK") == "" {
		t.Skip("set ZAEMME_LOOK to run it in a browser")
	}
	s := newSite(t)
	s.post("/kurse/IS-01/test", nil, "/kurse/IS-01/test/1")
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = s.app.Listener(listener) }()
	defer func() { _ = s.app.Shutdown() }()
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox)...)
	defer cancel()
	ctx, cancel = chromedp.NewContext(ctx)
	defer cancel()
	ctx, cancel = context.WithTimeout(ctx, time.Minute)
	defer cancel()
	option := func(n string) string { return "label.opt:nth-of-type(" + n + ") input" }
	var status string
	var checked bool
	if err := chromedp.Run(ctx,
		chromedp.Navigate("http://"+listener.Addr().String()+"/kurse/IS-01/test/1"),
		chromedp.Click(option("1")), chromedp.Click(option("2")), chromedp.Click(option("3")),
		chromedp.Poll(`document.querySelector("[data-status]").textContent === "Gespeichert."`, nil),
		chromedp.Reload(), chromedp.WaitVisible(option("1")),
		chromedp.Evaluate(`document.querySelectorAll("label.opt input")[2].checked`, &checked),
		chromedp.Click(option("1")),
		chromedp.Poll(`document.querySelector("[data-status]").textContent !== ""`, nil),
		chromedp.Text("[data-status]", &status),
		chromedp.Click("button[value=next]"), chromedp.WaitVisible(`[aria-current=page][aria-label^="Frage 2"]`),
	); err != nil {
		t.Fatal(err)
	}
	if !checked || status != "Gespeichert." {
		t.Errorf("the last click is kept: %v; the page says %q", checked, status)
	}
}
