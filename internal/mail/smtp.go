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
	"github.com/wneessen/go-mail/smtp"
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

type smtpSession struct {
	conn    *smtp.Client
	timeout time.Duration
	broken  bool
}

// Send speaks the steps itself, because which of them failed decides whether a
// message may be sent again.
func (s *smtpSession) Send(_ context.Context, m *Message, ready func() error) Result {
	if s.broken {
		return Result{Outcome: Temporary, Err: errors.New("mail: the connection had failed"), Broken: true}
	}
	e, err := m.seal()
	if err != nil {
		return Result{Outcome: Permanent, Err: err}
	}
	if err := s.step(func() error { return s.conn.Mail("<" + e.from + ">") }); err != nil {
		return s.refused(err)
	}
	for _, to := range e.to {
		if err := s.step(func() error { return s.conn.Rcpt("<" + to + ">") }); err != nil {
			result := s.refused(err)
			result.NoMailbox = result.Outcome == Permanent
			return result
		}
	}
	if ready != nil {
		if err := ready(); err != nil {
			return s.forget(Result{Outcome: Withheld, Err: err})
		}
	}
	var body interface {
		Write([]byte) (int, error)
		Close() error
	}
	if err := s.step(func() (err error) { body, err = s.conn.Data(); return err }); err != nil {
		return s.refused(err)
	}
	if err := s.step(func() error { _, err := body.Write(e.raw); return err }); err != nil {
		// The next command on this connection would end the message with a dot.
		return s.drop(Temporary, fmt.Errorf("mail: while sending the text: %w", err))
	}
	if err := s.step(body.Close); err != nil {
		var answer *textproto.Error
		if errors.As(err, &answer) {
			return s.refused(err)
		}
		return s.drop(Unknown, fmt.Errorf("mail: no answer to the end of the message: %w", err))
	}
	return Result{Outcome: Sent}
}

func (s *smtpSession) step(do func() error) error {
	if err := s.conn.UpdateDeadline(s.timeout); err != nil {
		return err
	}
	return do()
}

// refused is the answer of a server that took nothing.
func (s *smtpSession) refused(err error) Result {
	var answer *textproto.Error
	if !errors.As(err, &answer) {
		return s.drop(Temporary, fmt.Errorf("mail: the connection failed: %w", err))
	}
	outcome := Temporary
	if answer.Code >= 500 {
		outcome = Permanent
	}
	err = fmt.Errorf("mail: the server refused: %w", err)
	if answer.Code == 421 { // it closes the connection (RFC 5321, 3.8)
		return s.drop(outcome, err)
	}
	return s.forget(Result{Outcome: outcome, Err: err})
}

// forget lets the server forget what it has heard of the message.
func (s *smtpSession) forget(r Result) Result {
	if err := s.step(s.conn.Reset); err != nil {
		return s.drop(r.Outcome, r.Err)
	}
	return r
}

func (s *smtpSession) drop(outcome Outcome, err error) Result {
	s.broken = true
	_ = s.conn.Close() // the first failure is the one that counts
	return Result{Outcome: outcome, Err: err, Broken: true}
}

// Close says goodbye, if there is still somebody to say it to.
func (s *smtpSession) Close() error {
	if s.broken {
		return nil
	}
	s.broken = true
	if err := s.step(s.conn.Quit); err != nil {
		_ = s.conn.Close()
	}
	return nil // every message has its answer: how the talk ended does not matter
}
