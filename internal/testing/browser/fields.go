package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
)

// labelled finds the field whose label starts with the text, or the element with
// that aria-label. It answers null where none or several fit.
const labelled = `(text, selector) => {
	const fold = s => (s || "").replace(/\u00ad/g, "").replace(/\s+/g, " ").trim().toLowerCase();
	const name = e => fold(e.getAttribute("aria-label") || [...(e.labels || [])].map(l => l.innerText).join(" "));
	const all = [...document.querySelectorAll(selector)].filter(e => e.checkVisibility());
	for (const fits of [n => n === fold(text), n => n.startsWith(fold(text)), n => n.includes(fold(text))]) {
		const hits = all.filter(e => fits(name(e)));
		if (hits.length === 1) return hits[0];
		if (hits.length > 1) return null;
	}
	return null;
}`

// field is the visible field with the label, of those that the selector allows.
func (p *Page) field(label, selector string) cdp.BackendNodeID {
	p.t.Helper()
	var found cdp.BackendNodeID
	p.run(fmt.Sprintf("find the field %q", label), func(ctx context.Context) error {
		text, err := json.Marshal(label)
		if err != nil {
			return err
		}
		object, problem, err := runtime.Evaluate(fmt.Sprintf("(%s)(%s, %q)", labelled, text, selector)).Do(ctx)
		if err != nil {
			return err
		}
		if problem != nil {
			return problem
		}
		if object.ObjectID == "" {
			return fmt.Errorf("no field, or several, with this label")
		}
		node, err := dom.DescribeNode().WithObjectID(object.ObjectID).Do(ctx)
		if err != nil {
			return err
		}
		found = node.BackendNodeID
		return nil
	})
	return found
}

// Fill clears the text field with the label and types the text into it.
func (p *Page) Fill(label, text string) {
	p.t.Helper()
	node := p.field(label, "input:not([type=hidden],[type=checkbox],[type=radio],[type=file]), textarea")
	p.run(fmt.Sprintf("fill %q", label), func(ctx context.Context) error {
		if err := clickNode(ctx, node); err != nil {
			return err
		}
		if _, err := callOn[any](ctx, node, `function () { this.focus(); this.select(); if (this.type === "date") this.value = "" }`); err != nil {
			return err
		}
		if err := input.InsertText(text).Do(ctx); err != nil {
			return err
		}
		value, err := callOn[string](ctx, node, `function () { return this.value }`)
		if err == nil && value != text {
			err = fmt.Errorf("the field holds %q", value)
		}
		return err
	})
}

// Value of the text field with the label.
func (p *Page) Value(label string) string {
	p.t.Helper()
	node := p.field(label, "input, textarea, select")
	var out string
	p.run("read "+label, func(ctx context.Context) (err error) {
		out, err = callOn[string](ctx, node, `function () { return this.value }`)
		return err
	})
	return out
}

// Choose sets the radio button or checkbox with the label.
func (p *Page) Choose(label string) {
	p.t.Helper()
	p.choose(label, true)
}

// Unchoose clears the checkbox with the label.
func (p *Page) Unchoose(label string) {
	p.t.Helper()
	p.choose(label, false)
}

func (p *Page) choose(label string, on bool) {
	p.t.Helper()
	node := p.field(label, "input[type=radio], input[type=checkbox]")
	checked := func(ctx context.Context) (bool, error) {
		return callOn[bool](ctx, node, `function () { return this.checked }`)
	}
	p.run(fmt.Sprintf("choose %q", label), func(ctx context.Context) error {
		is, err := checked(ctx)
		if err != nil || is == on {
			return err
		}
		if err := clickNode(ctx, node); err != nil {
			return err
		}
		if is, err = checked(ctx); err == nil && is != on {
			err = fmt.Errorf("clicked, and it did not change")
		}
		return err
	})
}

// Select chooses the entry with the text in the select with the label.
func (p *Page) Select(label, entry string) {
	p.t.Helper()
	node := p.field(label, "select")
	p.run(fmt.Sprintf("select %q", label), func(ctx context.Context) error {
		done, err := callOn[bool](ctx, node, `function (entry) {
			const option = [...this.options].find(o => o.text.trim().startsWith(entry));
			if (!option) return false;
			this.value = option.value;
			this.dispatchEvent(new Event("input", {bubbles: true}));
			this.dispatchEvent(new Event("change", {bubbles: true}));
			return true;
		}`, entry)
		if err == nil && !done {
			err = fmt.Errorf("there is no entry %q", entry)
		}
		return err
	})
}

// Upload puts a file with that name and content into the file field with the
// label.
func (p *Page) Upload(label, name string, content []byte) {
	p.t.Helper()
	file := filepath.Join(p.t.TempDir(), name)
	if err := os.WriteFile(file, content, 0o600); err != nil {
		p.t.Fatal(err)
	}
	node := p.field(label, "input[type=file]")
	p.run(fmt.Sprintf("upload to %q", label), func(ctx context.Context) error {
		return dom.SetFileInputFiles([]string{file}).WithBackendNodeID(node).Do(ctx)
	})
}

// Press presses a key, such as Tab, Enter or Escape.
func (p *Page) Press(key string, code int64) {
	p.t.Helper()
	p.run("press "+key, func(ctx context.Context) error {
		for _, kind := range []input.KeyType{input.KeyDown, input.KeyUp} {
			event := input.DispatchKeyEvent(kind).WithKey(key).WithCode(key).WithWindowsVirtualKeyCode(code)
			if kind == input.KeyDown && key == "Enter" {
				event = event.WithText("\r")
			}
			if err := event.Do(ctx); err != nil {
				return err
			}
		}
		return nil
	})
}

// Paste pastes what a program has copied as HTML into the text field with the
// label, at its end.
func (p *Page) Paste(label, html string) {
	p.t.Helper()
	node := p.field(label, "textarea, input:not([type])")
	p.run(fmt.Sprintf("paste into %q", label), func(ctx context.Context) error {
		_, err := callOn[any](ctx, node, `function (html) {
			const data = new DataTransfer();
			data.setData("text/html", html);
			this.focus();
			this.setSelectionRange(this.value.length, this.value.length);
			this.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
		}`, html)
		return err
	})
}
