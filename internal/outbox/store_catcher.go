package outbox

import (
	"context"
	"fmt"
	"strings"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
	"zaemme/internal/mail"
)

// Catcher is the transport of the demo: mails end in a table and are read on a
// page. It needs no connection.
type Catcher struct{ DB *db.DB }

// Open implements mail.Transport.
func (c *Catcher) Open(context.Context) (mail.Session, error) { return c, nil }

// Close implements mail.Session.
func (c *Catcher) Close() error { return nil }

// Send implements mail.Session: the mail is stored as it would have travelled.
func (c *Catcher) Send(ctx context.Context, m *mail.Message, ready func() error) mail.Result {
	raw, err := m.Raw()
	if err != nil {
		return mail.Result{Outcome: mail.Permanent, Err: err}
	}
	if ready != nil {
		if err := ready(); err != nil {
			return mail.Result{Outcome: mail.Withheld, Err: err}
		}
	}
	err = c.DB.Query(ctx).Exec(`
		insert into caught_mails (at, sender, recipients, subject, raw)
		values (?, ?, string_to_array(?, E'\n'), ?, ?)`,
		m.Date, m.From.Email, strings.Join(m.Recipients(), "\n"), m.Subject, raw).Error
	if err != nil {
		return mail.Result{Outcome: mail.Temporary, Err: fmt.Errorf("outbox: catch: %w", err)}
	}
	return mail.Result{Outcome: mail.Sent}
}

// Caught is a mail in the catcher; mail.Read takes Raw apart.
type Caught struct {
	ID         int64
	At         time.Time
	Sender     string
	Recipients string // joined with a comma
	Subject    string
	Raw        []byte // in CaughtMail only
}

// CaughtMails lists the catcher, newest first, and how many there are in all.
func CaughtMails(ctx context.Context, c db.Conn, limit, offset int) ([]Caught, int, error) {
	var total int
	if err := c.Query(ctx).Raw(`select count(*) from caught_mails`).Scan(&total).Error; err != nil {
		return nil, 0, fmt.Errorf("outbox: count caught: %w", err)
	}
	var list []Caught
	if err := c.Query(ctx).Raw(`
		select id, at, sender, array_to_string(recipients, ', ') as recipients, subject
		from caught_mails order by id desc limit ? offset ?`, limit, offset).Scan(&list).Error; err != nil {
		return nil, 0, fmt.Errorf("outbox: caught: %w", err)
	}
	return list, total, nil
}

// CaughtMail is one mail of the catcher with its text as it would have travelled.
func CaughtMail(ctx context.Context, c db.Conn, id int64) (Caught, error) {
	var m Caught
	err := db.One(c.Query(ctx), &m, `
		select id, at, sender, array_to_string(recipients, ', ') as recipients, subject, raw
		from caught_mails where id = ?`, id)
	if db.IsNotFound(err) {
		return m, apperr.New(apperr.NotFound, "error.outbox.not_found", nil)
	}
	if err != nil {
		return m, fmt.Errorf("outbox: caught mail %d: %w", id, err)
	}
	return m, nil
}
