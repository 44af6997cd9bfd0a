package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/textproto"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// Timeout is how long any one step of a conversation may take by default.
const Timeout = 15 * time.Second

// SMTP is the transport to a mail server.
type SMTP struct {
	client  *gomail.Client
	timeout time.Duration
	keys    *keyring // nil: no OAuth
	user    string
}

// Options of SMTP. The zero value is good for production.
type Options struct {
	// Timeout of one step, 15 s if zero.
	Timeout time.Duration
	// TLS replaces the default configuration (system roots, TLS 1.2 or newer).
	TLS *tls.Config
	// OAuth signs in with a token in place of a password.
	OAuth OAuth
}

// ErrURL says that the address of the mail server cannot be read.
var ErrURL = errors.New("mail: address of the mail server")

// NewSMTP reads the address of a mail server:
//
//	smtp://user:password@host:587              STARTTLS, refused without it
//	smtp://relay.local:25?tls=none             a relay in the own network
//	smtp://host:25?tls=opportunistic           STARTTLS where offered
//	smtps://user:password@host:465             TLS from the first byte
//	smtp://mailbox@host:587                    with Options.OAuth (XOAUTH2)
//
// A password or a token over an unprotected connection is refused. Special characters of
// user and password are percent-encoded. Errors never name the password.
func NewSMTP(address string, o Options) (*SMTP, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("%w cannot be read; expected is smtp://user:password@host:587", ErrURL)
	}
	if u.Hostname() == "" {
		return nil, fmt.Errorf("%w names no host", ErrURL)
	}
	if o.Timeout == 0 {
		o.Timeout = Timeout
	}
	options := []gomail.Option{gomail.WithTimeout(o.Timeout)}
	port := 587
	policy := u.Query().Get("tls")
	switch {
	case u.Scheme == "smtps" && policy == "":
		port = 465
		options = append(options, gomail.WithSSL())
	case u.Scheme == "smtp" && (policy == "" || policy == "mandatory"):
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case u.Scheme == "smtp" && policy == "opportunistic":
		options = append(options, gomail.WithTLSPolicy(gomail.TLSOpportunistic))
	case u.Scheme == "smtp" && policy == "none":
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		return nil, fmt.Errorf("%w: %s with tls=%q is not known; smtp with tls=mandatory, opportunistic or none, or smtps", ErrURL, u.Scheme, policy)
	}
	if u.Port() != "" {
		if port, err = strconv.Atoi(u.Port()); err != nil {
			return nil, fmt.Errorf("%w: port %q", ErrURL, u.Port())
		}
	}
	options = append(options, gomail.WithPort(port))
	if o.TLS != nil {
		options = append(options, gomail.WithTLSConfig(o.TLS))
	}
	if user := u.User.Username(); user != "" {
		if policy == "none" || policy == "opportunistic" {
			return nil, fmt.Errorf("%w: a password needs tls=mandatory or smtps", ErrURL)
		}
		password, has := u.User.Password()
		switch {
		case o.OAuth.given() && has:
			return nil, fmt.Errorf("%w: either a password or OAuth, not both", ErrURL)
		case !o.OAuth.given():
			options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover),
				gomail.WithUsername(user), gomail.WithPassword(password))
		}
	}
	client, err := gomail.NewClient(u.Hostname(), options...)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrURL, err)
	}
	transport := &SMTP{client: client, timeout: o.Timeout, user: u.User.Username()}
	if o.OAuth.given() {
		if transport.user == "" {
			return nil, fmt.Errorf("%w: OAuth needs the mailbox that sends, as in smtp://mailbox@host:587", ErrURL)
		}
		transport.keys = newKeyring(o.OAuth, o.Timeout)
	}
	return transport, nil
}

// Open implements Transport. A server that refuses a kept token is shown one new
// one: tokens are withdrawn before they expire.
func (s *SMTP) Open(ctx context.Context) (Session, error) {
	conn, err := s.client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return nil, fmt.Errorf("mail: connect to %s: %w", s.client.ServerAddr(), err)
	}
	if s.keys == nil {
		return &smtpSession{conn: conn, timeout: s.timeout}, nil
	}
	refused := ""
	for try := 1; ; try++ {
		token, err := s.keys.token(ctx, refused)
		if err == nil {
			if err = conn.UpdateDeadline(s.timeout); err == nil {
				err = conn.Auth(xoauth2{user: s.user, token: token})
			}
			if err == nil {
				return &smtpSession{conn: conn, timeout: s.timeout}, nil
			}
			err = fmt.Errorf("mail: sign in to %s: %w", s.client.ServerAddr(), err)
		}
		_ = conn.Close() // a server may close after a refusal: the next try begins anew
		var answer *textproto.Error
		if try > 1 || !errors.As(err, &answer) || answer.Code != 535 {
			return nil, err
		}
		refused = token
		if conn, err = s.client.DialToSMTPClientWithContext(ctx); err != nil {
			return nil, fmt.Errorf("mail: connect to %s: %w", s.client.ServerAddr(), err)
		}
	}
}
