package report

import (
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/sheet"
)

// statusInk are the colours of statuses in charts: done green, open grey, late
// red, what is not asked for pale.
var statusInk = map[ledger.Status]string{
	ledger.StatusFulfilled: "2E7D4F", ledger.StatusExpiring: "93BF7C", ledger.StatusExempt: "DDE1E4", ledger.StatusPaused: "C3C9CE",
	ledger.StatusExpired: "7A1F1F", ledger.StatusOverdue: "B03A3A", ledger.StatusInGrace: "DDA63A", ledger.StatusOpen: "8A949E",
	ledger.StatusUndated: "5B3A8E",
}

// unit is one line of the table of the highest level.
type unit struct {
	name   string
	counts Counts
}

// topUnits are the departments of the highest level that has several, and who
// works above them; none where there is no such level.
func (b *book) topUnits() (units []unit) {
	var at int64
	for {
		children := b.children(at)
		if len(children) == 0 {
			return nil
		}
		if len(children) > 1 {
			break
		}
		at = children[0].ID
	}
	for id := at; id != 0; {
		d := b.tree.Department(id)
		if f := b.figures.ByDepartment[id]; f != nil && f.Own.Counts.All() > 0 {
			units = append(units, unit{b.l.T("report.units.direct", "name", d.Name), f.Own.Counts})
		}
		id = d.ParentID
	}
	for _, d := range b.children(at) {
		units = append(units, unit{d.Name, b.figures.ByDepartment[d.ID].Cumulated.Counts})
	}
	return units
}

// children are the departments below another, or at the top, in which anybody is
// counted.
func (b *book) children(parent int64) (list []*people.Department) {
	b.tree.Walk(func(d *people.Department, depth int) {
		if f := b.figures.ByDepartment[d.ID]; f != nil && f.Cumulated.Counts.All() > 0 && (d.ParentID == parent || parent == 0 && depth == 0) {
			list = append(list, d)
		}
	})
	return list
}

// units are the statuses per Direktion, or whatever the highest level is called,
// as a table and as bars.
func (b *book) units(t *sheet.TextPage) []func() error {
	units, used := b.topUnits(), b.usedStatuses(b.figures.Counts)
	if len(units) < 2 || len(used) == 0 {
		return nil
	}
	level := b.l.T("report.col.department")
	if names := b.settings.List("level_names"); len(names) > 0 && b.query.Department == "" && b.query.Variant == HR {
		level = names[0]
	}
	steps := []func() error{
		func() error { t.PageBreak(); return nil }, // a chart is not cut in two
		func() error { return t.Heading(b.l.T("report.units.title", "level", level)) },
		func() error {
			headers := []string{level}
			for _, i := range used {
				headers = append(headers, b.word(statuses[i]))
			}
			return t.Header(append(headers, b.l.T("report.total"))...)
		},
	}
	for _, u := range units {
		row := []any{u.name}
		for _, i := range used {
			row = append(row, u.counts[i])
		}
		steps = append(steps, func() error { return t.Row(append(row, u.counts.All())...) })
	}
	return append(steps, t.Blank, func() error { return t.Chart(b.unitsChart(level, units, used, t.LastRow()-len(units))) })
}

// unitsChart draws the table whose first row is from.
func (b *book) unitsChart(level string, units []unit, used []int, from int) sheet.Chart {
	to := from + len(units) - 1
	c := sheet.Chart{Kind: sheet.StackedBar, Width: 760, Height: uint(140 + 30*len(units)), Title: b.l.T("report.chart.units", "level", level),
		Alt: b.l.T("report.chart.units_alt", "level", level), Categories: sheet.Cells{Column: 1, From: from, To: to}}
	for n, i := range used {
		c.Series = append(c.Series, sheet.Series{Name: sheet.Cells{Column: n + 2, From: from - 1},
			Values: sheet.Cells{Column: n + 2, From: from, To: to}, Colour: statusInk[statuses[i]]})
	}
	return c
}
