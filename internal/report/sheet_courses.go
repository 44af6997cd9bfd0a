package report

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"zaemme/internal/ledger"
	"zaemme/internal/sheet"
)

// hows are the ways to fulfil, in the order of columns.
var hows = []ledger.How{ledger.HowOnline, ledger.HowTestOut, ledger.HowClassroom, ledger.HowPaper, ledger.HowExternal,
	ledger.HowEquivalence, ledger.HowImported, ledger.HowPractical}

// inOrder are the courses with at least one row, by code.
func (b *book) inOrder() []*Course {
	return slices.SortedFunc(maps.Values(b.figures.Sheets.Courses), func(x, y *Course) int { return cmp.Compare(x.Code, y.Code) })
}

// courses is one row per course.
func (b *book) courses(context.Context) error {
	used := b.usedStatuses(b.figures.Counts)
	var ways []ledger.How
	for _, how := range hows {
		for _, c := range b.figures.ByCourse {
			if c.How[how] > 0 && !slices.Contains(ways, how) {
				ways = append(ways, how)
			}
		}
	}
	columns := []sheet.Column{b.column("course_code", 12, sheet.AsText), b.column("course", 36, sheet.General),
		b.column("version", 9, sheet.Integer), b.column("published", 13, sheet.General), b.column("legal_basis", 28, sheet.General),
		b.column("owner", 24, sheet.General), b.column("audience", 30, sheet.General), b.column("minutes", 10, sheet.Integer)}
	for _, i := range used {
		columns = append(columns, sheet.Column{Header: b.l.T("report.status." + string(statuses[i])), Width: 12, Format: sheet.Integer})
	}
	columns = append(columns, b.column("rows", 10, sheet.Integer))
	for _, key := range []string{"fulfilment", "fulfilment_num", "fulfilment_den", "due_rate", "due_num", "due_den"} {
		columns = append(columns, b.column(key, 16, sheet.Integer))
	}
	columns = append(columns, b.column("light", 20, sheet.General))
	for _, how := range ways {
		columns = append(columns, sheet.Column{Header: b.l.T("report.how." + string(how)), Width: 12, Format: sheet.Integer})
	}
	columns = append(columns, b.column("next_due", 16, sheet.General), b.column("next_due_rows", 16, sheet.Integer))
	t, err := b.w.Sheet(sheetCourses, sheet.Layout{Columns: columns, Paper: b.paper(false, false), Repeat: [2]int{1, 2}})
	if err != nil {
		return err
	}
	for _, c := range b.inOrder() {
		figures := b.figures.ByCourse[c.ID]
		if figures == nil {
			figures = &CourseFigures{}
		}
		lang := b.l.Lang()
		row := []any{c.Code, c.Titles.In(lang), nil, nil, b.settings.Text("legal_basis"), c.Owner, c.Audience.In(lang), nil}
		if v := c.Version; v != nil {
			row[2], row[3], row[7] = v.Number, v.PublishedOn, v.Minutes
		}
		for _, i := range used {
			row = append(row, figures.Counts[i])
		}
		row = append(append(row, figures.Counts.All()), b.rates(figures.Group)...)
		for _, how := range ways {
			row = append(row, figures.How[how])
		}
		if due, n := figures.Crowded(); n > 0 {
			row = append(row, due, n)
		}
		if err := t.Row(row...); err != nil {
			return err
		}
	}
	return nil
}
