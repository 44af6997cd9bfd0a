package config

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"zaemme/internal/apperr"
)

// OIDC names the identity provider of the single sign-on; without an issuer there
// is none.
type OIDC struct {
	Issuer       string   `env:"ZAEMME_OIDC_ISSUER" help:"Identity provider of the single sign-on, as its discovery document names it."`
	ClientID     string   `name:"client-id" env:"ZAEMME_OIDC_CLIENT_ID" help:"Client of this installation at the identity provider."`
	ClientSecret string   `name:"client-secret" env:"ZAEMME_OIDC_CLIENT_SECRET" help:"Its secret; better given as file by ZAEMME_OIDC_CLIENT_SECRET_FILE."`
	Label        string   `env:"ZAEMME_OIDC_LABEL" default:"Mit dem Geschäftskonto anmelden" help:"Text of the button."`
	Claim        string   `env:"ZAEMME_OIDC_CLAIM" default:"employeeid" help:"Claim with the personnel number or the login; never a mail address."`
	Scopes       []string `env:"ZAEMME_OIDC_SCOPES" default:"openid,profile" help:"Scopes to ask for."`
}

// Enabled reports whether there is a provider.
func (o OIDC) Enabled() bool { return o.Issuer != "" }

// mailClaims hold an address that people may be able to change themselves.
var mailClaims = []string{"email", "mail", "emails", "email_verified"}

func (o OIDC) check() error {
	if !o.Enabled() {
		return nil
	}
	wrong := func(key string, cause error) error {
		return &apperr.Error{Kind: apperr.Invalid, Key: key, Args: map[string]any{"issuer": o.Issuer, "claim": o.Claim}, Cause: cause}
	}
	u, err := url.Parse(o.Issuer)
	if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" ||
		(u.Scheme != "https" && (u.Scheme != "http" || !isLoopback(u.Hostname()))) {
		return wrong("error.config.oidc_issuer", fmt.Errorf("--oidc-issuer %q is not of the form https://login.example.ch/…", o.Issuer))
	}
	if o.ClientID == "" {
		return wrong("error.config.oidc_client", fmt.Errorf("--oidc-issuer needs --oidc-client-id"))
	}
	if o.Claim == "" || slices.Contains(mailClaims, strings.ToLower(o.Claim)) {
		return wrong("error.config.oidc_claim", fmt.Errorf("--oidc-claim %q: a mail address does not say who somebody is", o.Claim))
	}
	if !slices.Contains(o.Scopes, "openid") {
		return wrong("error.config.oidc_scopes", fmt.Errorf("--oidc-scopes %q lacks openid", o.Scopes))
	}
	return nil
}

func (o OIDC) masked() [][2]string {
	secret := ""
	if o.ClientSecret != "" {
		secret = "***"
	}
	return [][2]string{
		{"ZAEMME_OIDC_ISSUER", o.Issuer}, {"ZAEMME_OIDC_CLIENT_ID", o.ClientID}, {"ZAEMME_OIDC_CLIENT_SECRET", secret},
		{"ZAEMME_OIDC_LABEL", o.Label}, {"ZAEMME_OIDC_CLAIM", o.Claim}, {"ZAEMME_OIDC_SCOPES", strings.Join(o.Scopes, ",")},
	}
}
