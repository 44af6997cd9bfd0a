package report

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"

	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/sheet"
)

var tones = map[Light]sheet.Tone{LightGreen: sheet.Good, LightAmber: sheet.Warn, LightRed: sheet.Bad, LightNone: sheet.Muted}

// light is the traffic light in words and colour.
func (b *book) light(g Group) sheet.Styled {
	light := g.Light(b.settings.Int("green_from"), b.settings.Int("amber_from"))
	return sheet.Toned(b.l.T("status."+string(light)), tones[light])
}

// overview holds the rates, and where something has to be done.
func (b *book) overview(context.Context) error {
	t, err := b.w.TextSheet(sheetOverview, sheet.TextLayout{Widths: []float64{48, 14, 14, 14, 20, 16, 16, 16, 16, 16, 14}, Paper: b.paper(false, false)})
	if err != nil {
		return err
	}
	f, l := b.figures, b.l
	// each rate stands beside that of the previous report
	rate := func(key string, of func(*Figures) Rate) func() error {
		return func() error {
			row := []any{l.T("report.overview." + key), ratio(of(f)), of(f).Num, of(f).Den, nil, nil}
			if key == "due_rate" {
				row[4] = b.light(f.Group)
			}
			if b.before != nil {
				row[5] = ratio(of(b.before))
				row = append(row, changed(of(f), of(b.before)))
			}
			return t.Row(row...)
		}
	}
	number := func(key string, n any) func() error {
		return func() error { return t.Row(l.T("report.overview."+key), n) }
	}
	head := func(keys ...string) func() error {
		return func() error {
			texts := make([]string, len(keys))
			for i, key := range keys {
				texts[i] = l.T("report.overview." + key)
			}
			return t.Header(texts...)
		}
	}
	title := func(key string) func() error { return func() error { return t.Heading(l.T("report.overview." + key)) } }
	counted := f.Counts.All()
	steps := []func() error{
		func() error { return t.Title(l.T("report.title")) },
		func() error { return t.Row(l.T("report.as_of_day", "day", b.query.AsOf) + " · " + b.scope) },
		title("rates"), head("rate", "value", "num", "den", "light", "before", "change"),
		rate("due_rate", func(f *Figures) Rate { return f.Due }),
		rate("fulfilment", func(f *Figures) Rate { return f.Fulfilment() }),
		rate("persons_done", (*Figures).FullyDone), rate("coverage", (*Figures).Coverage),
		func() error { return b.inTime(t, "on_time", f.OnTime) }, func() error { return b.inTime(t, "on_time_now", f.OnTimeNow) },
		rate("joiners", func(f *Figures) Rate { return f.Joiners }), number("joiners_wait", f.JoinersWait),
		rate("with_pc", func(f *Figures) Rate { return f.WithPC.Fulfilment() }),
		rate("without_pc", func(f *Figures) Rate { return f.WithoutPC.Fulfilment() }),
		rate("exempt", share(ledger.StatusExempt)), rate("paused", share(ledger.StatusPaused)),
		func() error {
			if b.before == nil {
				return t.Paragraph(l.T("report.overview.before_none"))
			}
			return t.Paragraph(l.T("report.overview.before_is", "day", b.before.Day, "id", b.proof.PreviousUID))
		},
	}
	steps = append(steps, b.overviewTrend(t)...)
	steps = append(steps, title("statuses"), head("status", "rows"))
	for i, s := range statuses {
		if f.Counts[i] > 0 || s == ledger.StatusUndated {
			steps = append(steps, func() error { return t.Row(l.T("report.status."+string(s)), f.Counts[i]) })
		}
	}
	steps = append(steps, func() error { return t.Row(sheet.Bold(l.T("report.total")), sheet.Bold(counted)) },
		title("late"), number("age_30", f.OverdueAge[0]), number("age_60", f.OverdueAge[1]), number("age_more", f.OverdueAge[2]),
		number("oldest", f.Oldest), number("ending_30", f.Ending[0]), number("ending_60", f.Ending[1]), number("ending_90", f.Ending[2]),
		number("hours", math.Round(float64(f.Minutes)/6)/10))
	steps = append(steps, b.uncovered(t)...)
	if f.Outside.Persons > 0 {
		steps = append(steps, title("outside"), number("outside_persons", f.Outside.Persons),
			rate("outside_fulfilment", func(f *Figures) Rate { return f.Outside.Fulfilment() }), number("outside_late", f.Outside.Counts.Late()))
	}
	if b.outside > 0 {
		steps = append(steps, number("outside_line", b.outside))
	}
	if n := b.nameless; n > 0 {
		steps = append(steps, number("counted_only", n))
	}
	steps = append(steps, b.needs(t)...)
	return run(append(steps, b.units(t)...))
}

