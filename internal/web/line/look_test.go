package line_test

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
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// TestLook is for people who change the look: with ZAEMME_LOOK=DIR it writes
// pictures of the pages at 1280 and 390 px and both workbooks into the folder.
// With an axe.min.js there, it also fails on each finding of axe-core.
func TestLook(t *testing.T) {
	dir := os.Getenv("ZAEMME_LOOK")
	if dir == "" {
		t.Skip("set ZAEMME_LOOK to a folder for pictures")
	}
	w := newWorld(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = w.app.Listener(listener) }()
	t.Cleanup(func() { _ = w.app.Shutdown() })
	for name, viewer := range map[string]int64{"line": w.boss, "hr": w.hr} {
		_, body := w.get(viewer, "/team/bericht")
		if err := os.WriteFile(filepath.Join(dir, name+".xlsx"), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox)...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(cancel)
	axe, _ := os.ReadFile(filepath.Join(dir, "axe.min.js"))
	for _, p := range []struct {
		name, url string
		viewer    int64
	}{{"team", "/team", w.boss}, {"hr", "/team", w.hr}, {"filter", "/team?q=niemand", w.boss}, {"person", "/team/person/" + w.uid(w.dragana), w.boss},
		{"nobody", "/team", w.outsider}} {
		for _, width := range []int64{1280, 390} {
			for _, scheme := range []string{"light", "dark"} {
				w.viewer = p.viewer
				var png []byte
				var overflow int
				var findings string
				name := fmt.Sprintf("%s-%d-%s.png", p.name, width, scheme)
				steps := []chromedp.Action{
					chromedp.EmulateViewport(width, 900),
					emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}),
					chromedp.Navigate("http://" + listener.Addr().String() + p.url),
					chromedp.Evaluate("document.querySelector('details:not(.more)')?.setAttribute('open', ''); document.documentElement.scrollWidth - innerWidth", &overflow),
					chromedp.FullScreenshot(&png, 100),
				}
				if len(axe) > 0 {
					steps = append(steps, chromedp.Evaluate(string(axe)+";0", nil), chromedp.Evaluate(
						`axe.run().then(r => r.violations.map(v => v.id + ": " + v.nodes.map(n => n.html + " " + n.failureSummary).join("\n   ")).join("\n"))`,
						&findings, chromedp.EvalAsValue, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
				}
				if err := chromedp.Run(ctx, steps...); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, name), png, 0o600); err != nil {
					t.Fatal(err)
				}
				if overflow > 0 || strings.TrimSpace(findings) != "" {
					t.Errorf("%s: %d px too wide\n%s", name, overflow, findings)
				}
			}
		}
	}
}
