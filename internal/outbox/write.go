package outbox

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"zaemme/internal/mail"
)

// write words the messages of the load in their order, beside the hand-over of those
// before: wording takes the processor longer than anything else. stop ends it.
func (t *turn) write(batch []*taken) (stop func()) {
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(max(1, runtime.GOMAXPROCS(0)-1), len(batch)) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(batch); i = int(next.Add(1)) - 1 {
				t.writeOne(batch[i])
			}
		})
	}
	return func() {
		next.Store(int64(len(batch)))
		workers.Wait()
	}
}

// writeOne makes one message ready to travel. A panic concerns this row, not the
// process.
func (t *turn) writeOne(one *taken) {
	defer close(one.written)
	defer func() {
		if p := recover(); p != nil {
			one.fault = fmt.Errorf("outbox: wording %s panicked: %v", one.item.Kind, p)
		}
	}()
	message := one.decision.mail
	if message == nil {
		var err error
		if message, err = one.decision.write(); err != nil {
			one.fault = err
			return
		}
	}
	message.MessageID, message.Date = one.item.MessageID, t.now
	if t.gate.RedirectTo != "" {
		redirect(message, t.gate.RedirectTo)
	}
	message.Seal()
	one.message = message
}

// redirect sends to the trial's address and shows whom it was for.
func redirect(m *mail.Message, to string) {
	for i, a := range m.To {
		m.To[i] = mail.Address{Name: a.Email, Email: to}
	}
	m.To = m.To[:1]
}
