package admin

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

type tokenNewPage struct {
	page.Base
	page.Heading
	Form        *page.Form
	Departments []page.Choice
	Deeper      bool          // there are more departments than are offered
	Mays        []page.Choice // what the key may read; empty where it is not the viewer's to choose
	Until       string        // the day offered
}

// tokenPage shows a new key, once: it is the answer to the form, it is stored
// nowhere, and no address leads to it.
type tokenPage struct {
	page.Base
	page.Heading
	Key, Example string
}

func (h *Handlers) tokenNew(c *fiber.Ctx) error {
	p, err := h.tokenForm(c, nil)
	if err != nil {
		return err
	}
	return page.Render(c, "admin/token-new", p)
}

func (h *Handlers) tokenForm(c *fiber.Ctx, form *page.Form) (*tokenNewPage, error) {
	v := visit.Of(c)
	tree, err := people.Tree(c.UserContext(), h.DB, v.Today)
	if err != nil {
		return nil, err
	}
	return newTokenNew(page.From(c), tree, v.Today, grantsRows(v), form), nil
}

// grantsRows reports whether the viewer may let a program read rows of persons: who
// answers for these is HR for the whole organisation, not who runs the server.
func grantsRows(v *visit.Visit) bool { return v.Session.HasWhole(people.RoleHR) }

func newTokenNew(base page.Base, tree []people.TreeNode, today calendar.Date, rows bool, form *page.Form) *tokenNewPage {
	l := base.L
	base.Title = l.T("admin.token.create")
	p := &tokenNewPage{Base: base, Form: form, Departments: page.DepartmentFilter(l, tree, page.DepartmentID, form.Get("department")),
		Heading: page.Heading{Kicker: l.T("nav.tokens"), Text: l.T("admin.token.for_what"), Lead: l.T("admin.token.new_lead")},
		Until:   l.Date(today.AddMonths(auth.APITokenMonths))}
	p.Deeper = len(p.Departments) < len(tree)
	if rows {
		for _, may := range []string{auth.MayReports, auth.MayRows} {
			p.Mays = append(p.Mays, page.Choice{Value: may, Label: l.T("admin.token.may_" + may), Selected: form.Get("may") == may})
		}
	}
	return p
}

// tokenCreate makes a key and shows it.
func (h *Handlers) tokenCreate(c *fiber.Ctx) error {
	v, ctx := visit.Of(c), c.UserContext()
	form := page.ReadForm(c, "name", "admin.token.name", "department", "admin.role.where", "until", "admin.token.until", "may", "admin.token.may")
	if form.Checked(page.OfferBelow) {
		p, err := h.tokenForm(c, form)
		if err != nil {
			return err
		}
		return page.Render(c, "admin/token-new", p)
	}
	form.Required("name", "until")
	wanted := auth.NewAPIToken{Name: form.Get("name"), May: form.Get("may"), Until: form.Date("until"), By: v.ViewerID()}
	if wanted.May == auth.MayRows && !grantsRows(v) {
		form.Refused(apperr.New(apperr.Invalid, "error.token.may", nil).At("may"))
	}
	if text := form.Get("department"); text != "" {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil || id <= 0 {
			form.Refused(apperr.New(apperr.Invalid, "error.role.department", nil).At("department"))
		}
		wanted.DepartmentID = id
	}
	if form.OK() {
		var key string
		err := h.DB.Write(ctx, func(tx *db.Tx) (err error) {
			key, err = auth.CreateAPIToken(ctx, tx, wanted, v.Now)
			return err
		})
		if err == nil {
			return page.Render(c, "admin/token", newToken(page.From(c), wanted.Name, key, h.URL))
		}
		if !form.Refused(err) {
			return err
		}
	}
	p, err := h.tokenForm(c, form)
	if err != nil {
		return err
	}
	return page.Invalid(c, "admin/token-new", p)
}

func newToken(base page.Base, name, key, url string) *tokenPage {
	l := base.L
	base.Title = l.T("admin.token.made")
	return &tokenPage{Base: base, Key: key, Example: `curl -H "Authorization: Bearer …" ` + url + "/api/v1/token",
		Heading: page.Heading{Kicker: name, Text: l.T("admin.token.made"), Lead: l.T("admin.token.made_lead")}}
}
