package auth_test

import (
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

func grantRole(t *testing.T, s *auth.Service, g people.Grant) error {
	t.Helper()
	return s.DB.Write(t.Context(), func(tx *db.Tx) error { return auth.GrantRole(t.Context(), tx, g, now) })
}

func TestARoleNeedsSomebodyWhoMaySignIn(t *testing.T) {
	t.Parallel()
	s := service(t)
	today := calendar.DateOf(now)
	admin, here, leaves := person(t, s, "1", 0), person(t, s, "2", calendar.Forever), person(t, s, "3", today)
	var external int64
	if err := db.One(s.DB.Query(t.Context()), &external, `insert into persons (last_name, first_name) values ('Prüfer', 'Lea') returning id`); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		person int64
		from   calendar.Date
		kind   apperr.Kind
	}{
		{"employed", here, today, ""},
		{"never employed", external, today, ""},
		{"gone by then", leaves, today.AddDays(1), apperr.Conflict},
		{"oneself", admin, today, apperr.Forbidden},
		{"nobody", 9999, today, apperr.Conflict},
	} {
		err := grantRole(t, s, people.Grant{PersonID: c.person, Role: people.RoleAuthor, From: c.from, Until: calendar.Forever, By: admin})
		if (c.kind == "") != (err == nil) || (err != nil && !apperr.Is(err, c.kind)) {
			t.Errorf("%s: %v, want %q", c.name, err, c.kind)
		}
	}
}

// New rights and ended ones: a session that was open before rests on neither.
func TestSessionsFollowRoles(t *testing.T) {
	t.Parallel()
	s := service(t)
	admin, other := person(t, s, "1", 0), person(t, s, "2", calendar.Forever)
	signIn := func() string {
		t.Helper()
		token, err := s.SignIn(t.Context(), "2", password, "192.0.2.1", "test", now)
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	renews := func(token string) bool { // the next page replaces it
		t.Helper()
		session, err := auth.Find(t.Context(), s.DB, token, now)
		return err == nil && session.Renew
	}
	before := signIn()
	if err := grantRole(t, s, people.Grant{PersonID: other, Role: people.RoleAdmin, From: calendar.DateOf(now), Until: calendar.Forever, By: admin}); err != nil {
		t.Fatal(err)
	}
	if !renews(before) {
		t.Error("the session from before the grant keeps its token")
	}
	token := signIn()
	session, err := auth.Find(t.Context(), s.DB, token, now)
	if err != nil || !session.Has(people.RoleAdmin) || !session.HasWhole(people.RoleAdmin) {
		t.Errorf("%+v, %v", session, err)
	}
	var id int64
	if err := db.One(s.DB.Query(t.Context()), &id, `select id from role_grants where person_id = ?`, other); err != nil {
		t.Fatal(err)
	}
	if err := s.DB.Write(t.Context(), func(tx *db.Tx) error {
		_, err := auth.RevokeRole(t.Context(), tx, id, admin, now)
		return err
	}); err != nil || !renews(token) {
		t.Errorf("after the role ended the session keeps its token, %v", err)
	}
}

// Two administrators, of whom one can no longer sign in, cannot end each other.
func TestTheLastAdministratorStays(t *testing.T) {
	t.Parallel()
	s := service(t)
	admin := person(t, s, "1", 0)
	left := person(t, s, "2", calendar.DateOf(now)-1)
	var id int64
	if err := db.One(s.DB.Query(t.Context()), &id, `select id from role_grants where person_id = ?`, admin); err != nil {
		t.Fatal(err)
	}
	if err := s.DB.Write(t.Context(), func(tx *db.Tx) error {
		if err := auth.GrantAtInstallation(t.Context(), tx, left, people.RoleAdmin, calendar.DateOf(now)); err != nil {
			return err
		}
		_, err := auth.RevokeRole(t.Context(), tx, id, left, now)
		return err
	}); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("the last administrator who may sign in is ended: %v", err)
	}
}
