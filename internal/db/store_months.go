package db

import (
	"context"
	"fmt"
	"time"
)

// EnsureMonths makes the partitions of the month of day and of the two that
// follow.
func EnsureMonths(ctx context.Context, tx *Tx, day time.Time) error {
	for n := range 3 {
		month := time.Date(day.Year(), day.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
		if err := tx.Query(ctx).Exec(`select ensure_month(cast(? as date))`, month.Format(time.DateOnly)).Error; err != nil {
			return fmt.Errorf("db: partition of %s: %w", month.Format("2006-01"), err)
		}
	}
	return nil
}
