package hr

import (
	"cmp"
	"slices"
	"strings"

	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
)

// groupRows of a closed group are shown; the rest has pages of its own.
const groupRows = 20

// shortGroup is the length up to which a group need not be folded up.
const shortGroup = 5

// group is one kind of change of persons, folded up.
type group struct {
	ID, Title string
	Open      bool // chosen in the address: it has pages
	Rows      []changeRow
	Pager     page.Pager
	All       string // address of the whole group, where it is cut
	Count     int
}

type changeRow struct {
	Name, URL, Number, Text string
	Fields                  []fieldRow
}

type fieldRow struct{ Name, Old, New string }

// newGroups sorts the persons of a change into groups; the one named in the
// address is open and has pages.
func newGroups(l *i18n.Printer, change people.Change, d directory, open string, address page.Address) []group {
	var groups []group
	for _, kind := range people.Kinds {
		var persons []people.PersonChange
		for _, p := range change.Persons {
			if p.Kind == kind {
				persons = append(persons, p)
			}
		}
		if len(persons) == 0 {
			continue
		}
		slices.SortStableFunc(persons, func(a, b people.PersonChange) int {
			return cmp.Compare(d.who(a.Key).sort, d.who(b.Key).sort)
		})
		g := group{ID: string(kind), Count: len(persons), Open: open == string(kind)}
		g.Title = l.N("hr.group."+g.ID, g.Count)
		from, to := g.cut(address, len(persons))
		for _, p := range persons[from:to] {
			g.Rows = append(g.Rows, newChangeRow(l, p, d))
		}
		groups = append(groups, g)
	}
	return groups
}

// Unfolded is open from the start: the chosen group, and one that is quickly
// read.
func (g group) Unfolded() bool { return g.Open || g.Count <= shortGroup }

// cut says which rows are shown: the first of a closed group, a page of the open
// one.
func (g *group) cut(address page.Address, n int) (from, to int) {
	if g.Open {
		g.Pager = at(address.Pager(pageRows, n), "#"+g.ID)
		from = min(address.Offset(pageRows), n)
		return from, min(from+pageRows, n)
	}
	if n > groupRows {
		g.All = address.With("gruppe", g.ID) + "#" + g.ID
	}
	return 0, min(n, groupRows)
}

func newChangeRow(l *i18n.Printer, p people.PersonChange, d directory) changeRow {
	w := d.who(p.Key)
	row := changeRow{Name: w.Name, URL: w.URL}
	if people.HasNumber(p.Key) {
		row.Number = p.Key
	}
	switch p.Kind {
	case people.Joined:
		row.Text = joinerText(l, p, d)
	case people.Left:
		row.Text = l.T("hr.change.never_came")
		if day := p.LastDay(); day != 0 {
			row.Text = l.T("hr.change.last_day", "day", dayText(l, day))
		}
	default:
		row.Fields = newFields(l, p, d)
	}
	return row
}

// joinerText is «Sachbearbeiterin, Einwohnerdienste, ab 1.3.2027, ohne PC».
func joinerText(l *i18n.Printer, p people.PersonChange, d directory) string {
	var parts []string
	for _, e := range p.Employments {
		if e.After == nil {
			continue
		}
		if e.After.Function != "" {
			parts = append(parts, e.After.Function)
		}
		parts = append(parts, d.department(e.After.Department), l.T("hr.change.from", "day", e.After.EntryOn))
		if e.After.ExitOn != calendar.Forever {
			parts = append(parts, l.T("common.until", "date", e.After.ExitOn))
		}
	}
	if p.Traits != nil {
		if p.Traits.After.HasPC {
			parts = append(parts, l.T("hr.change.with_pc"))
		} else {
			parts = append(parts, l.T("hr.change.without_pc"))
		}
	}
	return strings.Join(parts, ", ")
}

// newFields are the fields that differ, in words.
func newFields(l *i18n.Printer, p people.PersonChange, d directory) []fieldRow {
	var rows []fieldRow
	for _, f := range p.Fields() {
		row := fieldRow{Name: l.T("hr.field." + f.Name), Old: fieldText(l, f.Name, f.Old, d), New: fieldText(l, f.Name, f.New, d)}
		if f.Employment != "" && len(p.Employments) > 1 {
			row.Name += " " + l.T("hr.change.employment", "no", f.Employment)
		}
		rows = append(rows, row)
	}
	return rows
}

// fieldText is the value of a field as people write it.
func fieldText(l *i18n.Printer, name, value string, d directory) string {
	if value == "" {
		return "–"
	}
	switch name {
	case "department":
		return d.department(value)
	case "manager", "deputy", "trainer":
		return d.who(value).Name
	case "substitute":
		deputy, days, _ := strings.Cut(value, " ")
		return d.who(deputy).Name + ", " + intervalText(l, days)
	case "absence":
		return intervalText(l, value)
	case "category":
		return l.T("people.category." + value)
	case "has_pc":
		return yesNo(l, value == "true")
	case "pc_source":
		return l.T("hr.pc.source." + value)
	case "language":
		return l.T("hr.language." + value)
	case "pensum":
		return value + " %"
	case "entry_on", "exit_on":
		if day, err := calendar.ParseISO(value); err == nil {
			return l.Date(day)
		}
	}
	return value
}

// intervalText is an interval of people.Field, «1.12.2026 bis 31.1.2027».
func intervalText(l *i18n.Printer, value string) string {
	first, last, _ := strings.Cut(value, "/")
	from, err := calendar.ParseISO(first)
	if err != nil {
		return value
	}
	until, err := calendar.ParseISO(last)
	if err != nil {
		until = calendar.Forever
	}
	return span(l, from, until)
}

type pcRow struct {
	Key, Name, URL, Department, PC, Source string
	hasPC                                  bool
}

// newPCRows are those whose «PC ja/nein» the plan sets or changes.
func newPCRows(l *i18n.Printer, change people.Change, d directory) []pcRow {
	var rows []pcRow
	for _, p := range change.Persons {
		if t := p.Traits; t != nil && (t.Before == nil || t.Before.HasPC != t.After.HasPC) {
			w := d.who(p.Key)
			rows = append(rows, pcRow{Key: p.Key, Name: w.Name, URL: w.URL, Department: w.Department, PC: yesNo(l, t.After.HasPC),
				Source: l.T("hr.pc.source." + t.After.Source), hasPC: t.After.HasPC})
		}
	}
	slices.SortStableFunc(rows, func(a, b pcRow) int { // those without first: they need another way to learn
		if a.hasPC != b.hasPC {
			if b.hasPC {
				return -1
			}
			return 1
		}
		return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	return rows
}
