package hr

import (
	"bytes"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/change"
	"zaemme/internal/hrimport"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/sheet"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// importWorkbook is the whole preview as a workbook: the figures of the page, with
// every row.
func (h *Handlers) importWorkbook(c *fiber.Ctx) error {
	plan, err := h.loadPlan(c, change.People)
	if err != nil {
		return err
	}
	notes, err := hrimport.NotesOf(plan)
	if err != nil {
		return err
	}
	if len(plan.Input) == 0 { // its content has expired
		return page.Warned(c, importPath(c.Params("plan")), "hr.plan.not_open")
	}
	concerned, err := change.Concerned(c.UserContext(), h.DB, plan.ID)
	if err != nil {
		return err
	}
	s, err := h.gatherWith(c, shownPlan{plan: plan}, concerned...)
	if err != nil {
		return err
	}
	l, v := page.From(c).L, visit.Of(c)
	var out bytes.Buffer
	each := func(fn func(change.Row) error) error { return change.EachRow(c.UserContext(), h.DB, plan.ID, fn) }
	w := &planBook{l: l, s: s, notes: notes, each: each, title: h.courseTitle(l), book: sheet.NewWriter(&out, sheet.Props{
		Title: l.T("hr.book.title", "file", plan.Source.File), Creator: v.Session.Person.Name(), Language: l.Tag(), Created: v.Now,
		Classification: l.T("hr.book.classification"),
	})}
	defer w.book.Discard()
	if err := w.write(); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+l.T("hr.book.file")+"-"+plan.EffectiveOn.String()+`.xlsx"`)
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.Send(out.Bytes())
}

// planBook writes a preview, sheet after sheet; one without rows is left out.
type planBook struct {
	book  *sheet.Writer
	l     *i18n.Printer
	s     shownPlan
	notes hrimport.Notes
	each  func(fn func(change.Row) error) error // effects
	title func(code string) string
}

func (w *planBook) write() error {
	for _, one := range []func() error{
		w.overview,
		func() error { return w.arrivals(people.Joined) },
		func() error { return w.arrivals(people.Rehired) },
		func() error { return w.fields(people.Changed) },
		func() error { return w.fields(people.Moved) },
		w.leavers, w.departments, w.problems, w.duties, w.entries, w.mails, w.book.Close,
	} {
		if err := one(); err != nil {
			return err
		}
	}
	return nil
}

// columns are headers by text keys, with their widths in characters.
func (w *planBook) columns(list ...any) sheet.Layout {
	var layout sheet.Layout
	for i := 0; i+1 < len(list); i += 2 {
		width, _ := list[i+1].(int)
		layout.Columns = append(layout.Columns, sheet.Column{Header: w.l.T(list[i].(string)), Width: float64(width), Wrap: width > 40})
	}
	return layout
}

// table writes a sheet of rows.
func (w *planBook) table(key string, layout sheet.Layout, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	t, err := w.book.Sheet(w.l.T(key), layout)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := t.Row(row...); err != nil {
			return err
		}
	}
	return nil
}
