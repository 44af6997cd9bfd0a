package hr

import (
	"net/url"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/hrimport"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// askMerge asks which department this one becomes a part of.
func (h *Handlers) askMerge(c *fiber.Ctx) (*asked, error) {
	r, err := h.department(c)
	if err != nil {
		return nil, err
	}
	a := r.about("zusammenlegen", visit.Of(c))
	a.Fields = []field{{Kind: "select", Name: "into", Label: "hr.ask.into", Tree: r.others(), Blank: "hr.ask.choose", Required: true}, dayField()}
	a.read = func(form *page.Form) (hrimport.ByHand, error) {
		form.Required("into")
		return hrimport.ByHand{From: fromDay(form), Merge: &hrimport.MergeEdit{Code: r.Code, Into: form.Get("into")}}, nil
	}
	return a, nil
}

// askSplit asks for the new department beside this one, and who moves there.
func (h *Handlers) askSplit(c *fiber.Ctx) (*asked, error) {
	r, err := h.department(c)
	if err != nil {
		return nil, err
	}
	a := r.about("aufteilen", visit.Of(c))
	a.Fields = []field{
		{Name: "name", Label: "hr.ask.split_name", Required: true}, {Name: "code", Label: "hr.org.code", Help: "hr.ask.code_help", Required: true},
		{Name: "head", Label: "hr.org.head", Help: "hr.ask.head_help"},
		{Kind: "checkboxes", Name: "persons", Label: "hr.ask.who_moves", Help: "hr.ask.who_moves_help", Choices: r.staff()}, dayField(),
	}
	a.read = func(form *page.Form) (hrimport.ByHand, error) {
		form.Required("name", "code")
		head, err := h.pick(c, form, "head")
		edit := &hrimport.SplitEdit{Code: r.Code, New: form.Get("code"), Name: form.Get("name"), Head: head, Persons: form.All("persons")}
		return hrimport.ByHand{From: fromDay(form), Split: edit}, err
	}
	return a, h.staffLooked(c, r)
}

// staff are those who work in the department itself.
func (r reorganised) staff() []page.Choice {
	var list []page.Choice
	for _, m := range r.org.Members {
		for _, e := range m.Employments {
			if e.DepartmentID == r.ID {
				list = append(list, page.Choice{Value: m.PersonKey(), Label: listName(m.Person), Help: e.Function})
				break
			}
		}
	}
	sortChoices(list)
	return list
}

// staffLooked writes down that the people of the department are shown.
func (h *Handlers) staffLooked(c *fiber.Ctx, r reorganised) error {
	scope, err := h.scope(c)
	if err != nil {
		return err
	}
	var ids []int64
	for _, m := range r.org.Members {
		for _, e := range m.Employments {
			if e.DepartmentID == r.ID {
				ids = append(ids, m.ID)
				break
			}
		}
	}
	return h.looked(c, "hr.department", scope, ids...)
}

// askDissolve asks from which day on a department is no more; where somebody is
// left in it, a merge is what is wanted.
func (h *Handlers) askDissolve(c *fiber.Ctx) (*asked, error) {
	r, err := h.department(c)
	if err != nil {
		return nil, err
	}
	a := r.about("aufloesen", visit.Of(c))
	if r.Own > 0 || r.Below > 0 {
		a.Notice = page.Notice{Tone: page.Warn, Text: r.l.T("hr.ask.still_there", "persons", r.l.N("hr.org.persons", r.Own),
			"departments", r.l.N("hr.org.departments", r.Below)),
			Next: page.Link{Label: r.l.T("hr.org.merge"), URL: departmentPath(r.ID, visit.Of(c).Today, visit.Of(c).Today) + "/zusammenlegen"}}
	}
	a.Fields = []field{dayField()}
	a.read = func(form *page.Form) (hrimport.ByHand, error) {
		return hrimport.ByHand{From: fromDay(form), Dissolve: &hrimport.DissolveEdit{Code: r.Code}}, nil
	}
	return a, nil
}

// organisationActions are what can be done to the tree.
func organisationActions(l *i18n.Printer, nodes []*people.Node) []page.Action {
	list := []page.Action{{Label: l.T("hr.org.new"), URL: "/organisation/neu"}}
	for _, n := range nodes {
		if n.Vacant() {
			return append(list, page.Action{Label: l.T("hr.org.heads"), URL: "/organisation/leitungen", Quiet: true})
		}
	}
	return list
}

// departmentActions are what can be done to a department.
func departmentActions(l *i18n.Printer, n *people.Node) []page.Action {
	path := departmentPath(n.ID, 0, 0)
	list := []page.Action{
		{Label: l.T("hr.org.edit"), URL: path + "/bearbeiten"},
		{Label: l.T("hr.org.new_below"), URL: "/organisation/neu?unter=" + url.QueryEscape(n.Code), Quiet: true},
		{Label: l.T("hr.org.merge"), URL: path + "/zusammenlegen", Quiet: true},
	}
	if n.Own > 1 {
		list = append(list, page.Action{Label: l.T("hr.org.split"), URL: path + "/aufteilen", Quiet: true})
	}
	return append(list, page.Action{Label: l.T("hr.org.dissolve"), URL: path + "/aufloesen", Quiet: true})
}
