package auth_test

import (
	"testing"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

func signIn(t *testing.T, s *auth.Service, no string, at time.Time) (token string, session auth.Session) {
	t.Helper()
	token, err := s.SignIn(t.Context(), no, password, "192.0.2.1", "Firefox", at)
	if err != nil {
		t.Fatal(err)
	}
	return token, found(t, s, token, at)
}

func found(t *testing.T, s *auth.Service, token string, at time.Time) auth.Session {
	t.Helper()
	session, err := auth.Find(t.Context(), s.DB, token, at)
	if err != nil {
		t.Fatal(err)
	}
	return session
}

func write(t *testing.T, s *auth.Service, fn func(tx *db.Tx) error) {
	t.Helper()
	if err := s.DB.Write(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

func ended(t *testing.T, s *auth.Service, token string, at time.Time) bool {
	t.Helper()
	_, err := auth.Find(t.Context(), s.DB, token, at)
	return apperr.Is(err, apperr.SignIn)
}

func TestEndSessions(t *testing.T) {
	t.Parallel()
	s := service(t)
	id, other := person(t, s, "1", calendar.Forever), person(t, s, "2", calendar.Forever)
	here, session := signIn(t, s, "1", now)
	phone, onPhone := signIn(t, s, "1", now.Add(time.Minute))
	tablet, _ := signIn(t, s, "1", now.Add(2*time.Minute))
	theirs, notMine := signIn(t, s, "2", now)
	at := now.Add(time.Hour)

	list, err := auth.Sessions(t.Context(), s.DB, id, at)
	if err != nil || len(list) != 3 || list[0].OpenedBy != auth.ByPassword || list[0].Device != "Firefox" {
		t.Fatalf("%+v, %v", list, err)
	}
	err = s.DB.Write(t.Context(), func(tx *db.Tx) error { return auth.EndOne(t.Context(), tx, id, notMine.UID.String()) })
	if !apperr.Is(err, apperr.NotFound) || ended(t, s, theirs, at) {
		t.Errorf("somebody else's session could be ended: %v", err)
	}
	write(t, s, func(tx *db.Tx) error { return auth.EndOne(t.Context(), tx, id, onPhone.UID.String()) })
	if !ended(t, s, phone, at) || ended(t, s, here, at) || ended(t, s, tablet, at) {
		t.Error("not the one session was ended")
	}
	write(t, s, func(tx *db.Tx) error {
		n, err := auth.EndOthers(t.Context(), tx, id, session.UID)
		if n != 1 {
			t.Errorf("%d others ended", n)
		}
		return err
	})
	if ended(t, s, here, at) || !ended(t, s, tablet, at) {
		t.Error("not the others were ended")
	}
	write(t, s, func(tx *db.Tx) error { return auth.EndAllOf(t.Context(), tx, id, other) })
	if !ended(t, s, here, at) || ended(t, s, theirs, at) {
		t.Error("not all of the one person were ended")
	}
	var actors int
	if err := s.DB.Query(t.Context()).Raw(`select count(*) from audit_log where action = 'auth.sessions.ended' and subject_id = ? and actor_id = ?`,
		id, other).Scan(&actors).Error; err != nil || actors != 1 {
		t.Errorf("%d audit entries, %v", actors, err)
	}
}

// Changed rights replace the token; what is under way still arrives, and what is
// not, does not.
func TestRightsChangedRenewsTheToken(t *testing.T) {
	t.Parallel()
	s := service(t)
	id := person(t, s, "1", calendar.Forever)
	old, before := signIn(t, s, "1", now)
	renew := func(token string) (fresh string) {
		write(t, s, func(tx *db.Tx) (err error) {
			fresh, err = auth.Renew(t.Context(), tx, token, now)
			return err
		})
		return fresh
	}
	if before.Renew || renew(old) != old {
		t.Fatal("a token was replaced without reason")
	}
	write(t, s, func(tx *db.Tx) error {
		return auth.GrantAtInstallation(t.Context(), tx, id, people.RoleHR, calendar.DateOf(now))
	})
	if !found(t, s, old, now).Renew {
		t.Fatal("a granted role does not ask for a new token")
	}
	fresh := renew(old)
	if fresh == old {
		t.Fatal("the token was not replaced")
	}
	if again := renew(old); again != old {
		t.Error("the token was replaced twice")
	}
	session := found(t, s, fresh, now)
	if session.UID != before.UID || session.Renew || !session.Has(people.RoleHR) {
		t.Errorf("%+v", session)
	}
	if !session.AcceptsForm(fresh, auth.FormToken(old)) || !session.AcceptsForm(fresh, auth.FormToken(fresh)) {
		t.Error("an open form is refused")
	}
	if session.AcceptsForm(fresh, "") || session.AcceptsForm(fresh, auth.FormToken("other")) {
		t.Error("a strange form is accepted")
	}
	if under := found(t, s, old, now.Add(10*time.Second)); under.UID != before.UID || under.Renew {
		t.Errorf("what was under way: %+v", under)
	}
	if !ended(t, s, old, now.Add(time.Minute)) {
		t.Error("the old token lives on")
	}
	write(t, s, func(tx *db.Tx) error { return auth.End(t.Context(), tx, old) }) // signed out with the old cookie
	if !ended(t, s, fresh, now) {
		t.Error("signing out left the session open")
	}
}

func TestSeenIsNotedEveryTenMinutes(t *testing.T) {
	t.Parallel()
	s := service(t)
	person(t, s, "1", calendar.Forever)
	token, session := signIn(t, s, "1", now)
	for _, c := range []struct{ after, want time.Duration }{{9 * time.Minute, 0}, {11 * time.Minute, 11 * time.Minute}} {
		if err := auth.Seen(t.Context(), s.DB, session, now.Add(c.after)); err != nil {
			t.Fatal(err)
		}
		if got := found(t, s, token, now).SeenAt; !got.Equal(now.Add(c.want)) {
			t.Errorf("after %v it was seen at %v", c.after, got)
		}
	}
}
