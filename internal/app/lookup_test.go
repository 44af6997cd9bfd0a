package app

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"zaemme/internal/db"
	"zaemme/internal/settings"
)

// Everybody looks things up in all courses; who has completed one reads it years
// later as it was, with the numbers of that day.
func TestLookingThingsUp(t *testing.T) {
	t.Parallel()
	w := newRightsWorld(t)
	says := func(address string, texts ...string) string {
		t.Helper()
		status, body := w.page("line", address)
		if status != http.StatusOK {
			t.Fatalf("%s answers %d", address, status)
		}
		for _, text := range texts {
			if !strings.Contains(body, text) {
				t.Errorf("%s does not say %q", address, text)
			}
		}
		return body
	}
	says("/suche", "Was möchten Sie nachschlagen?")
	says("/suche?q=phishing", "<mark>Phishing</mark>", "/kurse/IS-01/module/2", "/glossar#phishing")
	says("/suche?q=xyzzy", "Zu «xyzzy» steht in keinem Kurs etwas.")
	if body := says("/suche?q=%3Cscript%3Ealert(1)%3C/script%3E"); strings.Contains(body, "<script>alert") {
		t.Error("what was typed is markup")
	}
	says("/glossar", "Amtsgeheimnis", `id="zweckbindung"`)
	says("/kurse/IS-01K/drucken", "Wer hilft weiter?")
	says("/kurse", `action="/suche"`)

	const old, changed = "041 000 00 10", "041 000 00 99"
	w.write(func(ctx context.Context, tx *db.Tx) error {
		return settings.Set(ctx, tx, 0, w.today(), "ict_emergency", changed)
	})
	w.app.Settings.Forget()
	if body := says("/kurse/IS-01/drucken", changed, "Informationssicherheit im Arbeitsalltag"); strings.Contains(body, old) {
		t.Error("today's course has yesterday's number")
	}
	if body := says("/kurse/IS-01/module/5", changed, "Begriffe in diesem Modul"); strings.Contains(body, "Gelesen") {
		t.Error("who has completed the course is asked to read it")
	}
	own := "/nachweise/" + w.evidence["line"] + "/inhalt"
	if body := says(own, old, "So lautete der Kurs"); strings.Contains(body, changed) || strings.Contains(body, "anders gelautet") {
		t.Error("the completed course has today's number")
	}
	if status, _ := w.page("outside", own); status != http.StatusNotFound {
		t.Errorf("somebody else's: %d", status)
	}
	says("/nachweise", own)
}
