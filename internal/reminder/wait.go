package reminder

import (
	"context"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/outbox"
)

// recipient is whom the message of a row is for.
type recipient struct {
	row int64
	Person
}

// outside says until when a message waits for the send window or the end of an
// absence; waits is false if it does not.
func (p Policy) outside(who Person, now time.Time) (wait outbox.Decision, waits bool) {
	when := p.Window.When(who, now)
	if !when.After(now) {
		return wait, false
	}
	reason := who.Reachable(calendar.DateOf(now))
	if reason == "" {
		reason = AfterHours
	}
	return outbox.Later(when, string(reason)), true
}

// tomorrow lets a message wait for the person's next day.
func (p Policy) tomorrow(who Person, day calendar.Date, reason Reason) outbox.Decision {
	return outbox.Later(p.Window.When(who, at(day.AddDays(1), 0)), string(reason))
}

// wait says until when which of the persons' mails wait, by their row: for the send
// window, the end of an absence, the other mail of the day, or the cap.
func (s *Service) wait(ctx context.Context, tx *db.Tx, p Policy, list []recipient, now time.Time) (map[int64]outbox.Decision, error) {
	day := calendar.DateOf(now)
	waits := map[int64]outbox.Decision{}
	var inside []recipient
	for _, who := range list {
		if wait, waiting := p.outside(who.Person, now); waiting {
			waits[who.row] = wait
		} else {
			inside = append(inside, who)
		}
	}
	beside, err := s.sameDay(ctx, tx, inside, now)
	if err != nil {
		return nil, err
	}
	days, err := handedSince(ctx, tx, inside, day.AddDays(-6), now)
	if err != nil {
		return nil, err
	}
	for _, who := range inside {
		switch {
		case beside[who.ID]:
			waits[who.row] = p.tomorrow(who.Person, day, SameDay)
		case (History{Mails: days[who.ID]}).capped(p, day):
			waits[who.row] = p.tomorrow(who.Person, day, Capped)
		}
	}
	return waits, nil
}

// sameDay are those of the persons to whom a mail has left today, or is about to:
// an overview of the team and one's own reminder do not come together. Mails of one
// recipient are decided on one after the other, or two processes with one each would
// not see what the other is about to hand over.
func (s *Service) sameDay(ctx context.Context, tx *db.Tx, list []recipient, now time.Time) (map[int64]bool, error) {
	if len(list) == 0 {
		return nil, nil
	}
	if err := lockRecipients(ctx, tx, list); err != nil {
		return nil, err
	}
	return handedOn(ctx, tx, list, now)
}
