package browser

import (
	"context"

	"github.com/chromedp/cdproto/input"
)

// Focus is what has the keyboard.
type Focus struct {
	Tag, Type, Label, Value string
	Checked                 bool
}

// Focused is the element that has the keyboard, with the label that a screen
// reader says.
func (p *Page) Focused() Focus {
	p.t.Helper()
	return Eval[Focus](p, `(() => {
		const e = document.activeElement ?? document.body;
		const fold = s => (s || "").replace(/\s+/g, " ").trim();
		const label = e.getAttribute("aria-label") || [...(e.labels || [])].map(l => l.innerText).join(" ") || e.innerText;
		const value = e.tagName === "SELECT" ? fold(e.selectedOptions[0]?.text) : e.value || "";
		return {Tag: e.tagName.toLowerCase(), Type: e.type || "", Label: fold(label).slice(0, 200), Value: value, Checked: !!e.checked};
	})()`)
}

// Type types the text where the keyboard is.
func (p *Page) Type(text string) {
	p.t.Helper()
	p.run("type "+text, func(ctx context.Context) error { return input.InsertText(text).Do(ctx) })
}
