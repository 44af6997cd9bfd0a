package auth

import (
	"context"
	"net/url"
	"time"

	"zaemme/internal/db"
)

// SignOutURL is where the provider ends its own session (OpenID Connect
// RP-Initiated Logout 1.0); "" where it has no such page or does not answer. hint
// is the ID token of the session that has ended.
func (o *OIDC) SignOutURL(ctx context.Context, hint string) string {
	p, err := o.discover(ctx)
	if err != nil || p.endSession == "" {
		return "" // our own session has ended all the same
	}
	address, err := url.Parse(p.endSession)
	if err != nil || (address.Scheme != "https" && address.Scheme != "http") {
		return ""
	}
	query := address.Query()
	query.Set("client_id", o.ClientID)
	query.Set("post_logout_redirect_uri", o.SignedOutURL)
	if hint != "" {
		query.Set("id_token_hint", hint)
	}
	address.RawQuery = query.Encode()
	return address.String()
}

// BackChannel ends the sessions that the provider says have ended (OpenID Connect
// Back-Channel Logout 1.0): one where the token names it, else all of the subject.
// A token that does not hold is Invalid.
func (o *OIDC) BackChannel(ctx context.Context, token string, now time.Time) error {
	p, err := o.discover(ctx)
	if err != nil {
		return err
	}
	logout, err := o.verifier(p, now).VerifyLogout(ctx, token)
	if err != nil {
		return refusedIdentity(err)
	}
	return o.DB.Write(ctx, func(tx *db.Tx) error {
		return endAtProvider(ctx, tx, o.Issuer, logout.Subject, logout.SessionID)
	})
}

// SignOut ends the session of the token; where the identity provider opened it,
// the ID token comes back, for SignOutURL, and at is true.
func SignOut(ctx context.Context, tx *db.Tx, token string) (hint string, at bool, err error) {
	if hint, at, err = idTokenOf(ctx, tx, token); err != nil {
		return "", false, err
	}
	return hint, at, End(ctx, tx, token)
}
