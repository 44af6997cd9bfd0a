package extension

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/letter"
	"zaemme/internal/mail"
	"zaemme/internal/outbox"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// Kind is the name of the kind in the outbox.
const Kind = "extension.decided"

type payload struct {
	Request int64 `json:"request"`
}

// Kinds are the message kinds for outbox.New. The person has asked and waits for
// the answer, so it leaves before go-live too.
func (s *Service) Kinds() []outbox.Kind {
	return []outbox.Kind{{Name: Kind, Renderer: s, BeforeGoLive: true}}
}

// Render implements outbox.Renderer. Who has no mailbox reads it on the page, and
// hears it from whoever decided.
func (s *Service) Render(ctx context.Context, tx *db.Tx, item outbox.Item, now time.Time) (outbox.Decision, error) {
	var p payload
	if err := json.Unmarshal(item.Payload, &p); err != nil {
		return outbox.Decision{}, fmt.Errorf("extension: payload: %w", err)
	}
	r, err := byID(ctx, tx, p.Request)
	if err != nil {
		return outbox.Decision{}, err
	}
	to, err := people.Get(ctx, tx, r.PersonID)
	if err != nil {
		return outbox.Decision{}, err
	}
	if to.Email == "" {
		return outbox.NoLonger("no_mailbox"), nil
	}
	duty, err := s.Ledger.Duty(ctx, tx, r.PersonID, r.CourseID)
	if err != nil {
		return outbox.Decision{}, err
	}
	if g, ok := duty.Governing(calendar.DateOf(now)); !ok || g.Fulfilled && !duty.Open() {
		return outbox.NoLonger("fulfilled"), nil
	}
	version, err := s.Courses.Current(r.CourseID)
	if err != nil {
		return outbox.Decision{}, err
	}
	current, err := settings.Load(ctx, tx, calendar.DateOf(now))
	if err != nil {
		return outbox.Decision{}, err
	}
	texts := s.Texts.Printer(to.Language)
	l := s.Press.Begin(texts, current, to.Name())
	l.Subject = texts.T("extension.mail.subject." + string(r.State))
	lead := texts.T("extension.mail.refused", "course", version.Title(texts.Lang()), "day", texts.LongDate(duty.DueOn))
	if r.State == Granted {
		lead = texts.T("extension.mail.granted", "course", version.Title(texts.Lang()), "day", texts.LongDate(r.GrantedOn))
	}
	l.Sections = []letter.Section{{Lead: lead}}
	l.Help = []string{texts.T("extension.mail.help", "contact", current.Text("hr_contact"))}
	l.Link = letter.Link{Text: texts.T("extension.mail.link"), URL: s.Press.URL("/kurse/" + version.Code())}
	l.Why = texts.T("extension.mail.why")
	return s.Press.Deliver(current, mail.Address{Name: to.Name(), Email: to.Email}, l)
}
