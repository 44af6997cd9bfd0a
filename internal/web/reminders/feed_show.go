package reminders

import (
	"html/template"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/db"
	"zaemme/internal/duedate"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

type feedPage struct {
	page.Base
	page.Heading
	Address string       // shown once, after it was made
	Webcal  template.URL // the same, as a program for calendars opens it
	Inside  bool         // it answers in the municipality's network alone
	Has     bool
	Read    string
}

// feedShow says whether there is an address, and never which.
func (h *Handlers) feedShow(c *fiber.Ctx) error {
	feed, err := duedate.FeedOf(c.UserContext(), h.DB, visit.Of(c).ViewerID())
	if err != nil {
		return err
	}
	return page.Render(c, "reminders/feed", newFeed(page.From(c), feed))
}

func newFeed(base page.Base, feed duedate.Feed) *feedPage {
	l := base.L
	base.Title = l.T("feed.title")
	p := &feedPage{Base: base, Has: feed.ID != 0, Read: l.T("feed.never")}
	p.Heading = page.Heading{Kicker: l.T("reminders.mine"), Text: l.T("feed.none"), Lead: l.T("feed.none_lead")}
	if p.Has {
		p.Text, p.Lead = l.T("feed.on"), l.T("feed.on_lead", "since", page.Clock(l, feed.CreatedAt))
	}
	if feed.ReadAt != nil {
		p.Read = page.Clock(l, *feed.ReadAt)
	}
	return p
}

// feedCreate makes an address and shows it this once.
func (h *Handlers) feedCreate(c *fiber.Ctx) error {
	v, base := visit.Of(c), page.From(c)
	var token string
	if err := h.DB.Write(c.UserContext(), func(tx *db.Tx) (err error) {
		token, err = duedate.CreateFeed(c.UserContext(), tx, v.ViewerID(), v.Now)
		return err
	}); err != nil {
		return err
	}
	p := newFeed(base, duedate.Feed{ID: 1, CreatedAt: v.Now})
	p.Inside = v.Settings.OnlyInside()
	p.Text, p.Lead = base.L.T("feed.made"), base.L.T("feed.made_lead")
	p.Address = h.URL + feedFile + token + ".ics"
	_, rest, _ := strings.Cut(p.Address, "://")
	p.Webcal = template.URL("webcal://" + rest) //nolint:gosec // our own address
	return page.Render(c, "reminders/feed", p)
}

func (h *Handlers) feedRevoke(c *fiber.Ctx) error {
	v := visit.Of(c)
	if err := h.DB.Write(c.UserContext(), func(tx *db.Tx) error {
		return duedate.RevokeFeed(c.UserContext(), tx, v.ViewerID(), v.Now)
	}); err != nil {
		return err
	}
	return page.Done(c, feedPath, "feed.revoked")
}

// feedRead is what a calendar program reads: the address is all it has.
func (h *Handlers) feedRead(c *fiber.Ctx) error {
	v := visit.Of(c)
	token := strings.TrimSuffix(c.Params("token"), ".ics")
	person, err := duedate.FindFeed(c.UserContext(), h.DB, token, v.Now)
	if err != nil {
		return err
	}
	file, err := h.Reminders.Calendar(c.UserContext(), h.DB, person, v.Now)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, duedate.MediaType)
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	c.Set("X-Robots-Tag", "noindex")
	return c.Send(file)
}
