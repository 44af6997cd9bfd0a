package evidence

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/letter"
	"zaemme/internal/notice"
	"zaemme/internal/outbox"
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
	l, err := notice.Begin(ctx, tx, n.Press, n.Texts, one.PersonID, now)
	if err != nil {
		return outbox.Decision{}, err
	}
	version, err := n.Courses.VersionIn(ctx, tx, one.VersionID)
	if err != nil {
		return outbox.Decision{}, err
	}
	title, day := version.Title(l.L.Lang()), l.L.LongDate(one.Day)
	lead := l.L.T("practical.mail.confirmed", "course", title, "day", day)
	if one.State == Refused {
		lead = l.L.T("practical.mail.refused", "course", title, "day", day, "reason", l.L.T("practical.refusal."+one.Reason))
	}
	l.Subject = l.L.T("practical.mail.subject."+string(one.State), "course", title)
	l.Sections = []letter.Section{{Lead: lead}}
	l.Help = []string{l.L.T("practical.mail.help", "contact", l.Settings.Text("hr_contact"))}
	l.Link = letter.Link{Text: l.L.T("practical.mail.link"), URL: n.Press.URL(n.Path(version.Code()))}
	l.Why = l.L.T("practical.mail.why")
	return l.Deliver()
}
