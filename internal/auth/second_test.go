package auth_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// appCode is what a code app shows, computed on its own from the key on the page.
func appCode(t *testing.T, key string, at time.Time) string {
	t.Helper()
	secret, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ReplaceAll(key, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	mac := hmac.New(sha1.New, secret)
	_ = binary.Write(mac, binary.BigEndian, at.Unix()/30)
	sum := mac.Sum(nil)
	o := sum[19] & 15
	return fmt.Sprintf("%06d", (binary.BigEndian.Uint32(sum[o:])&0x7fffffff)%1000000)
}

// withApp sets up a code app in the session.
func withApp(t *testing.T, s *auth.Service, session auth.Session, token string, at time.Time) (key, fresh string, codes []string) {
	t.Helper()
	write(t, s, func(tx *db.Tx) error { return auth.StartTOTP(t.Context(), tx, session.Person.ID, at) })
	setup, err := auth.PendingTOTP(t.Context(), s.DB, session.Person.ID, "Gemeinde Emmen", "00123")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(setup.URI, "otpauth://totp/Gemeinde%20Emmen:00123?issuer=Gemeinde%20Emmen&secret=") {
		t.Errorf("URI %s", setup.URI)
	}
	fresh, codes, err = s.ConfirmTOTP(t.Context(), session, token, appCode(t, setup.Key, at), at)
	if err != nil {
		t.Fatal(err)
	}
	return setup.Key, fresh, codes
}

func TestSecondFactorByApp(t *testing.T) {
	t.Parallel()
	s := service(t)
	id := person(t, s, "00123", calendar.Forever)
	token, session := signIn(t, s, "00123", now)
	if session.Second(auth.SecondOffered) != auth.SecondDone {
		t.Error("a second factor is asked for that nobody has")
	}
	key, fresh, codes := withApp(t, s, session, token, now)
	if len(codes) != auth.RecoveryCodes || fresh == token || !ended(t, s, token, now) {
		t.Errorf("%d recovery codes; the old token must be dead", len(codes))
	}
	if found(t, s, fresh, now).Second(auth.SecondRequired) != auth.SecondDone {
		t.Error("the session in which the app was set up is not complete")
	}
	if _, err := auth.PendingTOTP(t.Context(), s.DB, id, "x", "x"); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("the secret is shown again: %v", err)
	}

	later := now.Add(time.Hour)
	half, waiting := signIn(t, s, "00123", later)
	if waiting.Second(auth.SecondOffered) != auth.SecondPass || waiting.Second(auth.SecondOff) != auth.SecondDone {
		t.Fatal("the second factor is not asked for as the setting says")
	}
	code := appCode(t, key, later)
	whole, err := s.PassSecond(t.Context(), waiting, half, " "+code[:3]+" "+code[3:], later)
	if err != nil {
		t.Fatal(err)
	}
	if !ended(t, s, half, later) || found(t, s, whole, later).Second(auth.SecondRequired) != auth.SecondDone {
		t.Error("the step does not give a complete session with a new token")
	}
	other, err := s.ChangePassword(t.Context(), id, password, password, "Firefox", later)
	if err != nil || found(t, s, other, later).Second(auth.SecondOffered) != auth.SecondDone {
		t.Errorf("after a new password the second factor is asked for again: %v", err)
	}
	half, waiting = signIn(t, s, "00123", later)
	if _, err := s.PassSecond(t.Context(), waiting, half, code, later); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("the same code was good twice: %v", err)
	}
	if _, err := s.PassSecond(t.Context(), waiting, half, appCode(t, key, later.Add(-time.Minute)), later); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("an old code: %v", err)
	}
	if _, err := s.PassSecond(t.Context(), waiting, half, strings.ToUpper(codes[3]), later); err != nil {
		t.Errorf("a recovery code: %v", err)
	}
	half, waiting = signIn(t, s, "00123", later)
	if _, err := s.PassSecond(t.Context(), waiting, half, codes[3], later); !apperr.Is(err, apperr.Invalid) {
		t.Errorf("a recovery code was good twice: %v", err)
	}
	ways, err := auth.WaysOf(t.Context(), s.DB, id, "", later)
	if err != nil || ways.CodesLeft != auth.RecoveryCodes-1 || ways.AppAt == nil || ways.PasswordAt == nil {
		t.Errorf("%+v, %v", ways, err)
	}
	for range 8 {
		_, err = s.PassSecond(t.Context(), waiting, half, "000000", later)
	}
	if !apperr.Is(err, apperr.TooMany) {
		t.Errorf("guessing is not slowed down: %v", err)
	}
}

