package demo

import (
	"context"
	"fmt"

	"zaemme/internal/calendar"
	"zaemme/internal/payroll"
)

// wages lets HR close the months of learning time paid by the hour, but for the last
// one: that waits.
func (b *builder) wages(ctx context.Context) error {
	last := calendar.FirstOfMonth(b.today).AddMonths(-1)
	for month := b.start; month < last; month = month.AddMonths(1) {
		lines, err := payroll.Read(ctx, b.DB, month, payroll.Everything)
		if err != nil {
			return err
		}
		closing := payroll.Closing{Month: month, Digest: payroll.Digest(lines), Actor: b.people[b.of("1310", 0).no], Now: b.now}
		if _, err := payroll.Close(ctx, b.DB, closing); err != nil {
			return fmt.Errorf("demo: close %s: %w", month, err)
		}
	}
	return nil
}
