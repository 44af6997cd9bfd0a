package report

import (
	"context"
	"encoding/hex"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/sheet"
)

// cover says what the file is, how it came about, and how to check it.
func (b *book) cover(context.Context) error {
	t, err := b.w.TextSheet(sheetCover, sheet.TextLayout{Widths: []float64{42, 72}, Paper: b.paper(false, true)})
	if err != nil {
		return err
	}
	q, l, p := b.query, b.l, b.proof
	role := l.T("report.role." + string(q.Variant))
	facts := [][2]any{
		{"municipality", b.settings.Text("municipality")}, {"report_id", b.uid}, {"as_of", q.AsOf},
		{"known_at", b.known.UTC().Format(knownFormat)}, {"created", l.Clock(q.Now.In(calendar.Zurich))}, {"by", b.author()}, {"made_as", b.madeAs()},
		{"role", role}, {"scope", b.scope}, {"scope_code", q.scopeText()}, {"narrowed", b.narrowed()}, {"filter", q.Filter.text()},
		{"definitions", Definitions}, {"program", b.version}, {"language", l.Tag()},
	}
	if b.outside > 0 {
		facts = append(facts, [2]any{"outside_line", b.outside})
	}
	if n := b.nameless; n > 0 {
		facts = append(facts, [2]any{"counted_only", n})
	}
	sections := []func() error{
		func() error { return t.Title(l.T("report.title")) },
		func() error { return t.Paragraph(l.T("report.cover.lead", "scope", b.scope, "day", q.AsOf)) },
		t.Blank,
		func() error { return b.facts(t, facts) },
		func() error { return t.Heading(l.T("report.cover.import")) },
		func() error {
			if p.ImportOn.IsZero() {
				return t.Row(l.T("report.cover.import_none"))
			}
			return b.facts(t, [][2]any{{"import_on", l.Clock(p.ImportOn.In(calendar.Zurich))}, {"import_file", p.ImportFile},
				{"import_rows", p.ImportRows}, {"import_hash", p.ImportHash}})
		},
		func() error { return t.Heading(l.T("report.cover.coverage")) },
		func() error {
			c := b.figures.Coverage()
			return b.facts(t, [][2]any{{"coverage", ratio(c)}, {"covered", c.Num}, {"in_scope", c.Den}})
		},
		func() error { return t.Heading(l.T("report.cover.rows")) },
		func() error {
			for _, s := range b.dataRows() {
				if err := t.Row(s.Name, s.Rows); err != nil {
					return err
				}
			}
			return nil
		},
		func() error { return t.Heading(l.T("report.cover.check")) },
		func() error {
			facts := [][2]any{{"detail_hash", hex.EncodeToString(b.hash[:])}}
			if p.SealID != 0 {
				facts = append(facts, [2]any{"seal_no", p.SealID}, [2]any{"seal_hash", p.SealHash})
			} else {
				facts = append(facts, [2]any{"seal_no", l.T("report.cover.seal_none")})
			}
			if b.url != "" {
				facts = append(facts, [2]any{"verify_url", b.url + VerifyPath})
			}
			facts = append(facts, [2]any{"verify", l.T("report.cover.verify_at", "contact", b.settings.Text("hr_contact"))})
			if p.PreviousUID != "" {
				facts = append(facts, [2]any{"previous", l.T("report.cover.previous_is", "id", p.PreviousUID, "day", p.PreviousAsOf)},
					[2]any{"previous_hash", p.PreviousHash})
			}
			return b.facts(t, facts)
		},
	}
	return run(sections)
}

// narrowed is the filter in words; the fact beside it is the text of the hash.
func (b *book) narrowed() string {
	if len(b.query.Filter.Courses) == 0 {
		return b.l.T("report.cover.narrowed_none")
	}
	return b.l.List(slices.Sorted(slices.Values(b.query.Filter.Courses)))
}

func (b *book) facts(t *sheet.TextPage, facts [][2]any) error {
	for _, f := range facts {
		key, _ := f[0].(string)
		if err := t.Row(b.l.T("report.cover."+key), f[1]); err != nil {
			return err
		}
	}
	return nil
}

// run does the steps until one fails.
func run(steps []func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}
