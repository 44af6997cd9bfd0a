package mail

import (
	"bytes"
	"errors"
	"fmt"
	netmail "net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// Address is a mailbox with the name shown beside it, which may be empty.
type Address struct {
	Name  string
	Email string
}

// Attachment is a file of a message.
type Attachment struct {
	Name      string // file name
	MediaType string // such as text/calendar; charset=utf-8
	Data      []byte
}

// Message is one mail to one or more mailboxes, who all see each other.
type Message struct {
	From        Address
	To          []Address
	Subject     string
	Text        string // plain text, required
	HTML        string // alternative to Text, may be empty
	MessageID   string // without angle brackets; stable over retries
	Date        time.Time
	Auto        bool // generated: asks for no automatic answers (RFC 3834)
	Attachments []Attachment

	sealed *envelope
	fault  error
}

// ErrInvalid says that a message cannot be built: no retry will mend it.
var ErrInvalid = errors.New("mail: invalid message")

// envelope is a message ready for SMTP.
type envelope struct {
	from string
	to   []string
	raw  []byte
}

// Seal builds the message now, for whoever sends it later; from then on it does not
// change. What is wrong with it is said by who sends it.
func (m *Message) Seal() {
	e, err := m.build()
	m.sealed, m.fault = &e, err
}

// seal is the message as built, by Seal or now.
func (m *Message) seal() (envelope, error) {
	if m.sealed != nil {
		return *m.sealed, m.fault
	}
	return m.build()
}

// Raw is the message as it travels, lines ending in CRLF. It fails with
// ErrInvalid on an address that is none, on control characters in a header, and
// on a message without text, Message-ID or date.
func (m *Message) Raw() ([]byte, error) {
	e, err := m.seal()
	return e.raw, err
}

// Recipients are the bare addresses.
func (m *Message) Recipients() []string {
	list := make([]string, len(m.To))
	for i, a := range m.To {
		list[i] = a.Email
	}
	return list
}

func (m *Message) build() (envelope, error) {
	if err := m.check(); err != nil {
		return envelope{}, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := msg.From(m.From.header()); err != nil {
		return envelope{}, fmt.Errorf("%w: sender: %w", ErrInvalid, err)
	}
	for _, to := range m.To {
		if err := msg.AddTo(to.header()); err != nil {
			return envelope{}, fmt.Errorf("%w: recipient: %w", ErrInvalid, err)
		}
	}
	msg.Subject(m.Subject)
	msg.SetMessageIDWithValue(m.MessageID)
	msg.SetDateWithValue(m.Date)
	if m.Auto {
		msg.SetGenHeader("Auto-Submitted", "auto-generated")
		msg.SetGenHeader("X-Auto-Response-Suppress", "All")
	}
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	for _, a := range m.Attachments {
		msg.AttachReadSeeker(a.Name, bytes.NewReader(a.Data), gomail.WithFileContentType(gomail.ContentType(a.MediaType)))
	}
	var raw bytes.Buffer
	raw.Grow(m.size())
	if _, err := msg.WriteTo(&raw); err != nil {
		return envelope{}, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	return envelope{from: m.From.Email, to: m.Recipients(), raw: raw.Bytes()}, nil
}

// size is about how many bytes the message has as it travels: to find room for them
// again and again takes longer than to write them.
func (m *Message) size() int {
	n := 4096 + (len(m.Text)+len(m.HTML))*5/4
	for _, a := range m.Attachments {
		n += len(a.Data) * 3 / 2
	}
	return n
}

func (m *Message) check() error {
	switch {
	case len(m.To) == 0:
		return errors.New("nobody to send it to")
	case strings.TrimSpace(m.Text) == "":
		return errors.New("no text")
	case m.Date.IsZero():
		return errors.New("no date")
	case !strings.Contains(m.MessageID, "@") || strings.ContainsAny(m.MessageID, "<> \t"):
		return fmt.Errorf("%q is no Message-ID", m.MessageID)
	}
	headers := []string{m.Subject, m.MessageID}
	for _, a := range append([]Address{m.From}, m.To...) {
		if err := a.check(); err != nil {
			return err
		}
		headers = append(headers, a.Name)
	}
	for _, a := range m.Attachments {
		headers = append(headers, a.Name, a.MediaType)
	}
	for _, h := range headers {
		if strings.ContainsFunc(h, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			return fmt.Errorf("control characters in the header %q", h)
		}
	}
	return nil
}

// check accepts a bare address only: what net/mail reads is exactly what was
// written.
func (a Address) check() error {
	parsed, err := netmail.ParseAddress(a.Email)
	if err != nil {
		return fmt.Errorf("%q is no mail address: %w", a.Email, err)
	}
	if parsed.Address != a.Email {
		return fmt.Errorf("%q is no bare mail address", a.Email)
	}
	return nil
}

func (a Address) header() string {
	return (&netmail.Address{Name: a.Name, Address: a.Email}).String()
}
