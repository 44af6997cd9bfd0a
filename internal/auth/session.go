package auth

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"slices"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// SessionLife is how long one sign-in lasts: a working day.
const SessionLife = 12 * time.Hour

// Session is who is signed in.
type Session struct {
	Person     people.Person
	ExpiresAt  time.Time
	MustChange bool // the password was given by somebody else
	Roles      []people.Role
	Leads      bool // is somebody's manager, heads a department, or deputises for such a person
}

// Has reports whether one of the roles is granted today.
func (s Session) Has(roles ...people.Role) bool {
	return slices.ContainsFunc(roles, func(r people.Role) bool { return slices.Contains(s.Roles, r) })
}

// newToken is 32 random bytes as text, and what is stored of them.
func newToken() (text string, hash db.Bytes, err error) {
	raw := make([]byte, 32)
	if _, err := rand.Read(raw); err != nil {
		return "", nil, fmt.Errorf("auth: token: %w", err)
	}
	text = base64.RawURLEncoding.EncodeToString(raw)
	return text, hashToken(text), nil
}

func hashToken(text string) db.Bytes {
	sum := sha256.Sum256([]byte(text))
	return sum[:]
}

// FormToken is the token that each form of a session carries. It is derived from
// the session's secret, so nothing is stored for it.
func FormToken(session string) string {
	mac := hmac.New(sha256.New, []byte(session))
	mac.Write([]byte("form"))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:18])
}

// CheckFormToken compares in constant time.
func CheckFormToken(session, token string) bool {
	return subtle.ConstantTimeCompare([]byte(FormToken(session)), []byte(token)) == 1
}

// Start opens a session and returns its token, the only copy.
func Start(ctx context.Context, tx *db.Tx, person int64, device string, now time.Time) (string, error) {
	token, hash, err := newToken()
	if err != nil {
		return "", err
	}
	if err := insertSession(ctx, tx, hash, person, device, now); err != nil {
		return "", err
	}
	return token, NoteFirst(ctx, tx, person, now)
}

// Find is the session of the token: one indexed read. A token that is unknown,
// expired, or whose person may no longer sign in is a SignIn error.
func Find(ctx context.Context, c db.Conn, token string, now time.Time) (Session, error) {
	s, err := findSession(ctx, c, hashToken(token), now, calendar.DateOf(now))
	if db.IsNotFound(err) {
		return s, apperr.New(apperr.SignIn, "error.session.ended", nil)
	}
	return s, err
}
