package auth

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// BeginAdd asks the browser to make a passkey for the person.
func (p *Passkeys) BeginAdd(ctx context.Context, person people.Person, now time.Time) (Asked, error) {
	owner := &holder{person: person}
	var err error
	if owner.keys, err = keysOf(ctx, p.DB, person.ID); err != nil {
		return Asked{}, err
	}
	if len(owner.keys) >= maxPasskeys {
		return Asked{}, apperr.New(apperr.Conflict, "error.access.passkeys_full", map[string]any{"max": maxPasskeys})
	}
	options, session, err := p.web.BeginRegistration(owner, webauthn.WithExclusions(webauthn.Credentials(owner.keys).CredentialDescriptors()))
	if err != nil {
		return Asked{}, fmt.Errorf("auth: begin a passkey: %w", err)
	}
	token, err := challenge(ctx, p.DB, forNewPasskey, person.ID, session, now)
	return Asked{Token: token, Options: options.Response}, err
}

// Add keeps the passkey that the browser made, under the name. The session is
// complete then. It returns the session's new token and, with the first second
// factor, the recovery codes, their only copy. Whatever is wrong with the answer
// is one Invalid error.
func (p *Passkeys) Add(ctx context.Context, session Session, token, challenge, answer, name string, now time.Time) (fresh string, codes []string, err error) {
	if name, err = passkeyName(name); err != nil {
		return "", nil, err
	}
	person := session.Person
	var asked webauthn.SessionData
	if err := answered(ctx, p.DB, forNewPasskey, person.ID, challenge, &asked, now); err != nil {
		return "", nil, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes([]byte(answer))
	if err != nil {
		return "", nil, refusedPasskey(err)
	}
	key, err := p.web.CreateCredential(&holder{person: person}, asked, parsed)
	if err != nil {
		return "", nil, refusedPasskey(err)
	}
	data, err := json.Marshal(key)
	if err != nil {
		return "", nil, fmt.Errorf("auth: keep a passkey: %w", err)
	}
	err = p.DB.Write(ctx, func(tx *db.Tx) error {
		if err := lockSecond(ctx, tx, person.ID); err != nil {
			return err
		}
		if err := insertPasskey(ctx, tx, person.ID, key.ID, name, string(data), now); err != nil {
			return err
		}
		if err := changedSecond(ctx, tx, person.ID, "auth.second.passkey_added", now); err != nil {
			return err
		}
		fresh, codes, err = secondAdded(ctx, tx, person.ID, token, now)
		return err
	})
	return fresh, codes, err
}

// RemovePasskey removes one of the person's passkeys. The last second factor of
// somebody who must have one stays: Conflict. One that is not theirs is NotFound.
func RemovePasskey(ctx context.Context, tx *db.Tx, session Session, setting, passkey string, now time.Time) error {
	return removeSecond(ctx, tx, session, setting, "auth.second.passkey_removed", now, func() (bool, error) {
		return deletePasskey(ctx, tx, session.Person.ID, passkey)
	})
}
