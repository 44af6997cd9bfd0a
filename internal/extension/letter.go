package extension

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/letter"
	"zaemme/internal/notice"
	"zaemme/internal/outbox"
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
	l, err := notice.Begin(ctx, tx, s.Press, s.Texts, r.PersonID, now)
	if err != nil {
		return outbox.Decision{}, err
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
	l.Subject = l.L.T("extension.mail.subject." + string(r.State))
	lead := l.L.T("extension.mail.refused", "course", version.Title(l.L.Lang()), "day", l.L.LongDate(duty.DueOn))
	if r.State == Granted {
		lead = l.L.T("extension.mail.granted", "course", version.Title(l.L.Lang()), "day", l.L.LongDate(r.GrantedOn))
	}
	l.Sections = []letter.Section{{Lead: lead}}
	l.Help = []string{l.L.T("extension.mail.help", "contact", l.Settings.Text("hr_contact"))}
	l.Link = letter.Link{Text: l.L.T("extension.mail.link"), URL: s.Press.URL("/kurse/" + version.Code())}
	l.Why = l.L.T("extension.mail.why")
	return l.Deliver()
}
