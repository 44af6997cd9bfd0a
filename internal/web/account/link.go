package account

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// linkPage is what a link from a mail opens. Opening it changes nothing: mail
// scanners open links, and a button waits for a person.
type linkPage struct {
	form
	Action   string
	Optional bool // a password need not be set
}

// linkPaths are the folders of the pages of links.
var linkPaths = map[auth.Purpose]string{auth.ForInvitation: "/zugang/einladung/", auth.ForPassword: "/zugang/passwort/"}

// LinkPath is the page of a link, for its mail.
func LinkPath(purpose auth.Purpose, token string) string { return linkPaths[purpose] + token }

func newLinkPage(base page.Base, f *page.Form, purpose auth.Purpose, token string, who people.Person) *linkPage {
	title, lead := "account.link.password.title", "account.link.password.lead"
	if purpose == auth.ForInvitation {
		title, lead = "account.link.invitation.title", "account.link.invitation.lead"
	}
	p := &linkPage{form: *newForm(base, title, lead, f), Action: LinkPath(purpose, token), Optional: purpose == auth.ForInvitation}
	p.Lead = p.L.T(lead, "name", who.Name())
	return p
}

func (h *Handlers) linkShow(purpose auth.Purpose) fiber.Handler {
	return func(c *fiber.Ctx) error {
		who, err := h.Auth.LinkFor(c.UserContext(), purpose, c.Params("token"), visit.Of(c).Now)
		if apperr.Is(err, apperr.NotFound) {
			return h.linkOver(c, purpose)
		}
		if err != nil {
			return err
		}
		return page.Render(c, "account/link", newLinkPage(page.From(c), nil, purpose, c.Params("token"), who))
	}
}

// linkUse is the button: it alone consumes the link.
func (h *Handlers) linkUse(purpose auth.Purpose) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, ctx, token := visit.Of(c), c.UserContext(), c.Params("token")
		who, err := h.Auth.LinkFor(ctx, purpose, token, v.Now)
		if apperr.Is(err, apperr.NotFound) {
			return h.linkOver(c, purpose)
		}
		if err != nil {
			return err
		}
		f, password := page.ReadForm(c), ""
		if purpose != auth.ForInvitation || f.Get("do") != "without" {
			password = newPassword(f, who, v.Settings.Text("municipality"))
		}
		if !f.OK() {
			return page.Invalid(c, "account/link", newLinkPage(page.From(c), f, purpose, token, who))
		}
		session, err := h.Auth.EnterByLink(ctx, purpose, token, password, c.IP(), visit.Device(c), v.Now)
		if apperr.Is(err, apperr.NotFound) { // somebody was faster
			return h.linkOver(c, purpose)
		}
		if err != nil {
			return err
		}
		visit.KeepSession(c, h.Secure, session)
		if password == "" {
			return page.Done(c, "/", "account.link.in")
		}
		return page.Done(c, "/", "account.password.saved")
	}
}

// linkOver answers for spent, expired and invented links alike.
func (h *Handlers) linkOver(c *fiber.Ctx, purpose auth.Purpose) error {
	p := &linkPage{
		form:   *newForm(page.From(c), "account.link.over.title", "account.link.over.lead", nil),
		Action: LinkPath(purpose, c.Params("token")) + "/nochmals",
	}
	c.Status(fiber.StatusNotFound)
	return page.Render(c, "account/link-over", p)
}

func (h *Handlers) linkAgain(purpose auth.Purpose) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if err := h.Auth.AskAgain(c.UserContext(), purpose, c.Params("token"), c.IP(), visit.Of(c).Now); err != nil {
			return err
		}
		return h.onItsWay(c)
	}
}
