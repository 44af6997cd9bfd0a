package auth

import (
	"context"
	"strconv"
	"strings"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// unknownHashText is what the password for a name that nobody has is compared with.
const unknownHashText = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// Service signs people in.
type Service struct {
	DB     *db.DB
	Hasher *Hasher
	Secret []byte // the installation's; codes are derived from it
}

// SignIn checks name (mail address, personnel number or login) and password and
// opens a session. Wrong name and wrong password are the same Invalid error;
// too many failures are TooMany.
func (s *Service) SignIn(ctx context.Context, name, password, address, device string, now time.Time) (string, error) {
	name = strings.TrimSpace(name)
	accountKey, addressKey := throttleKey("account", strings.ToLower(name), address), throttleKey("address", address)
	if err := s.throttled(ctx, now, accountKey, addressKey); err != nil {
		return "", err
	}
	found, err := findAccount(ctx, s.DB, name, calendar.DateOf(now))
	if err != nil {
		return "", err
	}
	hash := found.PasswordHash
	if hash == "" {
		hash = unknownHashText // the answer must take as long for a name nobody has
	}
	ok, err := s.Hasher.Matches(ctx, hash, password)
	if err != nil {
		return "", err
	}
	if !ok || found.PersonID == 0 {
		if err := recordFailure(ctx, s.DB, now, accountKey, addressKey); err != nil {
			return "", err
		}
		return "", apperr.New(apperr.Invalid, "error.sign_in.wrong", nil).At("name")
	}
	var token string
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		token, err = s.enter(ctx, tx, ByPassword, found.PersonID, address, device, now)
		return err
	})
	return token, err
}

// SetPassword gives a person a new password. actor is who does it; where it is
// somebody else, the person must choose another at the next sign-in. All
// sessions of the person end.
func (s *Service) SetPassword(ctx context.Context, tx *db.Tx, person, actor int64, password string, now time.Time) error {
	hash, err := s.Hasher.Hash(ctx, password)
	if err != nil {
		return err
	}
	return s.setHash(ctx, tx, person, actor, hash, now)
}

func (s *Service) setHash(ctx context.Context, tx *db.Tx, person, actor int64, hash string, now time.Time) error {
	if err := saveHash(ctx, tx, person, hash, actor != person, now); err != nil {
		return err
	}
	if err := EndAll(ctx, tx, person); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Entry{
		ActorID: actor, Action: "auth.password.set", ObjectKind: "person", SubjectID: person, Fields: []string{"password"},
	})
}

// ChangePassword replaces the person's own password, ends all sessions and opens
// a new one, whose token it returns; it follows a complete session and is complete. A wrong present password is Invalid at
// "current".
func (s *Service) ChangePassword(ctx context.Context, person int64, current, password, device string, now time.Time) (string, error) {
	key := throttleKey("change", strconv.FormatInt(person, 10))
	if err := s.throttled(ctx, now, key, key); err != nil {
		return "", err
	}
	hash, err := currentHash(ctx, s.DB, person)
	if err != nil {
		return "", err
	}
	ok, err := s.Hasher.Matches(ctx, hash, current)
	if err != nil {
		return "", err
	}
	if !ok {
		if err := recordFailure(ctx, s.DB, now, key); err != nil {
			return "", err
		}
		return "", apperr.New(apperr.Invalid, "error.password.current", nil).At("current")
	}
	var token string
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if err := s.SetPassword(ctx, tx, person, person, password, now); err != nil {
			return err
		}
		token, err = Open(ctx, tx, Opening{Person: person, By: ByPassword, Device: device, Complete: true}, now)
		return err
	})
	return token, err
}
