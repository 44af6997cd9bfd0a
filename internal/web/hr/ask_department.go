package hr

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/hrimport"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// reorganised is the department of the address as it is today.
type reorganised struct {
	*people.Node
	org   *people.Org
	entry people.DepartmentState
	tree  []people.TreeNode
	l     *i18n.Printer
}

// department reads the department of the address.
func (h *Handlers) department(c *fiber.Ctx) (reorganised, error) {
	v := visit.Of(c)
	o, scope, err := h.organisation(c, v.Today)
	if err != nil {
		return reorganised{}, err
	}
	r := reorganised{org: o, l: page.From(c).L}
	if r.Node, err = departmentOf(c, scope, o); err != nil {
		return r, err
	}
	r.entry = people.DepartmentState{Name: r.Name}
	if parent := o.Departments[r.ParentID]; parent != nil {
		r.entry.Parent = parent.Code
	}
	if head := o.Member(r.HeadID); head != nil {
		r.entry.Head = head.PersonKey()
	}
	r.tree, err = people.Tree(c.UserContext(), h.DB, v.Today)
	return r, err
}

func (r reorganised) about(name string, v *visit.Visit) *asked {
	return &asked{
		Heading: page.Heading{Kicker: r.Name, Text: r.l.T("hr.ask." + name + ".heading"), Lead: r.l.T("hr.ask." + name + ".lead")},
		Path:    departmentPath(r.ID, v.Today, v.Today) + "/" + name, Title: r.Name,
		Back:   page.Link{Label: r.Name, URL: departmentPath(r.ID, v.Today, v.Today)},
		Values: map[string]string{"from": r.l.Date(v.Today)},
	}
}

// others are the departments but this one and what lies below it.
func (r reorganised) others() (rest []people.TreeNode) {
	for _, n := range r.tree {
		if !r.org.Within(n.ID, r.ID) {
			rest = append(rest, n)
		}
	}
	return rest
}

// askDepartment asks for the name of a department, what it belongs to, and who
// leads it.
func (h *Handlers) askDepartment(c *fiber.Ctx) (*asked, error) {
	r, err := h.department(c)
	if err != nil {
		return nil, err
	}
	head, err := h.pickTexts(c, r.entry.Head)
	if err != nil {
		return nil, err
	}
	a := r.about("bearbeiten", visit.Of(c))
	a.Fields = []field{
		{Name: "name", Label: "hr.ask.department_name", Required: true},
		{Kind: "select", Name: "parent", Label: "hr.org.parent", Tree: r.others(), Blank: "hr.ask.top"},
		{Name: "head", Label: "hr.org.head", Help: "hr.ask.head_help"}, dayField(),
	}
	a.Values["name"], a.Values["parent"], a.Values["head"] = r.Name, r.entry.Parent, head[0]
	a.read = func(form *page.Form) (hrimport.ByHand, error) {
		edit, err := h.readDepartment(c, form)
		edit.Code = r.Code
		return hrimport.ByHand{From: fromDay(form), Department: edit}, err
	}
	return a, nil
}

func (h *Handlers) readDepartment(c *fiber.Ctx, form *page.Form) (*hrimport.DepartmentEdit, error) {
	form.Required("name")
	head, err := h.pick(c, form, "head")
	return &hrimport.DepartmentEdit{State: people.DepartmentState{Name: form.Get("name"), Parent: form.Get("parent"), Head: head}}, err
}

// askNewDepartment asks for a department that there has not been.
func (h *Handlers) askNewDepartment(c *fiber.Ctx) (*asked, error) {
	v, l := visit.Of(c), page.From(c).L
	tree, err := people.Tree(c.UserContext(), h.DB, v.Today)
	if err != nil {
		return nil, err
	}
	under := page.ReadQuery(c).Get("unter")
	a := &asked{Heading: page.Heading{Kicker: l.T("nav.organisation"), Text: l.T("hr.ask.department.heading"), Lead: l.T("hr.ask.department.lead")},
		Path: "/organisation/neu", Title: l.T("hr.ask.department.title"), Back: page.Link{URL: "/organisation"},
		Values: map[string]string{"from": l.Date(v.Today), "parent": under}}
	a.Fields = []field{
		{Name: "name", Label: "hr.ask.department_name", Required: true}, {Name: "code", Label: "hr.org.code", Help: "hr.ask.code_help", Required: true},
		{Kind: "select", Name: "parent", Label: "hr.org.parent", Tree: tree, Blank: "hr.ask.top"},
		{Name: "head", Label: "hr.org.head", Help: "hr.ask.head_help"},
		{Kind: "checkbox", Name: "official", Label: "hr.ask.official", Help: "hr.ask.official_help"}, dayField(),
	}
	a.read = func(form *page.Form) (hrimport.ByHand, error) {
		form.Required("code")
		edit, err := h.readDepartment(c, form)
		edit.New, edit.Code, edit.Official = true, form.Get("code"), form.Checked("official")
		a.Title = edit.State.Name
		return hrimport.ByHand{From: fromDay(form), Department: edit}, err
	}
	return a, nil
}

// askHeads asks from which day on the heads hold that the staff list lets
// presume.
func (h *Handlers) askHeads(c *fiber.Ctx) (*asked, error) {
	v, l := visit.Of(c), page.From(c).L
	a := &asked{Heading: page.Heading{Kicker: l.T("nav.organisation"), Text: l.T("hr.ask.heads.heading"), Lead: l.T("hr.ask.heads.lead")},
		Path: "/organisation/leitungen", Title: l.T("nav.organisation"), Back: page.Link{URL: "/organisation"},
		Fields: []field{dayField()}, Values: map[string]string{"from": l.Date(v.Today)}}
	a.read = func(form *page.Form) (hrimport.ByHand, error) {
		return hrimport.ByHand{From: fromDay(form), Heads: &hrimport.HeadsEdit{}}, nil
	}
	return a, nil
}
