package auth_test

import (
	"strings"
	"testing"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

const another = "Schnecken-am-Wegrand"

func (m *mailbox) invite(id int64, at time.Time) error {
	return m.DB.Write(m.t.Context(), func(tx *db.Tx) error { return m.Invite(m.t.Context(), tx, 0, id, at) })
}

// newcomer is somebody who has never been here and has no password.
func (m *mailbox) newcomer(no string) int64 {
	m.t.Helper()
	id := m.staff(no)
	_, err := m.DB.Pool().ExecContext(m.t.Context(), `delete from credentials where person_id = $1`, id)
	m.must(err)
	return id
}

func TestAnInvitationHoldsFourteenDaysAndOnce(t *testing.T) {
	t.Parallel()
	m := newMailbox(t)
	id := m.newcomer("00123")
	hr := m.staff("hr")
	m.must(m.DB.Write(t.Context(), func(tx *db.Tx) error { return m.Invite(t.Context(), tx, hr, id, now) }))
	if err := m.invite(id, now.Add(30*time.Second)); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("a second press: %v", err)
	}
	one := m.one(now)
	token := m.token(one)
	if !strings.Contains(one.Text, "gilt bis 7.12.2026") || strings.Contains(one.Subject, "Muster") {
		t.Errorf("%s\n%s", one.Subject, one.Text)
	}
	for range 10 { // looking consumes nothing
		who, err := m.LinkFor(t.Context(), auth.ForInvitation, token, now.Add(auth.InvitationLife-time.Second))
		if err != nil || who.ID != id {
			t.Fatalf("%+v, %v", who, err)
		}
	}
	if _, err := m.EnterByLink(t.Context(), auth.ForInvitation, token, "", home, "test", now.Add(auth.InvitationLife)); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("after fourteen days: %v", err)
	}
	if _, err := m.LinkFor(t.Context(), auth.ForPassword, token, now); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("an invitation sets a new password: %v", err)
	}
	session, err := m.EnterByLink(t.Context(), auth.ForInvitation, token, "", home, "test", now.Add(13*24*time.Hour))
	m.must(err)
	if found, err := auth.Find(t.Context(), m.DB, session, now.Add(13*24*time.Hour)); err != nil || found.Person.ID != id {
		t.Errorf("%+v, %v", found, err)
	}
	if _, err := m.EnterByLink(t.Context(), auth.ForInvitation, token, another, home, "test", now); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("a second time: %v", err)
	}
	if err := m.invite(id, now.Add(time.Hour)); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("somebody who has been in is invited: %v", err)
	}
}

// From an old link one asks for a new one; an invented one gets the same answer.
func TestAnOldLinkAsksForANewOne(t *testing.T) {
	t.Parallel()
	m := newMailbox(t)
	id := m.newcomer("00123")
	m.must(m.invite(id, now))
	old := m.token(m.one(now))
	later := now.Add(20 * 24 * time.Hour)
	counts := map[string]int{}
	for what, token := range map[string]string{"old": old, "invented": strings.Repeat("x", 43)} {
		counts[what] = m.statements(func() { m.must(m.AskAgain(t.Context(), auth.ForInvitation, token, home, later)) })
	}
	if counts["old"] != counts["invented"] {
		t.Errorf("statements: %v", counts)
	}
	fresh := m.token(m.one(later))
	session, err := m.EnterByLink(t.Context(), auth.ForInvitation, fresh, another, home, "test", later)
	m.must(err)
	if _, err := m.SignIn(t.Context(), "00123", another, home, "test", later); err != nil || session == "" {
		t.Errorf("the password that was set: %v", err)
	}
}

func TestAForgottenPasswordIsReplacedAndEndsSessions(t *testing.T) {
	t.Parallel()
	m := newMailbox(t)
	m.staff("00123")
	elsewhere, err := m.SignIn(t.Context(), "00123", password, stranger, "test", now)
	m.must(err)
	m.must(m.AskPassword(t.Context(), "00123", home, now))
	m.must(m.AskPassword(t.Context(), "00123", home, now))
	mails := m.delivered(now)
	if len(mails) != 2 {
		t.Fatalf("%d mails", len(mails))
	}
	token, second := m.token(mails[0]), m.token(mails[1])
	if _, err := m.EnterByLink(t.Context(), auth.ForPassword, token, "", home, "test", now); err == nil {
		t.Error("a link for a new password without one")
	}
	session, err := m.EnterByLink(t.Context(), auth.ForPassword, token, another, home, "test", now.Add(59*time.Minute))
	m.must(err)
	if _, err := auth.Find(t.Context(), m.DB, session, now.Add(time.Hour)); err != nil {
		t.Error(err)
	}
	if _, err := auth.Find(t.Context(), m.DB, elsewhere, now); !apperr.Is(err, apperr.SignIn) {
		t.Errorf("a session elsewhere goes on: %v", err)
	}
	if _, err := m.SignIn(t.Context(), "00123", password, home, "test", now); err == nil {
		t.Error("the old password works")
	}
	if _, err := m.LinkFor(t.Context(), auth.ForPassword, second, now); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("the second link still works: %v", err)
	}
}

