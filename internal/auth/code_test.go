package auth_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/outbox"
)

func TestACodeSignsInOnceAndBeforeGoLive(t *testing.T) {
	t.Parallel()
	m := newMailbox(t)
	id := m.staff("00123")
	browser, err := m.AskCode(t.Context(), " P00123@emmen.example ", home, now)
	m.must(err)
	one := m.one(now)
	code := sixDigits.FindStringSubmatch(one.Text)[1]
	for _, want := range []string{code, "09.10 Uhr", "Personaldienst", "lernen.gemeinde.example", "Freundliche Grüsse"} {
		if !strings.Contains(one.Text, want) || !strings.Contains(one.HTML, want) {
			t.Errorf("the mail has no %q:\n%s", want, one.Text)
		}
	}
	if strings.ContainsAny(one.Subject, "0123456789") || strings.Contains(one.Subject, "Muster") || strings.Contains(one.HTML, "<a ") {
		t.Errorf("subject %q, or a link in a mail about signing in:\n%s", one.Subject, one.HTML)
	}
	var payload string
	m.must(m.DB.Query(t.Context()).Raw(`select string_agg(to_jsonb(o)::text, ' ') || (select string_agg(to_jsonb(r)::text, ' ') from sign_in_requests r)
		from outbox o`).Row().Scan(&payload))
	if regexp.MustCompile(`\b` + code + `\b`).MatchString(payload) {
		t.Errorf("the code lies in the database: %s", payload)
	}
	if _, err := m.SignInByCode(t.Context(), "another browser", code, home, "test", now); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("the code works in another browser: %v", err)
	}
	token, err := m.SignInByCode(t.Context(), browser, code[:3]+" "+code[3:], home, "test", now.Add(9*time.Minute))
	m.must(err)
	if session, err := auth.Find(t.Context(), m.DB, token, now); err != nil || session.Person.ID != id {
		t.Errorf("%+v, %v", session, err)
	}
	if _, err := m.SignInByCode(t.Context(), browser, code, home, "test", now); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("the code works twice: %v", err)
	}
}

func TestACodeEndsAfterTenMinutesAndFiveTries(t *testing.T) {
	t.Parallel()
	m := newMailbox(t)
	m.staff("00123")
	browser, code := m.code("00123", home, now)
	if _, err := m.SignInByCode(t.Context(), browser, code, home, "test", now.Add(auth.CodeLife)); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("after ten minutes: %v", err)
	}
	browser, code = m.code("00123", home, now)
	for try := 1; try <= 5; try++ {
		_, err := m.SignInByCode(t.Context(), browser, other(code), home, "test", now)
		var refused *apperr.Error
		if !asError(err, &refused) || refused.Field != "code" || (refused.Key == "error.code.tries") != (try == 5) {
			t.Errorf("wrong try %d: %v", try, err)
		}
	}
	if _, err := m.SignInByCode(t.Context(), browser, code, home, "test", now); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("the right code after five wrong ones: %v", err)
	}
}

// Somebody who tries codes for many accounts is stopped by the address.
func TestTryingCodesIsStoppedByAddress(t *testing.T) {
	t.Parallel()
	m := newMailbox(t)
	m.staff("00123")
	var last error
	for range 61 {
		_, last = m.SignInByCode(t.Context(), "guessed", "000000", stranger, "test", now)
	}
	if !apperr.Is(last, apperr.TooMany) {
		t.Errorf("after 60 wrong codes: %v", last)
	}
	browser, code := m.code("00123", home, now)
	_, err := m.SignInByCode(t.Context(), browser, code, home, "test", now)
	m.must(err)
}

