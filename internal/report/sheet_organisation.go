package report

import (
	"context"

	"zaemme/internal/people"
	"zaemme/internal/sheet"
)

// organisation is the tree with own and cumulated counts per status. Own counts,
// with the line Mehrfachanstellungen, add up to the total.
func (b *book) organisation(context.Context) error {
	used := b.usedStatuses(b.figures.Counts)
	columns := []sheet.Column{b.column("department_code", 17, sheet.AsText), b.column("department", 28, sheet.General),
		b.column("department_path", 44, sheet.General)}
	for _, kind := range []string{"own", "cumulated"} {
		for _, i := range used {
			word := b.l.T("report.status." + string(statuses[i]))
			columns = append(columns, sheet.Column{Header: b.l.T("report.col."+kind, "status", word), Width: 12, Format: sheet.Integer})
		}
		columns = append(columns, b.column(kind+"_rows", 12, sheet.Integer), b.column(kind+"_persons", 12, sheet.Integer))
	}
	for _, key := range []string{"fulfilment", "fulfilment_num", "fulfilment_den", "due_rate", "due_num", "due_den"} {
		columns = append(columns, b.column(key, 16, sheet.Integer))
	}
	columns = append(columns, b.column("light", 20, sheet.General))
	if b.before != nil {
		columns = append(columns, b.column("due_before", 16, 0), b.column("due_change", 16, 0))
	}
	t, err := b.w.Sheet(sheetOrganisation, sheet.Layout{Columns: columns, Paper: b.paper(false, false), NoFilter: true, Repeat: [2]int{1, 2}})
	if err != nil {
		return err
	}
	f := b.figures
	var failed error
	b.tree.Walk(func(d *people.Department, _ int) {
		if failed != nil || b.query.Department != "" && !b.tree.Within(d.ID, b.root.ID) {
			return
		}
		figures := f.ByDepartment[d.ID]
		if figures == nil {
			if !b.query.Scope.Everyone || d.Name == d.Code && d.ParentID == 0 { // the latter was none on that day
				return
			}
			figures = &DepartmentFigures{}
		}
		row := []any{d.Code, d.Name, b.tree.Path(d.ID)}
		row = append(row, b.counts(used, figures.Own.Counts, figures.OwnPersons)...)
		row = append(row, b.counts(used, figures.Cumulated.Counts, figures.CumulatedPersons)...)
		row = append(row, b.rates(figures.Cumulated)...)
		failed = t.Row(append(row, b.change(figures.Cumulated.Due, d.ID)...)...)
	})
	if failed != nil {
		return failed
	}
	persons := f.Persons
	for _, d := range f.ByDepartment {
		persons -= d.OwnPersons
	}
	if err := t.Row(append([]any{nil, b.l.T("report.multiple"), nil}, b.counts(used, f.Multiple(), persons)...)...); err != nil {
		return err
	}
	total := []any{nil, sheet.Bold(b.l.T("report.total")), nil}
	total = append(total, b.counts(used, f.Counts, f.Persons)...)
	total = append(total, b.counts(used, f.Counts, f.Persons)...)
	total = append(total, b.rates(f.Group)...)
	if b.before != nil {
		total = append(total, ratio(b.before.Due), changed(f.Due, b.before.Due))
	}
	return t.Row(total...)
}

// change is the Fälligkeitsgrad of the previous report and the difference; nothing
// without one.
func (b *book) change(now Rate, department int64) []any {
	if b.before == nil {
		return nil
	}
	var then Rate
	if f := b.before.ByDepartment[department]; f != nil {
		then = f.Cumulated.Due
	}
	return []any{ratio(then), changed(now, then)}
}

// usedStatuses are the indices of the statuses that occur at all: columns of
// zeros are left out.
func (b *book) usedStatuses(c Counts) (used []int) {
	for i, n := range c {
		if n > 0 {
			used = append(used, i)
		}
	}
	return used
}

func (b *book) counts(used []int, c Counts, persons int) (cells []any) {
	for _, i := range used {
		cells = append(cells, c[i])
	}
	return append(cells, c.All(), persons)
}

func (b *book) rates(g Group) []any {
	done := g.Fulfilment()
	return []any{ratio(done), done.Num, done.Den, ratio(g.Due), g.Due.Num, g.Due.Den, b.light(g)}
}

func (b *book) column(key string, width float64, format sheet.Format) sheet.Column {
	return sheet.Column{Header: b.l.T("report.col." + key), Width: width, Format: format}
}
