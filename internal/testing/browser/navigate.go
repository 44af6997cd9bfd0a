package browser

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	cdppage "github.com/chromedp/cdproto/page"
)

func after(d time.Duration) <-chan time.Time { return time.After(d) }

// Goto loads a path of the server, or a whole address, and waits for the page.
func (p *Page) Goto(path string) {
	p.t.Helper()
	address := path
	if !strings.Contains(path, "://") {
		address = p.base + path
	}
	p.loading("go to "+path, func() {
		p.run("go to "+path, func(ctx context.Context) error {
			_, _, problem, _, err := cdppage.Navigate(address).Do(ctx)
			if err == nil && problem != "" {
				p.t.Fatalf("browser: go to %s: %s", address, problem)
			}
			return err
		})
	})
}

// Back is the browser's own button.
func (p *Page) Back() {
	p.t.Helper()
	p.run("go back", func(ctx context.Context) error {
		at, list, err := cdppage.GetNavigationHistory().Do(ctx)
		if err != nil || at == 0 {
			return err
		}
		return cdppage.NavigateToHistoryEntry(list[at-1].ID).Do(ctx)
	})
	p.Eventually("going back", func() bool { return p.evaluate("document.readyState", new(string)) == nil })
}

// Leads does something that brings another page by itself, and waits until it is
// there.
func (p *Page) Leads(what string, do func()) {
	p.t.Helper()
	p.loading(what, do)
}

// loading does something that loads a document and waits until it has.
func (p *Page) loading(what string, do func()) {
	p.t.Helper()
	before := p.seen.loaded()
	do()
	p.until(what+": a page", func(e *events) bool { return e.loads > before })
}

// Path of the page shown, with its query.
func (p *Page) Path() string {
	p.t.Helper()
	return Eval[string](p, "location.pathname + location.search")
}

// Heading is the text of the page's first heading.
func (p *Page) Heading() string {
	p.t.Helper()
	return Eval[string](p, `(document.querySelector("h1")?.innerText || "").trim().replace(/\s+/g, " ")`)
}

// Text is all that the page shows, spaces joined.
func (p *Page) Text() string {
	p.t.Helper()
	return Eval[string](p, `document.body.innerText.replace(/\s+/g, " ")`)
}

// Main is Text of the main part, without navigation and footer.
func (p *Page) Main() string {
	p.t.Helper()
	return Eval[string](p, `(document.querySelector("main") || document.body).innerText.replace(/\s+/g, " ")`)
}

// Shows fails the test unless the page shows each text.
func (p *Page) Shows(texts ...string) {
	p.t.Helper()
	all := fold(p.Text())
	for _, text := range texts {
		if !strings.Contains(all, fold(text)) {
			p.fail("the page does not show %q", text)
		}
	}
}

// Hides fails the test if the page shows one of the texts.
func (p *Page) Hides(texts ...string) {
	p.t.Helper()
	all := fold(p.Text())
	for _, text := range texts {
		if strings.Contains(all, fold(text)) {
			p.fail("the page shows %q", text)
		}
	}
}

// fold joins spaces of all kinds and ignores what CSS does to case.
func fold(text string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(text, "\u00ad", "")), " "))
}

// Download clicks a link or button and returns the name and content of the file
// that it sends.
func (p *Page) Download(role, name string) (file string, content []byte) {
	p.t.Helper()
	p.seen.mu.Lock()
	before := p.seen.last
	p.seen.mu.Unlock()
	p.Click(role, name)
	var number string
	p.until("the download of "+name, func(e *events) bool {
		number = e.last
		return number != before && e.downloads[number].state == "completed"
	})
	content, err := os.ReadFile(filepath.Join(p.folder, number))
	if err != nil {
		p.fail("read the download: %v", err)
	}
	p.seen.mu.Lock()
	defer p.seen.mu.Unlock()
	return p.seen.downloads[number].name, content
}
