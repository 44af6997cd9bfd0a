package i18n_test

import (
	"strings"
	"testing"

	"zaemme/internal/i18n"
)

func TestSlug(t *testing.T) {
	for title, want := range map[string]string{
		"Badeanlagen Rossmoos":          "badeanlagen-rossmoos",
		"  Übung: Büro & Werkhof (2)! ": "uebung-buero-werkhof-2",
		"Façade à l’école":              "facade-a-l-ecole",
		"安全":                            "",
		strings.Repeat("lang ", 20):     "lang-lang-lang-lang-lang-lang-lang-lang",
	} {
		if got := i18n.Slug(title); got != want {
			t.Errorf("%q becomes %q, not %q", title, got, want)
		}
	}
}
