package story_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"zaemme/internal/demo"
	"zaemme/internal/testing/browser"
)

// TestTheDemo signs in as everybody whom the demo offers and looks at each page
// that the navigation leads to, and at one page behind each list, at both widths
// and in both schemes. With ZAEMME_SHOTS=DIR it leaves pictures.
func TestTheDemo(t *testing.T) {
	t.Parallel()
	w := newTown(t, true)
	accounts, err := demo.Accounts(t.Context(), w.DB)
	if err != nil {
		t.Fatal(err)
	}
	if len(accounts) < 6 {
		t.Fatalf("the demo offers %d accounts", len(accounts))
	}
	d := &tour{town: w, checked: map[string]bool{}}
	for i, account := range accounts {
		if !strings.Contains(w.said, account.Password) {
			t.Errorf("the start does not print how to sign in as %s", account.Name)
		}
		d.as(t, fmt.Sprintf("%d", i+1), account)
	}
}

// tour remembers what was checked with axe-core: pages that several accounts share
// are checked once.
type tour struct {
	*town
	checked map[string]bool
}

// as visits everything as one account.
func (d *tour) as(t *testing.T, number string, account demo.Account) {
	t.Helper()
	v := d.visitor(t, browser.Options{})
	v.signIn(account.Login, account.Password)
	if strings.HasPrefix(v.Path(), "/anmelden") {
		v.fault("%s cannot sign in", account.Name)
	}
	todo, done := []string{"/"}, map[string]bool{}
	behind := map[string]bool{}
	for len(todo) > 0 {
		path := todo[0]
		todo = todo[1:]
		if done[path] {
			continue
		}
		done[path] = true
		v.Goto(path)
		if v.Status() >= 400 {
			t.Errorf("%s: %s answers %d: %s", account.Role, path, v.Status(), v.Heading())
			continue
		}
		d.look(v, number+strings.ReplaceAll(path, "/", "_"), path)
		todo = append(todo, v.addresses(`header nav a, header details a`)...)
		for _, next := range v.addresses(`main a`) { // one page behind each kind of list
			if shape := shapeOf(next); !behind[shape] && !done[next] {
				behind[shape] = true
				todo = append(todo, next)
			}
		}
	}
	if len(done) < 8 {
		t.Errorf("%s reaches only %v", account.Role, done)
	}
}

// look checks a page of this shape once, and its width on a phone for every
// account; with ZAEMME_SHOTS it takes pictures of it.
func (d *tour) look(v *visitor, name, path string) {
	v.t.Helper()
	shape := fmt.Sprint(shapeOf(path), v.Names("heading"))
	again := d.checked[shape]
	d.checked[shape] = true
	if !again {
		v.Check()
	}
	v.Screenshot("demo-" + name)
	v.SetViewport(390)
	v.NoOverflow()
	v.Screenshot("demo-" + name)
	if !again {
		v.SetDark(true)
		v.Check()
		v.Screenshot("demo-" + name)
		v.SetDark(false)
	}
	v.SetViewport(1280)
}

// addresses are the paths of this server that the links of the selector lead to;
// no downloads, no sorted or paged variants of the same page.
func (v *visitor) addresses(selector string) []string {
	v.t.Helper()
	all := browser.Eval[[]string](v.Page, `[...document.querySelectorAll("`+selector+`")].filter(a => a.origin === location.origin && !a.hasAttribute("download") && !a.search)
		.map(a => a.pathname)`)
	return slices.DeleteFunc(all, func(path string) bool {
		return strings.HasSuffix(path, "/bericht") // a file
	})
}

// shapeOf leaves out of a path what differs from row to row: numbers, codes and
// identifiers.
func shapeOf(path string) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		isSetting := i == 2 && parts[1] == "einstellungen" && !slices.Contains([]string{"jobs", "rollen", "schluessel", "testmail"}, part)
		if i > 1 && (isSetting || strings.ContainsAny(part, "0123456789") || parts[i-1] == "jobs") {
			parts[i] = "*"
		}
	}
	return strings.Join(parts, "/")
}
