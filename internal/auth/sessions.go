package auth

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"time"

	"github.com/google/uuid"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/db"
)

// Opened is how a session was opened.
type Opened string

// The ways in.
const (
	ByPassword Opened = "password"
	ByCode     Opened = "code" // by mail
	ByLink     Opened = "link"
	ByOIDC     Opened = "oidc"
	ByPasskey  Opened = "passkey"
	ByCard     Opened = "card"
)

const (
	// seenEvery is how often a session notes that it was seen: a page costs no write.
	seenEvery = 10 * time.Minute
	// overlap is how long the token before still answers: a page asks for several
	// things at once, and only one of the answers carries the new cookie.
	overlap = 30 * time.Second
	// freshFor is how long after a sign-in somebody may alter the ways in: an open
	// screen must not be enough to take an account over.
	freshFor = 15 * time.Minute
)

// Opening is a session to be opened.
type Opening struct {
	Person int64
	By     Opened
	Device string // what the person will recognise it by, one line
	// Complete: the session follows one that owed no second factor.
	Complete bool
	// Of a sign-in at an identity provider, else zero.
	identity        int64
	providerSession string
	idToken         string
	// Of a card, else zero: the card, and the shared tablet.
	card, tablet int64
}

// Open opens a session and returns its token, the only copy.
func Open(ctx context.Context, tx *db.Tx, o Opening, now time.Time) (string, error) {
	token, hash, err := newToken()
	if err != nil {
		return "", err
	}
	if err := insertSession(ctx, tx, hash, o, now); err != nil {
		return "", err
	}
	return token, NoteFirst(ctx, tx, o.Person, now)
}

// AcceptsForm reports whether a form carries this session's token, or that of the
// token before: a page that was open when the token was replaced can still be sent.
func (s Session) AcceptsForm(token, form string) bool {
	if CheckFormToken(token, form) {
		return true
	}
	sum := sha256.Sum256([]byte(form))
	return len(s.previousForm) > 0 && subtle.ConstantTimeCompare(sum[:], s.previousForm) == 1
}

// Fresh reports that the person has shown who they are within the last minutes.
func (s Session) Fresh(now time.Time) bool {
	return now.Sub(s.CreatedAt) < freshFor || now.Sub(s.SecondAt) < freshFor
}

// RightsChanged makes the next page of each of the person's sessions replace its
// token. Call it in the transaction that gives or takes a role.
func RightsChanged(ctx context.Context, tx *db.Tx, person int64) error {
	return markForRenewal(ctx, tx, person)
}

// Renew replaces the token of a session that is marked for it and returns the new
// one; the old one dies after what is under way. Of two who try at once, one gets
// the new token, and the other keeps the old one: the answer is that token then.
func Renew(ctx context.Context, tx *db.Tx, token string, now time.Time) (string, error) {
	fresh, hash, err := newToken()
	if err != nil {
		return "", err
	}
	renewed, err := replaceToken(ctx, tx, token, hash, now)
	if err != nil || !renewed {
		return token, err
	}
	return fresh, nil
}

// Seen notes that the session was used, at most every ten minutes.
func Seen(ctx context.Context, c db.Conn, s Session, now time.Time) error {
	if now.Sub(s.SeenAt) < seenEvery {
		return nil
	}
	return noteSeen(ctx, c, s.UID, now)
}

// Sign is one session as its person sees it in the list.
type Sign struct {
	UID       uuid.UUID
	Device    string
	OpenedBy  Opened
	CreatedAt time.Time
	SeenAt    time.Time // at most ten minutes old while it is used
}

// EndOne ends one session of the person; one that is not theirs or has ended is
// NotFound.
func EndOne(ctx context.Context, tx *db.Tx, person int64, session string) error {
	found, err := deleteSession(ctx, tx, person, session)
	if err != nil {
		return err
	}
	if !found {
		return apperr.New(apperr.NotFound, "error.session.gone", nil)
	}
	return recordEnd(ctx, tx, person, person)
}

// EndOthers ends all sessions of the person but one; it returns how many ended.
func EndOthers(ctx context.Context, tx *db.Tx, person int64, keep uuid.UUID) (int, error) {
	n, err := deleteOtherSessions(ctx, tx, person, keep)
	if err != nil || n == 0 {
		return n, err
	}
	return n, recordEnd(ctx, tx, person, person)
}

// EndAllOf ends all sessions of somebody else, for HR or the administration.
func EndAllOf(ctx context.Context, tx *db.Tx, person, actor int64) error {
	if err := EndAll(ctx, tx, person); err != nil {
		return err
	}
	return recordEnd(ctx, tx, person, actor)
}

func recordEnd(ctx context.Context, tx *db.Tx, person, actor int64) error {
	return audit.Record(ctx, tx, audit.Entry{
		ActorID: actor, Action: "auth.sessions.ended", ObjectKind: "person", SubjectID: person,
	})
}
