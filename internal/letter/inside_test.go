package letter_test

import (
	"strings"
	"testing"

	"zaemme/internal/letter"
	"zaemme/internal/settings"
	"zaemme/views"
)

// A mail read at home says that its address answers in the municipality's network
// alone, where it does.
func TestALetterPromisesWhatIsReached(t *testing.T) {
	t.Parallel()
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	press, err := letter.NewPress(views.Files, "https://lernen.gemeinde.example")
	if err != nil {
		t.Fatal(err)
	}
	for lang, words := range map[string]string{"de": "nur im Netz der Gemeinde", "en": "network only"} {
		outside := press.Begin(texts.Printer(lang), settings.Defaults(), "Andrea Muster").Without
		inside := press.Begin(texts.Printer(lang), settings.Defaults().With("reachable", "intranet"), "Andrea Muster").Without
		if strings.Contains(outside, words) || !strings.Contains(inside, words) {
			t.Errorf("%s: %q and %q", lang, outside, inside)
		}
	}
}