// A name that nobody has takes the same way: the same answer, the same
// statements, the same rows. Only at hand-over is it left out.
func TestAskingTellsNothingAboutAccounts(t *testing.T) {
	t.Parallel()
	m := newMailbox(t)
	m.staff("00123")
	person(t, m.Service, "left", calendar.DateOf(now)-1)
	_, err := m.DB.Pool().ExecContext(t.Context(), `update persons set email = null where personnel_no = 'left'`)
	m.must(err)
	for what, ask := range map[string]func(name string){
		"code":     func(name string) { _, err := m.AskCode(t.Context(), name, home, now); m.must(err) },
		"password": func(name string) { m.must(m.AskPassword(t.Context(), name, home, now)) },
	} {
		counts := map[string]int{}
		for _, name := range []string{"00123", "nobody", "left"} {
			counts[name] = m.statements(func() { ask(name) })
		}
		if counts["00123"] == 0 || counts["nobody"] != counts["00123"] || counts["left"] != counts["00123"] {
			t.Errorf("%s: statements by name: %v", what, counts)
		}
	}
	if mails := m.delivered(now); len(mails) != 2 {
		t.Errorf("%d mails, want those of one person", len(mails))
	}
	rows, total, err := outbox.List(t.Context(), m.DB, outbox.Filter{State: outbox.Suppressed})
	if err != nil || total != 4 {
		t.Fatalf("%d left out, %v", total, err)
	}
	for _, row := range rows {
		if row.Reason != auth.NoAccount {
			t.Errorf("%+v", row)
		}
	}
	known, err := m.AskCode(t.Context(), "00123", home, now)
	m.must(err)
	unknown, err := m.AskCode(t.Context(), "nobody", home, now)
	m.must(err)
	m.delivered(now)
	answers := map[string]string{}
	steps := map[string]int{}
	for name, browser := range map[string]string{"known": known, "unknown": unknown} {
		steps[name] = m.statements(func() {
			_, err := m.SignInByCode(t.Context(), browser, "abcdef", home, "test", now)
			answers[name] = fmt.Sprint(err)
		})
	}
	if answers["known"] != answers["unknown"] || steps["known"] != steps["unknown"] {
		t.Errorf("wrong digits: %v in %v statements", answers, steps)
	}
}

func TestTooManyCodesAreLeftOutAndTheOwnerGetsHers(t *testing.T) {
	t.Parallel()
	m := newMailbox(t)
	m.staff("00123")
	token, err := m.SignIn(t.Context(), "00123", password, home, "test", now) // home is known from now on
	m.must(err)
	if token == "" {
		t.Fatal("no session")
	}
	left := 0
	for i := range 30 { // six tries from each of five addresses
		_, err := m.AskCode(t.Context(), "00123", fmt.Sprintf("198.51.100.%d", i/6), now)
		m.must(err)
		left += len(m.delivered(now))
	}
	if left != 20 || m.reason() != auth.TooManyMails {
		t.Errorf("%d codes left for strangers, want 20; the last: %s", left, m.reason())
	}
	// A code that was not sent is not accepted, even if somebody guesses it.
	if n := m.sent(); n != 20 {
		t.Errorf("%d requests count as sent", n)
	}
	browser, code := m.code("00123", home, now)
	_, err = m.SignInByCode(t.Context(), browser, code, home, "test", now)
	m.must(err)
	for range 5 {
		_, err := m.AskCode(t.Context(), "00123", home, now)
		m.must(err)
	}
	if n := len(m.delivered(now)); n != 4 {
		t.Errorf("%d more codes in the hour, want 4", n)
	}
	m.code("00123", home, now.Add(61*time.Minute))
}

func (m *mailbox) sent() (n int) {
	m.t.Helper()
	m.must(m.DB.Query(m.t.Context()).Raw(`select count(*) from sign_in_requests where sent_at is not null`).Scan(&n).Error)
	return n
}

func TestNoCodeGoesToASharedMailbox(t *testing.T) {
	t.Parallel()
	m := newMailbox(t)
	m.staff("1")
	m.staff("2")
	_, err := m.DB.Pool().ExecContext(t.Context(), `update persons set email = 'Werkhof@emmen.example' where personnel_no = '1'`)
	m.must(err)
	_, err = m.DB.Pool().ExecContext(t.Context(), `update persons set email = 'werkhof@emmen.example' where personnel_no = '2'`)
	m.must(err)
	_, err = m.AskCode(t.Context(), "1", home, now)
	m.must(err)
	if n := len(m.delivered(now)); n != 0 || m.reason() != auth.SharedMail {
		t.Errorf("%d mails, %s", n, m.reason())
	}
}

func TestAnOldCodeIsNotSentAnyMore(t *testing.T) {
	t.Parallel()
	m := newMailbox(t)
	m.staff("00123")
	_, err := m.AskCode(t.Context(), "00123", home, now)
	m.must(err)
	if n := len(m.delivered(now.Add(auth.CodeLife))); n != 0 || m.reason() != auth.AskedLongAgo {
		t.Errorf("%d mails, %s", n, m.reason())
	}
}
