package report

import (
	"context"
	"strings"

	"zaemme/internal/sheet"
)

// definitions says in words what is counted and how (REPORT.md §§1–3).
func (b *book) definitions(context.Context) error {
	t, err := b.w.TextSheet(sheetDefinitions, sheet.TextLayout{Widths: []float64{26, 26, 84}, Paper: b.paper(false, false)})
	if err != nil {
		return err
	}
	l := b.l
	paragraph := func(key string, args ...any) func() error {
		return func() error { return t.Paragraph(l.T("report.def."+key, args...)) }
	}
	heading := func(key string) func() error { return func() error { return t.Heading(l.T("report.def." + key)) } }
	steps := []func() error{
		func() error { return t.Title(l.T("report.def.title", "version", Definitions)) },
		heading("unit"), paragraph("unit_text"), paragraph("governing"), paragraph("scope"), paragraph("rights"), paragraph("outside"),
		heading("statuses"),
		func() error {
			return t.Header(l.T("report.col.status_code"), l.T("report.col.status"), l.T("report.def.rule"))
		},
	}
	for _, s := range statuses {
		steps = append(steps, func() error {
			return t.Row(string(s), sheet.Toned(b.word(s), tone(s)), l.T("report.def.status."+string(s)))
		})
	}
	steps = append(steps, paragraph("pause"), heading("how"),
		func() error { return t.Header(l.T("report.col.how"), l.T("report.def.word")) })
	for _, how := range hows {
		steps = append(steps, func() error { return t.Row(string(how), l.T("report.how."+string(how))) })
	}
	steps = append(steps, heading("rates"),
		paragraph("fulfilment"), paragraph("due_rate"),
		paragraph("light", "green", b.settings.Int("green_from"), "amber", b.settings.Int("amber_from")),
		paragraph("coverage"), paragraph("persons_done"), paragraph("on_time"),
		paragraph("joiners", "courses", strings.Join(b.settings.List("security_courses"), ", ")), paragraph("late"), paragraph("trend"),
		heading("sheets"), paragraph("granted"), paragraph("movements"), paragraph("reminders"), paragraph("quality"),
		heading("hash"), paragraph("hash_text"), paragraph("hash_fields"),
		heading("gaps"), paragraph("gaps_text"),
		heading("contact"), func() error { return t.Paragraph(b.settings.Text("hr_contact")) })
	return run(steps)
}
