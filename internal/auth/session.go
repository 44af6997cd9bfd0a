package auth

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"slices"
	"time"

	"github.com/google/uuid"

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
	UID        uuid.UUID
	OpenedBy   Opened
	CreatedAt  time.Time
	SeenAt     time.Time
	SecondAt   time.Time // when the second factor was shown, zero: never
	Renew      bool      // rights have changed: the next page gets a new token
	HasSecond  bool      // the person has a code app or a passkey
	OnTablet   bool      // opened on a shared tablet

	Whole []people.Role // those of Roles that hold for the whole organisation
	Leads bool          // is somebody's manager, heads a department, or deputises for such a person

	Marks Marks // of the person, as they were when all of this was read

	previousForm db.Bytes // hash of the form token before the last renewal
}

// Marks stand for everything that pages keep in memory of a person and that others,
// or other processes, may change: as long as they are the same, so is all of that.
// They compare with ==. The zero Marks have not been read and stand for nothing.
type Marks struct {
	sum  int64
	read bool
}

// Read reports that the marks stand for something.
func (m Marks) Read() bool { return m.read }

// Has reports whether one of the roles is granted today.
func (s Session) Has(roles ...people.Role) bool {
	return slices.ContainsFunc(roles, func(r people.Role) bool { return slices.Contains(s.Roles, r) })
}

// HasWhole reports whether the role is granted today for the whole organisation.
func (s Session) HasWhole(role people.Role) bool { return slices.Contains(s.Whole, role) }

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

// Start is Open after a password.
func Start(ctx context.Context, tx *db.Tx, person int64, device string, now time.Time) (string, error) {
	return Open(ctx, tx, Opening{Person: person, By: ByPassword, Device: device}, now)
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