// Whoever has lost the slip with the given password gets in by mail and need not
// know it.
func TestAGivenPasswordGoesWithTheFirstMail(t *testing.T) {
	t.Parallel()
	m := newMailbox(t)
	id := m.staff("00123")
	m.must(m.DB.Write(t.Context(), func(tx *db.Tx) error { return m.SetPassword(t.Context(), tx, id, 0, another, now) }))
	browser, code := m.code("00123", home, now)
	token, err := m.SignInByCode(t.Context(), browser, code, home, "test", now)
	m.must(err)
	if session, err := auth.Find(t.Context(), m.DB, token, now); err != nil || session.MustChange {
		t.Errorf("%+v, %v", session, err)
	}
	if has, err := auth.HasPassword(t.Context(), m.DB, id); err != nil || has {
		t.Errorf("the given password stays: %v, %v", has, err)
	}
}

func TestARoundOfInvitations(t *testing.T) {
	t.Parallel()
	m := newMailbox(t)
	hr := m.staff("hr")
	_, err := m.SignIn(t.Context(), "hr", password, home, "test", now)
	m.must(err)
	one, two, none := m.newcomer("1"), m.newcomer("2"), m.newcomer("3")
	m.newcomer("4")
	person(t, m.Service, "gone", calendar.DateOf(now)-1)
	exec := func(sql string, args ...any) {
		t.Helper()
		_, err := m.DB.Pool().ExecContext(t.Context(), sql, args...)
		m.must(err)
	}
	exec(`update persons set email = null where id = $1`, none)
	exec(`insert into persons (last_name, email) values ('Muster', 'P4@emmen.example')`)
	m.must(m.invite(two, now.Add(-15*24*time.Hour))) // that one has expired
	m.must(m.invite(one, now.Add(-13*24*time.Hour)))
	m.delivered(now.Add(-13 * 24 * time.Hour))

	who := auth.Audience{}
	m.must(m.DB.Write(t.Context(), func(tx *db.Tx) error {
		return auth.GrantAtInstallation(t.Context(), tx, hr, people.RoleHR, calendar.DateOf(now))
	}))
	who.Scope, err = people.ScopeOf(t.Context(), m.DB, hr, calendar.DateOf(now))
	m.must(err)
	round, err := auth.PreviewRound(t.Context(), m.DB, who, now)
	if want := (auth.Round{Never: 4, NoMailbox: 1, Shared: 1, Open: 1, Mails: 1}); err != nil || round != want {
		t.Fatalf("%+v, %v; want %+v", round, err, want)
	}
	all := func(mails int) error {
		return m.DB.Write(t.Context(), func(tx *db.Tx) error { return m.InviteAll(t.Context(), tx, hr, who, mails, now) })
	}
	if err := all(2); !apperr.Is(err, apperr.Stale) {
		t.Errorf("another number than the page showed: %v", err)
	}
	m.must(all(1))
	if n := len(m.delivered(now)); n != 1 {
		t.Errorf("%d mails", n)
	}
	if err := all(1); !apperr.Is(err, apperr.Stale) {
		t.Errorf("a second press: %v", err)
	}
	access, err := auth.AccessOf(t.Context(), m.DB, two, now)
	if err != nil || access.InvitedAt == nil || !access.InvitedAt.Equal(now) || access.InvitedBy != "Andrea Muster" || !access.Open(now) || access.BeenIn {
		t.Errorf("%+v, %v", access, err)
	}
	who.Department = m.departmentOf(one)
	if round, err := auth.PreviewRound(t.Context(), m.DB, who, now.Add(2*24*time.Hour)); err != nil || round.Never != 1 || round.Mails != 1 {
		t.Errorf("one department, after its invitation: %+v, %v", round, err)
	}
}

func (m *mailbox) departmentOf(person int64) (id int64) {
	m.t.Helper()
	m.must(m.DB.Query(m.t.Context()).Raw(`select department_id from employment_facts where person_id = ?`, person).Scan(&id).Error)
	return id
}

// Somebody who signs in between the press and the hand-over gets no invitation.
func TestAnInvitationThatIsNotNeededStays(t *testing.T) {
	t.Parallel()
	m := newMailbox(t)
	hr, id := m.staff("hr"), m.staff("00123")
	m.must(m.DB.Write(t.Context(), func(tx *db.Tx) error { return m.Invite(t.Context(), tx, hr, id, now) }))
	_, err := m.SignIn(t.Context(), "00123", password, home, "test", now)
	m.must(err)
	if n := len(m.delivered(now)); n != 0 || m.reason() != auth.BeenIn {
		t.Errorf("%d mails, %s", n, m.reason())
	}
}

func TestSweepKeepsInvitationsAndForgetsTheRest(t *testing.T) {
	t.Parallel()
	m := newMailbox(t)
	id := m.staff("00123")
	m.must(m.invite(id, now))
	m.delivered(now)
	m.code("00123", home, now.Add(time.Minute))
	_, err := m.SignIn(t.Context(), "00123", password, home, "test", now)
	m.must(err)
	m.must(m.DB.Write(t.Context(), func(tx *db.Tx) error {
		n, err := auth.Sweep(t.Context(), tx, now.Add(91*24*time.Hour))
		if n != 5 { // a code and its mail, a session, an address, and what counted for the limit
			t.Errorf("swept %d rows", n)
		}
		return err
	}))
	access, err := auth.AccessOf(t.Context(), m.DB, id, now.Add(91*24*time.Hour))
	if err != nil || access.InvitedAt == nil || !access.BeenIn || access.Open(now) {
		t.Errorf("%+v, %v", access, err)
	}
}
