package auth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// BeginSignIn asks the browser for a passkey of this host, whoever's it is.
func (p *Passkeys) BeginSignIn(ctx context.Context, now time.Time) (Asked, error) {
	options, session, err := p.web.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return Asked{}, fmt.Errorf("auth: begin a sign-in with a passkey: %w", err)
	}
	token, err := challenge(ctx, p.DB, forPasskey, 0, session, now)
	return Asked{Token: token, Options: options.Response}, err
}

// SignIn checks the browser's answer and opens a session, which owes no second
// factor. Whatever is wrong is one Invalid error, also a person who may no longer
// sign in.
func (p *Passkeys) SignIn(ctx context.Context, challenge, answer, device string, now time.Time) (string, error) {
	var asked webauthn.SessionData
	if err := answered(ctx, p.DB, forPasskey, 0, challenge, &asked, now); err != nil {
		return "", err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(answer))
	if err != nil {
		return "", refusedPasskey(err)
	}
	var owner *holder
	_, key, err := p.web.ValidatePasskeyLogin(func(_, handle []byte) (webauthn.User, error) {
		uid, err := uuid.FromBytes(handle)
		if err != nil {
			return nil, err
		}
		owner, err = findHolder(ctx, p.DB, uid, calendar.DateOf(now))
		return owner, err
	}, asked, parsed)
	if err != nil {
		return "", refusedPasskey(err)
	}
	if key.Authenticator.CloneWarning {
		return "", refusedPasskey(errors.New("the counter went back: the passkey may have been copied"))
	}
	data, err := json.Marshal(key)
	if err != nil {
		return "", fmt.Errorf("auth: keep a passkey: %w", err)
	}
	var token string
	err = p.DB.Write(ctx, func(tx *db.Tx) error {
		if err := usePasskey(ctx, tx, key.ID, string(data), now); err != nil {
			return err
		}
		if token, err = Open(ctx, tx, Opening{Person: owner.person.ID, By: ByPasskey, Device: device}, now); err != nil {
			return err
		}
		return recordSignIn(ctx, tx, owner.person.ID)
	})
	return token, err
}
