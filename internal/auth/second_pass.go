package auth

import (
	"context"
	"strconv"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
)

// PassSecond takes a code of the app, or a recovery code, and completes the
// session, whose new token it returns. A wrong or used code is Invalid at "code";
// too many are TooMany.
func (s *Service) PassSecond(ctx context.Context, session Session, token, typed string, now time.Time) (fresh string, err error) {
	person := session.Person.ID
	err = s.secondAttempt(ctx, person, now, func() (right bool, err error) {
		err = s.DB.Write(ctx, func(tx *db.Tx) error {
			if right, err = s.takeCode(ctx, tx, person, typed, now); err != nil || !right {
				return err
			}
			fresh, err = completeSession(ctx, tx, token, now)
			return err
		})
		return right, err
	})
	return fresh, err
}

// takeCode uses a code up, of the app or of the recovery codes.
func (s *Service) takeCode(ctx context.Context, tx *db.Tx, person int64, typed string, now time.Time) (bool, error) {
	if code := digits(typed); len(code) == totpDigits && len(plainCode(typed)) < 4*recoveryGroups {
		row, err := readTOTP(ctx, tx, person)
		if db.IsNotFound(err) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		step := matchTOTP(row.Secret, code, now)
		if step == 0 {
			return false, nil
		}
		return acceptStep(ctx, tx, person, step, false, now)
	}
	used, err := useRecoveryCode(ctx, tx, person, hashToken(plainCode(typed)), now)
	if err != nil || !used {
		return false, err
	}
	return true, changedSecond(ctx, tx, person, "auth.second.code_used", now)
}

// secondAttempt counts wrong codes by person: only who has passed the first factor
// gets here, so nobody else can lock the owner out.
func (s *Service) secondAttempt(ctx context.Context, person int64, now time.Time, attempt func() (right bool, err error)) error {
	key := throttleKey("second", strconv.FormatInt(person, 10))
	if err := s.throttled(ctx, now, key, key); err != nil {
		return err
	}
	right, err := attempt()
	if err != nil || right {
		return err
	}
	if err := recordFailure(ctx, s.DB, now, key); err != nil {
		return err
	}
	return apperr.New(apperr.Invalid, "error.access.code", nil).At("code")
}

// completeSession marks the session complete and returns its new token.
func completeSession(ctx context.Context, tx *db.Tx, token string, now time.Time) (string, error) {
	fresh, hash, err := newToken()
	if err != nil {
		return "", err
	}
	found, err := passSecond(ctx, tx, token, hash, now)
	if err != nil {
		return "", err
	}
	if !found {
		return "", apperr.New(apperr.SignIn, "error.session.ended", nil)
	}
	return fresh, nil
}

// secondAdded completes the session in which a second factor was set up: the
// person has just shown it. The first one brings the recovery codes.
func secondAdded(ctx context.Context, tx *db.Tx, person int64, token string, now time.Time) (fresh string, codes []string, err error) {
	if fresh, err = completeSession(ctx, tx, token, now); err != nil {
		return "", nil, err
	}
	n, err := countSecond(ctx, tx, person)
	if err != nil || n > 1 {
		return fresh, nil, err
	}
	codes, err = newRecoveryCodes(ctx, tx, person)
	return fresh, codes, err
}