// changed is the difference of two rates in percentage points, «–» without both.
func changed(now, before Rate) any {
	if !now.Defined() || !before.Defined() {
		return "–"
	}
	return sheet.Percent(float64(now.Num)/float64(now.Den) - float64(before.Num)/float64(before.Den))
}

// inTime is a rate of the last twelve months, which the previous report does not
// state again.
func (b *book) inTime(t *sheet.TextPage, key string, r Rate) error {
	return t.Row(b.l.T("report.overview."+key, "from", periodFrom(b.query.AsOf), "until", b.query.AsOf), ratio(r), r.Num, r.Den)
}

// overviewTrend draws the trend: of the sheet of month ends, or of a table of its
// own where that sheet is not in the file.
func (b *book) overviewTrend(t *sheet.TextPage) []func() error {
	if len(b.trend) < 2 {
		return nil
	}
	if b.query.Variant == HR {
		return []func() error{t.Blank, func() error { return t.Chart(b.trendChart(sheetTrend, 2)) }}
	}
	steps := []func() error{
		func() error { t.PageBreak(); return nil }, // a chart is not cut in two
		func() error { return t.Heading(b.l.T("report.overview.trend")) },
		func() error {
			headers := make([]string, len(trendColumns))
			for i, key := range trendColumns {
				headers[i] = b.l.T("report.col." + key)
			}
			return t.Header(headers...)
		},
	}
	for _, m := range b.trend {
		steps = append(steps, func() error { return t.Row(m.cells()...) })
	}
	return append(steps, t.Blank, func() error {
		return t.Chart(b.trendChart(sheetOverview, t.LastRow()-len(b.trend)))
	})
}

// uncovered counts persons without a row by category and reason.
func (b *book) uncovered(t *sheet.TextPage) []func() error {
	if len(b.figures.Uncovered) == 0 {
		return nil
	}
	kinds := slices.SortedFunc(maps.Keys(b.figures.Uncovered), func(x, y Uncovered) int {
		return cmp.Or(cmp.Compare(slices.Index(people.Categories, x.Category), slices.Index(people.Categories, y.Category)), cmp.Compare(x.Gap, y.Gap))
	})
	steps := []func() error{
		func() error { return t.Heading(b.l.T("report.overview.uncovered")) },
		func() error {
			return t.Header(b.l.T("report.overview.category_why"), b.l.T("report.overview.persons"))
		},
	}
	for _, k := range kinds {
		steps = append(steps, func() error {
			return t.Row(b.l.T("report.category."+string(k.Category))+" · "+b.l.T("report.gap."+string(k.Gap)), b.figures.Uncovered[k])
		})
	}
	return steps
}

// share is the part of all rows that has a status.
func share(s ledger.Status) func(*Figures) Rate {
	return func(f *Figures) Rate { return Rate{f.Counts.Of(s), f.Counts.All()} }
}

// needs lists the departments and courses with most late rows, five each.
func (b *book) needs(t *sheet.TextPage) []func() error {
	type need struct {
		name string
		Group
	}
	var departments, courses []need
	for id, d := range b.figures.ByDepartment {
		departments = append(departments, need{b.tree.Department(id).Name, d.Own})
	}
	for _, c := range b.figures.ByCourse { // also of those who are only counted
		courses = append(courses, need{c.Course.Titles.In(b.l.Lang()), c.Group})
	}
	var steps []func() error
	for _, part := range []struct {
		key  string
		list []need
	}{{"departments", departments}, {"courses", courses}} {
		list := slices.DeleteFunc(part.list, func(n need) bool { return n.Counts.Late() == 0 })
		slices.SortFunc(list, func(x, y need) int {
			return cmp.Or(cmp.Compare(y.Counts.Late(), x.Counts.Late()), cmp.Compare(x.name, y.name))
		})
		steps = append(steps, func() error { return t.Heading(b.l.T("report.overview.needs_" + part.key)) })
		if len(list) == 0 {
			steps = append(steps, func() error { return t.Row(b.l.T("report.overview.needs_none")) })
			continue
		}
		steps = append(steps, func() error {
			return t.Header(b.l.T("report.overview."+part.key), b.l.T("report.overview.late_rows"), b.l.T("report.overview.num"),
				b.l.T("report.overview.den"), b.l.T("report.overview.due_rate"))
		})
		for _, n := range list[:min(len(list), 5)] {
			steps = append(steps, func() error { return t.Row(n.name, n.Counts.Late(), n.Due.Num, n.Due.Den, ratio(n.Due)) })
		}
	}
	return steps
}
