package mailtest

import (
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

const xoauth2 = "XOAUTH2"

// Tokens is a token server (OAuth 2 client credentials) for one mail server.
type Tokens struct {
	// URL where tokens are issued; Client and Secret are what it asks for.
	URL, Client, Secret, Scope string

	mu     sync.Mutex
	life   time.Duration
	issued int
	good   map[string]bool
}

// NewOAuth is a mail server that offers STARTTLS and signs in by the tokens of the
// token server alone (XOAUTH2), as Exchange Online does.
func NewOAuth(t testing.TB) (*Server, *Tokens, *tls.Config) {
	t.Helper()
	tokens := &Tokens{Client: "zaemme", Secret: "geheim", Scope: "mail/.default", life: time.Hour, good: map[string]bool{}}
	issuer := httptest.NewServer(http.HandlerFunc(tokens.issue))
	t.Cleanup(issuer.Close)
	tokens.URL = issuer.URL + "/token"
	secure, trusted := certified(t)
	s := start(t, secure, tokens)
	s.URL = "smtp://" + user + "@" + s.server.Addr
	return s, tokens, trusted
}

// Live is how long the tokens issued from now on say that they hold, 1 h at first.
func (k *Tokens) Live(life time.Duration) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.life = life
}

// Withdraw makes all tokens issued so far void, without telling anybody.
func (k *Tokens) Withdraw() {
	k.mu.Lock()
	defer k.mu.Unlock()
	clear(k.good)
}

// Issued is how many tokens were issued.
func (k *Tokens) Issued() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.issued
}

func (k *Tokens) issue(w http.ResponseWriter, r *http.Request) {
	k.mu.Lock()
	defer k.mu.Unlock()
	client, secret, basic := r.BasicAuth()
	if !basic {
		client, secret = r.PostFormValue("client_id"), r.PostFormValue("client_secret")
	}
	w.Header().Set("Content-Type", "application/json")
	if client != k.Client || secret != k.Secret || r.PostFormValue("grant_type") != "client_credentials" || r.PostFormValue("scope") != k.Scope {
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = fmt.Fprintf(w, `{"error":"invalid_client","error_description":"%s"}`, secret) // as careless as some are
		return
	}
	k.issued++
	token := fmt.Sprintf("token-%d", k.issued)
	k.good[token] = true
	_ = json.NewEncoder(w).Encode(map[string]any{"access_token": token, "token_type": "Bearer", "expires_in": int(k.life.Seconds())})
}

// bearer is the server's side of XOAUTH2.
type bearer struct {
	session *signedIn
	refused bool
}

// Next implements sasl.Server: a token that is none is answered with its reason
// first, and refused once the client has acknowledged that.
func (b *bearer) Next(response []byte) (challenge []byte, done bool, err error) {
	if b.refused {
		return nil, false, &smtp.SMTPError{Code: 535, EnhancedCode: smtp.EnhancedCode{5, 7, 3}, Message: "Authentication unsuccessful"}
	}
	if response == nil {
		return []byte{}, false, nil
	}
	name, rest, _ := strings.Cut(strings.TrimPrefix(string(response), "user="), "\x01")
	token := strings.TrimSuffix(strings.TrimPrefix(rest, "auth=Bearer "), "\x01\x01")
	tokens := b.session.tokens
	tokens.mu.Lock()
	b.session.known = name == user && tokens.good[token]
	tokens.mu.Unlock()
	if b.session.known {
		return nil, true, nil
	}
	b.refused = true
	return []byte(`{"status":"401","schemes":"bearer"}`), false, nil
}
