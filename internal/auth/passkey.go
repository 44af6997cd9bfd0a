package auth

import (
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// maxPasskeys of a person: more are a mistake or an attack.
const maxPasskeys = 20

// MaxPasskeyName in characters.
const MaxPasskeyName = 60

// Passkeys signs people in with passkeys (WebAuthn, W3C Recommendation Level 3).
// Every ceremony asks for user verification: the device checks finger, face or
// PIN, so a passkey is two factors in one.
type Passkeys struct {
	DB  *db.DB
	web *webauthn.WebAuthn
}

// Passkey is one of a person's, without its key.
type Passkey struct {
	UID       uuid.UUID
	Name      string
	CreatedAt time.Time
	UsedAt    *time.Time // nil: never
}

// NewPasskeys takes the public address of the installation: passkeys are bound to
// its host, and none can be had where that is a number (WebAuthn §5.1.2). name is
// what devices show.
func NewPasskeys(d *db.DB, publicURL, name string) (*Passkeys, error) {
	u, err := url.Parse(publicURL)
	if err != nil {
		return nil, fmt.Errorf("auth: passkeys: %w", err)
	}
	if net.ParseIP(u.Hostname()) != nil {
		return &Passkeys{DB: d}, nil
	}
	required := true
	web, err := webauthn.New(&webauthn.Config{
		RPID: u.Hostname(), RPDisplayName: name, RPOrigins: []string{u.Scheme + "://" + u.Host},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			RequireResidentKey: &required, ResidentKey: protocol.ResidentKeyRequirementRequired,
			UserVerification: protocol.VerificationRequired,
		},
	})
	if err != nil {
		return nil, fmt.Errorf("auth: passkeys for %s: %w", publicURL, err)
	}
	return &Passkeys{DB: d, web: web}, nil
}

// Offered reports whether there can be passkeys at the public address.
func (p *Passkeys) Offered() bool { return p != nil && p.web != nil }

// Asked is what the page's script hands to the browser, and the token that must
// come back with its answer.
type Asked struct {
	Token   string `json:"token"`
	Options any    `json:"options"`
}

// holder is a person as the library sees one. The handle on the device is the
// Kennung, which says nothing about the person.
type holder struct {
	person people.Person
	keys   []webauthn.Credential
}

// WebAuthnID implements webauthn.User.
func (h *holder) WebAuthnID() []byte { return h.person.UID[:] }

// WebAuthnName implements webauthn.User.
func (h *holder) WebAuthnName() string {
	if h.person.Email != "" {
		return h.person.Email
	}
	return h.person.Name()
}

// WebAuthnDisplayName implements webauthn.User.
func (h *holder) WebAuthnDisplayName() string { return h.person.Name() }

// WebAuthnCredentials implements webauthn.User.
func (h *holder) WebAuthnCredentials() []webauthn.Credential { return h.keys }

func decodeKeys(rows []string) ([]webauthn.Credential, error) {
	keys := make([]webauthn.Credential, len(rows))
	for i, row := range rows {
		if err := json.Unmarshal([]byte(row), &keys[i]); err != nil {
			return nil, fmt.Errorf("auth: read a passkey: %w", err)
		}
	}
	return keys, nil
}

// refusedPasskey is the one answer to whatever is wrong with a passkey; the cause
// is for the log.
func refusedPasskey(cause error) error {
	return apperr.Wrap(apperr.Invalid, "error.access.passkey", cause)
}

// passkeyName is the name a person gave, or Invalid at "name".
func passkeyName(name string) (string, error) {
	name = strings.TrimSpace(name)
	if name == "" || len([]rune(name)) > MaxPasskeyName || strings.ContainsAny(name, "\r\n\t") {
		return "", apperr.New(apperr.Invalid, "error.access.name", map[string]any{"max": MaxPasskeyName}).At("name")
	}
	return name, nil
}
