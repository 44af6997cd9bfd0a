package auth

import (
	"context"
	"time"

	"zaemme/internal/db"
)

// How many codes (or links) one account is sent at its own request. The first
// limit holds where the request comes from, so a stranger elsewhere uses up none
// of the owner's. The second stops somebody with many addresses; it does not
// hold where the owner has signed in within 90 days, so it keeps nobody out
// either, and a password opens the door regardless.
const (
	mailsPerHour       = 5
	strangeMailsPerDay = 20
	addressLife        = 90 * 24 * time.Hour
)

// overLimit reports whether the account has had its mails.
func overLimit(ctx context.Context, tx *db.Tx, r request, now time.Time) (bool, error) {
	if r.AskedBy != 0 {
		return false, nil // HR's own act
	}
	here, strange, known, err := mailsSent(ctx, tx, r, now.Add(-time.Hour), now.Add(-24*time.Hour))
	return here >= mailsPerHour || (!known && strange >= strangeMailsPerDay), err
}
