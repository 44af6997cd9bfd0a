package admin

import (
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/people"
	"zaemme/internal/web/page"
)

const (
	searchRows = 20 // persons are offered at most
	searchMin  = 2  // characters, so that nobody leafs through everybody
)

type roleSearchPage struct {
	page.Base
	page.Heading
	Form  *page.Form
	Asked bool
	Rows  []candidate
	More  string // «noch 12 weitere»
}

type candidate struct{ URL, Name, Number, Department, Function string }

// roleSearch finds the person who is to have a role.
func (h *Handlers) roleSearch(c *fiber.Ctx) error {
	scope, err := h.roles(c)
	if err != nil {
		return err
	}
	form := page.ReadQuery(c)
	var list []people.DirectoryEntry
	found := 0
	if utf8.RuneCountInString(form.Get("q")) >= searchMin {
		if list, found, _, err = people.Directory(c.UserContext(), h.DB, scope,
			people.DirectoryFilter{Search: form.Get("q"), Limit: searchRows}); err != nil {
			return err
		}
	}
	return page.Render(c, "admin/role-search", newRoleSearch(page.From(c), form, list, found))
}

func newRoleSearch(base page.Base, form *page.Form, list []people.DirectoryEntry, found int) *roleSearchPage {
	l := base.L
	base.Title = l.T("admin.role.grant")
	p := &roleSearchPage{Base: base, Form: form, Asked: form.Get("q") != ""}
	p.Heading = page.Heading{Kicker: l.T("nav.roles"), Text: l.T("admin.role.whom"), Lead: l.T("admin.role.whom_lead")}
	if utf8.RuneCountInString(form.Get("q")) == 1 {
		form.Fail("q", "error.role.search_short")
	}
	for _, e := range list {
		p.Rows = append(p.Rows, candidate{URL: rolePersonURL(e.Person), Name: e.Name(), Number: e.PersonnelNo,
			Department: e.Department, Function: e.Function})
	}
	if found > len(list) {
		p.More = l.N("admin.role.more", found-len(list))
	}
	return p
}
