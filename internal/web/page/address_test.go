package page_test

import (
	"testing"

	"zaemme/internal/web/page"
)

func TestAddress(t *testing.T) {
	t.Parallel()
	a := page.NewAddress("/personen", "q", "Bau & Umwelt", "seite", "2", "sort", "-name")
	for _, one := range []struct{ got, want string }{
		{a.With(), "/personen?q=Bau+%26+Umwelt&sort=-name"},
		{a.With("q", ""), "/personen?sort=-name"},
		{a.With("pc", "yes"), "/personen?pc=yes&q=Bau+%26+Umwelt&sort=-name"},
		{page.NewAddress("/personen", "seite", "3").With(), "/personen"},
		{a.Pager(50, 120).Prev, "/personen?q=Bau+%26+Umwelt&sort=-name"},
		{a.Pager(50, 120).Next, "/personen?q=Bau+%26+Umwelt&seite=3&sort=-name"},
		{a.Pager(50, 100).Next, ""},
		{a.Sorted("Name", "name", true).Sorted, "descending"},
		{a.Sorted("Name", "name", true).URL, "/personen?q=Bau+%26+Umwelt&sort=name"},
		{a.Sorted("Nummer", "number", false).Sorted, ""},
	} {
		if one.got != one.want {
			t.Errorf("got %s, want %s", one.got, one.want)
		}
	}
	if p := a.Pager(50, 120); p.From != 51 || p.To != 100 || p.Total != 120 {
		t.Errorf("%+v", p)
	}
	for _, nonsense := range []string{"0", "-1", "x", "99999999999999999999"} {
		if n := page.NewAddress("/", "seite", nonsense).Number(); n != 1 {
			t.Errorf("page %q is %d", nonsense, n)
		}
	}
}
