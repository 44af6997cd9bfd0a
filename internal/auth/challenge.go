package auth

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
)

// challengeLife is how long a browser may take to answer.
const challengeLife = 5 * time.Minute

// purpose of a challenge.
type purpose string

const (
	forOIDC       purpose = "oidc"
	forPasskey    purpose = "passkey"
	forNewPasskey purpose = "passkey_new"
)

// challenge keeps what an answer will be held against and returns the token that finds
// it, the only copy. person is 0 where nobody is known yet.
func challenge(ctx context.Context, c db.Conn, p purpose, person int64, data any, now time.Time) (string, error) {
	text, err := json.Marshal(data)
	if err != nil {
		return "", fmt.Errorf("auth: challenge: %w", err)
	}
	token, hash, err := newToken()
	if err != nil {
		return "", err
	}
	return token, insertChallenge(ctx, c, hash, p, person, string(text), now.Add(challengeLife))
}

// answered takes a challenge: it is gone then, whatever the answer was worth. One
// that is unknown, too old, or somebody else's is an Invalid error.
func answered(ctx context.Context, c db.Conn, p purpose, person int64, token string, data any, now time.Time) error {
	text, err := takeChallenge(ctx, c, hashToken(token), p, person, now)
	if db.IsNotFound(err) {
		return apperr.New(apperr.Invalid, "error.access.too_late", map[string]any{"minutes": int(challengeLife.Minutes())})
	}
	if err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(text), data); err != nil {
		return fmt.Errorf("auth: challenge: %w", err)
	}
	return nil
}