func TestSecondFactorIsRequired(t *testing.T) {
	t.Parallel()
	s := service(t)
	id, admin := person(t, s, "1", 0), person(t, s, "2", 0)
	token, session := signIn(t, s, "1", now)
	if session.Second(auth.SecondRequired) != auth.SecondSetUp || session.Second(auth.SecondOffered) != auth.SecondDone {
		t.Error("an administrator without a second factor")
	}
	if (auth.Session{Roles: []people.Role{people.RoleAuthor}}).NeedsSecond(auth.SecondRequired) {
		t.Error("it is required of an author")
	}
	_, fresh, _ := withApp(t, s, session, token, now)
	session = found(t, s, fresh, now)
	remove := func(setting string) error {
		return s.DB.Write(t.Context(), func(tx *db.Tx) error { return auth.RemoveTOTP(t.Context(), tx, session, setting, now) })
	}
	if err := remove(auth.SecondRequired); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("the last required second factor was removed: %v", err)
	}
	if !found(t, s, fresh, now).HasSecond {
		t.Fatal("it is gone all the same")
	}
	reset := func(actor int64) error {
		return s.DB.Write(t.Context(), func(tx *db.Tx) error { return auth.ResetSecond(t.Context(), tx, id, actor, now) })
	}
	if err := reset(id); !apperr.Is(err, apperr.Forbidden) {
		t.Errorf("one's own was reset: %v", err)
	}
	if err := reset(admin); err != nil {
		t.Fatal(err)
	}
	var told int
	if err := s.DB.Query(t.Context()).Raw(`select count(*) from outbox where kind = ? and recipient_id = ?`, auth.KindReset, id).
		Scan(&told).Error; err != nil || told != 1 {
		t.Errorf("%d messages to the person, %v", told, err)
	}
	if !ended(t, s, fresh, now) {
		t.Error("a session survived the reset")
	}
	token, session = signIn(t, s, "1", now)
	if session.HasSecond {
		t.Error("the reset left a second factor")
	}
	_, fresh, codes := withApp(t, s, session, token, now)
	session = found(t, s, fresh, now)
	if err := remove(auth.SecondOffered); err != nil {
		t.Errorf("a voluntary second factor cannot be removed: %v", err)
	}
	ways, err := auth.WaysOf(t.Context(), s.DB, id, "", now)
	if err != nil || ways.CodesLeft != 0 || len(codes) != auth.RecoveryCodes {
		t.Errorf("recovery codes outlived the second factor: %+v, %v", ways, err)
	}
	if _, err := s.NewCodes(t.Context(), id, now); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("recovery codes without a second factor: %v", err)
	}
}

func TestFresh(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		session auth.Session
		want    bool
	}{
		"just signed in":       {auth.Session{CreatedAt: now.Add(-time.Minute)}, true},
		"this morning":         {auth.Session{CreatedAt: now.Add(-time.Hour)}, false},
		"second factor anew":   {auth.Session{CreatedAt: now.Add(-time.Hour), SecondAt: now.Add(-time.Minute)}, true},
		"second factor before": {auth.Session{CreatedAt: now.Add(-time.Hour), SecondAt: now.Add(-time.Hour)}, false},
	} {
		if got := c.session.Fresh(now); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
