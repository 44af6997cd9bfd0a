package hr

import (
	"zaemme/internal/i18n"
	"zaemme/internal/pending"
	"zaemme/internal/web/page"
)

// workView is the learning of the coming months: a bar for each, and the table
// behind them.
type workView struct {
	Title  string
	Late   string // what of the first month is overdue already
	Bars   []page.Bar
	Months []string
	Rows   []workRow
	Total  workRow
}

type workRow struct {
	Name  string
	Hours []string // one for each month, then the sum
}

func newWorkView(l *i18n.Printer, w pending.Work) *workView {
	peak := w.Peak()
	view := &workView{Title: l.T("pending.work.title", "month", l.Month(w.Month(peak)), "time", l.T("pending.work.time", "n", hours(l, w.Total[peak])))}
	if w.Late > 0 {
		view.Late = l.T("pending.work.late", "time", l.T("pending.work.time", "n", hours(l, w.Late)))
	}
	for i, minutes := range w.Total {
		month := l.Month(w.Month(i))
		view.Months = append(view.Months, month)
		view.Bars = append(view.Bars, page.Bar{Label: month, Num: minutes, Den: w.Total[peak], Text: l.T("pending.work.hours", "n", hours(l, minutes))})
	}
	for _, part := range w.Parts {
		name := part.Department.Name
		if name == "" {
			name = l.T("pending.work.elsewhere")
		}
		view.Rows = append(view.Rows, newWorkRow(l, name, part.Minutes))
	}
	view.Total = newWorkRow(l, l.T("pending.work.total"), w.Total)
	return view
}

func newWorkRow(l *i18n.Printer, name string, minutes [pending.Months]int) workRow {
	row, sum := workRow{Name: name}, 0
	for _, n := range minutes {
		row.Hours = append(row.Hours, hours(l, n))
		sum += n
	}
	row.Hours = append(row.Hours, hours(l, sum))
	return row
}

// hours are whole ones, rounded half up; what is less than half of one is shown
// as such, not as nothing.
func hours(l *i18n.Printer, minutes int) string {
	if minutes > 0 && minutes < 30 {
		return "< 1"
	}
	return l.Int((minutes + 30) / 60)
}
