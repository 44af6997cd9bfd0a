package notice

import (
	"context"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/letter"
	"zaemme/internal/mail"
	"zaemme/internal/outbox"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// Notice is a letter as it is written; subject, sections, help, link and why are the
// writer's.
type Notice struct {
	letter.Letter
	To       people.Person
	L        *i18n.Printer // in the person's language
	Settings settings.Settings
	press    *letter.Press
}

// Begin is a letter to the person, by ID, with the settings of the day.
func Begin(ctx context.Context, c db.Conn, press *letter.Press, texts *i18n.Bundle, person int64, now time.Time) (*Notice, error) {
	to, err := people.Get(ctx, c, person)
	if err != nil {
		return nil, err
	}
	current, err := settings.Load(ctx, c, calendar.DateOf(now))
	if err != nil {
		return nil, err
	}
	l := texts.Printer(to.Language)
	return &Notice{Letter: press.Begin(l, current, to.Name()), To: to, L: l, Settings: current, press: press}, nil
}

// Deliver prints the letter, for who has a mailbox.
func (n *Notice) Deliver() (outbox.Decision, error) {
	if n.To.Email == "" {
		return outbox.NoLonger("no_mailbox"), nil
	}
	return n.press.Deliver(n.Settings, mail.Address{Name: n.To.Name(), Email: n.To.Email}, n.Letter)
}
