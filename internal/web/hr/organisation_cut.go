package hr

import (
	"slices"
	"strconv"
	"strings"

	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
)

// treeCut is what the page of the organisation shows of the departments that the
// viewer may see.
type treeCut struct {
	search  string
	deepest int            // levels asked for, 0: all
	unit    *people.Node   // whose part of the tree it is, nil: all
	within  []*people.Node // that part
	found   int            // rows that the search and the levels leave of it
	shown   []*people.Node // as many of them as fit
	below   map[int64]int  // how many of them are not shown below a row
}

// narrows reports whether somebody asked for less than all.
func (t treeCut) narrows() bool { return t.search != "" || t.deepest > 0 || t.unit != nil }

// cutOf reads the search, the levels and the department from the address. A search
// is over everything, of its hits the first are shown; without one the upper levels.
func cutOf(o *people.Org, nodes []*people.Node, form *page.Form) treeCut {
	t := treeCut{search: strings.ToLower(form.Get("q")), within: nodes}
	t.deepest, _ = strconv.Atoi(form.Get("bis"))                           // nonsense is no limit
	if id, _ := strconv.ParseInt(form.Get("ab"), 10, 64); t.search == "" { // nonsense is all
		if i := slices.IndexFunc(nodes, func(n *people.Node) bool { return n.ID == id }); i >= 0 {
			t.unit, t.within = nodes[i], people.Under(nodes, id, placeOf)
		}
	}
	rows := narrowed(o, t.within, t.search, t.deepest)
	if t.found = len(rows); t.search != "" {
		t.shown = rows[:min(len(rows), people.FitRows)]
	} else {
		t.shown, t.below = people.Fit(rows, people.FitRows, placeOf, nil)
	}
	return t
}

func placeOf(n *people.Node) (id, parent int64) { return n.ID, n.ParentID }

// upOf leads one level up, as far as the viewer may see.
func upOf(l *i18n.Printer, o *people.Org, nodes []*people.Node, t treeCut, today calendar.Date) page.Action {
	if i := slices.IndexFunc(nodes, func(n *people.Node) bool { return n.ID == t.unit.ParentID }); i >= 0 {
		return page.Action{Label: l.T("trees.up", "unit", nodes[i].Name), URL: unitPath(nodes[i].ID, t.deepest, o.Day, today), Quiet: true}
	}
	return page.Action{Label: l.T("trees.whole"), URL: unitPath(0, t.deepest, o.Day, today), Quiet: true}
}

// unitPath is the part of the tree from a department down, 0: all, with the levels
// and the day.
func unitPath(id int64, deepest int, day, today calendar.Date) string {
	unit, levels, on := "", "", ""
	if id != 0 {
		unit = strconv.FormatInt(id, 10)
	}
	if deepest > 0 {
		levels = strconv.Itoa(deepest)
	}
	if day != today {
		on = day.String()
	}
	return page.NewAddress("/organisation").With("ab", unit, "bis", levels, "am", on)
}
