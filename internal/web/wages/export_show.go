package wages

import (
	"bytes"
	"io"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/payroll"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// exportPage is an export as it was made.
type exportPage struct {
	page.Base
	page.Heading
	Facts []page.Fact
	Rows  []row
	Sums  []sumRow
}

type sumRow struct{ Name, Number, Minutes string }

// book is the export of the address with the lines that the viewer sees, of which
// the look is written down.
func (h *Handlers) book(c *fiber.Ctx, name string) (payroll.Book, error) {
	v, ctx, l := visit.Of(c), c.UserContext(), page.From(c).L
	export, lines, err := payroll.ReadExport(ctx, h.DB, c.Params("export"))
	if err != nil {
		return payroll.Book{}, err
	}
	rows, scope, err := h.rows(c, lines, name, l.Lang())
	if err != nil {
		return payroll.Book{}, err
	}
	names, err := people.Names(ctx, h.DB, export.MadeBy)
	if err != nil {
		return payroll.Book{}, err
	}
	b := payroll.Book{Export: export, Rows: rows, Municipality: v.Settings.Text("municipality"), By: names[export.MadeBy], Creator: v.Session.Person.Name(),
		Now: v.Now, L: l, Scope: l.T("payroll.scope.part")}
	if scope.Everyone {
		b.Scope = l.T("payroll.scope.all")
	}
	return b, nil
}

func (h *Handlers) exportShow(c *fiber.Ctx) error {
	b, err := h.book(c, "hr.payroll")
	if err != nil {
		return err
	}
	base := page.From(c)
	base.Title = base.L.T("payroll.title")
	return page.Render(c, "wages/export", newExport(base, b))
}

func newExport(base page.Base, b payroll.Book) *exportPage {
	l, path := base.L, Path+"/"+b.UID
	sum, sums := 0, payroll.Sums(b.Rows)
	for _, s := range sums {
		sum += s.Minutes
	}
	p := &exportPage{Base: base, Rows: newRows(l, b.Rows)}
	text := l.N("payroll.export.heading", len(sums), "month", l.Month(b.Month), "time", l.Minutes(max(sum, -sum)))
	if sum < 0 {
		text = l.T("payroll.head.back", "month", l.Month(b.Month), "time", l.Minutes(-sum))
	}
	if len(sums) == 0 {
		text = l.T("payroll.export.none", "month", l.Month(b.Month))
	}
	p.Heading = page.Heading{Kicker: l.T("payroll.title"), Text: text, Lead: l.T("payroll.export.lead"),
		Actions: []page.Action{{Label: l.T("payroll.xlsx"), URL: path + "/xlsx", File: true}, {Label: l.T("payroll.csv"), URL: path + "/csv", Quiet: true, File: true},
			{Label: l.T("payroll.back"), URL: Path + "?monat=" + b.Month.String()[:7], Quiet: true}}}
	p.Facts = []page.Fact{{Term: l.T("payroll.fact.known"), Text: page.Clock(l, b.KnownAt)}, {Term: l.T("payroll.fact.by"), Text: b.By},
		{Term: l.T("payroll.fact.scope"), Text: b.Scope}, {Term: l.T("payroll.fact.export"), Text: b.UID}}
	for _, s := range sums {
		p.Sums = append(p.Sums, sumRow{Name: s.Person.Name(), Number: s.Person.PersonnelNo, Minutes: signed(l, s.Minutes)})
	}
	return p
}

func (h *Handlers) exportXLSX(c *fiber.Ctx) error {
	return h.file(c, ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", payroll.Book.WriteXLSX)
}

func (h *Handlers) exportCSV(c *fiber.Ctx) error {
	return h.file(c, ".csv", "text/csv; charset=utf-8", payroll.Book.WriteCSV)
}

// file hands the export out, named by its month and the day on which it was made.
func (h *Handlers) file(c *fiber.Ctx, extension, kind string, write func(payroll.Book, io.Writer) error) error {
	b, err := h.book(c, "hr.payroll_file")
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := write(b, &out); err != nil {
		return err
	}
	name := b.Month.String()[:7] + "_Lernzeit-Stundenlohn_" + calendar.DateOf(b.MadeAt).String() + extension
	return page.File(c, name, kind, out.Bytes())
}
