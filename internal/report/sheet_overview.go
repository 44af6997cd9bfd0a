package report

import (
	"cmp"
	"context"
	"slices"

	"zaemme/internal/ledger"
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
	t, err := b.w.TextSheet(sheetOverview, sheet.TextLayout{Widths: []float64{46, 12, 11, 11, 20, 14}, Paper: b.paper(false, true)})
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
		title("rates"), head("rate", "value", "num", "den", "light", "before"),
		rate("due_rate", func(f *Figures) Rate { return f.Due }),
		rate("fulfilment", func(f *Figures) Rate { return f.Fulfilment() }),
		rate("persons_done", (*Figures).FullyDone), rate("coverage", (*Figures).Coverage),
		rate("with_pc", func(f *Figures) Rate { return f.WithPC.Fulfilment() }),
		rate("without_pc", func(f *Figures) Rate { return f.WithoutPC.Fulfilment() }),
		rate("exempt", share(ledger.StatusExempt)), rate("paused", share(ledger.StatusPaused)),
		func() error {
			if b.before == nil {
				return t.Paragraph(l.T("report.overview.before_none"))
			}
			return t.Paragraph(l.T("report.overview.before_is", "day", b.before.Day, "id", b.proof.PreviousUID))
		},
		title("statuses"), head("status", "rows"),
	}
	for i, s := range statuses {
		if f.Counts[i] > 0 || s == ledger.StatusUndated {
			steps = append(steps, func() error { return t.Row(l.T("report.status."+string(s)), f.Counts[i]) })
		}
	}
	steps = append(steps, func() error { return t.Row(sheet.Bold(l.T("report.total")), sheet.Bold(counted)) },
		title("late"), number("age_30", f.OverdueAge[0]), number("age_60", f.OverdueAge[1]), number("age_more", f.OverdueAge[2]),
		number("oldest", f.Oldest), number("ending_30", f.Ending[0]), number("ending_60", f.Ending[1]), number("ending_90", f.Ending[2]),
		number("hours", float64(f.Minutes)/60))
	if f.Outside.Persons > 0 {
		steps = append(steps, title("outside"), number("outside_persons", f.Outside.Persons),
			rate("outside_fulfilment", func(f *Figures) Rate { return f.Outside.Fulfilment() }), number("outside_late", f.Outside.Counts.Late()))
	}
	if b.outside > 0 {
		steps = append(steps, number("outside_line", b.outside))
	}
	return run(append(steps, b.needs(t)...))
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
	for id, c := range b.figures.ByCourse {
		courses = append(courses, need{b.figures.Sheets.Courses[id].Titles.In(b.l.Lang()), c.Group})
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
