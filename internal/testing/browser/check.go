package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// SetViewport sets the width of the window in CSS px.
func (p *Page) SetViewport(width int) {
	p.t.Helper()
	p.options.Width = width
	p.run("set the window", func(ctx context.Context) error {
		return emulation.SetDeviceMetricsOverride(int64(width), 900, 1, false).Do(ctx)
	})
}

// SetDark says whether the system prefers dark. Motion is always reduced: a test
// looks at pages that stand still.
func (p *Page) SetDark(dark bool) {
	p.t.Helper()
	p.options.Dark = dark
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	p.run("set the scheme", func(ctx context.Context) error {
		return emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
		}).Do(ctx)
	})
}

// Check fails the test if the page is wider than the window or has a finding of
// axe-core, or if it is an error page; a form that was sent back with what to mend
// is none. It goes on after a finding, so that one run shows them all.
func (p *Page) Check() {
	p.t.Helper()
	if status := p.Status(); status >= 400 && status != http.StatusUnprocessableEntity {
		p.fail("the page answers %d", status)
	}
	p.Axe()
	p.NoOverflow()
}

// NoOverflow fails the test if the page is wider than the window, and names what
// sticks out.
func (p *Page) NoOverflow() {
	p.t.Helper()
	wide := Eval[string](p, `document.documentElement.scrollWidth <= innerWidth ? "" :
		document.documentElement.scrollWidth + " px: " + [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > innerWidth || e.scrollWidth > e.clientWidth && getComputedStyle(e).overflowX == "visible" && getComputedStyle(e).display != "inline")
		.slice(0, 4).map(e => e.cloneNode().outerHTML.slice(0, 120)).join("  ")`)
	if wide != "" {
		p.t.Errorf("browser: %s is too wide for %d px: %s", p.Path(), p.options.Width, wide)
	}
}

type finding struct {
	ID, Impact, Help string
	Nodes            []struct {
		Target         []any
		HTML           string
		FailureSummary string
	}
}

// Axe fails the test on each finding of axe-core: the rule, where, and why. The
// script comes in through the debugger, so the page's policy need not allow it.
func (p *Page) Axe() {
	p.t.Helper()
	source, err := axe()
	if err != nil {
		p.t.Fatalf("browser: %v", err)
	}
	var found string
	p.scripted(func() {
		p.run("run axe-core", func(ctx context.Context) error {
			var there bool
			if err := chromedp.Evaluate(`typeof axe === "object"`, &there).Do(ctx); err != nil {
				return err
			}
			if !there {
				if err := chromedp.Evaluate(source+";0", nil).Do(ctx); err != nil {
					return err
				}
			}
			return chromedp.Evaluate(`axe.run(document, {resultTypes: ["violations"]}).then(r => JSON.stringify(r.violations))`, &found,
				func(e *runtime.EvaluateParams) *runtime.EvaluateParams { return e.WithAwaitPromise(true) }).Do(ctx)
		})
	})
	var findings []finding
	if err := json.Unmarshal([]byte(found), &findings); err != nil {
		p.fail("read axe-core's findings: %v", err)
	}
	for _, f := range findings {
		var where []string
		for _, n := range f.Nodes[:min(len(f.Nodes), 3)] {
			where = append(where, fmt.Sprintf("%v %s\n      %s", n.Target, n.HTML, strings.ReplaceAll(n.FailureSummary, "\n", "\n      ")))
		}
		p.t.Errorf("browser: axe-core on %s (%d px, dark %v): %s (%s): %s, %d times\n    %s",
			p.Path(), p.options.Width, p.options.Dark, f.ID, f.Impact, f.Help, len(f.Nodes), strings.Join(where, "\n    "))
	}
}

// scripted lets the test's own script run on a page whose scripts are off.
func (p *Page) scripted(do func()) {
	p.t.Helper()
	if !p.options.NoScript {
		do()
		return
	}
	set := func(off bool) {
		p.run("switch JavaScript", func(ctx context.Context) error { return emulation.SetScriptExecutionDisabled(off).Do(ctx) })
	}
	set(false)
	defer set(true)
	do()
}

// Screenshot writes a picture of the whole page into the folder that ZAEMME_SHOTS
// names, as name-width[-dark].png. Without that variable it does nothing.
func (p *Page) Screenshot(name string) {
	p.t.Helper()
	folder := os.Getenv("ZAEMME_SHOTS")
	if folder == "" {
		return
	}
	var png []byte
	p.run("take a picture", func(ctx context.Context) error { return chromedp.FullScreenshot(&png, 100).Do(ctx) })
	scheme := ""
	if p.options.Dark {
		scheme = "-dark"
	}
	file := filepath.Join(folder, fmt.Sprintf("%s-%d%s.png", name, p.options.Width, scheme))
	if err := os.MkdirAll(folder, 0o750); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(file, png, 0o600); err != nil {
		p.t.Fatal(err)
	}
}
