package figures

import (
	"bytes"
	"crypto/sha256"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/monthend"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// Path of the overview.
const Path = "/monatsstand"

// Handlers of the package.
type Handlers struct {
	MonthEnds *monthend.Service
}

// Routes of the package.
func (h *Handlers) Routes() []visit.Route {
	routes := []visit.Route{visit.Get(Path, visit.Figures, h.overviewShow), visit.Get(Path+"/:month", visit.Figures, h.briefShow)}
	for _, file := range []struct {
		path    string
		handler fiber.Handler
	}{{"/kurzbericht", h.briefFile}, {"/management", h.workbook}, {"/tabelle.csv", h.csv}, {"/tabelle.json", h.json}} {
		r := visit.Get(Path+"/:month"+file.path, visit.Figures, file.handler)
		r.OwnDevice = true
		routes = append(routes, r)
	}
	return routes
}

// months are those of the address, newest first.
func (h *Handlers) months(c *fiber.Ctx) ([]monthend.Month, error) {
	day, ok := monthend.ParseMonth(c.Params("month"))
	if !ok {
		return nil, apperr.New(apperr.NotFound, "error.month.not_frozen", nil)
	}
	return h.MonthEnds.Last(c.UserContext(), day, monthend.BriefMonths)
}

func (h *Handlers) briefFile(c *fiber.Ctx) error {
	months, err := h.months(c)
	if err != nil {
		return err
	}
	l := page.From(c).L
	b := monthend.NewBrief(l, months)
	b.Class = class(c)
	content, err := monthend.PDF(b)
	if err != nil {
		return err
	}
	return h.send(c, months[0], monthend.BriefVariant, l.T("month.pdf_name"), ".pdf", "application/pdf", content)
}

func (h *Handlers) workbook(c *fiber.Ctx) error {
	months, err := h.months(c)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	write := h.MonthEnds.Workbook
	if class(c) == monthend.Public {
		write = h.MonthEnds.PublicWorkbook
	}
	if err := write(&out, page.From(c).L, months, visit.Of(c).Now); err != nil {
		return err
	}
	return h.send(c, months[0], monthend.ManagementVariant, "Management", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", out.Bytes())
}

// forPublication after the address of a file asks for the one that may be published.
const forPublication = "?fassung=oeffentlich"

// class is what the address asks for: internal unless it says otherwise.
func class(c *fiber.Ctx) monthend.Class {
	if page.ReadQuery(c).Get("fassung") == "oeffentlich" {
		return monthend.Public
	}
	return monthend.Internal
}

// send registers a report, keeps who made it for publication, and hands it out.
func (h *Handlers) send(c *fiber.Ctx, m monthend.Month, variant monthend.Variant, name, extension, kind string, content []byte) error {
	v, l := visit.Of(c), page.From(c).L
	handed := monthend.Handed{Variant: variant, Class: class(c), Language: l.Lang(), By: v.ViewerID(), At: v.Now, File: sha256.Sum256(content)}
	if err := h.MonthEnds.HandOut(c.UserContext(), m, handed); err != nil {
		return err
	}
	if handed.Class == monthend.Public {
		name += "_" + l.T("month.public_name")
	}
	return page.File(c, m.AsOf.String()+"_"+name+extension, kind, content)
}

func (h *Handlers) csv(c *fiber.Ctx) error {
	months, err := h.months(c)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := months[0].WriteCSV(&out, page.From(c).L); err != nil {
		return err
	}
	return page.File(c, months[0].AsOf.String()+"_Tabelle.csv", "text/csv; charset=utf-8", out.Bytes())
}

func (h *Handlers) json(c *fiber.Ctx) error {
	months, err := h.months(c)
	if err != nil {
		return err
	}
	content, err := months[0].JSON(page.From(c).L)
	if err != nil {
		return err
	}
	return page.File(c, months[0].AsOf.String()+"_Tabelle.json", "application/json", content)
}
