package browser

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/audits"
	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// wait is how long a page may take to load and a condition to come true.
const wait = 20 * time.Second

// Options of a Page. The zero value is a wide, light window with JavaScript.
type Options struct {
	Width    int    // of the window in CSS px; 1280 where 0
	Dark     bool   // the system prefers dark
	NoScript bool   // JavaScript is off
	Language string // Accept-Language, such as en; de-CH where ""
}

// Page is one tab in an incognito context of its own. Its methods fail the test
// with what they looked for and what the page shows instead.
type Page struct {
	t       testing.TB
	ctx     context.Context
	base    string
	options Options
	folder  string // of downloads
	seen    *events
}

// Start opens a Page on the server at base, such as http://localhost:8080. It is
// closed when t ends, and the test fails then if the page logged an error.
func Start(t testing.TB, base string, o Options) *Page {
	t.Helper()
	root, err := chromium()
	if err != nil {
		t.Fatalf("browser: %v", err)
	}
	if _, err := axe(); err != nil {
		t.Fatalf("browser: %v", err)
	}
	inContext, tab, err := openTab(root)
	if err != nil {
		t.Fatalf("browser: %v", err)
	}
	ctx, cancel := chromedp.NewContext(root, chromedp.WithTargetID(tab))
	t.Cleanup(func() {
		cancel()
		_ = target.DisposeBrowserContext(inContext).Do(ofBrowser(root)) // the process ends anyway
	})
	return newPage(ctx, t, inContext, base, o)
}

// complete fills in what the zero value of Options means.
func (o Options) complete() Options {
	if o.Width == 0 {
		o.Width = 1280
	}
	if o.Language == "" {
		o.Language = "de-CH"
	}
	return o
}

// newPage listens to the tab of ctx and prepares it.
func newPage(ctx context.Context, t testing.TB, inContext cdp.BrowserContextID, base string, o Options) *Page {
	t.Helper()
	o = o.complete()
	p := &Page{t: t, ctx: ctx, base: strings.TrimRight(base, "/"), options: o, folder: t.TempDir(), seen: newEvents()}
	chromedp.ListenTarget(ctx, p.seen.take)
	if err := chromedp.Run(ctx); err != nil { // without a deadline: it would end the tab
		t.Fatalf("browser: open a tab: %v", err)
	}
	p.run("prepare the tab", func(ctx context.Context) error {
		for _, do := range []interface{ Do(context.Context) error }{
			network.Enable(), cdplog.Enable(), audits.Enable(), runtime.Enable(),
			network.SetExtraHTTPHeaders(network.Headers{"Accept-Language": o.Language}),
			downloads(inContext).WithDownloadPath(p.folder).WithEventsEnabled(true),
			emulation.SetScriptExecutionDisabled(o.NoScript),
		} {
			if err := do.Do(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	p.SetViewport(o.Width)
	p.SetDark(o.Dark)
	t.Cleanup(p.reportTroubles)
	return p
}

// downloads are kept under numbers, in the incognito context or, where that is
// empty, in the profile.
func downloads(inContext cdp.BrowserContextID) *cdpbrowser.SetDownloadBehaviorParams {
	params := cdpbrowser.SetDownloadBehavior(cdpbrowser.SetDownloadBehaviorBehaviorAllowAndName)
	if inContext != "" {
		params = params.WithBrowserContextID(inContext)
	}
	return params
}

// openTab opens a window of its own in a new incognito context: a context without
// a window has no place for a tab.
func openTab(root context.Context) (cdp.BrowserContextID, target.ID, error) {
	ctx, cancel := context.WithTimeout(ofBrowser(root), wait)
	defer cancel()
	inContext, err := target.CreateBrowserContext().Do(ctx)
	if err != nil {
		return "", "", fmt.Errorf("open an incognito context: %w", err)
	}
	tab, err := target.CreateTarget("about:blank").WithBrowserContextID(inContext).WithNewWindow(true).Do(ctx)
	if err != nil {
		return "", "", fmt.Errorf("open a window: %w", err)
	}
	return inContext, tab, nil
}

// ofBrowser addresses commands to Chromium itself.
func ofBrowser(root context.Context) context.Context {
	return cdp.WithExecutor(root, chromedp.FromContext(root).Browser)
}

// run does one thing in the tab, with a deadline.
func (p *Page) run(what string, do func(ctx context.Context) error) {
	p.t.Helper()
	if err := p.try(do); err != nil {
		p.fail("%s: %v", what, err)
	}
}

func (p *Page) try(do func(ctx context.Context) error) error {
	ctx, cancel := context.WithTimeout(p.ctx, wait)
	defer cancel()
	return chromedp.Run(ctx, chromedp.ActionFunc(do))
}

// fail ends the test; it says where the page stands.
func (p *Page) fail(format string, args ...any) {
	p.t.Helper()
	p.t.Fatalf("browser: %s\n%s", fmt.Sprintf(format, args...), p.where())
}

// where describes the page for a person who reads a failed test.
func (p *Page) where() string {
	var out string
	err := p.evaluate(`(() => { const t = q => [...document.querySelectorAll(q)].map(e => e.innerText.trim().replace(/\s+/g, " ")).join(" | ");
		return "  at " + location.pathname + location.search + "\n  heading: " + t("h1") + "\n  notices: " + t(".notice, .errors, .err") +
		"\n  text: " + (document.querySelector("main") || document.body).innerText.slice(0, 800) })()`, &out)
	if err != nil {
		return "  (the page does not answer: " + err.Error() + ")"
	}
	return out + "\n  status " + fmt.Sprint(p.seen.status())
}

// evaluate runs an expression in the page and decodes its value into out.
func (p *Page) evaluate(expression string, out any) error {
	return p.try(func(ctx context.Context) error { return chromedp.Evaluate(expression, out).Do(ctx) })
}

// Eval is the value of an expression, for what has no name on the page.
func Eval[T any](p *Page, expression string) T {
	p.t.Helper()
	var out T
	if err := p.evaluate(expression, &out); err != nil {
		p.fail("evaluate %s: %v", expression, err)
	}
	return out
}

// Eventually waits until the condition holds; what says what is awaited.
func (p *Page) Eventually(what string, condition func() bool) {
	p.t.Helper()
	deadline, tick := time.NewTimer(wait), time.NewTicker(30*time.Millisecond)
	defer deadline.Stop()
	defer tick.Stop()
	for !condition() {
		select {
		case <-tick.C:
		case <-deadline.C:
			p.fail("%s did not happen within %s", what, wait)
		}
	}
}
