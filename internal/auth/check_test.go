package auth_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
)

func TestCheckPassword(t *testing.T) {
	t.Parallel()
	names := []string{"Andrea Katharina", "Muster", "andrea.muster@seedorf.example", "0012345", "Gemeinde Seedorf"}
	for _, c := range []struct{ password, wantKey string }{
		{"kurz", "error.password.short"}, {"Rüebli-im-G", "error.password.short"}, {strings.Repeat("ab cd", 201), "error.password.long"},
		// what is tried first
		{"Passwort1234", "error.password.common"}, {"Sommer2026!!", "error.password.common"}, {"P4ssw0rt1357!!", "error.password.common"},
		{"passwortpasswort", "error.password.common"}, {"Grüezi-Schweiz", "error.password.common"}, {"Emmen2026!!!!", "error.password.common"},
		{"Matterhorn1865", "error.password.common"}, {"Zürich-2026-!", "error.password.common"},
		// walks along the keyboard, one key again and again
		{"qwertzuiopasdf", "error.password.common"}, {"1qay2wsx3edc", "error.password.common"}, {"123456789012", "error.password.common"},
		{"aaaaaaaaaaaaaa", "error.password.common"}, {"poiuztrewq1234", "error.password.common"}, {"yxcvbnm,yxcvbnm", "error.password.common"},
		// what everybody knows of the person
		{"andrea.muster1", "error.password.own_name"}, {"MusterAndrea12", "error.password.own_name"}, {"0012345-0012345", "error.password.own_name"},
		{"Gemeinde-Seedorf", "error.password.own_name"}, {"Katharina2026", "error.password.own_name"},
		// good ones, without rules of their own for kinds of characters
		{password, ""}, {"vier wörter ohne sinn", ""}, {"tulpenzwiebelhaufen", ""}, {"Sommer am Weiher mit Libellen", ""},
		{"Andrea sammelt Schneckenhäuser", ""}, {"704918 263507", ""},
	} {
		err := auth.CheckPassword(c.password, names...)
		if c.wantKey == "" {
			if err != nil {
				t.Errorf("%q is refused: %v", c.password, err)
			}
			continue
		}
		var refused *apperr.Error
		if !asError(err, &refused) || refused.Key != c.wantKey || refused.Field != "password" {
			t.Errorf("%q: %v, want %s", c.password, err, c.wantKey)
		}
	}
}

// Whatever somebody types, checking ends, and a short one never passes.
func FuzzCheckPassword(f *testing.F) {
	for _, seed := range []string{"", "Passwort1234", "ÄÖÜ€$@", "\x00\xff", "aaaaaaaaaaaaaaaaaaaa"} {
		f.Add(seed, "Andrea")
	}
	f.Fuzz(func(t *testing.T, typed, name string) {
		if auth.CheckPassword(typed, name) == nil && (utf8.RuneCountInString(typed) < auth.MinPasswordLen || len(typed) > 1000) {
			t.Errorf("%q passes", typed)
		}
	})
}
