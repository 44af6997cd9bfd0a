package outbox

import (
	"context"
	"errors"

	"zaemme/internal/mail"
)

// line is the connection of one Dispatch: opened when first needed, opened anew
// when it broke, given up when it broke twice running.
type line struct {
	transport mail.Transport
	session   mail.Session
	breaks    int
	last      error
}

func (l *line) open(ctx context.Context) error {
	if l.session != nil {
		return nil
	}
	if l.breaks > 1 {
		return errors.Join(errors.New("outbox: the mail server broke off twice"), l.last)
	}
	session, err := l.transport.Open(ctx)
	if err != nil {
		return err
	}
	l.session = session
	return nil
}

func (l *line) send(ctx context.Context, m *mail.Message, ready func() error) mail.Result {
	result := l.session.Send(ctx, m, ready)
	if !result.Broken {
		l.breaks = 0
		return result
	}
	l.breaks++
	l.last = result.Err
	_ = l.session.Close() // broken already
	l.session = nil
	return result
}

func (l *line) close() {
	if l.session != nil {
		_ = l.session.Close() // every message has its outcome
	}
}
