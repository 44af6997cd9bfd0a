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
	"zaemme/internal/mail"
	"zaemme/internal/outbox"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// KindReset tells a person that their second factors were removed.
const KindReset = "auth.second.reset"

// tellReset writes the message in the transaction of the reset.
func tellReset(ctx context.Context, tx *db.Tx, person int64, now time.Time) error {
	_, _, err := outbox.Enqueue(ctx, tx, outbox.Message{
		Kind: KindReset, DedupeKey: fmt.Sprintf("%s:%d:%d", KindReset, person, now.UnixMicro()), RecipientID: person,
		Payload: struct{}{}, NextAt: now,
	})
	return err
}

// KindChanged tells a person what changed of their own second factors.
const KindChanged = "auth.second.changed"

// change names what happened by the action of the audit entry; the text of the
// message is access.mail.changed and that action's last part.
type change struct{ Action string }

// tellChange writes the message in the transaction of the change.
func tellChange(ctx context.Context, tx *db.Tx, person int64, action string, now time.Time) error {
	_, _, err := outbox.Enqueue(ctx, tx, outbox.Message{
		Kind: KindChanged, DedupeKey: fmt.Sprintf("%s:%d:%s:%d", KindChanged, person, action, now.UnixMicro()), RecipientID: person,
		Payload: change{action}, NextAt: now,
	})
	return err
}

// Letters renders the messages of this package; BaseURL is the public address.
type Letters struct {
	Texts   *i18n.Bundle
	BaseURL string
}

// Kinds are the message kinds for outbox.New. A second delivery of one does no harm.
func (l Letters) Kinds() []outbox.Kind {
	return []outbox.Kind{
		{Name: KindReset, Renderer: l, AgainIfUnknown: true, BeforeGoLive: true},
		{Name: KindChanged, Renderer: l, AgainIfUnknown: true, BeforeGoLive: true},
		{Name: KindMailbox, Renderer: l, AgainIfUnknown: true, BeforeGoLive: true},
	}
}

// Render implements outbox.Renderer.
func (l Letters) Render(ctx context.Context, tx *db.Tx, item outbox.Item, now time.Time) (outbox.Decision, error) {
	person, err := people.Get(ctx, tx, item.RecipientID)
	if err != nil {
		return outbox.Decision{}, err
	}
	email, waits := person.Email, false
	if item.Kind == KindMailbox {
		var m moved
		if err := json.Unmarshal(item.Payload, &m); err != nil {
			return outbox.Decision{}, fmt.Errorf("auth: whose mailbox has changed: %w", err)
		}
		if email, waits, err = formerMailbox(ctx, tx, m.Former, now); err != nil {
			return outbox.Decision{}, err
		}
	}
	if email == "" {
		return outbox.NoLonger("no_mailbox"), nil
	}
	current, err := settings.Load(ctx, tx, calendar.DateOf(now))
	if err != nil {
		return outbox.Decision{}, err
	}
	p := l.Texts.Printer(person.Language)
	subject, text, what := "access.mail.reset.subject", "access.mail.reset.text", ""
	switch item.Kind {
	case KindMailbox:
		subject, text = "access.mail.mailbox.subject", "access.mail.mailbox.text"
		if waits {
			text = "access.mail.mailbox.text_waits"
		}
	case KindChanged:
		var c change
		if err := json.Unmarshal(item.Payload, &c); err != nil {
			return outbox.Decision{}, fmt.Errorf("auth: what changed of a second factor: %w", err)
		}
		subject, text = "access.mail.changed.subject", "access.mail.changed.text"
		what = p.T("access.mail.changed." + strings.TrimPrefix(c.Action, "auth.second."))
	}
	return outbox.Deliver(&mail.Message{
		From:    mail.Address{Name: current.Text("mail_from_name"), Email: current.Text("mail_from")},
		To:      []mail.Address{{Name: person.Name(), Email: email}},
		Subject: p.T(subject),
		Text: p.T(text, "name", person.Name(), "what", what, "url", l.BaseURL+"/konto", "contact", current.Text("hr_contact"),
			"municipality", current.Text("municipality")),
		Auto: true,
	}), nil
}
