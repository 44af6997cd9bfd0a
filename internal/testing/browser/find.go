package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
)

// candidate is an element as a screen reader knows it.
type candidate struct {
	node cdp.BackendNodeID
	name string
}

// axNode is what is read of a node. The library's own type knows not all reasons
// for which Chromium leaves a hidden one out.
type axNode struct {
	Ignored          bool              `json:"ignored"`
	BackendDOMNodeID cdp.BackendNodeID `json:"backendDOMNodeId"`
	Name             struct {
		Value string `json:"value"`
	} `json:"name"`
}

// candidates are all elements of a role in the order of the page, without hidden
// ones. Roles are those of ARIA: link, button, textbox, checkbox, radio, combobox.
func (p *Page) candidates(role string) ([]candidate, error) {
	var list []candidate
	err := p.try(func(ctx context.Context) error {
		document, _, err := runtime.Evaluate("document").Do(ctx)
		if err != nil {
			return err
		}
		var found struct {
			Nodes []axNode `json:"nodes"`
		}
		err = cdp.Execute(ctx, accessibility.CommandQueryAXTree,
			accessibility.QueryAXTree().WithObjectID(document.ObjectID).WithRole(role), &found)
		for _, n := range found.Nodes {
			if !n.Ignored && n.BackendDOMNodeID != 0 {
				list = append(list, candidate{node: n.BackendDOMNodeID, name: fold(n.Name.Value)})
			}
		}
		return err
	})
	return list, err
}

// find is the one element of the role with the name: the whole name, or, where
// no whole one fits, a part of it that fits one element only. It waits for it.
func (p *Page) find(role, name string) cdp.BackendNodeID {
	p.t.Helper()
	var found cdp.BackendNodeID
	var problem string
	deadline := after(wait / 4)
	for {
		list, err := p.candidates(role)
		if err == nil {
			found, problem = pick(list, fold(name))
		}
		if err == nil && problem == "" {
			return found
		}
		select {
		case <-deadline:
			p.fail("find %s %q: %s %v", role, name, problem, err)
		case <-after(wait / 200):
		}
	}
}

func pick(list []candidate, name string) (cdp.BackendNodeID, string) {
	for _, fits := range []func(string) bool{
		func(n string) bool { return n == name },
		func(n string) bool { return strings.HasPrefix(n, name) },
		func(n string) bool { return strings.Contains(n, name) },
	} {
		var hits []candidate
		for _, c := range list {
			if fits(c.name) {
				hits = append(hits, c)
			}
		}
		if len(hits) == 1 {
			return hits[0].node, ""
		}
		if len(hits) > 1 {
			return 0, fmt.Sprintf("%d of them", len(hits))
		}
	}
	var names []string
	for _, c := range list {
		names = append(names, c.name)
	}
	return 0, "none; there are " + strings.Join(names, " | ")
}

// Has reports whether the page shows such an element now.
func (p *Page) Has(role, name string) bool {
	p.t.Helper()
	return slices.ContainsFunc(p.Names(role), func(n string) bool { return strings.Contains(n, fold(name)) })
}

// Names of all elements of the role, in lower case.
func (p *Page) Names(role string) []string {
	p.t.Helper()
	list, err := p.candidates(role)
	if err != nil {
		p.fail("list %s: %v", role, err)
	}
	var names []string
	for _, c := range list {
		names = append(names, c.name)
	}
	return names
}

// Click clicks with the mouse and waits for nothing.
func (p *Page) Click(role, name string) {
	p.t.Helper()
	node := p.find(role, name)
	p.run(fmt.Sprintf("click %s %q", role, name), func(ctx context.Context) error { return clickNode(ctx, node) })
}

// Unfold opens a menu or section by the name of its summary. Chromium knows the
// summaries of details that exclude each other by a role of their own.
func (p *Page) Unfold(name string) {
	p.t.Helper()
	role := "DisclosureTriangle"
	if list, err := p.candidates(role + "Grouped"); err == nil {
		if _, problem := pick(list, fold(name)); problem == "" {
			role += "Grouped"
		}
	}
	p.Click(role, name)
}

// Follow is Click on what leads to another page, and waits until it is there.
func (p *Page) Follow(role, name string) {
	p.t.Helper()
	p.loading(fmt.Sprintf("follow %s %q", role, name), func() { p.Click(role, name) })
}

// hit says what lies at the point in place of the element, "" where it does.
const hit = `function (x, y) {
	const at = document.elementFromPoint(x, y);
	if (at && (at === this || this.contains(at) || at.contains(this) && at.closest("label") === this.closest("label"))) return "";
	return at ? at.outerHTML.slice(0, 200) : "nothing";
}`

func clickNode(ctx context.Context, node cdp.BackendNodeID) error {
	if err := dom.ScrollIntoViewIfNeeded().WithBackendNodeID(node).Do(ctx); err != nil {
		return err
	}
	quads, err := dom.GetContentQuads().WithBackendNodeID(node).Do(ctx)
	if err != nil {
		return err
	}
	if len(quads) == 0 {
		return fmt.Errorf("it has no place on the page")
	}
	x, y := middle(quads[0])
	if covered, err := callOn[string](ctx, node, hit, x, y); err != nil {
		return err
	} else if covered != "" {
		return fmt.Errorf("it is covered by %s", covered)
	}
	for _, kind := range []input.MouseType{input.MouseMoved, input.MousePressed, input.MouseReleased} {
		event := input.DispatchMouseEvent(kind, x, y)
		if kind != input.MouseMoved {
			event = event.WithButton(input.Left).WithClickCount(1)
		}
		if err := event.Do(ctx); err != nil {
			return err
		}
	}
	return nil
}

func middle(q dom.Quad) (x, y float64) {
	for i := 0; i+1 < len(q); i += 2 {
		x, y = x+q[i]/4, y+q[i+1]/4
	}
	return x, y
}

// callOn calls a JavaScript function with the element as this.
func callOn[T any](ctx context.Context, node cdp.BackendNodeID, function string, args ...any) (T, error) {
	var out T
	object, err := dom.ResolveNode().WithBackendNodeID(node).Do(ctx)
	if err != nil {
		return out, err
	}
	call := runtime.CallFunctionOn(function).WithObjectID(object.ObjectID).WithReturnByValue(true)
	for _, a := range args {
		value, err := json.Marshal(a)
		if err != nil {
			return out, err
		}
		call.Arguments = append(call.Arguments, &runtime.CallArgument{Value: value})
	}
	result, problem, err := call.Do(ctx)
	if err != nil {
		return out, err
	}
	if problem != nil {
		return out, problem
	}
	if len(result.Value) == 0 {
		return out, nil
	}
	return out, json.Unmarshal(result.Value, &out)
}
