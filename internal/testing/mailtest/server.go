package mailtest

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Stage of a conversation at which a server can fail.
type Stage string

// The stages.
const (
	From Stage = "from" // after MAIL FROM
	To   Stage = "to"   // after RCPT TO
	Text Stage = "text" // after the final dot; the text has been read
)

// Fault is what the server does in place of taking a message. The zero Fault is
// none.
type Fault struct {
	Code int  // answer, such as 421, 451 or 550
	Drop bool // close the connection without an answer
	Hang bool // say nothing until the server stops
	Keep bool // the message counts as taken all the same (answer lost)
}

// Message is one that was taken.
type Message struct {
	From string
	To   []string
	Raw  []byte
}

// Server is a running mail server.
type Server struct {
	// URL for mail.NewSMTP.
	URL string

	mu          sync.Mutex
	fault       func(Stage, Message) Fault
	taken       []Message
	connections int
	stop        chan struct{}
	server      *smtp.Server
	listener    net.Listener
}

// New starts a server that stops when t ends.
func New(t testing.TB) *Server {
	t.Helper()
	s := start(t, nil, nil)
	s.URL = "smtp://" + s.server.Addr + "?tls=none"
	return s
}

// NewTLS is New for a server that offers STARTTLS and wants a password, which
// its URL has; the configuration is what a client trusts it by.
func NewTLS(t testing.TB) (*Server, *tls.Config) {
	t.Helper()
	secure, trusted := certified(t)
	s := start(t, secure, nil)
	s.URL = "smtp://" + user + ":" + password + "@" + s.server.Addr
	return s, trusted
}

// certified is a certificate for 127.0.0.1, and what a client trusts it by.
func certified(t testing.TB) (server, client *tls.Config) {
	t.Helper()
	https := httptest.NewTLSServer(nil)
	https.Close()
	roots := x509.NewCertPool()
	roots.AddCert(https.Certificate())
	return &tls.Config{Certificates: https.TLS.Certificates}, &tls.Config{RootCAs: roots, ServerName: "127.0.0.1"}
}

const user, password = "zaemme", "offen"

// start serves; with tokens it takes those in place of a password.
func start(t testing.TB, secure *tls.Config, tokens *Tokens) *Server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("mailtest: %v", err)
	}
	s := &Server{stop: make(chan struct{}), listener: listener}
	s.server = smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		s.mu.Lock()
		s.connections++
		s.mu.Unlock()
		if secure != nil {
			return &signedIn{session: &session{server: s, conn: c}, tokens: tokens}, nil
		}
		return &session{server: s, conn: c}, nil
	}))
	s.server.Addr, s.server.Domain, s.server.TLSConfig = listener.Addr().String(), "mailtest", secure
	s.server.ErrorLog = quiet{}
	s.server.ReadTimeout, s.server.WriteTimeout = time.Minute, time.Minute
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = s.server.Serve(listener) // ends with Close
	}()
	t.Cleanup(func() {
		s.Stop()
		<-done
	})
	return s
}

// Stop closes the server at once; a second call does nothing.
func (s *Server) Stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-s.stop:
	default:
		close(s.stop)
		_ = s.server.Close()
		_ = s.listener.Close() // Serve may not have taken it over yet
	}
}

// Fail asks f at every stage of every message.
func (s *Server) Fail(f func(Stage, Message) Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = f
}

// Taken is what the server has taken so far, in order.
func (s *Server) Taken() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Message(nil), s.taken...)
}

// Connections is how many were opened so far.
func (s *Server) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.connections
}

type quiet struct{}

// Printf says nothing: tests provoke errors.
func (quiet) Printf(string, ...any) {}

// Println says nothing.
func (quiet) Println(...any) {}

type session struct {
	server *Server
	conn   *smtp.Conn
	msg    Message
}

// Mail implements smtp.Session.
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.msg = Message{From: from}
	return s.at(From)
}

// Rcpt implements smtp.Session.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.msg.To = append(s.msg.To, to)
	return s.at(To)
}

// Data implements smtp.Session.
func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.msg.Raw = raw
	return s.at(Text)
}

func (s *session) at(stage Stage) error {
	s.server.mu.Lock()
	var f Fault
	if s.server.fault != nil {
		f = s.server.fault(stage, s.msg)
	}
	if stage == Text && (f == Fault{} || f.Keep) {
		s.server.taken = append(s.server.taken, s.msg)
	}
	s.server.mu.Unlock()
	switch {
	case f.Hang:
		<-s.server.stop
		return io.ErrUnexpectedEOF
	case f.Drop:
		_ = s.conn.Conn().Close()
		return io.ErrUnexpectedEOF
	case f.Code != 0:
		return &smtp.SMTPError{Code: f.Code, EnhancedCode: smtp.NoEnhancedCode, Message: "told to"}
	}
	return nil
}

// Reset implements smtp.Session.
func (s *session) Reset() {}

// Logout implements smtp.Session.
func (s *session) Logout() error { return nil }

// signedIn is a session that takes mail from a known user only.
type signedIn struct {
	*session
	tokens *Tokens
	known  bool
}

// AuthMechanisms implements smtp.AuthSession.
func (s *signedIn) AuthMechanisms() []string {
	if s.tokens != nil {
		return []string{xoauth2}
	}
	return []string{sasl.Plain}
}

// Auth implements smtp.AuthSession.
func (s *signedIn) Auth(string) (sasl.Server, error) {
	if s.tokens != nil {
		return &bearer{session: s}, nil
	}
	return sasl.NewPlainServer(func(_, name, word string) error {
		s.known = name == user && word == password
		if !s.known {
			return errors.New("unknown user or password")
		}
		return nil
	}), nil
}

// Mail implements smtp.Session.
func (s *signedIn) Mail(from string, o *smtp.MailOptions) error {
	if !s.known {
		return smtp.ErrAuthRequired
	}
	return s.session.Mail(from, o)
}
