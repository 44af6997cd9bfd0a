package auth_test

import (
	"strings"
	"testing"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/outbox"
	"zaemme/internal/people"
	"zaemme/views"
)

// keyOf is the text key of an error, "" where it has none.
func keyOf(err error) string {
	if e, ok := err.(*apperr.Error); ok { //nolint:errorlint // the package's own, not one wrapped
		return e.Key
	}
	return ""
}

// What a browser was asked is good once, for minutes, for whom it was asked.
func TestPasskeyChallenges(t *testing.T) {
	t.Parallel()
	s := service(t)
	person(t, s, "1", calendar.Forever)
	person(t, s, "2", calendar.Forever)
	token, session := signIn(t, s, "1", now)
	_, other := signIn(t, s, "2", now)
	p, err := auth.NewPasskeys(s.DB, "https://lernen.emmen.example", "zaemme")
	if err != nil {
		t.Fatal(err)
	}
	ask := func() string {
		asked, err := p.BeginSignIn(t.Context(), now)
		if err != nil {
			t.Fatal(err)
		}
		return asked.Token
	}
	add := func() string {
		asked, err := p.BeginAdd(t.Context(), session.Person, now)
		if err != nil {
			t.Fatal(err)
		}
		return asked.Token
	}
	adds := func(s auth.Session, challenge, answer, name string, at time.Time) error {
		_, _, err := p.Add(t.Context(), s, token, challenge, answer, name, at)
		return err
	}
	signs := func(challenge, answer string, at time.Time) error {
		_, err := p.SignIn(t.Context(), challenge, answer, "test", at)
		return err
	}
	once, used := ask(), add()
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"an answer that is none":          {signs(once, "{}", now), "error.access.passkey"},
		"the same challenge again":        {signs(once, "{}", now), "error.access.too_late"},
		"too late":                        {signs(ask(), "{}", now.Add(6*time.Minute)), "error.access.too_late"},
		"a challenge nobody made":         {signs("", "{}", now), "error.access.too_late"},
		"a challenge for something else":  {signs(add(), "{}", now), "error.access.too_late"},
		"no name":                         {adds(session, add(), "{}", " ", now), "error.access.name"},
		"a new one that is none":          {adds(session, used, `{"id":"x"}`, "Handy", now), "error.access.passkey"},
		"somebody else's challenge":       {adds(other, add(), "{}", "Handy", now), "error.access.too_late"},
		"a challenge for signing in":      {adds(session, ask(), "{}", "Handy", now), "error.access.too_late"},
		"a challenge of a quarter before": {adds(session, add(), "{}", "Handy", now.Add(15*time.Minute)), "error.access.too_late"},
	} {
		if keyOf(c.err) != c.want {
			t.Errorf("%s: %v", name, c.err)
		}
	}
}

func TestTheResetIsTold(t *testing.T) {
	t.Parallel()
	s := service(t)
	id := person(t, s, "1", calendar.Forever)
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	render := func() outbox.Decision {
		var decision outbox.Decision
		write(t, s, func(tx *db.Tx) (err error) {
			decision, err = auth.Letters{Texts: texts, BaseURL: "https://lernen.emmen.example"}.Render(t.Context(), tx, outbox.Item{RecipientID: id}, now)
			return err
		})
		return decision
	}
	sent := render().Mail()
	if sent == nil || sent.To[0].Email != "p1@emmen.example" || sent.Subject != "Ihr zweiter Nachweis wurde entfernt" {
		t.Fatalf("%+v", sent)
	}
	for _, want := range []string{"Andrea Muster", "https://lernen.emmen.example/konto", "Personaldienst"} {
		if !strings.Contains(sent.Text, want) {
			t.Errorf("the mail lacks %q:\n%s", want, sent.Text)
		}
	}
	if err := s.DB.Query(t.Context()).Exec(`update persons set email = null where id = ?`, id).Error; err != nil {
		t.Fatal(err)
	}
	if d := render(); d.Mail() != nil || d.Reason() != "no_mailbox" {
		t.Errorf("without a mailbox: %+v", d)
	}
}

// Whoever changes a second factor, its owner hears of it, in words that name it.
func TestAChangedSecondFactorIsTold(t *testing.T) {
	t.Parallel()
	s := service(t)
	id := person(t, s, "00123", calendar.Forever)
	token, session := signIn(t, s, "00123", now)
	_, fresh, _ := withApp(t, s, session, token, now)
	session = found(t, s, fresh, now)
	if _, err := s.NewCodes(t.Context(), id, now); err != nil {
		t.Fatal(err)
	}
	write(t, s, func(tx *db.Tx) error { return auth.RemoveTOTP(t.Context(), tx, session, auth.SecondOffered, now) })
	var rows []struct {
		RecipientID int64
		Payload     string
	}
	if err := s.DB.Query(t.Context()).Raw(`select recipient_id, payload from outbox where kind = ? order by id`, auth.KindChanged).
		Scan(&rows).Error; err != nil {
		t.Fatal(err)
	}
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"Eine Code-App wurde eingerichtet.", "Die Ersatzcodes wurden erneuert.", "Die Code-App wurde entfernt."}
	if len(rows) != len(want) {
		t.Fatalf("%d messages, want %d: %+v", len(rows), len(want), rows)
	}
	for i, row := range rows {
		var decision outbox.Decision
		write(t, s, func(tx *db.Tx) (err error) {
			decision, err = auth.Letters{Texts: texts, BaseURL: "https://lernen.emmen.example"}.Render(t.Context(), tx,
				outbox.Item{Kind: auth.KindChanged, RecipientID: row.RecipientID, Payload: []byte(row.Payload)}, now)
			return err
		})
		sent := decision.Mail()
		if row.RecipientID != id || sent == nil || sent.Subject != "Ihre Anmeldung wurde geändert" || !strings.Contains(sent.Text, want[i]) {
			t.Errorf("message %d: %+v", i, sent)
		}
	}
}

// Who came another way than with the password need not replace it.
func TestAGivenPasswordBindsThePasswordAlone(t *testing.T) {
	t.Parallel()
	s := service(t)
	id := person(t, s, "1", calendar.Forever)
	write(t, s, func(tx *db.Tx) error { return s.SetPassword(t.Context(), tx, id, 0, password, now) })
	for by, want := range map[auth.Opened]bool{auth.ByPassword: true, auth.ByPasskey: false, auth.ByCode: false} {
		var token string
		write(t, s, func(tx *db.Tx) (err error) {
			token, err = auth.Open(t.Context(), tx, auth.Opening{Person: id, By: by}, now)
			return err
		})
		if got := found(t, s, token, now).MustChange; got != want {
			t.Errorf("opened by %s: %v", by, got)
		}
	}
	if (auth.Session{Roles: []people.Role{people.RoleHR}, OpenedBy: auth.ByOIDC}).Second(auth.SecondRequired) != auth.SecondDone {
		t.Error("the identity provider's check does not count")
	}
}
