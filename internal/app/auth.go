package app

import (
	"context"

	"zaemme/internal/auth"
	"zaemme/internal/web/account"
)

// openAuth builds the ways in. The identity provider is not called yet.
func (a *App) openAuth(ctx context.Context) error {
	secret, err := a.DB.Secret(ctx)
	if err != nil {
		return err
	}
	a.Auth = &auth.Service{DB: a.DB, Hasher: auth.NewHasher(4), Secret: secret}
	if a.Passkeys, err = auth.NewPasskeys(a.DB, a.Config.URL, "zaemme"); err != nil {
		return err
	}
	if o := a.Config.OIDC; o.Enabled() {
		a.OIDC = auth.NewOIDC(auth.OIDCOptions{
			DB: a.DB, Issuer: o.Issuer, ClientID: o.ClientID, Secret: o.ClientSecret, Claim: o.Claim, Scopes: o.Scopes,
			CallbackURL: a.Config.URL + account.SSOCallback, SignedOutURL: a.Config.URL + account.SSOSignedOut,
		})
	}
	return nil
}
