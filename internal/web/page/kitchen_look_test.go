package page_test

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	printing "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/web/page"
)

// TestKitchenSinkInABrowser shows every component at 1280 and 390 px, light and
// dark, and fails on each finding of axe-core. With ZAEMME_LOOK=DIR the pictures
// stay in that folder, for people who change the look.
func TestKitchenSinkInABrowser(t *testing.T) {
	dir := os.Getenv("ZAEMME_LOOK")
	if dir == "" {
		dir = t.TempDir()
	}
	site := newSite(t, map[string]string{"test/kitchen": kitchenPage})
	server := fiber.New(fiber.Config{Views: site.Views, DisableStartupMessage: true, ErrorHandler: site.Fail})
	server.Get("/static/*", site.Assets.Serve)
	server.Use(func(c *fiber.Ctx) error {
		c.Set("Content-Security-Policy", "default-src 'self'")
		site.Begin(c, newKitchen(t, texts(t).Printer("de")).Base)
		return c.Next()
	})
	server.Get("/kitchen", func(c *fiber.Ctx) error {
		return page.Render(c, "test/kitchen", newKitchen(t, texts(t).Printer("de")))
	})
	server.Get("/confirm", func(c *fiber.Ctx) error {
		p := newKitchen(t, texts(t).Printer("de"))
		return page.Render(c, "confirm/show", &page.Confirm{Base: p.Base, Facts: p.Facts, Post: "#", Button: "12 Zuweisungen aufheben", Danger: true,
			Heading: page.Heading{Mark: p.All[2], Kicker: "DS-01", Text: "Zwölf Personen verlieren diese Zuweisung.", Lead: "Was sie bereits erfüllt haben, bleibt im Nachweisjournal. Der Schritt kann rückgängig gemacht werden."},
			Back:    page.Link{Label: "Abbrechen", URL: "#"}})
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Listener(listener) }()
	t.Cleanup(func() { _ = server.Shutdown() })

	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox)
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(cancel)
	axe, err := os.ReadFile("../../testing/browser/node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatalf("axe-core is not there: run make tools: %v", err)
	}
	for _, path := range []string{"kitchen", "confirm", "nowhere"} {
		for _, width := range []int64{1280, 390} {
			for _, scheme := range []string{"light", "dark"} {
				var png []byte
				var overflow int
				var findings string
				name := fmt.Sprintf("%s-%d-%s.png", path, width, scheme)
				steps := []chromedp.Action{
					chromedp.EmulateViewport(width, 900),
					emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}),
					chromedp.Navigate("http://" + listener.Addr().String() + "/" + path),
					chromedp.Evaluate("document.documentElement.scrollWidth - innerWidth", &overflow),
					chromedp.FullScreenshot(&png, 100),
					chromedp.Evaluate(string(axe)+";0", nil),
					chromedp.Evaluate(`axe.run().then(r => r.violations.map(v => v.id + ": " + v.nodes.map(n => n.html + " " + n.failureSummary).join("\n   ")).join("\n"))`, &findings, chromedp.EvalAsValue, awaitPromise),
				}
				if err := chromedp.Run(ctx, steps...); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, name), png, 0o600); err != nil {
					t.Fatal(err)
				}
				if width == 1280 && scheme == "light" {
					printPage(ctx, t, filepath.Join(dir, path+".pdf"))
				}
				if overflow > 0 {
					t.Errorf("%s: %d px too wide", name, overflow)
				}
				if strings.TrimSpace(findings) != "" {
					t.Errorf("%s:\n%s", name, findings)
				}
			}
		}
	}
}

func awaitPromise(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }

func printPage(ctx context.Context, t *testing.T, file string) {
	t.Helper()
	err := chromedp.Run(ctx, chromedp.ActionFunc(func(ctx context.Context) error {
		pdf, _, err := printing.PrintToPDF().WithPreferCSSPageSize(true).Do(ctx)
		if err != nil {
			return err
		}
		return os.WriteFile(file, pdf, 0o600)
	}))
	if err != nil {
		t.Fatal(err)
	}
}
