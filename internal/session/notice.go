package session

import (
	"context"
	"encoding/json"
	"fmt"
	netmail "net/mail"
	"slices"
	"time"

	"zaemme/internal/db"
	"zaemme/internal/duedate"
	"zaemme/internal/i18n"
	"zaemme/internal/letter"
	"zaemme/internal/mail"
	"zaemme/internal/notice"
	"zaemme/internal/outbox"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// Kind is the name of the kind in the outbox.
const Kind = "session.notice"

// message is what somebody on a list is told.
type message string

const (
	noticeSeat      message = "seat"      // a seat, or a place on the waiting list
	noticeChanged   message = "changed"   // it is held otherwise
	noticeCancelled message = "cancelled" // it is not held
	noticeRemoved   message = "removed"   // no longer on the list
	noticeRefused   message = "refused"   // to who recorded it: it was not confirmed
	noticeHolder    message = "holder"    // to who holds it: as it stands at the hand-over
)

type payload struct {
	Session int64   `json:"session"`
	What    message `json:"what"`
}

// tell enqueues a message for each of the people. Of a session without a time, or
// that is over, nobody is told by mail: it is arranged by word of mouth.
func (s *Service) tell(ctx context.Context, tx *db.Tx, one Session, list []Attendee, what message, now time.Time) error {
	if one.StartsAt == "" || one.Start().Before(now) {
		return nil
	}
	for _, a := range list {
		key := fmt.Sprintf("%s:%d:%d:%s:%d", Kind, one.ID, a.PersonID, what, one.Sequence)
		if _, _, err := outbox.Enqueue(ctx, tx, outbox.Message{Kind: Kind, DedupeKey: key, RecipientID: a.PersonID, Payload: payload{one.ID, what},
			NextAt: now}); err != nil {
			return err
		}
	}
	return nil
}

// tellRefused tells who recorded the session that it was not confirmed, and why.
func (s *Service) tellRefused(ctx context.Context, tx *db.Tx, one Session, recorder int64, now time.Time) error {
	key := fmt.Sprintf("%s:%d:%d:%s:%d", Kind, one.ID, recorder, noticeRefused, now.Unix())
	_, _, err := outbox.Enqueue(ctx, tx, outbox.Message{Kind: Kind, DedupeKey: key, RecipientID: recorder, Payload: payload{one.ID, noticeRefused}, NextAt: now})
	return err
}

// tellHolder tells who holds a session that somebody else has planned, as often as
// it changes.
func (s *Service) tellHolder(ctx context.Context, tx *db.Tx, one Session, now time.Time) error {
	if one.TrainerID == 0 || one.TrainerID == one.OwnerID {
		return nil
	}
	return s.tell(ctx, tx, one, []Attendee{{PersonID: one.TrainerID}}, noticeHolder, now)
}

// refusedLetter fills the letter about a session that was not confirmed.
func refusedLetter(texts *i18n.Printer, one Session, list []Attendee, title string, l *letter.Letter) {
	reason := ""
	for _, a := range list {
		if a.Reason != "" {
			reason = texts.T("session.refusal." + a.Reason)
		}
	}
	l.Subject = texts.T("session.mail.subject.refused", "course", title)
	l.Sections = []letter.Section{{Lead: texts.T("session.mail.refused", "course", title, "day", texts.LongDate(one.HeldOn), "reason", reason)}}
	l.Why = texts.T("session.mail.why_refused")
}

// Kinds are the message kinds for outbox.New. Somebody has planned the session or
// signed up for it, so they leave before go-live too.
func (s *Service) Kinds() []outbox.Kind {
	return []outbox.Kind{{Name: Kind, Renderer: s, BeforeGoLive: true}}
}

// Render implements outbox.Renderer: as the session stands at the hand-over. What a
// later message says anew is not said twice.
func (s *Service) Render(ctx context.Context, tx *db.Tx, item outbox.Item, now time.Time) (outbox.Decision, error) {
	var p payload
	if err := json.Unmarshal(item.Payload, &p); err != nil {
		return outbox.Decision{}, fmt.Errorf("session: payload: %w", err)
	}
	one, err := byID(ctx, tx, p.Session)
	if err != nil {
		return outbox.Decision{}, err
	}
	list, err := attendees(ctx, tx, one.ID, people.Scope{})
	if err != nil {
		return outbox.Decision{}, err
	}
	at := slices.IndexFunc(list, func(a Attendee) bool { return a.PersonID == item.RecipientID })
	switch {
	case p.What == noticeRefused:
		if one.State != Planned {
			return outbox.NoLonger("session_changed"), nil
		}
	case p.What == noticeHolder:
		if !one.HeldBy(item.RecipientID) || one.State != Planned && one.State != Cancelled || one.Start().Before(now) {
			return outbox.NoLonger("session_changed"), nil
		}
	case at < 0 || !p.What.holds(one, list[at].State) || one.Start().Before(now):
		return outbox.NoLonger("session_changed"), nil
	}
	version, err := s.Courses.Current(one.CourseID)
	if err != nil {
		return outbox.Decision{}, err
	}
	l, err := notice.Begin(ctx, tx, s.Press, s.Texts, item.RecipientID, now)
	if err != nil {
		return outbox.Decision{}, err
	}
	texts, title := l.L, version.Title(l.L.Lang())
	l.Link = letter.Link{Text: texts.T("session.mail.link"), URL: s.Press.URL("/schulungen/" + one.UID)}
	if p.What == noticeRefused {
		refusedLetter(texts, one, list, title, &l.Letter)
		return l.Deliver()
	}
	key := string(p.What)
	if p.What == noticeHolder && one.State == Cancelled {
		key, p.What = "holder_cancelled", noticeCancelled
	}
	if p.What == noticeSeat && list[at].State == Waiting {
		key = "waiting"
	}
	l.Subject = texts.T("session.mail.subject."+key, "course", title)
	l.Sections = []letter.Section{{Lead: texts.T("session.mail."+key, "course", title), Lines: []letter.Line{{Title: title, Facts: when(texts, one)}}}}
	l.Help = []string{texts.T("session.mail.help", "contact", l.Settings.Text("hr_contact"))}
	l.Why = texts.T("session.mail.why")
	if one.HeldBy(item.RecipientID) {
		l.Help, l.Why = nil, texts.T("session.mail.why_holder")
	}
	if key != "waiting" && !(p.What == noticeChanged && at >= 0 && list[at].State == Waiting) {
		if l.Attachments, err = s.entry(texts, l.Settings, one, p.What, l.To, title, now); err != nil {
			return outbox.Decision{}, err
		}
	}
	return l.Deliver()
}

// holds reports that the notice still says what is so.
func (n message) holds(one Session, state SeatState) bool {
	switch n {
	case noticeCancelled:
		return one.State == Cancelled && state != Withdrawn
	case noticeRemoved:
		return one.State == Planned && state == Withdrawn
	default:
		return one.State == Planned && state != Withdrawn
	}
}

// when is day, time, length and place of a session in words.
func when(texts *i18n.Printer, one Session) string {
	return texts.T("session.mail.when", "day", texts.LongDate(one.HeldOn), "time", one.StartsAt, "minutes", texts.Minutes(one.Minutes), "place", one.Place,
		"trainer", one.Trainer)
}

// entry is the file for the calendar.
func (s *Service) entry(texts *i18n.Printer, current settings.Settings, one Session, what message, to people.Person, title string, now time.Time) ([]mail.Attachment, error) {
	from, err := netmail.ParseAddress(current.Text("mail_from"))
	if err != nil {
		return nil, fmt.Errorf("session: the setting mail_from: %w", err)
	}
	kind, content := duedate.Invitation(texts, duedate.Meeting{UID: one.UID + "@zaemme.internal", Sequence: one.Sequence, Title: title, Place: one.Place,
		URL: s.Press.URL("/schulungen/" + one.UID), Start: one.Start(), Minutes: one.Minutes, Cancelled: what == noticeCancelled || what == noticeRemoved,
		Organizer: duedate.Mailbox{Name: current.Text("mail_from_name"), Email: from.Address}, Attendee: duedate.Mailbox{Name: to.Name(), Email: to.Email}}, now)
	return []mail.Attachment{{Name: texts.T("session.mail.file") + ".ics", MediaType: kind, Data: content}}, nil
}
