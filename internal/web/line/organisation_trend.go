package line

import (
	"context"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/monthend"
	"zaemme/internal/report"
	"zaemme/internal/web/page"
)

// trendMonths are how many month ends the trend has before the day itself.
const trendMonths = 12

// months are the month ends before the day, oldest first, and the day itself: of
// everybody as they were kept, where they were, else counted as of then.
func (h *Handlers) months(ctx context.Context, q report.Query, a asked, list *report.Overview) ([]report.MonthEnd, error) {
	days := monthEnds(a.Day, trendMonths)
	slices.Reverse(days)
	known := map[calendar.Date]report.Group{}
	if q.Scope.Everyone && !a.Then {
		of := monthend.TrendOf{Until: days[len(days)-1], Months: trendMonths}
		if list.Root != nil && a.Department != "" {
			of.Department = list.Root.ID
		}
		kept, err := h.MonthEnds.Trend(ctx, of)
		if err != nil {
			return nil, err
		}
		for _, point := range kept {
			known[point.AsOf] = point.Group
		}
	}
	var missing []calendar.Date
	for _, day := range days {
		if _, kept := known[day]; !kept {
			missing = append(missing, day)
		}
	}
	counted, err := h.Reports.Trend(ctx, q, missing)
	if err != nil {
		return nil, err
	}
	for _, one := range counted {
		known[one.Day] = one.Group
	}
	var out []report.MonthEnd
	for _, day := range days {
		if len(out) > 0 || known[day].Counts.All() > 0 { // the trend begins with the first duty
			out = append(out, report.MonthEnd{Day: day, Group: known[day]})
		}
	}
	return append(out, report.MonthEnd{Day: a.Day, Group: list.Group}), nil
}

// newTrend draws the months; without two that say something there is none. Its
// numbers lead to the rows of their day, but for what was known at another one.
func newTrend(l *i18n.Printer, months []report.MonthEnd, a asked, today calendar.Date) *page.Trend {
	t := &page.Trend{}
	for _, key := range []string{"month", "rate", "late", "open", "fulfilled", "all"} {
		t.Columns = append(t.Columns, l.T("line.trend."+key))
	}
	var first, last report.Rate
	said := 0
	for _, m := range months {
		due := m.Due
		point := page.TrendPoint{Label: l.LongDate(m.Day), Short: l.Date(m.Day), Text: l.Percent(due.Num, due.Den), None: due.Den == 0}
		if due.Den > 0 {
			point.Share = 100 * float64(due.Num) / float64(due.Den)
			if said++; said == 1 {
				first = due
			}
			last = due
		}
		rate := "–"
		if due.Den > 0 {
			rate = point.Text + " · " + rateOf(l, due)
		}
		point.Cells = []string{rate, l.Int(m.Counts.Late()), l.Int(m.Counts.ToDo() - m.Counts.Late()), l.Int(m.Counts.Fulfilled()), l.Int(m.Counts.All())}
		if at := a; !a.Then || m.Day == a.Day {
			at.Day = m.Day
			point.URLs = []string{"", count(l, m.Counts.Late(), at.rows(report.GroupLate, today)).URL,
				count(l, m.Counts.ToDo()-m.Counts.Late(), at.rows(report.GroupPending, today)).URL,
				count(l, m.Counts.Fulfilled(), at.rows(report.GroupFulfilled, today)).URL, count(l, m.Counts.All(), at.rows(report.GroupAll, today)).URL}
			if due.Den > 0 {
				point.URLs[0] = at.rows(report.GroupDue, today)
			}
		}
		t.Points = append(t.Points, point)
	}
	if said < 2 {
		return nil
	}
	key := "line.trend.same"
	switch before, now := first.Num*last.Den, last.Num*first.Den; {
	case now > before:
		key = "line.trend.up"
	case now < before:
		key = "line.trend.down"
	}
	t.Title = l.T(key, "from", l.Percent(first.Num, first.Den), "to", l.Percent(last.Num, last.Den))
	t.Summary = t.Title
	return t
}
