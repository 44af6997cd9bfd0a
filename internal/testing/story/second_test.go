package story_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	counter "encoding/binary"
	"fmt"
	"strings"
	"testing"
	"time"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/settings"
	"zaemme/internal/testing/browser"
)

// admin is an account without an employment.
func (w *town) admin(t *testing.T, email string, roles ...people.Role) (id int64) {
	t.Helper()
	if err := w.DB.Write(t.Context(), func(tx *db.Tx) error {
		if err := db.One(tx.Query(t.Context()), &id, `insert into persons (last_name, first_name, email) values ('Vorlage', 'Nina', ?) returning id`, email); err != nil {
			return err
		}
		for _, role := range roles {
			if err := auth.GrantAtInstallation(t.Context(), tx, id, role, w.clock.today()); err != nil {
				return err
			}
		}
		return w.Auth.SetPassword(t.Context(), tx, id, id, adminPassword, w.clock.now())
	}); err != nil {
		t.Fatal(err)
	}
	return id
}

// shownCode is what a code app shows for the key.
func shownCode(t *testing.T, key string, at time.Time) string {
	t.Helper()
	secret, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ReplaceAll(key, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	mac := hmac.New(sha1.New, secret)
	_ = counter.Write(mac, counter.BigEndian, at.Unix()/30)
	sum := mac.Sum(nil)
	o := sum[19] & 15
	return fmt.Sprintf("%06d", (counter.BigEndian.Uint32(sum[o:])&0x7fffffff)%1000000)
}

func (v *visitor) seen(name string) {
	v.t.Helper()
	v.Screenshot("access-" + name)
	v.Check()
}

// An administrator who must have a second factor sets up a code app first, and
// reaches nothing before.
func TestTheSecondFactorIsSetUpAndAskedFor(t *testing.T) {
	t.Parallel()
	w := newTown(t, false)
	w.admin(t, "nina@emmen.example", people.RoleAdmin, people.RoleHR)
	if err := w.DB.Write(t.Context(), func(tx *db.Tx) error {
		return settings.Set(t.Context(), tx, 0, calendar.DateOf(w.clock.now()), auth.SecondSetting, auth.SecondRequired)
	}); err != nil {
		t.Fatal(err)
	}
	w.Settings.Forget()
	v := w.visitor(t, browser.Options{Width: 390, NoScript: true})
	v.Goto("/personen")
	v.Fill(w.T("account.name"), "nina@emmen.example")
	v.Fill(w.T("account.password"), adminPassword)
	v.Follow("button", w.T("account.sign_in.do"))
	v.Shows(w.T("access.choose.must"))
	v.seen("choose")
	v.Goto("/personen")
	if !strings.HasPrefix(v.Path(), "/konto/zweiter-faktor") {
		v.fault("a half-open session reaches a page")
	}
	v.Follow("button", w.T("access.app.do"))
	v.seen("app")
	key := browser.Eval[string](v.Page, `document.querySelector(".access-key").innerText`)
	v.Fill(w.T("access.step.code"), "000000")
	v.Follow("button", w.T("access.app.confirm"))
	v.Shows(w.T("error.access.code"))
	if again := browser.Eval[string](v.Page, `document.querySelector(".access-key").innerText`); again != key {
		v.fault("a wrong code changed the key")
	}
	v.Fill(w.T("access.step.code"), shownCode(t, key, w.clock.now()))
	v.Follow("button", w.T("access.app.confirm"))
	v.Shows(w.T("access.codes.title"))
	v.seen("codes")
	code := browser.Eval[string](v.Page, `document.querySelector(".access-codes code").innerText`)
	v.Follow("link", w.T("access.codes.noted"))
	if v.Path() != "/personen" {
		v.fault("after the setup the way does not go on")
	}
	v.Goto("/konto")
	v.seen("konto")
	v.Follow("button", w.T("access.app.remove"))
	v.Shows(w.T("error.access.last"))

	other := w.visitor(t, browser.Options{})
	other.signIn("nina@emmen.example", adminPassword)
	other.Shows(w.T("access.step.title"))
	other.seen("step")
	other.Fill(w.T("access.step.code"), "123456")
	other.Follow("button", w.T("access.step.do"))
	other.Shows(w.T("error.access.code"))
	other.Fill(w.T("access.step.code"), code)
	other.Follow("button", w.T("access.step.do"))
	other.Goto("/konto/sitzungen")
	other.Shows(w.T("access.session.this"), "Chrome")
	other.seen("sessions")
	other.Follow("button", w.T("access.sessions.end"))
	other.Shows(w.T("access.sessions.all_ended"))
	v.Goto("/konto")
	if !strings.HasPrefix(v.Path(), "/anmelden") {
		v.fault("an ended session still reaches a page")
	}
}

// A passkey is made, signs in without a password, and is removed.
func TestPasskey(t *testing.T) {
	t.Parallel()
	w := newTown(t, false)
	w.admin(t, "nina@emmen.example", people.RoleAdmin, people.RoleHR)
	v := w.visitor(t, browser.Options{})
	v.Device()
	v.signIn("nina@emmen.example", adminPassword)
	v.Goto("/konto")
	v.Follow("link", w.T("access.passkey.do"))
	v.Fill(w.T("access.passkey.name"), "Laptop im Büro")
	v.seen("passkey")
	v.Follow("button", w.T("access.passkey.make"))
	v.Shows(w.T("access.codes.title"))
	v.Follow("link", w.T("access.codes.noted"))
	v.Shows("Laptop im Büro", w.T("access.title.second"))
	v.seen("konto-passkey")

	v.signOut("Nina Vorlage")
	v.Eventually("the button for passkeys", func() bool { return v.Has("button", w.T("access.passkey.sign_in")) })
	v.seen("sign-in")
	v.Follow("button", w.T("access.passkey.sign_in"))
	if v.Path() != "/" {
		v.fault("the passkey does not sign in")
	}
	v.Goto("/konto/sitzungen")
	v.Shows(w.T("access.by.passkey"))

	v.signOut("Nina Vorlage")
	v.signIn("nina@emmen.example", adminPassword) // with the password, the passkey is the second factor
	v.Shows(w.T("access.step.lead_passkey"))
	v.Eventually("the button for passkeys", func() bool { return v.Has("button", w.T("access.passkey.sign_in")) })
	v.seen("step-passkey")
	v.Follow("button", w.T("access.passkey.sign_in"))
	v.Goto("/konto")
	v.Follow("button", w.T("access.passkey.remove_of", "name", "Laptop im Büro"))
	v.Shows(w.T("access.passkey.removed"))
	v.Hides("Laptop im Büro")
}
