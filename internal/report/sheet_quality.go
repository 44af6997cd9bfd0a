package report

import (
	"context"
	"strings"

	"zaemme/internal/calendar"
	"zaemme/internal/sheet"
)

// quality lists what was corrected and what is missing: persons without any
// assignment and why, without a superior or an address, rows without a due date.
func (b *book) quality(context.Context) error {
	columns := []sheet.Column{b.column("kennung", 37, sheet.AsText), b.column("personnel_no", 17, sheet.AsText),
		b.column("name", 20, 0), b.column("first_name", 18, 0), b.column("department_code", 17, sheet.AsText),
		b.column("department", 30, 0), b.column("category", 24, 0), b.column("finding", 24, 0), b.column("finding_why", 60, 0),
		b.column("course_code", 12, sheet.AsText), b.column("status_code", 13, sheet.AsText), b.column("finding_on", 14, 0)}
	t, err := b.w.Sheet(sheetQuality, sheet.Layout{Columns: columns, Paper: b.paper(true, false), Repeat: [2]int{3, 4}})
	if err != nil {
		return err
	}
	b.listings = append(b.listings, listing{person: func(s *Subject, rows []Row, gap Gap) error {
		who := []any{s.UID.String(), s.PersonnelNo, s.LastName, s.FirstName, s.Codes(), s.Names(), b.category(s)}
		who = who[:len(who):len(who)]
		for _, f := range s.flaws {
			if err := t.Row(append(who, b.l.T("report.finding."+string(f)), b.l.T("report.finding."+string(f)+"_why"))...); err != nil {
				return err
			}
		}
		if len(rows) == 0 {
			return t.Row(append(who, b.l.T("report.finding.unassigned"), b.l.T("report.gap."+string(gap)))...)
		}
		for _, r := range rows {
			for _, f := range r.flaws() {
				why, on := b.flaw(r, f)
				if err := t.Row(append(who, b.l.T("report.finding."+string(f)), why, r.Course.Code, string(r.Status), on)...); err != nil {
					return err
				}
			}
		}
		return nil
	}})
	return nil
}

// flaw says why a row is listed, of a correction what was done and when.
func (b *book) flaw(r Row, f flaw) (why string, on any) {
	why = b.l.T("report.finding." + string(f) + "_why")
	one, ok := b.fixes[dutyOf{r.Subject.ID, r.Course.ID}]
	if f != flawCorrected || !ok {
		return why, nil
	}
	parts := []string{b.l.T("report.fix." + one.what())}
	if one.reason != "" {
		parts = append(parts, b.said("why.reason.correction."+one.reason, one.reason))
	}
	return strings.Join(parts, ": "), calendar.DateOf(one.at)
}
