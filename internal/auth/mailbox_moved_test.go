package auth_test

import (
	"strings"
	"testing"
	"time"

	"zaemme/internal/auth"
	"zaemme/internal/db"
)

// moveMailbox gives somebody another address, as a batch does, and tells the old one.
func (m *mailbox) moveMailbox(person int64, email string, at time.Time) {
	m.t.Helper()
	m.must(m.DB.Write(m.t.Context(), func(tx *db.Tx) error {
		var batch int64
		if err := db.One(tx.Query(m.t.Context()), &batch, `insert into batches (kind, effective_on, applied_at) values ('edit', '2026-11-21', ?) returning id`, at); err != nil {
			return err
		}
		if err := tx.Query(m.t.Context()).Exec(`insert into former_identities (person_id, personnel_no, last_name, first_name, email, login, language, until, batch_id)
			select id, personnel_no, last_name, first_name, email, login, language, @at, @batch from persons where id = @person`,
			map[string]any{"at": at, "batch": batch, "person": person}).Error; err != nil {
			return err
		}
		if err := tx.Query(m.t.Context()).Exec(`update persons set email = nullif(?, '') where id = ?`, email, person).Error; err != nil {
			return err
		}
		return auth.TellMailboxes(m.t.Context(), tx, batch, at)
	}))
}

// codeGoesTo is where a code that is asked for at the moment is sent, and its reason
// where it is not.
func (m *mailbox) codeGoesTo(name string, at time.Time) string {
	m.t.Helper()
	m.delivered(at) // notices
	_, err := m.AskCode(m.t.Context(), name, home, at)
	m.must(err)
	mails := m.delivered(at)
	if len(mails) == 0 {
		return m.reason()
	}
	return m.to()
}

// to is the mailbox of the newest mail that left.
func (m *mailbox) to() (to string) {
	m.t.Helper()
	m.must(m.DB.Query(m.t.Context()).Raw(`select array_to_string(recipients, ' ') from caught_mails order by id desc limit 1`).Row().Scan(&to))
	return to
}

// Somebody who may change addresses changes an administrator's, and asks for a code:
// for three days it goes to the old mailbox, also after a second change, and what
// leaves at once is a notice to that mailbox.
func TestANewMailboxOpensNoAccountWithARole(t *testing.T) {
	t.Parallel()
	m := newMailbox(t)
	admin := person(t, m.Service, "00001", 0)
	if to := m.codeGoesTo("00001", now); to != "p00001@emmen.example" {
		t.Fatalf("before the change the code goes to %q", to)
	}
	changed := now.Add(2 * time.Hour)
	m.moveMailbox(admin, "", changed)
	m.moveMailbox(admin, "evil@emmen.example", changed.Add(time.Minute))
	notices := m.delivered(changed.Add(time.Minute))
	if len(notices) != 1 || m.to() != "p00001@emmen.example" ||
		!strings.Contains(notices[0].Text, "drei Tage") || strings.Contains(notices[0].Text, "evil") {
		t.Errorf("%+v", notices)
	}
	for _, after := range []time.Duration{time.Hour, auth.MailboxWait - time.Hour} {
		if to := m.codeGoesTo("00001", changed.Add(after)); to != "p00001@emmen.example" {
			t.Errorf("after %s the code goes to %q", after, to)
		}
	}
	m.must(m.AskPassword(t.Context(), "00001", home, changed.Add(3*time.Hour)))
	m.one(changed.Add(3 * time.Hour))
	if to := m.to(); to != "p00001@emmen.example" {
		t.Errorf("the link for a password goes to %q", to)
	}
	if to := m.codeGoesTo("00001", changed.Add(auth.MailboxWait+time.Hour)); to != "evil@emmen.example" {
		t.Errorf("in the end the code goes to %q", to)
	}
}

// A first address, and one that somebody else reads too, open nothing either.
func TestAFirstMailboxWaitsToo(t *testing.T) {
	t.Parallel()
	m := newMailbox(t)
	admin := person(t, m.Service, "00001", 0)
	m.must(m.DB.Query(t.Context()).Exec(`update persons set email = null where id = ?`, admin).Error)
	m.moveMailbox(admin, "new@emmen.example", now)
	if to := m.codeGoesTo("00001", now.Add(time.Hour)); to != auth.NoMailbox {
		t.Errorf("it goes to %q", to)
	}
	m.moveMailbox(admin, "", now.Add(2*time.Hour))
	if to := m.codeGoesTo("00001", now.Add(3*time.Hour)); to != auth.NoMailbox {
		t.Errorf("it goes to %q", to)
	}
}

// Nobody else has to wait; the old mailbox is told if the account was ever used.
func TestAnEmployeesMailboxIsMovedAtOnce(t *testing.T) {
	t.Parallel()
	m := newMailbox(t)
	used, unused := m.staff("00123"), m.staff("00124")
	_, err := m.AskCode(t.Context(), "00123", home, now)
	m.must(err)
	m.one(now)
	m.must(m.DB.Write(t.Context(), func(tx *db.Tx) error { return auth.NoteFirst(t.Context(), tx, used, now) }))
	at := now.Add(time.Hour)
	m.moveMailbox(used, "married@emmen.example", at)
	m.moveMailbox(unused, "other@emmen.example", at)
	notices := m.delivered(at)
	if len(notices) != 1 || m.to() != "p00123@emmen.example" || strings.Contains(notices[0].Text, "drei Tage") {
		t.Errorf("%+v", notices)
	}
	for no, want := range map[string]string{"00123": "married@emmen.example", "00124": "other@emmen.example"} {
		if to := m.codeGoesTo(no, at.Add(time.Minute)); to != want {
			t.Errorf("%s: the code goes to %q", no, to)
		}
	}
}
