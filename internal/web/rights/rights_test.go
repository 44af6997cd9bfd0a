package rights_test

import (
	"slices"
	"strings"
	"testing"

	"zaemme/internal/people"
	"zaemme/internal/web/rights"
)

func TestTheTableIsRead(t *testing.T) {
	t.Parallel()
	table := rights.Table()
	again, err := rights.Parse(rights.Format(table))
	if err != nil || len(again) != len(table) {
		t.Fatalf("%d rows of %d, %v", len(again), len(table), err)
	}
	for _, role := range people.Roles {
		if !slices.Contains(rights.Columns, string(role)) {
			t.Errorf("the table has no column for %s", role)
		}
	}
	untold := []string{"sign_in", "demo", "api"}
	for _, row := range table {
		if !slices.Contains(rights.Areas, row.Area) && !slices.Contains(untold, row.Area) {
			t.Errorf("%s: the page knows no area %q", row.Key(), row.Area)
		}
	}
	for _, wrong := range []string{"", "area\tmethod", strings.Replace(rights.Format(table), "\tyes\n", "\n", 1)} {
		if _, err := rights.Parse(wrong); err == nil {
			t.Errorf("%.40q is read", wrong)
		}
	}
}

// What the privacy zones promise (DESIGN.md §1.5), read off the table.
func TestPromises(t *testing.T) {
	t.Parallel()
	table := rights.Table()
	for area, far := range map[string]map[string]rights.Extent{
		"learning":     {}, // nobody but the person
		"own":          {},
		"status":       {"hr": rights.All, "hr_part": rights.Part, "manager": rights.Part, "deputy": rights.Part, "officials_care": rights.Part},
		"persons":      {"hr": rights.All, "hr_part": rights.Part},
		"line":         {"hr": rights.All, "hr_part": rights.Part, "manager": rights.Part, "deputy": rights.Part},
		"access":       {"hr": rights.All, "hr_part": rights.Part, "admin": rights.All},
		"organisation": {"hr": rights.All, "hr_part": rights.Part, "manager": rights.Part, "deputy": rights.Part, "officials_care": rights.Part},
		"roles":        {"admin": rights.All, "privacy": rights.All},
	} {
		for column, right := range rights.RightsOf(table, area) {
			want, said := far[column]
			if !said && right.Sees != rights.Nothing && right.Sees != rights.OwnOnly || said && right.Sees != want {
				t.Errorf("%s: %s sees %q, want %q", area, column, right.Sees, want)
			}
		}
	}
	for _, row := range table {
		if row.Target != rights.Own || row.Method != "POST" || !strings.Contains(row.Path, "/:uid") || !slices.Contains([]string{"persons", "line", "roles"}, row.Area) {
			continue
		}
		for column, outcome := range row.Outcomes {
			if outcome == rights.Yes {
				t.Errorf("%s: %s decides about the own duty or role", row.Key(), column)
			}
		}
	}
}

func TestExtent(t *testing.T) {
	t.Parallel()
	row := func(method string, target rights.Target, outcome rights.Outcome) rights.Row {
		return rights.Row{Area: "x", Method: method, Target: target, Outcomes: map[string]rights.Outcome{"hr": outcome}}
	}
	for name, c := range map[string]struct {
		rows []rights.Row
		want rights.Right
	}{
		"nothing":   {[]rights.Row{row("GET", rights.None, rights.No)}, rights.Right{}},
		"a page":    {[]rights.Row{row("GET", rights.None, rights.Yes)}, rights.Right{Sees: rights.Simply}},
		"its forms": {[]rights.Row{row("GET", rights.None, rights.Yes), row("POST", rights.None, rights.Yes)}, rights.Right{Sees: rights.Simply, Changes: rights.Simply}},
		"own": {[]rights.Row{row("GET", rights.None, rights.Yes), row("GET", rights.Own, rights.Yes), row("GET", rights.Line, rights.Absent),
			row("POST", rights.None, rights.Yes)}, rights.Right{Sees: rights.OwnOnly, Changes: rights.OwnOnly}},
		"part": {[]rights.Row{row("GET", rights.Own, rights.Yes), row("GET", rights.Line, rights.Yes), row("GET", rights.Outside, rights.Absent)}, rights.Right{Sees: rights.Part}},
		"all": {[]rights.Row{row("GET", rights.Line, rights.Yes), row("GET", rights.Outside, rights.Yes), row("GET", rights.Official, rights.Yes),
			row("POST", rights.Own, rights.No), row("POST", rights.Line, rights.Yes)}, rights.Right{Sees: rights.All, Changes: rights.Part}},
	} {
		if got := rights.RightsOf(c.rows, "x")["hr"]; got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
