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
	"zaemme/internal/notice"
	"zaemme/internal/outbox"
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
	writers, err := Writers(ctx, tx, today)
	if err != nil {
		return outbox.Decision{}, err
	}
	at := slices.IndexFunc(writers, func(w Writer) bool { return w.ID == item.RecipientID })
	switch {
	case at < 0:
		return outbox.NoLonger("no_author"), nil
	case writers[at].Absent:
		return outbox.Later(today.AddDays(1).Time().Add(fromHour*time.Hour), "absent"), nil
	}
	l, err := notice.Begin(ctx, tx, s.Press, s.Texts, item.RecipientID, now)
	if err != nil {
		return outbox.Decision{}, err
	}
	var lines []letter.Line
	for _, one := range p.Reviews {
		v, err := s.Courses.Current(one.Course)
		if err != nil || s.reviewDue(v) != one.Due || s.Courses.Retired(one.Course, today) {
			continue // gone, or done
		}
		lines = append(lines, letter.Line{Title: v.Title(l.L.Lang()), Facts: l.L.T("review.mail.line", "day", l.L.LongDate(one.Due), "owner", v.Content.Owner),
			URL: s.Press.URL("/werkstatt/kurs/" + v.Code())})
	}
	if len(lines) == 0 {
		return outbox.NoLonger("reviewed"), nil
	}
	l.Subject = l.L.N("review.mail.subject", len(lines))
	l.Sections = []letter.Section{{Lead: l.L.N("review.mail.lead", len(lines)), Lines: lines}}
	l.Help = []string{l.L.T("review.mail.help")}
	l.Link = letter.Link{Text: l.L.T("review.mail.link"), URL: s.Press.URL("/werkstatt")}
	l.Why = l.L.T("review.mail.why")
	return l.Deliver()
}
