package admin_test

import (
	"net/http"
	"strings"
	"testing"
)

// A value may begin later; what is planned shows, the default comes back by one
// button, and the history says from what to what.
func TestASettingIsPlannedAndReset(t *testing.T) {
	t.Parallel()
	s := newSite(t, false)
	const path = "/einstellungen/mail_cap"
	if status, body, _ := s.do(http.MethodPost, path, "value", "4", "from", "28.2.2027"); status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#f-from"`) {
		t.Errorf("a day in the past answers %d", status)
	}
	for _, form := range [][]string{{"value", "4"}, {"value", "6", "from", "1.4.2027"}} {
		if status, body, _ := s.do(http.MethodPost, path, form...); status != http.StatusSeeOther {
			t.Fatalf("answers %d: %s", status, body)
		}
	}
	s.page(path, "Schon geplant:", "ab 1.4.2027: 6", "Zurück zum Vorschlag", "vorher 4", "vorher 2")
	s.page("/einstellungen", "Vorschlag: 2", "ab 1.4.2027: 6", "geändert am", "von Andrea Technik")
	if status, _, _ := s.do(http.MethodPost, path, "do", "default", "value", "nonsense"); status != http.StatusSeeOther {
		t.Errorf("going back to the default answers %d", status)
	}
	if body := s.page(path, "vorher 4"); strings.Contains(body, "Schon geplant") || strings.Contains(body, "Zurück zum Vorschlag") {
		t.Error("the default has come back, and something else is still planned or offered")
	}
}
