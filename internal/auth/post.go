package auth

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/letter"
	"zaemme/internal/mail"
	"zaemme/internal/outbox"
	"zaemme/internal/settings"
)

// Why a sign-in mail was not sent; codes for texts (outbox.reason.…).
const (
	NoAccount    = "no_account" // the name is nobody's, or may not sign in
	NoMailbox    = "no_mailbox"
	SharedMail   = "shared_mailbox"
	TooManyMails = "too_many_mails"
	AskedLongAgo = "asked_long_ago"
	BeenIn       = "been_in"
)

// Post writes the mails with which people get in.
type Post struct {
	Press  *letter.Press
	Texts  *i18n.Bundle
	Secret []byte // the installation's
	// LinkPath is the page of a link, from its purpose and token.
	LinkPath func(purpose Purpose, token string) string
}

// Kinds are the message kinds for outbox.New. All leave before go-live: a code
// and a new password were asked for by their reader, an invitation was sent by
// HR's own act on a page that says so.
func (p *Post) Kinds() []outbox.Kind {
	var kinds []outbox.Kind
	for _, purpose := range []Purpose{ForCode, ForPassword, ForInvitation} {
		kinds = append(kinds, outbox.Kind{
			Name: purpose.Kind(), Renderer: p, AgainIfUnknown: true, BeforeGoLive: true, Awaited: purpose != ForInvitation,
		})
	}
	return kinds
}

// Render implements outbox.Renderer: who it is for, and whether it may go, as it
// stands now.
func (p *Post) Render(ctx context.Context, tx *db.Tx, item outbox.Item, now time.Time) (outbox.Decision, error) {
	var payload requestPayload
	if err := json.Unmarshal(item.Payload, &payload); err != nil {
		return outbox.Decision{}, fmt.Errorf("auth: payload: %w", err)
	}
	r, err := lockRequest(ctx, tx, payload.Request)
	if db.IsNotFound(err) {
		return outbox.NoLonger(AskedLongAgo), nil
	}
	if err != nil {
		return outbox.Decision{}, err
	}
	to, err := readAddressee(ctx, tx, r.PersonID, now)
	if err != nil {
		return outbox.Decision{}, err
	}
	over, err := overLimit(ctx, tx, r, now)
	if err != nil {
		return outbox.Decision{}, err
	}
	if reason := unsent(r, to, over, now); reason != "" {
		return outbox.NoLonger(reason), nil
	}
	current, err := settings.Load(ctx, tx, calendar.DateOf(now))
	if err != nil {
		return outbox.Decision{}, err
	}
	l, err := p.write(ctx, tx, r, to, current, now)
	if err != nil {
		return outbox.Decision{}, err
	}
	if err := markSent(ctx, tx, r.ID, now); err != nil {
		return outbox.Decision{}, err
	}
	return p.Press.Deliver(current, mail.Address{Name: to.name(), Email: to.Email}, l)
}

func (a addressee) name() string { return strings.TrimSpace(a.FirstName + " " + a.LastName) }

// unsent is why the mail does not go, empty if it does.
func unsent(r request, to addressee, overLimit bool, now time.Time) string {
	switch {
	case !to.MayEnter:
		return NoAccount
	case to.Email == "":
		return NoMailbox
	case to.Shared:
		return SharedMail
	case r.Purpose == ForCode && !now.Before(r.AskedAt.Add(CodeLife)):
		return AskedLongAgo
	case r.AskedBy != 0 && to.BeenIn:
		return BeenIn
	case overLimit:
		return TooManyMails
	}
	return ""
}

// write is the letter. A link's token is made here and its hash alone is stored:
// it lies nowhere but in the mail. If the mail is sent again because its outcome
// was unknown, that is another link, and the first one works as well.
func (p *Post) write(ctx context.Context, tx *db.Tx, r request, to addressee, current settings.Settings, now time.Time) (letter.Letter, error) {
	texts := p.Texts.Printer(to.Language)
	if r.Purpose == ForCode {
		return p.codeLetter(texts, r, to, current), nil
	}
	token, hash, err := newToken()
	if err != nil {
		return letter.Letter{}, err
	}
	until := now.Add(r.Purpose.life())
	if err := insertLink(ctx, tx, hash, r.Purpose, r.PersonID, until); err != nil {
		return letter.Letter{}, err
	}
	return p.linkLetter(texts, r.Purpose, token, to, current, until), nil
}
