package auth_test

import (
	"strings"
	"testing"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

func TestAPITokenCheck(t *testing.T) {
	t.Parallel()
	today := calendar.DateOf(now)
	good := auth.NewAPIToken{Name: "Kennzahlen", Until: today.AddMonths(12)}
	if wrong := good.Check(today); len(wrong) != 0 {
		t.Errorf("%v", wrong)
	}
	for field, alter := range map[string]func(*auth.NewAPIToken){
		"name":       func(n *auth.NewAPIToken) { n.Name = " " },
		"name long":  func(n *auth.NewAPIToken) { n.Name = strings.Repeat("x", 81) },
		"name lines": func(n *auth.NewAPIToken) { n.Name = "a\nb" },
		"until":      func(n *auth.NewAPIToken) { n.Until = today - 1 },
		"until far":  func(n *auth.NewAPIToken) { n.Until++ },
		"until none": func(n *auth.NewAPIToken) { n.Until = 0 },
	} {
		n := good
		alter(&n)
		if wrong := n.Check(today); len(wrong) != 1 || !strings.HasPrefix(field, wrong[0].(*apperr.Error).Field) { //nolint:errorlint,forcetypeassert // Check's own errors
			t.Errorf("%s: %v", field, wrong)
		}
	}
}

func TestAPIToken(t *testing.T) {
	t.Parallel()
	s := service(t)
	admin := person(t, s, "1", 0)
	var key string
	if err := s.DB.Write(t.Context(), func(tx *db.Tx) (err error) {
		key, err = auth.CreateAPIToken(t.Context(), tx, auth.NewAPIToken{Name: "Kennzahlen", Until: calendar.DateOf(now).AddMonths(12), By: admin}, now)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	var stored string
	if err := s.DB.Query(t.Context()).Raw(`select string_agg(a::text, '') from api_tokens a`).Scan(&stored).Error; err != nil || strings.Contains(stored, key) {
		t.Errorf("the key itself is stored, %v", err)
	}
	used := func(at time.Time) time.Time {
		t.Helper()
		if _, err := auth.FindAPIToken(t.Context(), s.DB, key, at); err != nil {
			t.Fatal(err)
		}
		list, err := auth.APITokens(t.Context(), s.DB, at)
		if err != nil || len(list) != 1 || list[0].Creator != "Andrea Muster" || list[0].LastUsedAt == nil {
			t.Fatalf("%+v, %v", list, err)
		}
		return *list[0].LastUsedAt
	}
	for _, c := range []struct{ at, noted time.Duration }{{0, 0}, {59 * time.Second, 0}, {time.Minute, time.Minute}} {
		if at := used(now.Add(c.at)); !at.Equal(now.Add(c.noted)) {
			t.Errorf("used after %s: %s is noted, want %s", c.at, at, now.Add(c.noted))
		}
	}
	refused := func(why, text string, at time.Time) {
		t.Helper()
		if _, err := auth.FindAPIToken(t.Context(), s.DB, text, at); !apperr.Is(err, apperr.SignIn) {
			t.Errorf("%s: %v", why, err)
		}
	}
	refused("unknown", key+"x", now)
	refused("empty", "", now)
	refused("expired", key, calendar.DateOf(now).AddMonths(12).End().Add(2*time.Second))
	revoke := func() error {
		return s.DB.Write(t.Context(), func(tx *db.Tx) error { return auth.RevokeAPIToken(t.Context(), tx, 1, admin, now) })
	}
	if err := revoke(); err != nil {
		t.Fatal(err)
	}
	refused("revoked", key, now)
	if err := revoke(); !apperr.Is(err, apperr.Conflict) {
		t.Errorf("revoking it twice: %v", err)
	}
}
