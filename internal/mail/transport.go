package mail

import "context"

// Outcome of handing over one message.
type Outcome string

// The outcomes.
const (
	Sent      Outcome = "sent"      // the server took it
	Temporary Outcome = "temporary" // refused for now (4xx), or the connection failed before the final dot
	Permanent Outcome = "permanent" // refused for good (5xx), or not a message at all
	Unknown   Outcome = "unknown"   // the answer to the final dot was lost: it may have been taken
	Withheld  Outcome = "withheld"  // not handed over after all: whoever sends it was not ready
)

// Result is the outcome of one message with its cause, nil for Sent.
type Result struct {
	Outcome Outcome
	Err     error
	// Broken says that the session is of no more use: open another one.
	Broken bool
	// NoMailbox is set where the server has refused a recipient for good: the
	// address does not exist, or may not be written to.
	NoMailbox bool
}

// Transport opens sessions: SMTP, or the catcher of the demo.
type Transport interface {
	// Open connects and signs in. An error concerns the server, not a message.
	Open(ctx context.Context) (Session, error)
}

// Session carries messages one after the other over one connection. It is for
// one goroutine.
type Session interface {
	// Send hands over one message. It does not stop half way when ctx ends, so
	// that the outcome stays known; its time limits are the transport's. ready,
	// unless it is nil, is waited for before the server gets the text; where it
	// fails the server gets none, and the outcome is Withheld with its error.
	Send(ctx context.Context, m *Message, ready func() error) Result
	Close() error
}
