package monthend

import (
	"encoding/hex"

	"zaemme/internal/calendar"
	"zaemme/internal/sheet"
)

// cover says what the file is, how it came about, and how to check it (REPORT.md §5).
// The name of the imported file is left out: somebody's name may be in it.
func (b *book) cover() error {
	t, err := b.w.TextSheet(sheetCover, sheet.TextLayout{Widths: []float64{42, 72}, Paper: b.paper(true)})
	if err != nil {
		return err
	}
	m, l := b.months[0], b.l
	if err := t.Title(l.T("month.book")); err != nil {
		return err
	}
	if err := t.Paragraph(l.T("month.book.lead", "day", m.AsOf)); err != nil {
		return err
	}
	if err := b.facts(t, [][2]any{
		{"month.class", b.class.Name(l)}, {"report.cover.municipality", m.Then.Municipality}, {"report.cover.report_id", m.UID}, {"report.cover.as_of", m.AsOf},
		{"report.cover.known_at", knownText(m.KnownAt)}, {"brief.proof.frozen", b.brief.Proof[1][1]},
		{"report.cover.by", l.T("month.creator")}, {"report.cover.scope", l.T("month.everybody")}, {"report.cover.filter", l.T("month.no_filter")},
		{"report.cover.definitions", m.Definitions}, {"report.cover.program", b.s.Version}, {"report.cover.language", l.Tag()},
	}); err != nil {
		return err
	}
	for _, part := range []struct {
		key   string
		facts [][2]any
	}{
		{"report.cover.import", b.imported()},
		{"report.cover.coverage", [][2]any{{"report.cover.coverage", ratio(m.Covered, m.People)}, {"report.cover.covered", m.Covered}, {"report.cover.in_scope", m.People}}},
		{"report.cover.rows", nil},
		{"report.cover.check", b.checked()},
	} {
		if err := t.Heading(l.T(part.key)); err != nil {
			return err
		}
		if part.key == "report.cover.rows" {
			err = each([][]any{{sheetOrganisation, len(m.Cells)}, {sheetCourses, len(m.Shown())}, {sheetTrend, len(b.brief.Trend)}},
				func(row []any) error { return t.Row(row...) })
		} else {
			err = b.facts(t, part.facts)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// facts are lines of a text key and what it says; nil is a line of the text alone.
func (b *book) facts(t *sheet.TextPage, facts [][2]any) error {
	return each(facts, func(f [2]any) error {
		key, _ := f[0].(string)
		if f[1] == nil {
			return t.Row(b.l.T(key))
		}
		return t.Row(b.l.T(key), f[1])
	})
}

// imported is the last staff list that the month end knew of.
func (b *book) imported() [][2]any {
	i := b.months[0].Import
	if i.On.IsZero() {
		return [][2]any{{"report.cover.import_none", nil}}
	}
	return [][2]any{{"report.cover.import_on", b.l.Clock(i.On.In(calendar.Zurich))}, {"report.cover.import_rows", i.Rows},
		{"report.cover.import_hash", i.SHA256}}
}

// checked is what the file is checked by; the report before is the month end that its
// change is told from.
func (b *book) checked() [][2]any {
	m, l := b.months[0], b.l
	facts := [][2]any{{"brief.proof.hash", hex.EncodeToString(m.SHA256[:])}, {"brief.proof.seal", b.brief.Proof[4][1]},
		{"report.cover.verify", l.T("month.verify", "address", b.s.URL)}}
	if len(b.months) < 2 {
		return facts
	}
	before := b.months[1]
	return append(facts, [2]any{"report.cover.previous", l.T("report.cover.previous_is", "id", before.UID, "day", before.AsOf)},
		[2]any{"report.cover.previous_hash", hex.EncodeToString(before.SHA256[:])})
}
