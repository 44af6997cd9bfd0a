package payroll

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// lock lets one export after the other be made, so that none has a line twice.
func lock(ctx context.Context, tx *db.Tx) error {
	if err := tx.Query(ctx).Exec(`lock table payroll_exports in share row exclusive mode`).Error; err != nil {
		return fmt.Errorf("payroll: lock: %w", err)
	}
	return nil
}

func insert(ctx context.Context, tx *db.Tx, month calendar.Date, known time.Time, closing Closing, lines []Line) (uid string, err error) {
	var row struct {
		ID  int64
		UID string
	}
	if err := db.One(tx.Query(ctx), &row, `
		insert into payroll_exports (month, known_at, made_by, made_at) values (?, ?, ?, ?) returning id, uid::text as uid`,
		month, known, closing.Actor, closing.Now); err != nil {
		return "", fmt.Errorf("payroll: register: %w", err)
	}
	columns := []string{"export_id", "no", "event_id", "person_id", "course_id", "department_id", "completed_on", "minutes", "cause", "known_on", "salaried"}
	_, err = tx.CopyIn(ctx, "payroll_lines", columns, pgx.CopyFromSlice(len(lines), func(i int) ([]any, error) {
		l := lines[i]
		var knownOn any
		if l.KnownOn != 0 {
			knownOn = l.KnownOn.Time()
		}
		return []any{row.ID, i + 1, l.EventID, l.PersonID, l.CourseID, l.DepartmentID, l.CompletedOn.Time(), l.Minutes, string(l.Cause), knownOn, l.Salaried}, nil
	}))
	if err != nil {
		return "", fmt.Errorf("payroll: register lines: %w", err)
	}
	return row.UID, nil
}
