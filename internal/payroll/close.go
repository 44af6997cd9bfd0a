package payroll

import (
	"context"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// Closing asks for an export.
type Closing struct {
	Month  calendar.Date
	Digest string // of what was shown
	Actor  int64
	Now    time.Time
}

// Close registers what the month owes as known at a moment below the horizon, and
// returns the export's UID. Errors: Invalid before the month is over, Stale if it is
// not what was shown, Conflict if the month is closed and nothing has changed, or if
// exports began after it: the months between would all be handed over.
func Close(ctx context.Context, d *db.DB, closing Closing) (uid string, err error) {
	month := calendar.FirstOfMonth(closing.Month)
	if month.AddMonths(1) > calendar.DateOf(closing.Now) {
		return "", apperr.New(apperr.Invalid, "error.payroll.not_over", nil)
	}
	known, err := d.Horizon(ctx)
	if err != nil {
		return "", err
	}
	err = d.Write(ctx, func(tx *db.Tx) error {
		if err := lock(ctx, tx); err != nil {
			return err
		}
		first, err := First(ctx, tx)
		if err != nil {
			return err
		}
		if month < first {
			return apperr.New(apperr.Conflict, "error.payroll.before", map[string]any{"day": first})
		}
		lines, err := Read(ctx, tx, month, known)
		if err != nil {
			return err
		}
		before, err := Exports(ctx, tx, month)
		switch {
		case err != nil:
			return err
		case len(before) > 0 && len(lines) == 0:
			return apperr.New(apperr.Conflict, "error.payroll.nothing", nil)
		case Digest(lines) != closing.Digest:
			return apperr.New(apperr.Stale, "error.payroll.stale", nil)
		}
		if uid, err = insert(ctx, tx, month, known, closing, lines); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{ActorID: closing.Actor, Action: "payroll.month.closed", ObjectKind: "payroll_export", ObjectID: uid})
	})
	return uid, err
}
