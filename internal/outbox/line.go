package outbox

import (
	"context"
	"errors"
	"fmt"

	"zaemme/internal/mail"
)

// mostRefused is how many messages running a mail server may refuse for now: after
// them it is asked for no more in this turn. Each waits for a pause of its own.
const mostRefused = 50

// line is the connection of one Dispatch: opened when first needed, opened anew
// when it broke, given up when it broke twice running or takes nothing at present.
type line struct {
	transport mail.Transport
	session   mail.Session
	breaks    int // running
	refused   int // for now, running
	last      error
}

func (l *line) open(ctx context.Context) error {
	if l.refused >= mostRefused {
		return errors.Join(fmt.Errorf("outbox: the mail server refuses for now, %d times running", l.refused), l.last)
	}
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
	if result.Outcome == mail.Temporary {
		l.refused++
		l.last = result.Err
	} else {
		l.refused = 0
	}
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
