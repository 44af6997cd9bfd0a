package report

import (
	"context"

	"zaemme/internal/ledger"
)

// granted lists exemptions in force and evidence recognised, with the category of
// the reason. An exemption beside a valid completion is not told.
func (b *book) granted(context.Context) error {
	columns := append([]detailColumn{{"block", 16, 0, true, (*detail).block}},
		b.picked("name", "first_name", "personnel_no", "department_code", "department", "category", "course_code", "course", "status_code")...)
	columns = append(columns, detailColumn{"granted_from", 13, 0, true, func(d *detail) any { from, _ := d.granted(); return from }},
		detailColumn{"granted_until", 13, 0, true, func(d *detail) any { _, until := d.granted(); return until }})
	columns = append(columns, b.picked("reason", "how", "evidence", "kennung")...)
	return b.list(sheetGranted, columns, func(r Row) bool { return r.Status == ledger.StatusExempt || r.Recognised() })
}

func (d *detail) block() any {
	if d.Recognised() {
		return d.b.l.T("report.block.recognised")
	}
	return d.b.l.T("report.block.exempt")
}

// granted is from when until when an exemption or a recognition holds.
func (d *detail) granted() (from, until any) {
	if d.Recognised() {
		return d.Cycle.CompletedOn, d.Cycle.ValidUntil
	}
	return d.ExemptFrom, d.ExemptUntil
}

// paused lists pauses with their last day, never a reason; without a date no end
// is known.
func (b *book) paused(context.Context) error {
	columns := append(b.picked("name", "first_name", "personnel_no", "department_code", "department", "category", "manager", "course_code",
		"course", "status_code"), detailColumn{"paused_until", 16, 0, true, func(d *detail) any { return d.PauseUntil }})
	columns = append(columns, b.picked("due", "kennung")...)
	return b.list(sheetPaused, columns, func(r Row) bool { return r.Status == ledger.StatusPaused })
}
