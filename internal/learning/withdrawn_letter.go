package learning

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/letter"
	"zaemme/internal/notice"
	"zaemme/internal/outbox"
)

// WithdrawnKind is the name of the kind in the outbox.
const WithdrawnKind = "learning.question_withdrawn"

type withdrawnPayload struct {
	Attempt int64 `json:"attempt"`
}

// Letters tell who has passed by a withdrawn question. All fields are required.
type Letters struct {
	Courses *course.Catalogue
	Press   *letter.Press
	Texts   *i18n.Bundle
	// ResultPath is the page of an attempt, of a course by its code.
	ResultPath func(code, uid string) string
}

// Kinds are the message kinds for outbox.New.
func (n Letters) Kinds() []outbox.Kind {
	return []outbox.Kind{{Name: WithdrawnKind, Renderer: n}}
}

// Render implements outbox.Renderer. Who has no mailbox reads it on the course's page.
func (n Letters) Render(ctx context.Context, tx *db.Tx, item outbox.Item, now time.Time) (outbox.Decision, error) {
	var p withdrawnPayload
	if err := json.Unmarshal(item.Payload, &p); err != nil {
		return outbox.Decision{}, fmt.Errorf("learning: payload: %w", err)
	}
	a, err := readAttempt(ctx, tx, `a.id = @attempt`, map[string]any{"attempt": p.Attempt})
	if err != nil {
		return outbox.Decision{}, err
	}
	l, err := notice.Begin(ctx, tx, n.Press, n.Texts, a.PersonID, now)
	if err != nil {
		return outbox.Decision{}, err
	}
	version, err := n.Courses.VersionIn(ctx, tx, a.VersionID)
	if err != nil {
		return outbox.Decision{}, err
	}
	l.Subject = l.L.T("withdrawal.mail.subject")
	l.Sections = []letter.Section{{Lead: l.L.T("withdrawal.mail.text", "course", version.Title(l.L.Lang()), "day", l.L.LongDate(a.day()))}}
	l.Help = []string{l.L.T("withdrawal.mail.help", "contact", l.Settings.Text("hr_contact"))}
	l.Link = letter.Link{Text: l.L.T("withdrawal.mail.link"), URL: n.Press.URL(n.ResultPath(version.Code(), a.UID.String()))}
	l.Why = l.L.T("withdrawal.mail.why")
	return l.Deliver()
}
