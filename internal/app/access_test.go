package app

import (
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/settings"
	"zaemme/internal/web"
	"zaemme/internal/web/visit"
)

// later is the app with a clock that the test moves.
func later(t *testing.T) (*App, *web.Server, *atomic.Int64) {
	t.Helper()
	a, ahead := open(t), &atomic.Int64{}
	a.Clock = func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	server, err := a.Web(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return a, server, ahead
}

func personOf(t *testing.T, a *App, token string) people.Person {
	t.Helper()
	s, err := auth.Find(t.Context(), a.DB, token, a.Clock())
	if err != nil {
		t.Fatal(err)
	}
	return s.Person
}

// The next page after changed rights has another cookie; a form that was open is
// still taken, and the old cookie dies.
func TestChangedRightsReplaceTheCookie(t *testing.T) {
	t.Parallel()
	a, server, ahead := later(t)
	old := session(t, a, false)
	v := &visitor{t, server, old}
	if err := a.DB.Write(t.Context(), func(tx *db.Tx) error {
		return auth.GrantAtInstallation(t.Context(), tx, personOf(t, a, old).ID, people.RoleAuthor, calendar.DateOf(a.Clock()))
	}); err != nil {
		t.Fatal(err)
	}
	language := url.Values{"_csrf": {auth.FormToken(old)}, "language": {"de"}}
	v.want(http.MethodPost, "/konto/sprache", language, http.StatusSeeOther, "/")
	if v.token != old {
		t.Error("a form replaced the token")
	}
	v.want(http.MethodGet, "/konto", nil, http.StatusOK, "")
	if v.token == old {
		t.Fatal("the page did not replace the token")
	}
	v.want(http.MethodPost, "/konto/sprache", language, http.StatusSeeOther, "/")
	ahead.Store(int64(time.Minute))
	v.want(http.MethodGet, "/konto", nil, http.StatusOK, "")
	stale := &visitor{t, server, old}
	stale.want(http.MethodGet, "/konto", nil, http.StatusSeeOther, "/anmelden?next=%2Fkonto")
}

// A session that owes a second factor is nobody's, on every route but those of the
// step; somebody who has one cannot set up another before showing it.
func TestHalfOpenSessionsReachNothing(t *testing.T) {
	t.Parallel()
	a, server, _ := later(t)
	if err := a.DB.Write(t.Context(), func(tx *db.Tx) error {
		return settings.Set(t.Context(), tx, 0, calendar.DateOf(a.Clock()), auth.SecondSetting, auth.SecondRequired)
	}); err != nil {
		t.Fatal(err)
	}
	a.Settings.Forget()
	setUp, pass := session(t, a, true, people.RoleHR, people.RoleAdmin), session(t, a, false)
	if err := a.DB.Query(t.Context()).Exec(`insert into totp_secrets (person_id, secret, created_at, confirmed_at)
		values (?, decode(repeat('00', 20), 'hex'), now(), now())`, personOf(t, a, pass).ID).Error; err != nil {
		t.Fatal(err)
	}
	for token, mayEnrol := range map[string]bool{setUp: true, pass: false} {
		for _, r := range a.routes(nil, nil) {
			if r.Guard == visit.Public || r.Guard == visit.HalfOpen || r.AnySession {
				continue
			}
			status, to := call(t, server.Test, r, token)
			reached := status != http.StatusUnauthorized && !strings.HasPrefix(to, "/anmelden")
			if reached != (mayEnrol && r.MaySetUp) {
				t.Errorf("%s %s answers %d %s", r.Method, r.Path, status, to)
			}
		}
	}
	v := &visitor{t, server, setUp}
	v.want(http.MethodGet, "/anmelden?next=/personen", nil, http.StatusSeeOther, "/anmelden/zweiter-schritt?next=%2Fpersonen")
	v.want(http.MethodGet, "/anmelden/zweiter-schritt?next=/personen", nil, http.StatusSeeOther, "/konto/zweiter-faktor?next=%2Fpersonen")
	w := &visitor{t, server, pass}
	w.want(http.MethodPost, "/anmelden/zweiter-schritt", url.Values{"code": {"000000"}}, http.StatusConflict, "") // no form token
	w.want(http.MethodPost, "/anmelden/zweiter-schritt", url.Values{"code": {"123"}, "_csrf": {auth.FormToken(pass)}}, http.StatusUnprocessableEntity, "")
	w.want(http.MethodPost, "/abmelden", url.Values{"_csrf": {auth.FormToken(pass)}}, http.StatusSeeOther, "/anmelden")
	w.want(http.MethodGet, "/anmelden", nil, http.StatusOK, "")
}

// Help for somebody else's access, and for nobody's own.
func TestHelpWithAccess(t *testing.T) {
	t.Parallel()
	a, server, ahead := later(t)
	hr, admin, lost := session(t, a, false, people.RoleHR), session(t, a, false, people.RoleAdmin), session(t, a, false)
	path := "/personen/" + personOf(t, a, lost).UID.String() + "/zugang"
	h, o := &visitor{t, server, hr}, &visitor{t, server, admin}
	by := func(token string) url.Values { return url.Values{"_csrf": {auth.FormToken(token)}} }
	h.want(http.MethodGet, path, nil, http.StatusOK, "")
	h.want(http.MethodPost, path+"/zuruecksetzen", by(hr), http.StatusForbidden, "")
	h.want(http.MethodPost, path+"/abmelden", by(hr), http.StatusSeeOther, path)
	(&visitor{t, server, lost}).want(http.MethodGet, "/konto", nil, http.StatusSeeOther, "/anmelden?next=%2Fkonto")
	o.want(http.MethodGet, path, nil, http.StatusOK, "")
	o.want(http.MethodPost, path+"/zuruecksetzen", by(admin), http.StatusSeeOther, path)
	o.want(http.MethodPost, path+"/loesen", by(admin), http.StatusNotFound, "")
	own := "/personen/" + personOf(t, a, admin).UID.String() + "/zugang"
	o.want(http.MethodPost, own+"/zuruecksetzen", by(admin), http.StatusForbidden, "")
	o.want(http.MethodPost, own+"/abmelden", by(admin), http.StatusForbidden, "")
	// An hour later an open screen is not enough to alter the ways in.
	ahead.Store(int64(time.Hour))
	o.want(http.MethodGet, "/konto", nil, http.StatusOK, "")
	o.want(http.MethodPost, "/konto/zweiter-faktor/app", by(admin), http.StatusForbidden, "")
}
