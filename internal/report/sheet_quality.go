package report

import (
	"context"

	"zaemme/internal/sheet"
)

// quality lists what was corrected and what is missing: persons without any
// assignment and why, rows without a due date.
func (b *book) quality(ctx context.Context) error {
	columns := []sheet.Column{b.column("kennung", 37, sheet.AsText), b.column("personnel_no", 17, sheet.AsText),
		b.column("name", 20, 0), b.column("first_name", 18, 0), b.column("department_code", 17, sheet.AsText),
		b.column("department", 30, 0), b.column("category", 24, 0), b.column("finding", 20, 0), b.column("finding_why", 50, 0),
		b.column("course_code", 12, sheet.AsText), b.column("status_code", 13, sheet.AsText)}
	t, err := b.w.Sheet(sheetQuality, sheet.Layout{Columns: columns, Paper: b.paper(true, false)})
	if err != nil {
		return err
	}
	return b.each(ctx, b.subjects, func(s *Subject, rows []Row, gap Gap) error {
		who := []any{s.UID.String(), s.PersonnelNo, s.LastName, s.FirstName, s.Codes(), s.Names(), b.category(s)}
		if len(rows) == 0 {
			return t.Row(append(who, b.l.T("report.finding.unassigned"), b.l.T("report.gap."+string(gap)))...)
		}
		for _, r := range rows {
			for _, flaw := range r.flaws() {
				key := "report.finding." + string(flaw)
				if err := t.Row(append(who[:len(who):len(who)], b.l.T(key), b.l.T(key+"_why"), r.Course.Code, string(r.Status))...); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
