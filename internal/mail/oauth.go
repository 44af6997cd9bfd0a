package mail

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/wneessen/go-mail/smtp"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// OAuth is how to get leave to send in place of a password: OAuth 2 client
// credentials (RFC 6749, 4.4). The user of the server's address is the mailbox
// that sends. The zero value uses none.
type OAuth struct {
	TokenURL     string // such as https://login.microsoftonline.com/TENANT/oauth2/v2.0/token
	ClientID     string
	ClientSecret string
	Scope        string // such as https://outlook.office365.com/.default
}

func (o OAuth) given() bool { return o != OAuth{} }

// keyring keeps one token until shortly before it expires.
type keyring struct {
	config clientcredentials.Config
	client *http.Client
	mu     sync.Mutex
	kept   *oauth2.Token
}

func newKeyring(o OAuth, timeout time.Duration) *keyring {
	k := &keyring{
		config: clientcredentials.Config{ClientID: o.ClientID, ClientSecret: o.ClientSecret, TokenURL: o.TokenURL},
		client: &http.Client{Timeout: timeout},
	}
	if o.Scope != "" {
		k.config.Scopes = []string{o.Scope}
	}
	return k
}

// token is one that holds, a fresh one where the kept one has been refused.
func (k *keyring) token(ctx context.Context, refused string) (string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.kept.Valid() && k.kept.AccessToken != refused {
		return k.kept.AccessToken, nil
	}
	token, err := k.config.Token(context.WithValue(ctx, oauth2.HTTPClient, k.client))
	if err != nil {
		return "", fmt.Errorf("mail: get a token from %s: %w", k.config.TokenURL, withoutBody(err))
	}
	k.kept = token
	return token.AccessToken, nil
}

// withoutBody names what the token server said by its code and not by its page,
// which may repeat what it was sent.
func withoutBody(err error) error {
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) {
		return fmt.Errorf("%s %s", refused.Response.Status, refused.ErrorCode)
	}
	return err
}

// xoauth2 signs in with the token (mechanism XOAUTH2), over TLS alone.
type xoauth2 struct{ user, token string }

// Start implements smtp.Auth.
func (a xoauth2) Start(server *smtp.ServerInfo) (string, []byte, error) {
	if !server.TLS {
		return "", nil, errors.New("mail: no token is shown without TLS")
	}
	return "XOAUTH2", []byte("user=" + a.user + "\x01auth=Bearer " + a.token + "\x01\x01"), nil
}

// Next implements smtp.Auth: to the reason of a refusal the answer is empty, then
// the server refuses.
func (a xoauth2) Next(_ []byte, more bool) ([]byte, error) {
	if more {
		return []byte{}, nil
	}
	return nil, nil
}
