package report

import (
	"context"

	"zaemme/internal/sheet"
)

// The columns of a trend table that its chart reads, from 1.
const (
	trendDue        = 5
	trendFulfilment = 8
)

var trendColumns = []string{"month_end", "rows", "fulfilled_rows", "late_rows", "due_rate", "due_num", "due_den", "fulfilment",
	"fulfilment_num", "fulfilment_den"}

func (m MonthEnd) cells() []any {
	done := m.Fulfilment()
	return []any{m.Day, m.Counts.All(), m.Counts.Fulfilled(), m.Counts.Late(), ratio(m.Due), m.Due.Num, m.Due.Den, ratio(done), done.Num, done.Den}
}

// history is one row per month end, and the chart of it.
func (b *book) history(context.Context) error {
	var columns []sheet.Column
	for _, key := range trendColumns {
		columns = append(columns, b.column(key, 18, sheet.Integer))
	}
	columns = append(columns, b.column("source", 18, sheet.General))
	t, err := b.w.Sheet(sheetTrend, sheet.Layout{Columns: columns, Paper: b.paper(false, false), NoFilter: true})
	if err != nil {
		return err
	}
	for _, m := range b.trend {
		if err := t.Row(append(m.cells(), b.source(m))...); err != nil {
			return err
		}
	}
	if len(b.trend) > 1 {
		t.Chart(b.trendChart(sheetTrend, 2))
	}
	return nil
}

// source says where a point comes from.
func (b *book) source(m MonthEnd) string {
	if m.Frozen {
		return b.l.T("report.source.frozen")
	}
	return b.l.T("report.source.counted")
}

// trendChart draws the two rates of the table on a sheet whose first row below the
// header is from.
func (b *book) trendChart(name string, from int) sheet.Chart {
	to := from + len(b.trend) - 1
	series := func(column int, colour string) sheet.Series {
		return sheet.Series{Name: sheet.Cells{Sheet: name, Column: column, From: from - 1},
			Values: sheet.Cells{Sheet: name, Column: column, From: from, To: to}, Colour: colour}
	}
	last := b.trend[len(b.trend)-1]
	return sheet.Chart{Kind: sheet.LineChart, Dates: true, Width: 760, Height: 280, Title: b.l.T("report.chart.trend"),
		Alt:        b.l.T("report.chart.trend_alt", "day", last.Day, "num", last.Due.Num, "den", last.Due.Den),
		Categories: sheet.Cells{Sheet: name, Column: 1, From: from, To: to},
		Series:     []sheet.Series{series(trendDue, "0B5D66"), series(trendFulfilment, "B9791A")}}
}
