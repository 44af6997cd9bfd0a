package auth

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1" //nolint:gosec // RFC 6238: what all code apps compute; a MAC needs no collision resistance
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"strings"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/db"
)

const (
	totpStep   = 30 * time.Second // RFC 6238 §4.1, and what code apps take for granted
	totpSecret = 20               // bytes, RFC 4226 §4
	totpDigits = 6
)

// totpCode is the code of a step (RFC 4226 §5.3).
func totpCode(secret []byte, step int64) string {
	var counter [8]byte
	binary.BigEndian.PutUint64(counter[:], uint64(step))
	mac := hmac.New(sha1.New, secret)
	mac.Write(counter[:])
	sum := mac.Sum(nil)
	at := sum[len(sum)-1] & 0x0f
	number := binary.BigEndian.Uint32(sum[at:at+4]) & 0x7fffffff
	return fmt.Sprintf("%0*d", totpDigits, number%1_000_000)
}

// matchTOTP is the step whose code was typed, of the present one and its two
// neighbours (RFC 6238 §5.2: clocks differ); 0 where none fits.
func matchTOTP(secret []byte, typed string, now time.Time) int64 {
	present, found := now.Unix()/int64(totpStep.Seconds()), int64(0)
	for step := present - 1; step <= present+1; step++ {
		if subtle.ConstantTimeCompare([]byte(totpCode(secret, step)), []byte(typed)) == 1 {
			found = step
		}
	}
	return found
}

// TOTPSetup is what somebody needs to set up a code app.
type TOTPSetup struct {
	Key string // to type, base32 in groups of four
	URI string // to scan: otpauth://totp/…
}

// StartTOTP makes a new secret, which counts once a code of it has been typed. It
// is Conflict where the person has a code app already.
func StartTOTP(ctx context.Context, tx *db.Tx, person int64, now time.Time) error {
	secret := make([]byte, totpSecret)
	if _, err := rand.Read(secret); err != nil {
		return fmt.Errorf("auth: code app: %w", err)
	}
	if err := startTOTP(ctx, tx, person, secret, now); err != nil {
		return err
	}
	_, err := unconfirmed(ctx, tx, person)
	return err
}

// PendingTOTP is the app that waits for its first code. It is NotFound where none
// does, and Conflict where the app is confirmed: its secret is not shown again.
func PendingTOTP(ctx context.Context, c db.Conn, person int64, issuer, account string) (TOTPSetup, error) {
	row, err := unconfirmed(ctx, c, person)
	if err != nil {
		return TOTPSetup{}, err
	}
	key := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(row.Secret)
	query := url.Values{"secret": {key}, "issuer": {issuer}}
	label := url.PathEscape(issuer) + ":" + url.PathEscape(account)
	setup := TOTPSetup{URI: "otpauth://totp/" + label + "?" + strings.ReplaceAll(query.Encode(), "+", "%20")}
	for len(key) > 4 {
		setup.Key += key[:4] + " "
		key = key[4:]
	}
	setup.Key += key
	return setup, nil
}

func unconfirmed(ctx context.Context, c db.Conn, person int64) (totpRow, error) {
	row, err := readTOTP(ctx, c, person)
	switch {
	case db.IsNotFound(err):
		return row, apperr.New(apperr.NotFound, "error.access.no_app", nil)
	case err != nil:
		return row, err
	case row.ConfirmedAt != nil:
		return row, apperr.New(apperr.Conflict, "error.access.has_app", nil)
	default:
		return row, nil
	}
}

// ConfirmTOTP takes the first code of a new app. The session is complete then. It
// returns the session's new token and, with the first second factor, the recovery
// codes, their only copy.
func (s *Service) ConfirmTOTP(ctx context.Context, session Session, token, typed string, now time.Time) (fresh string, codes []string, err error) {
	person := session.Person.ID
	row, err := unconfirmed(ctx, s.DB, person)
	if err != nil {
		return "", nil, err
	}
	err = s.secondAttempt(ctx, person, now, func() (bool, error) {
		step := matchTOTP(row.Secret, digits(typed), now)
		if step == 0 {
			return false, nil
		}
		err := s.DB.Write(ctx, func(tx *db.Tx) error {
			if err := lockSecond(ctx, tx, person); err != nil {
				return err
			}
			accepted, err := acceptStep(ctx, tx, person, step, true, now)
			if err != nil {
				return err
			}
			if !accepted { // another window was faster
				return apperr.New(apperr.Conflict, "error.access.has_app", nil)
			}
			if err := changedSecond(ctx, tx, person, "auth.second.app_added", now); err != nil {
				return err
			}
			fresh, codes, err = secondAdded(ctx, tx, person, token, now)
			return err
		})
		return true, err
	})
	return fresh, codes, err
}

// digits is a code as it was meant: apps, mails and people show it in groups.
func digits(typed string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, typed)
}

// changedSecond records what somebody did to the own second factors, and tells
// them: who has got hold of an account changes these first.
func changedSecond(ctx context.Context, tx *db.Tx, person int64, action string, now time.Time) error {
	if err := tellChange(ctx, tx, person, action, now); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Entry{ActorID: person, Action: action, ObjectKind: "person", SubjectID: person})
}
