package auth

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
)

const (
	// providerTimeout bounds every call to the provider: people wait for it.
	providerTimeout = 8 * time.Second
	// ClockSkew is how far the provider's clock may be from ours.
	ClockSkew = 2 * time.Minute
)

// signatures are the algorithms that are accepted, whatever a provider offers:
// all asymmetric. «none» and those with the client's secret are not among them.
var signatures = []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.EdDSA}

// OIDCOptions name the identity provider. All but Secret are required.
type OIDCOptions struct {
	DB           *db.DB
	Issuer       string // as the provider's discovery document says it
	ClientID     string
	Secret       string // "" for a public client
	Claim        string // whose value is a personnel number or a login
	Scopes       []string
	CallbackURL  string // of this installation, registered at the provider
	SignedOutURL string // where the provider sends people back to
}

// OIDC signs people in at an identity provider (OpenID Connect Core 1.0, code flow
// with PKCE). The provider is looked up at the first use and again after a
// failure, so the program starts without it. It is safe for concurrent use.
type OIDC struct {
	OIDCOptions
	client *http.Client

	mu    sync.Mutex
	known *provider
}

// provider is what its discovery document says.
type provider struct {
	*oidc.Provider
	endSession string
}

// NewOIDC calls nobody.
func NewOIDC(o OIDCOptions) *OIDC {
	return &OIDC{OIDCOptions: o, client: &http.Client{Timeout: providerTimeout}}
}

// ErrProviderDown is the key of the error where the provider does not answer.
const ErrProviderDown = "error.access.provider_down"

// discover is the provider, from memory where it has answered once.
func (o *OIDC) discover(ctx context.Context) (*provider, error) {
	o.mu.Lock()
	known := o.known
	o.mu.Unlock()
	if known != nil {
		return known, nil
	}
	found, err := oidc.NewProvider(o.context(ctx), o.Issuer)
	if err != nil {
		return nil, down(err)
	}
	var more struct {
		EndSession string `json:"end_session_endpoint"`
	}
	if err := found.Claims(&more); err != nil {
		return nil, down(err)
	}
	known = &provider{Provider: found, endSession: more.EndSession}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.known = known
	return known, nil
}

// context makes the library use our client, with its timeout.
func (o *OIDC) context(ctx context.Context) context.Context { return oidc.ClientContext(ctx, o.client) }

func (o *OIDC) oauth(p *provider) *oauth2.Config {
	return &oauth2.Config{ClientID: o.ClientID, ClientSecret: o.Secret, Endpoint: p.Endpoint(), RedirectURL: o.CallbackURL, Scopes: o.Scopes}
}

// verifier judges tokens as of now, less the skew: a token that ended within it
// still counts. The key set is the provider's shared one, which is read again when
// a token names a key that it has not got.
func (o *OIDC) verifier(p *provider, now time.Time) *oidc.IDTokenVerifier {
	return p.Verifier(&oidc.Config{
		ClientID: o.ClientID, SupportedSigningAlgs: signatures, Now: func() time.Time { return now.Add(-ClockSkew) },
	})
}

// down says that the provider does not answer, or answers nonsense.
func down(cause error) error {
	return apperr.Wrap(apperr.Conflict, ErrProviderDown, fmt.Errorf("auth: identity provider: %w", cause))
}

// refusedIdentity says that the provider's answer does not hold: the sign-in must
// be begun anew.
func refusedIdentity(cause error) error {
	return apperr.Wrap(apperr.Invalid, "error.access.provider_answer", fmt.Errorf("auth: identity provider: %w", cause))
}

var errIncomplete = errors.New("the answer is incomplete")
