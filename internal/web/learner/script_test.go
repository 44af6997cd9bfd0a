package learner

import (
	"context"
	"net"
	"strconv"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"zaemme/internal/coursefile"
)

// TestScript proves that a click alone is saved.
func TestScript(t *testing.T) {
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
	no := 0 // a question with three options to click on
	for i, shown := range s.attempt("IS-01").Questions() {
		if no == 0 && shown.Question.Type == coursefile.Single && len(shown.Options) > 2 {
			no = i + 1
		}
	}
	var status string
	var checked bool
	if err := chromedp.Run(ctx,
		chromedp.Navigate("http://"+listener.Addr().String()+"/kurse/IS-01/test/"+strconv.Itoa(no)),
		chromedp.Click(option("1")), chromedp.Click(option("2")), chromedp.Click(option("3")),
		chromedp.Poll(`document.querySelector("[data-status]").textContent === "Gespeichert."`, nil),
		chromedp.Reload(), chromedp.WaitVisible(option("1")),
		chromedp.Evaluate(`document.querySelectorAll("label.opt input")[2].checked`, &checked),
		chromedp.Click(option("1")),
		chromedp.Poll(`document.querySelector("[data-status]").textContent !== ""`, nil),
		chromedp.Text("[data-status]", &status),
		chromedp.Click("button[value=next]"), chromedp.WaitVisible(`[aria-current=page][aria-label^="Frage `+strconv.Itoa(no+1)+`"], .learner-review`),
	); err != nil {
		t.Fatal(err)
	}
	if !checked || status != "Gespeichert." {
		t.Errorf("the last click is kept: %v; the page says %q", checked, status)
	}
}
