package mail_test

import (
	"crypto/tls"
	"strings"
	"testing"
	"time"

	"zaemme/internal/mail"
	"zaemme/internal/testing/mailtest"
)

func signedInBy(t *testing.T, server *mailtest.Server, tokens *mailtest.Tokens, trusted *tls.Config) *mail.SMTP {
	t.Helper()
	transport, err := mail.NewSMTP(server.URL, mail.Options{TLS: trusted, Timeout: 2 * time.Second, OAuth: mail.OAuth{
		TokenURL: tokens.URL, ClientID: tokens.Client, ClientSecret: tokens.Secret, Scope: tokens.Scope,
	}})
	if err != nil {
		t.Fatal(err)
	}
	return transport
}

func sendOne(t *testing.T, transport mail.Transport) {
	t.Helper()
	session, err := transport.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if r := session.Send(t.Context(), message(), nil); r.Outcome != mail.Sent {
		t.Error(r.Err)
	}
	if err := session.Close(); err != nil {
		t.Error(err)
	}
}

// One token serves until it expires; one that was withdrawn is replaced once.
func TestTokensAreKeptAndRenewed(t *testing.T) {
	t.Parallel()
	server, tokens, trusted := mailtest.NewOAuth(t)
	transport := signedInBy(t, server, tokens, trusted)
	for range 3 {
		sendOne(t, transport)
	}
	if n := tokens.Issued(); n != 1 {
		t.Errorf("%d tokens for three connections", n)
	}
	tokens.Withdraw()
	sendOne(t, transport)
	if n := tokens.Issued(); n != 2 {
		t.Errorf("%d tokens after one was withdrawn, want 2", n)
	}
	tokens.Live(time.Second) // x/oauth2 takes one as expired ten seconds before
	tokens.Withdraw()
	sendOne(t, transport)
	sendOne(t, transport)
	if n := tokens.Issued(); n != 4 {
		t.Errorf("%d tokens, want 4: one that expires at once is not kept", n)
	}
	if n := len(server.Taken()); n != 6 {
		t.Errorf("%d mails taken", n)
	}
}

func TestARefusedClientIsSaidWithoutItsSecret(t *testing.T) {
	t.Parallel()
	server, tokens, trusted := mailtest.NewOAuth(t)
	transport, err := mail.NewSMTP(server.URL, mail.Options{TLS: trusted, OAuth: mail.OAuth{
		TokenURL: tokens.URL, ClientID: tokens.Client, ClientSecret: "sehr-vertraulich", Scope: tokens.Scope,
	}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = transport.Open(t.Context())
	if err == nil || !strings.Contains(err.Error(), "401") || !strings.Contains(err.Error(), "invalid_client") {
		t.Errorf("a wrong secret: %v", err)
	}
	if err != nil && strings.Contains(err.Error(), "sehr-vertraulich") {
		t.Errorf("the secret is in %q", err)
	}
}

// A mailbox that may not send is refused with every token: no third is asked for.
func TestAMailboxThatMayNotSendIsAskedTwice(t *testing.T) {
	t.Parallel()
	server, tokens, trusted := mailtest.NewOAuth(t)
	server.URL = strings.Replace(server.URL, "zaemme@", "fremd@", 1)
	if _, err := signedInBy(t, server, tokens, trusted).Open(t.Context()); err == nil || !strings.Contains(err.Error(), "535") {
		t.Errorf("another's mailbox: %v", err)
	}
	if n := tokens.Issued(); n != 2 {
		t.Errorf("%d tokens", n)
	}
}

func TestOAuthAddress(t *testing.T) {
	t.Parallel()
	for address, good := range map[string]bool{
		"smtp://mailbox@mail.example:587":          true,
		"smtps://mailbox@mail.example":             true,
		"smtp://mail.example:587":                  false, // whose mailbox?
		"smtp://mailbox:wort@mail.example:587":     false,
		"smtp://mailbox@mail.example:25?tls=none":  false,
		"smtp://mailbox@mail.example?tls=optional": false,
	} {
		_, err := mail.NewSMTP(address, mail.Options{OAuth: mail.OAuth{TokenURL: "https://login.example/token", ClientID: "a", ClientSecret: "b"}})
		if (err == nil) != good {
			t.Errorf("%s: %v", address, err)
		}
	}
}
