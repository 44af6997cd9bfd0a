package auth_test

import (
	"errors"
	"testing"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/testing/dbtest"
)

var now = time.Date(2026, time.November, 23, 8, 0, 0, 0, time.UTC)

const password = "Rüebli-im-Garten-7"

func service(t *testing.T) *auth.Service {
	t.Helper()
	return &auth.Service{DB: dbtest.New(t), Hasher: auth.NewHasher(2)}
}

// person makes somebody with a password, employed until the day (Forever: open),
// or with the role admin and no employment where until is none.
func person(t *testing.T, s *auth.Service, no string, until calendar.Date) int64 {
	t.Helper()
	var id int64
	err := s.DB.Write(t.Context(), func(tx *db.Tx) error {
		if err := db.One(tx.Query(t.Context()), &id, `insert into persons (personnel_no, last_name, first_name, email, login)
			values (?, 'Muster', 'Andrea', ?, ?) returning id`, no, "p"+no+"@emmen.example", "login"+no); err != nil {
			return err
		}
		if until == 0 {
			if err := auth.GrantAtInstallation(t.Context(), tx, id, people.RoleAdmin, calendar.DateOf(now)); err != nil {
				return err
			}
		} else if err := tx.Query(t.Context()).Exec(`
			with d as (insert into departments (code) values (@no) returning id),
			e as (insert into employments (person_id, no) values (@id, '1') returning id)
			insert into employment_facts (employment_id, person_id, department_id, category, entry_on, exit_on, valid_from, known_from)
			select e.id, @id, d.id, 'permanent', '2020-01-01', @until, '2020-01-01', now() from d, e`,
			map[string]any{"no": no, "id": id, "until": until}).Error; err != nil {
			return err
		}
		return s.SetPassword(t.Context(), tx, id, id, password, now)
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	s := service(t)
	id := person(t, s, "00123", calendar.Forever)
	for _, name := range []string{"00123", "P00123@emmen.example", "LOGIN00123", " 00123 "} {
		token, err := s.SignIn(t.Context(), name, password, "192.0.2.1", "test", now)
		if err != nil {
			t.Fatalf("as %q: %v", name, err)
		}
		session, err := auth.Find(t.Context(), s.DB, token, now.Add(11*time.Hour))
		if err != nil || session.Person.ID != id || session.MustChange {
			t.Fatalf("session %+v, %v", session, err)
		}
		if _, err := auth.Find(t.Context(), s.DB, token, now.Add(13*time.Hour)); !apperr.Is(err, apperr.SignIn) {
			t.Errorf("the session outlived the working day: %v", err)
		}
	}
	if _, err := auth.Find(t.Context(), s.DB, "no such token", now); !apperr.Is(err, apperr.SignIn) {
		t.Errorf("an unknown token: %v", err)
	}
}

func TestWhoMaySignIn(t *testing.T) {
	t.Parallel()
	s := service(t)
	person(t, s, "1", calendar.DateOf(now)) // last day today
	person(t, s, "2", calendar.DateOf(now)-1)
	person(t, s, "3", 0)
	for no, want := range map[string]bool{"1": true, "2": false, "3": true} {
		token, err := s.SignIn(t.Context(), no, password, "192.0.2.1", "test", now)
		if (err == nil) != want {
			t.Errorf("%s: %v", no, err)
		}
		if want && no == "1" {
			if _, err := auth.Find(t.Context(), s.DB, token, now.Add(16*time.Hour)); !apperr.Is(err, apperr.SignIn) {
				t.Errorf("a leaver's session outlived the last day: %v", err)
			}
		}
	}
}

// Somebody who tries many passwords is stopped, and the owner at another
// address is not.
func TestThrottleDoesNotLockTheOwnerOut(t *testing.T) {
	t.Parallel()
	s := service(t)
	person(t, s, "00123", calendar.Forever)
	var last error
	for range 9 {
		_, last = s.SignIn(t.Context(), "00123", "falsch", "192.0.2.66", "test", now)
	}
	if !apperr.Is(last, apperr.TooMany) {
		t.Errorf("the ninth attempt: %v", last)
	}
	if _, err := s.SignIn(t.Context(), "00123", password, "192.0.2.1", "test", now); err != nil {
		t.Errorf("the owner is kept out: %v", err)
	}
	if _, err := s.SignIn(t.Context(), "00123", password, "192.0.2.66", "test", now.Add(16*time.Minute)); err != nil {
		t.Errorf("the throttle does not end: %v", err)
	}
	wrong, unknown := error(nil), error(nil)
	_, wrong = s.SignIn(t.Context(), "00123", "falsch", "192.0.2.7", "test", now)
	_, unknown = s.SignIn(t.Context(), "99999", "falsch", "192.0.2.7", "test", now)
	if wrong == nil || unknown == nil || wrong.Error() != unknown.Error() {
		t.Errorf("the answers differ: %v, %v", wrong, unknown)
	}
}

func TestNewPasswordEndsSessions(t *testing.T) {
	t.Parallel()
	s := service(t)
	id := person(t, s, "00123", calendar.Forever)
	token, err := s.SignIn(t.Context(), "00123", password, "192.0.2.1", "test", now)
	if err != nil {
		t.Fatal(err)
	}
	given, err := auth.NewPassword()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.DB.Write(t.Context(), func(tx *db.Tx) error { return s.SetPassword(t.Context(), tx, id, 0, given, now) }); err != nil {
		t.Fatal(err)
	}
	if _, err := auth.Find(t.Context(), s.DB, token, now); !apperr.Is(err, apperr.SignIn) {
		t.Errorf("a session survived a new password: %v", err)
	}
	token, err = s.SignIn(t.Context(), "00123", given, "192.0.2.1", "test", now)
	if err != nil {
		t.Fatal(err)
	}
	if session, err := auth.Find(t.Context(), s.DB, token, now); err != nil || !session.MustChange {
		t.Errorf("a given password need not be changed: %+v, %v", session, err)
	}
}

func TestFirstAdminLinkWorksOnce(t *testing.T) {
	t.Parallel()
	s := service(t)
	link := func() (token string, err error) {
		err = s.DB.Write(t.Context(), func(tx *db.Tx) error {
			token, err = auth.NewFirstAdminLink(t.Context(), tx, now)
			return err
		})
		return token, err
	}
	old, err := link()
	if err != nil {
		t.Fatal(err)
	}
	token, err := link()
	if err != nil {
		t.Fatal(err)
	}
	if auth.CheckLink(t.Context(), s.DB, "first_admin", old, now) == nil {
		t.Error("an earlier link still holds")
	}
	for range 2 { // looking consumes nothing
		if err := auth.CheckLink(t.Context(), s.DB, "first_admin", token, now); err != nil {
			t.Fatal(err)
		}
	}
	admin := auth.FirstAdmin{FirstName: "Nina", LastName: "Vorlage", Email: "nina@emmen.example", Password: password}
	if wrong := admin.Check(); len(wrong) != 0 {
		t.Fatal(wrong)
	}
	session, err := s.CreateFirstAdmin(t.Context(), token, admin, "test", now)
	if err != nil {
		t.Fatal(err)
	}
	found, err := auth.Find(t.Context(), s.DB, session, now)
	if err != nil || !found.Has(people.RoleAdmin) || !found.Has(people.RoleHR) {
		t.Errorf("%+v, %v", found, err)
	}
	if _, err := s.CreateFirstAdmin(t.Context(), token, admin, "test", now); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("the link worked twice: %v", err)
	}
	if _, err := link(); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("a second first administrator: %v", err)
	}
}

