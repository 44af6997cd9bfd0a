package hr

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/auth"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// invitePage shows how many invitations would leave, before any does.
type invitePage struct {
	page.Base
	page.Heading
	Form        *page.Form
	Department  string // the chosen one's number, empty: all
	Departments []page.Choice
	Facts       []page.Fact
	Phase       page.Notice
	Mails       int
	Button      string // empty where nothing can leave
}

func (h *Handlers) inviteShow(c *fiber.Ctx) error {
	p, err := h.invitePage(c, page.ReadQuery(c))
	if err != nil {
		return err
	}
	p.Form = nil // what stands in the address is no confirmation
	return page.Render(c, "hr/invite", p)
}

// round is whom the page is about: the viewer's people, or those of a department.
func (h *Handlers) round(c *fiber.Ctx, form *page.Form) (auth.Audience, error) {
	scope, err := h.scope(c)
	department, _ := strconv.ParseInt(form.Get("oe"), 10, 64) // nonsense is no department
	return auth.Audience{Scope: scope, Department: department}, err
}

func (h *Handlers) invitePage(c *fiber.Ctx, form *page.Form) (*invitePage, error) {
	v, ctx := visit.Of(c), c.UserContext()
	who, err := h.round(c, form)
	if err != nil {
		return nil, err
	}
	round, err := auth.PreviewRound(ctx, h.DB, who, v.Now)
	if err != nil {
		return nil, err
	}
	tree, err := people.Tree(ctx, h.DB, v.Today)
	if err != nil {
		return nil, err
	}
	p := newInvite(page.From(c), form, round, tree, who.Department)
	p.Phase = mailPhase(p.L, v.Settings, v.Today)
	if trial := v.Settings.Text("trial_address"); trial != "" { // they would count as invited, and none would have a mail
		p.Button, p.Phase.Text = "", p.L.T("hr.invite.trial_round", "address", trial)
	}
	return p, nil
}

func newInvite(base page.Base, form *page.Form, r auth.Round, tree []people.TreeNode, department int64) *invitePage {
	l := base.L
	base.Title = l.T("hr.invite.title")
	p := &invitePage{Base: base, Form: form, Mails: r.Mails}
	if department != 0 {
		p.Department = strconv.FormatInt(department, 10)
	}
	p.Departments = page.DepartmentFilter(l, tree, page.DepartmentID, p.Department)
	p.Heading = page.Heading{Kicker: l.T("nav.people"), Text: l.N("hr.invite.heading", r.Mails), Lead: l.T("hr.invite.lead")}
	list := "/personen?zugang=never"
	if p.Department != "" {
		list += "&oe=" + p.Department
	}
	p.Facts = []page.Fact{
		{Term: l.T("hr.invite.never"), Text: l.Int(r.Never), URL: list},
		{Term: l.T("hr.invite.open_ones"), Text: l.Int(r.Open)},
		{Term: l.T("hr.invite.no_mailbox"), Text: l.Int(r.NoMailbox)},
		{Term: l.T("hr.invite.shared"), Text: l.Int(r.Shared)},
		{Term: l.T("hr.invite.mails"), Text: l.Int(r.Mails)},
	}
	if r.Mails > 0 {
		p.Button = l.N("hr.invite.do", r.Mails)
	} else {
		p.Text, p.Lead = l.T("hr.invite.nobody"), l.T("hr.invite.nobody_lead")
	}
	return p
}

// inviteAll sends as many invitations as were shown and typed, or none.
func (h *Handlers) inviteAll(c *fiber.Ctx) error {
	v, ctx := visit.Of(c), c.UserContext()
	form := page.ReadForm(c, "mails", "hr.invite.number")
	form.Required("mails")
	mails := form.Int("mails", 1, 1_000_000)
	if trial := v.Settings.Text("trial_address"); trial != "" {
		form.Fail("", "hr.invite.trial_round", "address", trial)
	}
	if form.OK() {
		who, err := h.round(c, form)
		if err != nil {
			return err
		}
		err = h.DB.Write(ctx, func(tx *db.Tx) error { return h.Auth.InviteAll(ctx, tx, v.ViewerID(), who, mails, v.Now) })
		if err == nil {
			h.Bell.Ring()
			return page.Done(c, "/personen?zugang=invited", "hr.invite.sent", "n", mails)
		}
		if !form.Refused(err) {
			return err
		}
	}
	p, err := h.invitePage(c, form)
	if err != nil {
		return err
	}
	return page.Invalid(c, "hr/invite", p)
}
