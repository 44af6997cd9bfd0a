package admin

import (
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

const keysPath = "/einstellungen/schluessel"

type tokensPage struct {
	page.Base
	page.Heading
	Rows []tokenRow
}

type tokenRow struct {
	Name, Where, May, Until, Used, Creator string
	State                                  string // «gilt», «gesperrt am …»
	EndURL                                 string // where it can be revoked, "" where not
}

func (h *Handlers) tokensList(c *fiber.Ctx) error {
	now := visit.Of(c).Now
	list, err := auth.APITokens(c.UserContext(), h.DB, now)
	if err != nil {
		return err
	}
	return page.Render(c, "admin/tokens", newTokens(page.From(c), list, now))
}

func newTokens(base page.Base, list []auth.APIToken, now time.Time) *tokensPage {
	l := base.L
	base.Title = l.T("nav.tokens")
	p := &tokensPage{Base: base}
	working := 0
	for _, t := range list {
		if t.Works(now) {
			working++
		}
		p.Rows = append(p.Rows, newTokenRow(l, t, now))
	}
	p.Heading = page.Heading{Kicker: l.T("nav.settings"), Text: l.N("admin.tokens.heading", working), Lead: l.T("admin.tokens.lead"),
		Actions: []page.Action{{Label: l.T("admin.token.create"), URL: keysPath + "/neu"}}}
	if working == 0 {
		p.Text = l.T("admin.tokens.none_works")
	}
	return p
}

func newTokenRow(l *i18n.Printer, t auth.APIToken, now time.Time) tokenRow {
	row := tokenRow{
		Name: t.Name, Where: whereText(l, t.Department), May: l.T("admin.token.may_" + t.May), Creator: t.Creator + ", " + page.Clock(l, t.CreatedAt),
		Until: l.Date(lastDay(t)), Used: l.T("admin.token.never"), State: l.T("admin.token.works"),
	}
	if t.LastUsedAt != nil {
		row.Used = page.Clock(l, *t.LastUsedAt)
	}
	switch {
	case t.RevokedAt != nil:
		row.State = l.T("admin.token.revoked_by", "at", page.Clock(l, *t.RevokedAt), "name", t.Revoker)
	case !t.Works(now):
		row.State = l.T("admin.token.expired")
	default:
		row.EndURL = keysPath + "/" + strconv.FormatInt(t.ID, 10) + "/sperren"
	}
	return row
}

// lastDay on which the key works.
func lastDay(t auth.APIToken) calendar.Date { return calendar.DateOf(t.ExpiresAt.Add(-time.Second)) }
