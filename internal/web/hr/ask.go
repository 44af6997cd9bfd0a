package hr

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/hrimport"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// asked is a form that asks for one change by hand.
type asked struct {
	page.Heading
	Path   string // where it is posted
	Title  string // of the plan: whom or what it is about
	Fields []field
	Values map[string]string // what stands in the form at first
	Back   page.Link
	Notice page.Notice
	// read makes the edit of what was typed and notes what is wrong with it.
	read func(form *page.Form) (hrimport.ByHand, error)
}

// field is one question of a form. The texts are keys.
type field struct {
	Kind              string // text, select, checkbox, checkboxes
	Name, Label, Help string
	Blank             string // of a select: the word for none
	Choices           []page.Choice
	Tree              []people.TreeNode // instead of Choices: departments, as many as fit
	Required          bool
}

type askPage struct {
	page.Base
	page.Heading
	Form   *page.Form
	Path   string
	Fields []field
	Deeper bool // there are more departments than are offered
	Back   page.Link
	Notice page.Notice
}

func newAskPage(base page.Base, a *asked, form *page.Form) *askPage {
	base.Title = a.Text
	p := &askPage{Base: base, Heading: a.Heading, Form: form, Path: a.Path, Fields: a.Fields, Back: a.Back, Notice: a.Notice}
	for i := range p.Fields {
		f := &p.Fields[i]
		if f.Tree == nil {
			continue
		}
		f.Choices = page.DepartmentFilter(base.L, f.Tree, page.DepartmentCode, form.Get(f.Name))
		p.Deeper = p.Deeper || len(f.Choices) < len(f.Tree)
	}
	return p
}

// labels name the fields in the summary of errors.
func (a *asked) labels() []string {
	var list []string
	for _, f := range a.Fields {
		list = append(list, f.Name, f.Label)
	}
	return list
}

// ask shows the form.
func (h *Handlers) ask(prepare func(c *fiber.Ctx) (*asked, error)) fiber.Handler {
	return func(c *fiber.Ctx) error {
		a, err := prepare(c)
		if err != nil {
			return err
		}
		base := page.From(c)
		return page.Render(c, "hr/ask", newAskPage(base, a, page.NewForm(base.L, a.Values, a.labels()...)))
	}
}

// answer plans what was typed and leads on to its preview; nothing is written
// before that has been applied.
func (h *Handlers) answer(prepare func(c *fiber.Ctx) (*asked, error)) fiber.Handler {
	return func(c *fiber.Ctx) error {
		a, err := prepare(c)
		if err != nil {
			return err
		}
		v, form := visit.Of(c), page.ReadForm(c, a.labels()...)
		if form.Checked(page.OfferBelow) {
			return page.Render(c, "hr/ask", newAskPage(page.From(c), a, form))
		}
		edit, err := a.read(form)
		if err != nil {
			return err
		}
		if form.OK() {
			request, err := h.Imports.ToEdit(c.UserContext(), edit, a.Title, v.ViewerID(), v.Today)
			if err == nil {
				err = h.propose(c, request)
			}
			if !form.Refused(err) {
				return err
			}
		}
		return page.Invalid(c, "hr/ask", newAskPage(page.From(c), a, form))
	}
}

// dayField asks from which day on; the days before today are allowed, since a
// report of what was known then stays as it was.
func dayField() field {
	return field{Kind: "text", Name: "from", Label: "hr.ask.from", Help: "hr.ask.from_help", Required: true}
}

// fromDay reads it.
func fromDay(form *page.Form) calendar.Date {
	form.Required("from")
	return form.Date("from")
}
