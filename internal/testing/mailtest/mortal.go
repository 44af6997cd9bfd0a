package mailtest

import (
	"context"
	"runtime"

	"zaemme/internal/mail"
)

// Moment of handing over one mail at which a process can die.
type Moment string

// The moments.
const (
	BeforeText Moment = "before the text" // the server has been told who writes to whom at most
	AfterMark  Moment = "after the mark"  // whoever sends it was ready, and the server has no text
	AfterTaken Moment = "after the text"  // the server has taken it, and nobody has heard so
)

// Mortal is a transport in whose hands the process dies where dies says so: the
// goroutine that sends ends there, and nothing that it would have done is done. Run it
// in one of its own.
func Mortal(t mail.Transport, dies func(Moment) bool) mail.Transport { return mortal{t, dies} }

type mortal struct {
	mail.Transport
	dies func(Moment) bool
}

// Open implements mail.Transport.
func (m mortal) Open(ctx context.Context) (mail.Session, error) {
	session, err := m.Transport.Open(ctx)
	return mortalSession{session, m.dies}, err
}

type mortalSession struct {
	mail.Session
	dies func(Moment) bool
}

// Send implements mail.Session.
func (s mortalSession) Send(ctx context.Context, m *mail.Message, ready func() error) mail.Result {
	s.dieAt(BeforeText)
	result := s.Session.Send(ctx, m, func() error {
		if err := ready(); err != nil {
			return err
		}
		s.dieAt(AfterMark)
		return nil
	})
	s.dieAt(AfterTaken)
	return result
}

func (s mortalSession) dieAt(at Moment) {
	if s.dies(at) {
		runtime.Goexit()
	}
}

// Live runs what may die, and says whether it has come to its end.
func Live(run func()) (survived bool) {
	over := make(chan struct{})
	go func() {
		defer close(over)
		run()
		survived = true
	}()
	<-over
	return survived
}
