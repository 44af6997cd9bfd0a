package outbox

import (
	"context"
	"encoding/json"
	"time"

	"zaemme/internal/db"
	"zaemme/internal/mail"
)

// State of a row.
type State string

// The states.
const (
	Waiting     State = "waiting"
	HandingOver State = "handing_over"
	Sent        State = "sent"
	Suppressed  State = "suppressed" // «no longer», with a reason
	Parked      State = "parked"     // given up; an admin decides
	Uncertain   State = "uncertain"  // may have been delivered: the answer was lost
)

// Message is what is to be told to whom, before it is text.
type Message struct {
	Kind        string
	DedupeKey   string    // one row per key, for ever
	RecipientID int64     // the person, 0 if none
	Payload     any       // keys for the renderer, as JSON; no text, no names
	NextAt      time.Time // not before
}

// Item is a row as its renderer sees it.
type Item struct {
	ID          int64
	Kind        string
	DedupeKey   string
	RecipientID int64
	Payload     json.RawMessage
	MessageID   string
	Attempts    int // hand-overs before this one
	CreatedAt   time.Time
}

// Decision is what a renderer answers at hand-over: Deliver, DeliverWritten, NoLonger
// or Later.
type Decision struct {
	mail   *mail.Message
	write  func() (*mail.Message, error)
	reason string
	later  time.Time
}

// Deliver hands the message over now. Message-ID and date are set by the outbox.
func Deliver(m *mail.Message) Decision { return Decision{mail: m} }

// DeliverWritten is Deliver for a message that takes a while to be worded: write is
// called at most once, after the transaction that decided, beside that of other rows,
// and reads nothing from the database. Where it fails the row is tried again later;
// what the renderer has recorded stays.
func DeliverWritten(write func() (*mail.Message, error)) Decision { return Decision{write: write} }

// NoLonger suppresses the message for good, with a reason code for the log.
func NoLonger(reason string) Decision { return Decision{reason: reason} }

// Later asks again from at on, with the reason for waiting.
func Later(at time.Time, reason string) Decision { return Decision{later: at, reason: reason} }

func (d Decision) delivers() bool { return d.mail != nil || d.write != nil }

// Mail is the message to deliver, nil if it is suppressed, waits, or is yet to be
// written.
func (d Decision) Mail() *mail.Message { return d.mail }

// Reason is why nothing is delivered now.
func (d Decision) Reason() string { return d.reason }

// Until is when to ask again, zero unless it waits.
func (d Decision) Until() time.Time { return d.later }

// Renderer turns keys into a message at the moment of handing over. It runs in
// the transaction that decides on the row and may record in it what it left out;
// it is asked again after a temporary failure. It sends nothing itself.
type Renderer interface {
	Render(ctx context.Context, tx *db.Tx, item Item, now time.Time) (Decision, error)
}

// ManyRenderer is a Renderer that decides on many rows of its kind at once, each as
// Render would decide on it alone: one decision a row, in their order. No two of the
// rows are for the same person. An error concerns all of them; they are then
// decided on one by one.
type ManyRenderer interface {
	Renderer
	RenderMany(ctx context.Context, tx *db.Tx, items []Item, now time.Time) ([]Decision, error)
}

// Kind of message and who renders it.
type Kind struct {
	Name     string
	Renderer Renderer
	// AgainIfUnknown delivers once more, with the same Message-ID, where the
	// outcome is unknown: for sign-in mails, never for reminders.
	AgainIfUnknown bool
	// BeforeGoLive leaves although the gate is closed. REMINDERS.md closes it so
	// that nobody is written to by accident; a mail that its reader has just asked
	// for, or that HR has sent by an act of its own, is no accident, and without it
	// nobody could sign in before the first day. A trial's address gets it as well.
	BeforeGoLive bool
	// Awaited leaves before all others: somebody sits in front of a page and waits.
	Awaited bool
}

// Gate says whether anything may leave.
type Gate struct {
	Open bool
	// RedirectTo receives every mail in place of its recipients, if set (trial).
	RedirectTo string
}

// GateFunc reads the gate as it stands.
type GateFunc func(ctx context.Context, c db.Conn, now time.Time) (Gate, error)
