package auth

import (
	"context"
	"encoding/hex"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// A six-digit PIN is guessed in a million tries, so tries are what is scarce:
// five at once, then one after each pause of 15 minutes, 30, an hour … a day.
// That leaves somebody with a stolen card some 70 guesses in two months (a chance
// of 0.007 %) and keeps the owner out for minutes, not for good: a team lead or
// HR renews PIN or card on the spot, which begins anew.
const (
	freeTries  = 5
	firstPause = 15 * time.Minute
	longPause  = 24 * time.Hour
)

// pauseAfter is how long a card pauses after so many failures in a row.
func pauseAfter(failures int) time.Duration {
	if failures < freeTries {
		return 0
	}
	pause := firstPause
	for range failures - freeTries {
		if pause *= 2; pause >= longPause {
			return longPause
		}
	}
	return pause
}

// tryKey counts the number and the card itself apart: who has seen a number on
// somebody's card, and tries it, does not keep the owner of the card out.
func tryKey(key CardKey) string {
	if key.Token != "" {
		return tryKeyOfToken(hashToken(key.Token))
	}
	return throttleKey("card number", key.Number)
}

func tryKeyOfToken(hash db.Bytes) string { return throttleKey("card token", hex.EncodeToString(hash)) }

// cardTries are the failures in a row with one key.
type cardTries struct {
	Key         string
	Failures    int
	PausedUntil time.Time
}

// charge counts a try before it is judged, so that a hundred tries at once are a
// hundred tries. While the card pauses, or the address has failed too often, the
// try is refused (TooMany).
func (s *Service) charge(ctx context.Context, key CardKey, address string, now time.Time) (tries cardTries, err error) {
	if err := s.limited(ctx, now, throttleKey("address", address), perAddress); err != nil {
		return tries, err
	}
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if tries, err = lockTries(ctx, tx, tryKey(key), now); err != nil {
			return err
		}
		if tries.PausedUntil.After(now) {
			return apperr.New(apperr.TooMany, "error.card.paused", map[string]any{"time": pauseText(tries.PausedUntil, now)})
		}
		tries.Failures++
		tries.PausedUntil = now.Add(pauseAfter(tries.Failures))
		return saveTries(ctx, tx, tries, now)
	})
	return tries, err
}

// pauseText is the end of a pause, with its day where that is not today.
func pauseText(until, now time.Time) string {
	until = until.In(calendar.Zurich).Add(time.Minute - 1).Truncate(time.Minute)
	if calendar.DateOf(until) == calendar.DateOf(now) {
		return until.Format("15.04")
	}
	return until.Format("2.1.2006, 15.04")
}

// failed makes the answer to a wrong PIN or code; field is where it was typed.
func (s *Service) failed(ctx context.Context, field, address string, tries cardTries, now time.Time) error {
	if err := recordFailure(ctx, s.DB, now, throttleKey("address", address)); err != nil {
		return err
	}
	if left := freeTries - tries.Failures; left > 0 {
		return apperr.New(apperr.Invalid, "error.card.wrong", map[string]any{"n": left}).At(field)
	}
	return apperr.New(apperr.Invalid, "error.card.wrong_paused", map[string]any{"time": pauseText(tries.PausedUntil, now)}).At(field)
}
