package auth

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
)

// A code is short, so it is bound: to the browser that asked for it, whose
// 256 random bits are needed beside it; to ten minutes; to five tries. Together
// with the limits of mails (mail_limit.go) a stranger has at most 100 tries a day
// at an account, one chance in ten thousand.
const (
	CodeLife  = 10 * time.Minute
	codeTries = 5
)

// codeOf derives the six digits from the installation's secret and the row's
// hash of the browser's random bits. So the code lies nowhere, neither in the
// outbox nor beside its request, and is the same when a mail with an unknown
// outcome is sent again. A stored hash of it would keep nothing from whoever
// reads the database: a million codes are tried in a second.
func codeOf(secret []byte, browser db.Bytes) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte("sign-in code\x00"))
	mac.Write(browser)
	return fmt.Sprintf("%06d", binary.BigEndian.Uint64(mac.Sum(nil))%1_000_000)
}

// AskCode sends a code to the business mailbox of whom the name (mail address,
// personnel number or login) is, and returns what the browser has to keep. The
// answer is the same whether or not there is such an account.
func (s *Service) AskCode(ctx context.Context, name, address string, now time.Time) (browser string, err error) {
	if len(s.Secret) < 16 {
		return "", errors.New("auth: codes need the installation's secret")
	}
	browser, hash, err := newToken()
	if err != nil {
		return "", err
	}
	return browser, s.askBy(ctx, request{Purpose: ForCode, Browser: hash, AskedAt: now}, name, address)
}

// SignInByCode checks the digits that were typed in the browser which asked for
// them, and opens a session. Wrong digits are Invalid at "code", and so is a
// request that is unknown, over, used, or has no tries left.
func (s *Service) SignInByCode(ctx context.Context, browser, typed, address, device string, now time.Time) (token string, err error) {
	addressKey := throttleKey("address", address)
	if err := s.limited(ctx, now, addressKey, perAddress); err != nil {
		return "", err
	}
	var refused error
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		r, err := lockCode(ctx, tx, hashToken(browser), now)
		if db.IsNotFound(err) {
			refused = apperr.New(apperr.Invalid, "error.code.over", nil).At("code")
			return recordFailure(ctx, tx, now, addressKey)
		}
		if err != nil {
			return err
		}
		right := subtle.ConstantTimeCompare([]byte(codeOf(s.Secret, r.Browser)), []byte(digits(typed))) == 1
		if !right || !r.Sent {
			refused = wrongCode(codeTries - r.Tries - 1)
			return errors.Join(countTry(ctx, tx, r.ID), recordFailure(ctx, tx, now, addressKey))
		}
		if err := useRequest(ctx, tx, r.ID, now); err != nil {
			return err
		}
		token, err = s.enterByMail(ctx, tx, ByCode, r.PersonID, address, device, now)
		return err
	})
	if err == nil {
		err = refused
	}
	return token, err
}

func wrongCode(left int) error {
	if left == 0 {
		return apperr.New(apperr.Invalid, "error.code.tries", nil).At("code")
	}
	return apperr.New(apperr.Invalid, "error.code.wrong", map[string]any{"left": left}).At("code")
}
