package config

import (
	"fmt"
	"net/url"

	"zaemme/internal/apperr"
)

// SMTPOAuth is how to sign in to the mail relay without a password: OAuth 2
// client credentials. Without a token address there is none.
type SMTPOAuth struct {
	TokenURL     string `name:"token-url" env:"ZAEMME_SMTP_OAUTH_TOKEN_URL" help:"Where tokens for the mail relay are issued, for Exchange Online https://login.microsoftonline.com/TENANT/oauth2/v2.0/token."`
	ClientID     string `name:"client-id" env:"ZAEMME_SMTP_OAUTH_CLIENT_ID" help:"Client of this installation at the token issuer."`
	ClientSecret string `name:"client-secret" env:"ZAEMME_SMTP_OAUTH_CLIENT_SECRET" help:"Its secret; better given as file by ZAEMME_SMTP_OAUTH_CLIENT_SECRET_FILE."`
	Scope        string `env:"ZAEMME_SMTP_OAUTH_SCOPE" default:"https://outlook.office365.com/.default" help:"Scope of the token."`
}

// Enabled reports whether the relay is signed in to by token.
func (o SMTPOAuth) Enabled() bool { return o.TokenURL != "" }

func (o SMTPOAuth) check(smtpURL string) error {
	if !o.Enabled() {
		return nil
	}
	wrong := func(key string, cause error) error {
		return &apperr.Error{Kind: apperr.Invalid, Key: key, Args: map[string]any{"address": o.TokenURL}, Cause: cause}
	}
	u, err := url.Parse(o.TokenURL)
	if err != nil || u.Host == "" || (u.Scheme != "https" && (u.Scheme != "http" || !isLoopback(u.Hostname()))) {
		return wrong("error.config.smtp_oauth_url", fmt.Errorf("--smtp-oauth-token-url %q is not of the form https://…", o.TokenURL))
	}
	if o.ClientID == "" || o.ClientSecret == "" {
		return wrong("error.config.smtp_oauth_client", fmt.Errorf("--smtp-oauth-token-url needs client ID and secret"))
	}
	if relay, err := url.Parse(smtpURL); err != nil || relay.User.Username() == "" {
		return wrong("error.config.smtp_oauth_mailbox", fmt.Errorf("--smtp-url must name the mailbox that sends: smtp://mailbox@host:587"))
	}
	return nil
}

func (o SMTPOAuth) masked() [][2]string {
	secret := ""
	if o.ClientSecret != "" {
		secret = "***"
	}
	return [][2]string{
		{"ZAEMME_SMTP_OAUTH_TOKEN_URL", o.TokenURL}, {"ZAEMME_SMTP_OAUTH_CLIENT_ID", o.ClientID},
		{"ZAEMME_SMTP_OAUTH_CLIENT_SECRET", secret}, {"ZAEMME_SMTP_OAUTH_SCOPE", o.Scope},
	}
}
