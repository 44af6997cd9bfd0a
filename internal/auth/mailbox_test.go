package auth_test

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/letter"
	"zaemme/internal/mail"
	"zaemme/internal/outbox"
	"zaemme/internal/testing/dbtest"
	"zaemme/views"
)

const (
	home     = "192.0.2.1"
	stranger = "192.0.2.66"
)

// mailbox is a service whose mails end in the catcher, before go-live.
type mailbox struct {
	*auth.Service
	t    *testing.T
	box  *outbox.Outbox
	read int64 // the newest mail that was read
}

func newMailbox(t *testing.T) *mailbox {
	t.Helper()
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	press, err := letter.NewPress(views.Files, "https://lernen.gemeinde.example")
	if err != nil {
		t.Fatal(err)
	}
	m := &mailbox{t: t, Service: &auth.Service{DB: dbtest.New(t), Hasher: auth.NewHasher(2), Secret: []byte("a secret of the installation")}}
	post := &auth.Post{Press: press, Texts: texts, Secret: m.Secret,
		LinkPath: func(purpose auth.Purpose, token string) string { return "/" + string(purpose) + "/" + token }}
	closed := func(context.Context, db.Conn, time.Time) (outbox.Gate, error) { return outbox.Gate{}, nil }
	if m.box, err = outbox.New(m.DB, outbox.Options{Demo: true, Gate: closed, Kinds: append(post.Kinds(), auth.Letters{Texts: texts}.Kinds()...)}); err != nil {
		t.Fatal(err)
	}
	return m
}

func (m *mailbox) must(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
}

// delivered is what leaves at the moment, oldest first.
func (m *mailbox) delivered(at time.Time) []mail.Readable {
	m.t.Helper()
	_, err := m.box.Dispatch(m.t.Context(), at)
	m.must(err)
	list, _, err := outbox.CaughtMails(m.t.Context(), m.DB, 100, 0)
	m.must(err)
	var mails []mail.Readable
	newest := m.read
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].ID <= m.read {
			continue
		}
		newest = max(newest, list[i].ID)
		whole, err := outbox.CaughtMail(m.t.Context(), m.DB, list[i].ID)
		m.must(err)
		one, err := mail.Read(whole.Raw)
		m.must(err)
		mails = append(mails, one)
	}
	m.read = newest
	return mails
}

// one is the single mail that leaves at the moment.
func (m *mailbox) one(at time.Time) mail.Readable {
	m.t.Helper()
	mails := m.delivered(at)
	if len(mails) != 1 {
		m.t.Fatalf("%d mails left, want 1", len(mails))
	}
	return mails[0]
}

var sixDigits = regexp.MustCompile(`(?m)^\s*(\d{6})\s*$`)

// code asks for one and reads it in the mailbox.
func (m *mailbox) code(name, address string, at time.Time) (browser, code string) {
	m.t.Helper()
	browser, err := m.AskCode(m.t.Context(), name, address, at)
	m.must(err)
	text := m.one(at).Text
	found := sixDigits.FindStringSubmatch(text)
	if found == nil {
		m.t.Fatalf("no code in:\n%s", text)
	}
	return browser, found[1]
}

// other is a code that is not this one.
func other(code string) string {
	if strings.HasPrefix(code, "9") {
		return "0" + code[1:]
	}
	return "9" + code[1:]
}

var linkInMail = regexp.MustCompile(`https://lernen\.gemeinde\.example/(?:invitation|password)/([\w-]{43})`)

// token reads the link of a mail.
func (m *mailbox) token(one mail.Readable) string {
	m.t.Helper()
	found := linkInMail.FindStringSubmatch(one.Text)
	if found == nil || !strings.Contains(one.HTML, found[1]) {
		m.t.Fatalf("no link in:\n%s", one.Text)
	}
	return found[1]
}

// reason of the newest message in the outbox.
func (m *mailbox) reason() string {
	m.t.Helper()
	rows, _, err := outbox.List(m.t.Context(), m.DB, outbox.Filter{Limit: 1})
	m.must(err)
	return rows[0].Reason
}

// statements counts what act sends to the database.
func (m *mailbox) statements(act func()) (n int) {
	m.t.Helper()
	count := func(*gorm.DB) { n++ }
	callbacks := m.DB.Query(m.t.Context()).Callback()
	m.must(callbacks.Raw().Before("gorm:raw").Register("count", count))
	m.must(callbacks.Row().Before("gorm:row").Register("count", count))
	m.must(callbacks.Query().Before("gorm:query").Register("count", count))
	act()
	m.must(callbacks.Raw().Remove("count"))
	m.must(callbacks.Row().Remove("count"))
	m.must(callbacks.Query().Remove("count"))
	return n
}

func (m *mailbox) staff(no string) int64 { return person(m.t, m.Service, no, calendar.Forever) }
