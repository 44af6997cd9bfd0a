package report

import (
	"context"

	"zaemme/internal/sheet"
)

// reminders is one row per step, course, channel and outcome of the last twelve
// months.
func (b *book) reminders(context.Context) error {
	columns := []sheet.Column{b.column("period_from", 13, 0), b.column("period_until", 13, 0), b.column("step_code", 16, sheet.AsText),
		b.column("step", 30, 0), b.column("course_code", 12, sheet.AsText), b.column("channel", 14, 0), b.column("outcome_code", 15, sheet.AsText),
		b.column("outcome", 24, 0), b.column("outcome_reason_code", 18, sheet.AsText), b.column("outcome_reason", 50, 0),
		b.column("messages", 13, sheet.Integer), b.column("reminded_persons", 13, sheet.Integer)}
	t, err := b.w.Sheet(sheetReminders, sheet.Layout{Columns: columns, Paper: b.paper(false, false)})
	if err != nil {
		return err
	}
	for _, r := range b.reminded {
		var reason any
		if r.Reason != "" {
			reason = b.said("outbox.reason."+r.Reason, r.Reason)
		}
		if err := t.Row(periodFrom(b.query.AsOf), b.query.AsOf, r.Step, b.said("mail.step."+r.Step, r.Step), r.Course,
			b.l.T("report.channel."+r.Channel), r.Outcome, b.l.T("report.outcome."+r.Outcome), r.Reason, reason, r.Messages, r.Persons); err != nil {
			return err
		}
	}
	return nil
}

// said is the text of a key, or the code of what no text is there for.
func (b *book) said(key, code string) string {
	if b.l.Has(key) {
		return b.l.T(key)
	}
	return code
}
