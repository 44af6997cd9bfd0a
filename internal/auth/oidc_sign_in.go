package auth

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"zaemme/internal/db"
)

// asked is what the answer of a sign-in is held against.
type asked struct {
	State, Nonce, Verifier, Next string
}

// Begin starts a sign-in: where the browser goes, and the token that it must bring
// back in a cookie, which binds state, nonce and PKCE verifier to this browser.
// next is where the person wants to go to; anew makes the provider ask who it is,
// though it knows somebody. A provider that does not answer is a Conflict with the
// key ErrProviderDown.
func (o *OIDC) Begin(ctx context.Context, next string, anew bool, now time.Time) (address, token string, err error) {
	p, err := o.discover(ctx)
	if err != nil {
		return "", "", err
	}
	state, _, stateErr := newToken()
	nonce, _, nonceErr := newToken()
	if err := errors.Join(stateErr, nonceErr); err != nil {
		return "", "", err
	}
	a := asked{State: state, Nonce: nonce, Verifier: oauth2.GenerateVerifier(), Next: next}
	if token, err = challenge(ctx, o.DB, forOIDC, 0, a, now); err != nil {
		return "", "", err
	}
	options := []oauth2.AuthCodeOption{oidc.Nonce(a.Nonce), oauth2.S256ChallengeOption(a.Verifier)}
	if anew {
		options = append(options, oauth2.SetAuthURLParam("prompt", "login"))
	}
	return o.oauth(p).AuthCodeURL(a.State, options...), token, nil
}

// Answer is what the provider sends the browser back with.
type Answer struct {
	Token  string // of the cookie
	State  string
	Code   string
	Error  string // the provider's code, such as access_denied
	Device string
}

// SignedIn is a sign-in that succeeded.
type SignedIn struct {
	Session string // the session's token
	Next    string
}

// SignIn ends what Begin began. It works once. Next is set also where it fails, if
// it is known. The errors: Invalid for an answer that does not hold, Forbidden
// where the identity belongs to nobody who may sign in (key ErrUnlinked),
// Conflict with ErrProviderDown.
func (o *OIDC) SignIn(ctx context.Context, answer Answer, now time.Time) (SignedIn, error) {
	var a asked
	if err := answered(ctx, o.DB, forOIDC, 0, answer.Token, &a, now); err != nil {
		return SignedIn{}, err
	}
	done := SignedIn{Next: a.Next}
	if subtle.ConstantTimeCompare([]byte(a.State), []byte(answer.State)) != 1 {
		return SignedIn{}, refusedIdentity(errors.New("the state is not the one that was sent"))
	}
	if answer.Error != "" || answer.Code == "" {
		return done, refusedIdentity(fmt.Errorf("%w: error %q", errIncomplete, answer.Error))
	}
	who, err := o.redeem(ctx, a, answer.Code, now)
	if err != nil {
		return done, err
	}
	err = o.DB.Write(ctx, func(tx *db.Tx) error {
		person, identity, err := o.personOf(ctx, tx, who, now)
		if err != nil {
			return err
		}
		if err := recordSignIn(ctx, tx, person); err != nil {
			return err
		}
		done.Session, err = Open(ctx, tx, Opening{
			Person: person, By: ByOIDC, Device: answer.Device, identity: identity, providerSession: who.session, idToken: who.raw,
		}, now)
		return err
	})
	return done, err
}

// identity is who the provider says it is.
type identity struct {
	issuer, subject string
	session         string // the provider's sid, "" where it has none
	claim           string // value of the configured claim
	raw             string // the ID token
}

// redeem turns the code into a verified identity.
func (o *OIDC) redeem(ctx context.Context, a asked, code string, now time.Time) (identity, error) {
	p, err := o.discover(ctx)
	if err != nil {
		return identity{}, err
	}
	tokens, err := o.oauth(p).Exchange(o.context(ctx), code, oauth2.VerifierOption(a.Verifier))
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) && refused.Response != nil && refused.Response.StatusCode < 500 {
		return identity{}, refusedIdentity(fmt.Errorf("code refused: %s", refused.ErrorCode))
	}
	if err != nil {
		return identity{}, down(err)
	}
	raw, _ := tokens.Extra("id_token").(string)
	token, err := o.verifier(p, now).Verify(ctx, raw)
	if err != nil {
		return identity{}, refusedIdentity(err)
	}
	if subtle.ConstantTimeCompare([]byte(a.Nonce), []byte(token.Nonce)) != 1 {
		return identity{}, refusedIdentity(errors.New("the nonce is not the one that was sent"))
	}
	var claims map[string]any
	if err := token.Claims(&claims); err != nil || token.Subject == "" {
		return identity{}, refusedIdentity(errors.Join(errIncomplete, err))
	}
	who := identity{issuer: token.Issuer, subject: token.Subject, raw: raw}
	who.session, _ = claims["sid"].(string)
	who.claim, _ = claims[o.Claim].(string)
	return who, nil
}
