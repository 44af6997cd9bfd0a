package evidence

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/letter"
	"zaemme/internal/mail"
	"zaemme/internal/outbox"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// LetterKind is the name of the kind in the outbox.
const LetterKind = "evidence.practical"

type letterPayload struct {
	Case int64 `json:"case"`
}

// Letters tell who has reported a practical task what became of it. All fields are
// required.
type Letters struct {
	Courses *course.Catalogue
	Press   *letter.Press
	Texts   *i18n.Bundle
	// Path is the page of a task, by the code of its course.
	Path func(code string) string
}

// Kinds are the message kinds for outbox.New. The person has reported it and waits for
// the answer, so it leaves before go-live too.
func (n Letters) Kinds() []outbox.Kind {
	return []outbox.Kind{{Name: LetterKind, Renderer: n, BeforeGoLive: true}}
}

// tell lets a letter leave about a practical task that is decided.
func tell(ctx context.Context, tx *db.Tx, c Case, now time.Time) error {
	if c.Kind != Practical || c.State != Confirmed && c.State != Refused {
		return nil
	}
	_, _, err := outbox.Enqueue(ctx, tx, outbox.Message{Kind: LetterKind, DedupeKey: LetterKind + ":" + strconv.FormatInt(c.ID, 10),
		RecipientID: c.PersonID, Payload: letterPayload{c.ID}, NextAt: now})
	return err
}

// Render implements outbox.Renderer. Who has no mailbox reads it on the course's page.
func (n Letters) Render(ctx context.Context, tx *db.Tx, item outbox.Item, now time.Time) (outbox.Decision, error) {
	var p letterPayload
	if err := json.Unmarshal(item.Payload, &p); err != nil {
		return outbox.Decision{}, fmt.Errorf("evidence: payload: %w", err)
	}
	one, err := byID(ctx, tx, p.Case)
	if err != nil {
		return outbox.Decision{}, err
	}
	to, err := people.Get(ctx, tx, one.PersonID)
	if err != nil {
		return outbox.Decision{}, err
	}
	if to.Email == "" {
		return outbox.NoLonger("no_mailbox"), nil
	}
	version, err := n.Courses.VersionIn(ctx, tx, one.VersionID)
	if err != nil {
		return outbox.Decision{}, err
	}
	current, err := settings.Load(ctx, tx, calendar.DateOf(now))
	if err != nil {
		return outbox.Decision{}, err
	}
	texts := n.Texts.Printer(to.Language)
	title, day := version.Title(texts.Lang()), texts.LongDate(one.Day)
	lead := texts.T("practical.mail.confirmed", "course", title, "day", day)
	if one.State == Refused {
		lead = texts.T("practical.mail.refused", "course", title, "day", day, "reason", texts.T("practical.refusal."+one.Reason))
	}
	l := n.Press.Begin(texts, current, to.Name())
	l.Subject = texts.T("practical.mail.subject."+string(one.State), "course", title)
	l.Sections = []letter.Section{{Lead: lead}}
	l.Help = []string{texts.T("practical.mail.help", "contact", current.Text("hr_contact"))}
	l.Link = letter.Link{Text: texts.T("practical.mail.link"), URL: n.Press.URL(n.Path(version.Code()))}
	l.Why = texts.T("practical.mail.why")
	return n.Press.Deliver(current, mail.Address{Name: to.Name(), Email: to.Email}, l)
}
