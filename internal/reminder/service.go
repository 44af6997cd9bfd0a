package reminder

import (
	"context"
	"errors"
	"fmt"
	netmail "net/mail"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/ledger"
	"zaemme/internal/letter"
	"zaemme/internal/outbox"
	"zaemme/internal/settings"
)

// Kinds of message in the outbox.
const (
	KindPerson = "reminder.person"
	KindDigest = "reminder.digest"
)

// Options of a Service; DB to Press are required.
type Options struct {
	DB        *db.DB
	Ledger    *ledger.Ledger
	Courses   Courses
	Calendars Calendars
	Texts     *i18n.Bundle
	Press     *letter.Press
	// CoursePath is the page of a course by its code; nil: the start page.
	CoursePath func(code string) string
	// InReview are the duties of the persons for which evidence was handed in and
	// is not decided on yet; nil where none can be.
	InReview func(ctx context.Context, c db.Conn, persons []int64) ([]Duty, error)
	// TeamPath is the page of a manager's team, "" for the start page.
	TeamPath string
	// CardPath is where somebody signs in with a card.
	CardPath string
	// LatePath is HR's list of what has been late for long, SlipsPath where slips
	// are printed; "" for the start page.
	LatePath, SlipsPath string
	// MinePath is where a person sees what they got and why; "" says nothing of it.
	MinePath string
}

// Duty names a duty.
type Duty struct{ PersonID, CourseID int64 }

// Service finds what is due, and renders it when it leaves.
type Service struct{ Options }

// New fails on an option that is missing.
func New(o Options) (*Service, error) {
	if o.DB == nil || o.Ledger == nil || o.Courses == nil || o.Calendars == nil || o.Texts == nil || o.Press == nil {
		return nil, errors.New("reminder: something the service needs is missing")
	}
	return &Service{Options: o}, nil
}

// Kinds are the message kinds for outbox.New.
func (s *Service) Kinds() []outbox.Kind {
	return []outbox.Kind{
		{Name: KindPerson, Renderer: personRenderer{s}},
		{Name: KindDigest, Renderer: digestRenderer{s}},
	}
}

// Gate is the gate of the outbox: open from the go-live day on, and for a trial,
// whose address then gets every mail. Closed it still lets those kinds pass that
// are nobody's accident (outbox.Kind.BeforeGoLive).
func Gate(ctx context.Context, c db.Conn, now time.Time) (outbox.Gate, error) {
	day := calendar.DateOf(now)
	current, err := settings.Load(ctx, c, day)
	if err != nil {
		return outbox.Gate{}, err
	}
	live, trial := phase(current, day)
	gate := outbox.Gate{Open: live || trial}
	if !trial {
		return gate, nil
	}
	// An address that is none must stop the trial, not park every mail.
	to, err := netmail.ParseAddress(current.Text("trial_address"))
	if err != nil {
		return outbox.Gate{}, fmt.Errorf("reminder: the setting trial_address: %w", err)
	}
	gate.RedirectTo = to.Address
	return gate, nil
}

// phase is whether mail goes to people, and whether all goes to the trial's
// address instead.
func phase(s settings.Settings, day calendar.Date) (live, trial bool) {
	from := s.Day("go_live")
	trial = s.Text("trial_address") != ""
	return !from.IsZero() && from <= day && !trial, trial
}
