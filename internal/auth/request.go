package auth

import (
	"context"
	"fmt"
	"strings"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/outbox"
)

// Purpose is what a mail with which somebody gets in is for.
type Purpose string

// The purposes. The latter two are links and stand as such in one_time_links.
const (
	ForCode       Purpose = "code"
	ForPassword   Purpose = "password"
	ForInvitation Purpose = "invitation"
)

// How long the links hold: an invitation outlasts a holiday, whoever has
// forgotten the password sits in front of the page.
const (
	InvitationLife = 14 * 24 * time.Hour
	PasswordLife   = time.Hour
)

// Kind of message in the outbox.
func (p Purpose) Kind() string { return "sign_in." + string(p) }

func (p Purpose) life() time.Duration {
	if p == ForPassword {
		return PasswordLife
	}
	return InvitationLife
}

// PrivateKinds are messages that tell when somebody signs in, which is nobody
// else's business: they stand in no list, and are forgotten after privateLife.
func PrivateKinds() []string { return []string{ForCode.Kind(), ForPassword.Kind()} }

// privateLife is longer than the day for which limits of mails count.
const privateLife = 2 * 24 * time.Hour

// request is a row of sign_in_requests.
type request struct {
	ID       int64
	Purpose  Purpose
	PersonID int64    // 0: the name that was typed is nobody's
	AskedBy  int64    // HR; 0: the person
	Browser  db.Bytes // of a code
	Origin   string
	AskedAt  time.Time
	Tries    int
	Sent     bool // handed over; a code that was not opens nothing
}

// requestPayload is what the outbox keeps of a sign-in mail.
type requestPayload struct {
	Request int64 `json:"request"`
}

// ask stores the request and its mail. It takes the same statements for a person
// and for nobody; what tells them apart is decided at hand-over, when the answer
// has long been given. There is no audit entry: nobody has proved yet who asks.
func ask(ctx context.Context, tx *db.Tx, r request) error {
	id, err := insertRequest(ctx, tx, r)
	if err != nil {
		return err
	}
	_, _, err = outbox.Enqueue(ctx, tx, outbox.Message{
		Kind: r.Purpose.Kind(), DedupeKey: fmt.Sprintf("%s:%d", r.Purpose.Kind(), id),
		RecipientID: r.PersonID, Payload: requestPayload{Request: id}, NextAt: r.AskedAt,
	})
	return err
}

// askBy looks the name up and asks for it, whoever it is. Too many requests from
// one address are TooMany; those for one account are left out at hand-over, so
// that nothing here depends on whether the account exists.
func (s *Service) askBy(ctx context.Context, r request, name, address string) error {
	found, err := findAccount(ctx, s.DB, strings.TrimSpace(name), calendar.DateOf(r.AskedAt))
	if err != nil {
		return err
	}
	r.PersonID = found.PersonID
	return s.askFor(ctx, r, address)
}

func (s *Service) askFor(ctx context.Context, r request, address string) error {
	key := throttleKey("mail", address)
	if err := s.limitMails(ctx, r.AskedAt, key); err != nil {
		return err
	}
	r.Origin = s.origin(r.PersonID, address)
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		if err := recordFailure(ctx, tx, r.AskedAt, key); err != nil {
			return err
		}
		return ask(ctx, tx, r)
	})
}

// AskPassword sends a link for a new password to the business mailbox of whom
// the name (mail address, personnel number or login) is. The answer is the same
// whether or not there is such an account.
func (s *Service) AskPassword(ctx context.Context, name, address string, now time.Time) error {
	return s.askBy(ctx, request{Purpose: ForPassword, AskedAt: now}, name, address)
}

// AskOwnPassword is AskPassword for somebody who is signed in.
func (s *Service) AskOwnPassword(ctx context.Context, person int64, address string, now time.Time) error {
	return s.askFor(ctx, request{Purpose: ForPassword, PersonID: person, AskedAt: now}, address)
}

// AskAgain sends a link anew to whom an old one, spent or expired, was sent. The
// answer is the same for a token that nobody was ever sent.
func (s *Service) AskAgain(ctx context.Context, purpose Purpose, token, address string, now time.Time) error {
	person, err := ownerOf(ctx, s.DB, purpose, token, calendar.DateOf(now))
	if err != nil {
		return err
	}
	return s.askFor(ctx, request{Purpose: purpose, PersonID: person, AskedAt: now}, address)
}
