package hr

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/change"
	"zaemme/internal/hrimport"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// columnsPage shows the columns of a file with what each was read as, and takes
// HR's word on it together with the file.
type columnsPage struct {
	page.Base
	page.Heading
	Form     *page.Form
	List     string
	Columns  []columnRow
	Missing  []string // what has no column
	Refused  string
	Day      string
	Scopes   []page.Choice
	MaxBytes int
}

type columnRow struct {
	Letter, Header string
	Shape          string // «Text, 12 Zellen»
	No             int    // of the fields h1 and f1
	Choices        []page.Choice
}

// columnsMissing reports whether the columns are what stands in the way.
func columnsMissing(n hrimport.Notes) bool {
	return len(n.Columns) > 0 && slices.ContainsFunc(n.Problems, hrimport.IsColumnMissing)
}

func newColumns(base page.Base, form *page.Form, file string, n hrimport.Notes) *columnsPage {
	l := base.L
	base.Title = l.T("hr.columns.title")
	p := &columnsPage{Base: base, Form: form, List: string(listNamed(string(n.List))), MaxBytes: MaxFile}
	p.Heading = page.Heading{Kicker: file, Text: l.T("hr.columns.heading"), Lead: l.T("hr.columns.lead")}
	if form != nil {
		p.Lead = l.T("hr.columns.refused")
	}
	for _, one := range n.Problems {
		if hrimport.IsColumnMissing(one) {
			p.Missing = append(p.Missing, hrimport.ProblemText(l, one))
		}
	}
	for _, c := range n.Columns {
		if c.Refused == "" && c.Header != "" {
			p.Columns = append(p.Columns, newColumn(l, c, listNamed(string(n.List))))
		}
	}
	p.Refused = quoted(l, n.Forbidden)
	return p
}

func newColumn(l *i18n.Printer, c hrimport.Column, list hrimport.List) columnRow {
	row := columnRow{Letter: c.Letter(), Header: c.Header, No: c.No}
	row.Shape = l.N("hr.columns.shape."+c.Shape.Name(), c.Shape.Filled())
	for _, f := range hrimport.FieldsOf(list) {
		selected := f == c.Field || c.Field == "" && f == hrimport.Ignore
		row.Choices = append(row.Choices, page.Choice{Value: string(f), Label: l.T("import.field." + string(f)), Selected: selected})
	}
	return row
}

// columnsPage answers with the page; 422 where the file was refused.
func (h *Handlers) columnsPage(c *fiber.Ctx, p *columnsPage) error {
	v := visit.Of(c)
	day, err := h.Imports.DefaultDay(c.UserContext(), v.Today)
	if err != nil {
		return err
	}
	tree, err := people.Tree(c.UserContext(), h.DB, v.Today)
	if err != nil {
		return err
	}
	p.Day, p.Scopes = p.L.Date(day), scopeChoices(p.L, tree, "")
	if p.Form != nil {
		return page.Invalid(c, "hr/columns", p)
	}
	return page.Render(c, "hr/columns", p)
}

// columnsShow is the page for a file that could be read without it.
func (h *Handlers) columnsShow(c *fiber.Ctx) error {
	preview, err := h.Imports.Show(c.UserContext(), c.Params("plan"))
	if err != nil {
		return err
	}
	if len(preview.Columns) == 0 || preview.Plan.Kind != change.People {
		return page.Warned(c, importPath(c.Params("plan")), "hr.plan.not_open")
	}
	return h.columnsPage(c, newColumns(page.From(c), nil, preview.Plan.Source.File, preview.Notes))
}

// columnsSave remembers what the columns mean, then reads the file that comes
// with it. What stands in the form as it was recognised is not remembered.
func (h *Handlers) columnsSave(c *fiber.Ctx) error {
	v := visit.Of(c)
	form := page.ReadForm(c, "file", "hr.import.file", "day", "hr.import.day")
	list := listNamed(form.Get("list"))
	var headings []hrimport.Heading
	for no := 1; no <= 200; no++ {
		header, field := form.Get("h"+strconv.Itoa(no)), hrimport.Field(form.Get("f"+strconv.Itoa(no)))
		if header != "" && field != "" && string(field) != form.Get("was"+strconv.Itoa(no)) {
			headings = append(headings, hrimport.Heading{Header: header, Field: field})
		}
	}
	if err := h.Imports.Remember(c.UserContext(), list, headings, v.ViewerID(), v.Now); err != nil {
		if form.Refused(err) {
			return h.importPage(c, list, form, nil)
		}
		return err
	}
	return h.readUpload(c, form)
}

// Was is the field that is chosen before anybody chooses.
func (r columnRow) Was() string {
	at := slices.IndexFunc(r.Choices, func(c page.Choice) bool { return c.Selected })
	return r.Choices[max(at, 0)].Value
}

// Label of the column's choice.
func (r columnRow) Label() string { return strings.TrimSpace(r.Letter + " " + r.Header) }
