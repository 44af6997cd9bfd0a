package auth

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"zaemme/internal/apperr"
)

// Throttle: so many failures in the window are let pass before an attempt is
// refused for the rest of it. The limit holds per account and address together,
// so that somebody else's attempts never keep the owner out, and per address.
// mailsPerAddress leaves room for a town hall that reaches the server by one
// address on its first morning.
const (
	throttleWindow  = 15 * time.Minute
	perAccount      = 8
	perAddress      = 60
	mailsPerAddress = 200
)

func (s *Service) throttled(ctx context.Context, now time.Time, accountKey, addressKey string) error {
	n, err := failures(ctx, s.DB, now.Add(-throttleWindow), accountKey, addressKey)
	if err == nil && (n[accountKey] >= perAccount || n[addressKey] >= perAddress) {
		err = tooMany()
	}
	return err
}

func tooMany() error {
	return apperr.New(apperr.TooMany, "error.sign_in.too_many", map[string]any{"minutes": int(throttleWindow.Minutes())})
}

// limitMails refuses (TooMany) once an address has asked for too many mails,
// whoever they were for.
func (s *Service) limitMails(ctx context.Context, now time.Time, key string) error {
	err := s.limited(ctx, now, key, mailsPerAddress)
	if apperr.Is(err, apperr.TooMany) {
		return apperr.New(apperr.TooMany, "error.mail.too_many", map[string]any{"minutes": int(throttleWindow.Minutes())})
	}
	return err
}

// limited refuses (TooMany) once the key was counted most times in the window.
func (s *Service) limited(ctx context.Context, now time.Time, key string, most int) error {
	n, err := failures(ctx, s.DB, now.Add(-throttleWindow), key)
	if err == nil && n[key] >= most {
		err = tooMany()
	}
	return err
}

// throttleKey names whom an attempt is counted for, without storing what was typed.
func throttleKey(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:16])
}

// origin names the place from which a person came. It is kept for weeks, so it is
// keyed: from the table alone nobody can try out which address it was.
func (s *Service) origin(person int64, address string) string {
	mac := hmac.New(sha256.New, s.Secret)
	mac.Write([]byte("origin\x00" + strconv.FormatInt(person, 10) + "\x00" + address))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}
