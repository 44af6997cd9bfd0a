package mail

import (
	"context"
	"errors"
	"fmt"
	"net/textproto"
	"strings"
	"time"

	"github.com/wneessen/go-mail/smtp"
)

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
	if result, refused := s.address(e); refused {
		return result
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

// address tells the server from whom and to whom the message is, all in one where it
// takes that (RFC 2920): on a long line the answers are what takes time. refused is
// set, with the outcome, where it does not take one of them.
func (s *smtpSession) address(e envelope) (result Result, refused bool) {
	if offered, _ := s.conn.Extension("PIPELINING"); offered {
		return s.addressAtOnce(e)
	}
	if err := s.step(func() error { return s.conn.Mail("<" + e.from + ">") }); err != nil {
		return s.refused(err), true
	}
	for _, to := range e.to {
		if err := s.step(func() error { return s.conn.Rcpt("<" + to + ">") }); err != nil {
			return s.noMailbox(err), true
		}
	}
	return Result{}, false
}

// addressAtOnce sends the commands that conn.Mail and conn.Rcpt send, and then reads
// an answer to each. The first that is no yes counts.
func (s *smtpSession) addressAtOnce(e envelope) (result Result, refused bool) {
	commands := []string{"MAIL FROM:<" + e.from + ">"}
	for _, p := range []struct{ extension, parameter string }{{"8BITMIME", " BODY=8BITMIME"}, {"SMTPUTF8", " SMTPUTF8"}} {
		if offered, _ := s.conn.Extension(p.extension); offered {
			commands[0] += p.parameter
		}
	}
	for _, to := range e.to {
		commands = append(commands, "RCPT TO:<"+to+">")
	}
	text := s.conn.Text
	if err := s.step(func() error {
		_, err := text.W.WriteString(strings.Join(commands, "\r\n") + "\r\n")
		return errors.Join(err, text.W.Flush())
	}); err != nil {
		return s.refused(err), true
	}
	var first error
	which := 0
	for i := range commands {
		err := s.step(func() error {
			_, _, err := text.ReadResponse(25) // 250, or 251: it passes the mail on
			return err
		})
		if err != nil && first == nil {
			first, which = err, i
		}
		var answer *textproto.Error
		if err != nil && !errors.As(err, &answer) {
			break // nobody answers any more
		}
	}
	switch {
	case first == nil:
		return Result{}, false
	case which == 0:
		return s.refused(first), true
	default:
		return s.noMailbox(first), true
	}
}

// noMailbox is the answer of a server that does not take a recipient.
func (s *smtpSession) noMailbox(err error) Result {
	result := s.refused(err)
	result.NoMailbox = result.Outcome == Permanent
	return result
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
