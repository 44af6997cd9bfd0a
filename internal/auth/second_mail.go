package auth

import (
	"context"
	"fmt"
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

// Letters renders the messages of this package; BaseURL is the public address.
type Letters struct {
	Texts   *i18n.Bundle
	BaseURL string
}

// Kinds are the message kinds for outbox.New. A second delivery of one does no harm.
func (l Letters) Kinds() []outbox.Kind {
	return []outbox.Kind{{Name: KindReset, Renderer: l, AgainIfUnknown: true, BeforeGoLive: true}}
}

// Render implements outbox.Renderer.
func (l Letters) Render(ctx context.Context, tx *db.Tx, item outbox.Item, now time.Time) (outbox.Decision, error) {
	person, err := people.Get(ctx, tx, item.RecipientID)
	if err != nil {
		return outbox.Decision{}, err
	}
	if person.Email == "" {
		return outbox.NoLonger("no_mailbox"), nil
	}
	current, err := settings.Load(ctx, tx, calendar.DateOf(now))
	if err != nil {
		return outbox.Decision{}, err
	}
	p := l.Texts.Printer(person.Language)
	return outbox.Deliver(&mail.Message{
		From:    mail.Address{Name: current.Text("mail_from_name"), Email: current.Text("mail_from")},
		To:      []mail.Address{{Name: person.Name(), Email: person.Email}},
		Subject: p.T("access.mail.reset.subject"),
		Text: p.T("access.mail.reset.text", "name", person.Name(), "url", l.BaseURL+"/konto", "contact", current.Text("hr_contact"),
			"municipality", current.Text("municipality")),
		Auto: true,
	}), nil
}
