package outbox

// Bell tells the dispatcher of this process that somebody waits for a mail, so
// that it does not have to wait for the next minute's run. It carries nothing:
// who rings says «look», and the dispatcher finds the same rows it would find by
// itself. A nil Bell is silent.
type Bell chan struct{}

// NewBell makes a bell; ringing it while it still sounds changes nothing.
func NewBell() Bell { return make(Bell, 1) }

// Ring is called once the message's transaction has been committed; it never
// blocks.
func (b Bell) Ring() {
	select {
	case b <- struct{}{}:
	default:
	}
}
