package authoring

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/letter"
	"zaemme/internal/mail"
	"zaemme/internal/outbox"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// ReviewKind is the name of the kind in the outbox.
const ReviewKind = "course.review"

type reviewPayload struct {
	Reviews []dueReview `json:"reviews"`
}

// Kinds are the message kinds for outbox.New. Nobody waits for these, so they leave
// after go-live only.
func (s *Reviews) Kinds() []outbox.Kind { return []outbox.Kind{{Name: ReviewKind, Renderer: s}} }

// Render implements outbox.Renderer: what is reviewed by now, or no longer offered, is
// left out, and the message with it where nothing is left.
func (s *Reviews) Render(ctx context.Context, tx *db.Tx, item outbox.Item, now time.Time) (outbox.Decision, error) {
	var p reviewPayload
	if err := json.Unmarshal(item.Payload, &p); err != nil {
		return outbox.Decision{}, fmt.Errorf("authoring: payload: %w", err)
	}
	today := calendar.DateOf(now)
	to, err := people.Get(ctx, tx, item.RecipientID)
	if err != nil {
		return outbox.Decision{}, err
	}
	writers, err := Writers(ctx, tx, today)
	if err != nil {
		return outbox.Decision{}, err
	}
	at := slices.IndexFunc(writers, func(w Writer) bool { return w.ID == to.ID })
	switch {
	case at < 0:
		return outbox.NoLonger("no_author"), nil
	case to.Email == "":
		return outbox.NoLonger("no_mailbox"), nil
	case writers[at].Absent:
		return outbox.Later(today.AddDays(1).Time().Add(fromHour*time.Hour), "absent"), nil
	}
	current, err := settings.Load(ctx, tx, today)
	if err != nil {
		return outbox.Decision{}, err
	}
	texts := s.Texts.Printer(to.Language)
	var lines []letter.Line
	for _, one := range p.Reviews {
		v, err := s.Courses.Current(one.Course)
		if err != nil || s.reviewDue(v) != one.Due || s.Courses.Retired(one.Course, today) {
			continue // gone, or done
		}
		lines = append(lines, letter.Line{Title: v.Title(texts.Lang()), Facts: texts.T("review.mail.line", "day", texts.LongDate(one.Due), "owner", v.Content.Owner),
			URL: s.Press.URL("/werkstatt/kurs/" + v.Code())})
	}
	if len(lines) == 0 {
		return outbox.NoLonger("reviewed"), nil
	}
	l := s.Press.Begin(texts, current, to.Name())
	l.Subject = texts.N("review.mail.subject", len(lines))
	l.Sections = []letter.Section{{Lead: texts.N("review.mail.lead", len(lines)), Lines: lines}}
	l.Help = []string{texts.T("review.mail.help")}
	l.Link = letter.Link{Text: texts.T("review.mail.link"), URL: s.Press.URL("/werkstatt")}
	l.Why = texts.T("review.mail.why")
	return s.Press.Deliver(current, mail.Address{Name: to.Name(), Email: to.Email}, l)
}
