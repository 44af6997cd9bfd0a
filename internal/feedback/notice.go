package feedback

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/letter"
	"zaemme/internal/notice"
	"zaemme/internal/outbox"
)

// MailKind is the name of the kind in the outbox.
const MailKind = "feedback.answered"

type payload struct {
	UID string `json:"uid"`
}

// tell enqueues the one message about an answer to who gave feedback by name and
// wants to know; a corrected answer is not told again.
func tell(ctx context.Context, tx *db.Tx, e Entry, now time.Time) error {
	if e.PersonID == 0 || !e.Tell {
		return nil
	}
	_, _, err := outbox.Enqueue(ctx, tx, outbox.Message{Kind: MailKind, DedupeKey: MailKind + ":" + e.UID, RecipientID: e.PersonID,
		Payload: payload{e.UID}, NextAt: now})
	return err
}

// Letters writes the message about an answer. All fields are required.
type Letters struct {
	Courses *course.Catalogue
	Press   *letter.Press
	Texts   *i18n.Bundle
}

// Kinds are the message kinds for outbox.New. Somebody has asked for the answer, so
// it leaves before go-live too.
func (p *Letters) Kinds() []outbox.Kind {
	return []outbox.Kind{{Name: MailKind, Renderer: p, BeforeGoLive: true}}
}

// Render implements outbox.Renderer: with the answer as it stands at the hand-over.
func (p *Letters) Render(ctx context.Context, tx *db.Tx, item outbox.Item, now time.Time) (outbox.Decision, error) {
	var what payload
	if err := json.Unmarshal(item.Payload, &what); err != nil {
		return outbox.Decision{}, fmt.Errorf("feedback: payload: %w", err)
	}
	e, err := Find(ctx, tx, what.UID)
	if apperr.Is(err, apperr.NotFound) {
		return outbox.NoLonger("feedback_withdrawn"), nil
	}
	if err != nil {
		return outbox.Decision{}, err
	}
	if e.PersonID != item.RecipientID || !e.Tell || e.State == Open {
		return outbox.NoLonger("feedback_withdrawn"), nil
	}
	l, err := notice.Begin(ctx, tx, p.Press, p.Texts, item.RecipientID, now)
	if err != nil {
		return outbox.Decision{}, err
	}
	subject, link := l.L.T("voices.mail.subject_proposal"), "/vorschlag"
	if e.CourseID != 0 {
		version, err := p.Courses.Current(e.CourseID)
		if err != nil {
			return outbox.Decision{}, err
		}
		subject, link = l.L.T("voices.mail.subject", "course", version.Title(l.L.Lang())), "/kurse/"+version.Code()
	}
	l.Subject = subject
	l.Sections = []letter.Section{
		{Lead: l.L.T("voices.mail.said", "day", l.L.LongDate(e.GivenOn)), Lines: []letter.Line{{Title: e.Said}}},
		{Lead: l.L.T("voices.state." + string(e.State)), Lines: []letter.Line{{Title: e.Answer}}},
	}
	l.Link = letter.Link{Text: l.L.T("voices.mail.link"), URL: p.Press.URL(link)}
	l.Help = []string{l.L.T("voices.mail.help")}
	l.Why = l.L.T("voices.mail.why")
	return l.Deliver()
}
