package testmail

import (
	"context"
	"encoding/json"
	"fmt"
	netmail "net/mail"
	"strconv"
	"time"

	"github.com/google/uuid"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/letter"
	"zaemme/internal/mail"
	"zaemme/internal/outbox"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// Kind is the name of the kind in the outbox.
const Kind = "admin.test"

const (
	most   = 5 // test mails
	within = 10 * time.Minute
)

// Service asks for test mails and renders them.
type Service struct {
	Press *letter.Press
	Texts *i18n.Bundle
}

// Kinds are the message kinds for outbox.New.
func (s *Service) Kinds() []outbox.Kind {
	return []outbox.Kind{{Name: Kind, Renderer: s, BeforeGoLive: true, Awaited: true}}
}

// wanted is the payload.
type wanted struct {
	To string `json:"to"`
	By int64  `json:"by"`
}

// Send writes a test mail to the address into the outbox and returns its ID.
// Errors: Invalid at "to" for what is no bare address; TooMany after five in ten
// minutes.
func (s *Service) Send(ctx context.Context, tx *db.Tx, to string, by people.Person, now time.Time) (int64, error) {
	if parsed, err := netmail.ParseAddress(to); err != nil || parsed.Address != to {
		return 0, apperr.New(apperr.Invalid, "error.field.email", nil).At("to")
	}
	sent, err := countSince(ctx, tx, now.Add(-within))
	if err != nil {
		return 0, err
	}
	if sent >= most {
		return 0, apperr.New(apperr.TooMany, "error.testmail.too_many", map[string]any{"most": most, "minutes": int(within.Minutes())})
	}
	m := outbox.Message{Kind: Kind, DedupeKey: Kind + ":" + uuid.NewString(), Payload: wanted{to, by.ID}, NextAt: now}
	if to == by.Email {
		m.RecipientID = by.ID
	}
	id, _, err := outbox.Enqueue(ctx, tx, m)
	if err != nil {
		return 0, err
	}
	return id, audit.Record(ctx, tx, audit.Entry{
		ActorID: by.ID, Action: "testmail.asked", ObjectKind: "message", ObjectID: strconv.FormatInt(id, 10),
	})
}

// Render implements outbox.Renderer.
func (s *Service) Render(ctx context.Context, tx *db.Tx, item outbox.Item, now time.Time) (outbox.Decision, error) {
	var w wanted
	if err := json.Unmarshal(item.Payload, &w); err != nil {
		return outbox.Decision{}, fmt.Errorf("testmail: payload: %w", err)
	}
	by, err := people.Get(ctx, tx, w.By)
	if err != nil {
		return outbox.Decision{}, err
	}
	current, err := settings.Load(ctx, tx, calendar.DateOf(now))
	if err != nil {
		return outbox.Decision{}, err
	}
	l := s.compose(s.Texts.Printer(by.Language), current, by, item.CreatedAt)
	return s.Press.Deliver(current, mail.Address{Email: w.To}, l)
}

func (s *Service) compose(texts *i18n.Printer, current settings.Settings, by people.Person, asked time.Time) letter.Letter {
	l := s.Press.Begin(texts, current, by.Name())
	l.Subject = texts.T("testmail.subject", "municipality", current.Text("municipality"))
	l.Sections = []letter.Section{{Lead: texts.T("testmail.arrived", "from", current.Text("mail_from"), "at", texts.Clock(asked.In(calendar.Zurich)))}}
	l.Link = letter.Link{Text: texts.T("testmail.back"), URL: s.Press.URL("/einstellungen/testmail")}
	l.Why = texts.T("testmail.why", "name", by.Name())
	return l
}
