package hr

import (
	"cmp"
	"errors"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/settings"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// accessBlock says how far a person is with getting in, and offers the next step.
type accessBlock struct {
	Facts  []page.Fact
	Button string      // the invitation's, empty where none can go
	Hint   string      // why none can go
	Phase  page.Notice // what holds before go-live, empty after
}

func newAccessBlock(l *i18n.Printer, a auth.Access, phase page.Notice, now time.Time) accessBlock {
	b := accessBlock{Phase: phase, Facts: []page.Fact{{Term: l.T("hr.access.been_in"), Text: yesNo(l, a.BeenIn)}}}
	if a.InvitedAt != nil {
		text := l.T("hr.access.invited_by", "at", page.Clock(l, *a.InvitedAt), "name", cmp.Or(a.InvitedBy, l.T("hr.access.by_herself")))
		if a.Open(now) {
			text += " " + l.T("hr.access.open_until", "day", calendar.DateOf(a.InvitedAt.Add(auth.InvitationLife)))
		}
		b.Facts = append(b.Facts, page.Fact{Term: l.T("hr.access.last"), Text: text})
	}
	switch {
	case a.MayInvite() && a.InvitedAt != nil:
		b.Button = l.T("hr.invite.again")
	case a.MayInvite():
		b.Button = l.T("hr.invite.one")
	case a.BeenIn && a.HasMailbox && !a.Shared:
		b.Hint = l.T("hr.invite.no_need")
	case a.HasMailbox && !a.BeenIn:
		b.Hint = l.T("error.invite.shared")
	case !a.BeenIn:
		b.Hint = l.T("error.invite.no_mailbox")
	}
	return b
}

// mailPhase says on pages that send something before the first day of reminders,
// or during a trial, what becomes of it; empty in normal times.
func mailPhase(l *i18n.Printer, s settings.Settings, today calendar.Date) page.Notice {
	from := s.Day("go_live")
	switch {
	case s.Text("trial_address") != "":
		return page.Notice{Tone: page.Warn, Text: l.T("hr.invite.trial", "address", s.Text("trial_address"))}
	case from.IsZero() || from > today:
		return page.Notice{Tone: page.Warn, Text: l.T("hr.invite.before_go_live")}
	default:
		return page.Notice{}
	}
}

// inviteOne sends one person an invitation, also again.
func (h *Handlers) inviteOne(c *fiber.Ctx) error {
	v, ctx := visit.Of(c), c.UserContext()
	_, person, err := h.person(c)
	if err != nil {
		return err
	}
	back := personURL(person.UID.String())
	err = h.DB.Write(ctx, func(tx *db.Tx) error { return h.Auth.Invite(ctx, tx, v.ViewerID(), person.ID, v.Now) })
	var refused *apperr.Error
	if errors.As(err, &refused) && (refused.Kind == apperr.Conflict || refused.Kind == apperr.Invalid) {
		return page.Warned(c, back, refused.Key)
	}
	if err != nil {
		return err
	}
	h.Bell.Ring()
	return page.Done(c, back, "hr.invite.sent_one", "name", person.Name())
}
