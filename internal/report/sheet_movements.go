package report

import (
	"context"

	"zaemme/internal/sheet"
)

// movements reconciles the denominator of the Erfüllungsgrad of the previous
// report with this one: opening + Σ change = closing.
func (b *book) movements(ctx context.Context) error {
	columns := []sheet.Column{b.column("movement_code", 14, sheet.AsText), b.column("movement", 40, 0), b.column("kennung", 37, sheet.AsText),
		b.column("personnel_no", 17, sheet.AsText), b.column("name", 20, 0), b.column("first_name", 18, 0), b.column("category", 20, 0),
		b.column("department_before", 20, sheet.AsText), b.column("department_now", 20, sheet.AsText), b.column("movement_rule", 20, sheet.AsText),
		b.column("movement_courses", 36, sheet.AsText), b.column("change", 13, sheet.Integer), b.column("stock", 13, sheet.Integer)}
	t, err := b.w.Sheet(sheetMovements, sheet.Layout{Columns: columns, Paper: b.paper(true, false), Repeat: [2]int{5, 6}})
	if err != nil {
		return err
	}
	ends := func(kind movement, stock int) error {
		row := make([]any, len(columns))
		row[0], row[1], row[len(row)-1] = string(kind), b.l.T("report.movement."+string(kind)), stock
		return t.Row(row...)
	}
	if b.before != nil {
		if err := ends(moveOpening, denominator(b.before.Counts)); err != nil {
			return err
		}
	}
	if err := b.between.each(ctx, func(m move, s *Subject) error {
		return t.Row(string(m.kind), b.l.T("report.movement."+string(m.kind)), s.UID.String(), s.PersonnelNo, s.LastName, s.FirstName,
			b.category(s), m.from, m.to, m.rule, m.courses, m.change)
	}); err != nil {
		return err
	}
	return ends(moveClosing, denominator(b.figures.Counts))
}

// movementRows are the rows of the sheet.
func (b *book) movementRows() int {
	n := 1
	if b.before != nil {
		n++
	}
	if b.between != nil {
		n += len(b.between.list)
	}
	return n
}
