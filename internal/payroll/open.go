package payroll

import (
	"context"
	"slices"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// MonthsBack is how many months before the current one can be looked at and closed.
const MonthsBack = 24

// Everything is later than anything that is known.
var Everything = people.KnownForever.Add(-time.Microsecond)

// Open are the months that are over, have something to hand over and can still be
// closed, but are not, the oldest first: at most MonthsBack. What is to be handed over
// of closed months alone goes with the oldest month that is not closed. In five
// statements at most.
func Open(ctx context.Context, c db.Conn, today calendar.Date) ([]calendar.Date, error) {
	closed, err := closedMonths(ctx, c)
	if err != nil {
		return nil, err
	}
	current := calendar.FirstOfMonth(today)
	first, since := current.AddMonths(-MonthsBack), current.AddMonths(-MonthsBack)
	if len(closed) > 0 {
		first, since = max(first, closed[0]), closed[0]
	}
	var months []calendar.Date
	for m := first; m < current; m = m.AddMonths(1) {
		if !slices.Contains(closed, m) {
			months = append(months, m)
		}
	}
	if len(months) == 0 {
		return nil, nil
	}
	f, err := gather(ctx, c, since, current.AddDays(-1), Everything)
	if err != nil {
		return nil, err
	}
	return owing(draft(f, since, current.AddMonths(-1)), months), nil
}

// owing are those of the months to which the lines belong.
func owing(lines []Line, months []calendar.Date) []calendar.Date {
	var list []calendar.Date
	for _, l := range lines {
		month := calendar.FirstOfMonth(l.CompletedOn)
		if l.Minutes > 0 && slices.Contains(months, month) {
			list = append(list, month)
		}
	}
	if len(list) == 0 && len(lines) > 0 {
		return months[:1]
	}
	slices.Sort(list)
	return slices.Compact(list)
}
