package report

import (
	"context"
	"slices"

	"zaemme/internal/calendar"
)

// trendMonths is how many points the trend has, D among them.
const trendMonths = 13

// monthEndsBefore are the last days of the n months that ended before the day,
// ascending.
func monthEndsBefore(day calendar.Date, n int) []calendar.Date {
	var list []calendar.Date
	for range n {
		year, month, _ := day.YMD()
		day = calendar.NewDate(year, month, 1).AddDays(-1)
		list = append(list, day)
	}
	slices.Reverse(list)
	return list
}

// readTrend counts the twelve month ends before D, as known at T, and adds D
// itself. Months in which nothing was asked of anybody yet are left out at the
// beginning; a manager has months of the own time in charge only.
func (b *book) readTrend(ctx context.Context) error {
	for _, day := range monthEndsBefore(b.query.AsOf, trendMonths-1) {
		month, err := b.readMonth(ctx, day)
		if err != nil {
			return err
		}
		if len(b.trend) > 0 || month.Counts.All() > 0 {
			b.trend = append(b.trend, month)
		}
	}
	b.trend = append(b.trend, MonthEnd{Day: b.query.AsOf, Group: b.figures.Group})
	return nil
}