func TestHashIsSaltedAndForgivesUmlauts(t *testing.T) {
	t.Parallel()
	h := auth.NewHasher(1)
	one, err := h.Hash(t.Context(), "Zürcher-Geschnetzeltes")
	if err != nil {
		t.Fatal(err)
	}
	two, err := h.Hash(t.Context(), "Zürcher-Geschnetzeltes")
	if err != nil || one == two {
		t.Fatalf("two hashes of one password are the same: %v", err)
	}
	for typed, want := range map[string]bool{"Zu\u0308rcher-Geschnetzeltes": true, "Zurcher-Geschnetzeltes": false} {
		if ok, err := h.Matches(t.Context(), one, typed); err != nil || ok != want {
			t.Errorf("%q: %v, %v", typed, ok, err)
		}
	}
	if ok, err := h.Matches(t.Context(), "broken", "x"); ok || err != nil {
		t.Errorf("a broken hash: %v, %v", ok, err)
	}
}

func TestFormToken(t *testing.T) {
	t.Parallel()
	if !auth.CheckFormToken("session", auth.FormToken("session")) || auth.CheckFormToken("other", auth.FormToken("session")) ||
		auth.CheckFormToken("session", "") {
		t.Error("a form token fits its own session only")
	}
}

func asError(err error, target **apperr.Error) bool { return errors.As(err, target) }
