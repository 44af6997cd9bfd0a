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

// kept are the month ends that were frozen for what the report is about; none for a
// line, for several courses, and for a moment of knowledge that was asked for.
func (b *book) kept(ctx context.Context) (map[calendar.Date]Group, error) {
	q := b.query
	if b.frozen == nil || !q.Scope.Everyone || q.Variant != HR || !q.KnownAt.IsZero() || len(q.Filter.Courses) > 1 {
		return nil, nil
	}
	var department, course int64
	if q.Department != "" {
		department = b.root.ID
	}
	for _, c := range b.looks.courses {
		if slices.Contains(q.Filter.Courses, c.Code) {
			course = c.ID
		}
	}
	if course == 0 && len(q.Filter.Courses) > 0 {
		return nil, nil
	}
	return b.frozen(ctx, department, course, q.AsOf)
}

// readTrend takes the twelve month ends before D as they were kept, or counts them
// as known at T, and adds D itself. Months in which nothing was asked of anybody yet are left out at the
// beginning; a manager has months of the own time in charge only.
func (b *book) readTrend(ctx context.Context) error {
	kept, err := b.kept(ctx)
	if err != nil {
		return err
	}
	days := monthEndsBefore(b.query.AsOf, trendMonths-1)
	counted, err := b.readMonths(ctx, slices.DeleteFunc(slices.Clone(days), func(day calendar.Date) bool {
		_, ok := kept[day]
		return ok
	}))
	if err != nil {
		return err
	}
	for _, day := range days {
		month := MonthEnd{Day: day, Frozen: true}
		if group, ok := kept[day]; ok {
			month.Group = group
		} else {
			month, counted = counted[0], counted[1:]
		}
		if len(b.trend) > 0 || month.Counts.All() > 0 {
			b.trend = append(b.trend, month)
		}
	}
	b.trend = append(b.trend, MonthEnd{Day: b.query.AsOf, Group: b.figures.Group})
	return nil
}
