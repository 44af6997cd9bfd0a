package admin_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"zaemme/internal/auth"
	"zaemme/internal/people"
)

func TestAKeyIsShownOnceAndRevoked(t *testing.T) {
	t.Parallel()
	s := newSite(t, false)
	s.page("/einstellungen/schluessel", "Noch gibt es keinen Schlüssel.")
	s.page("/einstellungen/schluessel/neu", "1.3.2028")
	if status, _, _ := s.do(http.MethodPost, "/einstellungen/schluessel/neu", "name", "Kennzahlen", "until", "1.4.2027", "may", "rows"); status != http.StatusUnprocessableEntity {
		t.Errorf("administration alone lets a program read rows: %d", status)
	}
	for field, values := range map[string][]string{
		"name": {"until", "1.4.2027"}, "until": {"name", "Kennzahlen", "until", "2.3.2028"}, "department": {"name", "Kennzahlen", "until", "1.4.2027", "department", "77"},
	} {
		status, body, _ := s.do(http.MethodPost, "/einstellungen/schluessel/neu", values...)
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#f-`+field+`"`) {
			t.Errorf("%s: answers %d without an error at the field", field, status)
		}
	}
	status, body, _ := s.do(http.MethodPost, "/einstellungen/schluessel/neu", "name", "Kennzahlen", "until", "1.4.2027")
	key := regexp.MustCompile(`zaemme_[\w-]{43}`).FindString(body)
	if status != http.StatusOK || key == "" {
		t.Fatalf("answers %d: %s", status, body)
	}
	if _, err := auth.FindAPIToken(t.Context(), s.db, key, monday); err != nil {
		t.Errorf("the key that was shown: %v", err)
	}
	if list := s.page("/einstellungen/schluessel", "Ein Schlüssel für ein anderes Programm gilt", "Kennzahlen", "1.4.2027", "Andrea Technik"); strings.Contains(list, key) {
		t.Error("the key is shown again")
	}
	s.page("/einstellungen/schluessel/1/sperren", "Den Schlüssel «Kennzahlen» sperren?")
	if status, _, to := s.do(http.MethodPost, "/einstellungen/schluessel/1/sperren"); status != http.StatusSeeOther || to != "/einstellungen/schluessel" {
		t.Errorf("revoking answers %d %s", status, to)
	}
	s.page("/einstellungen/schluessel", "gesperrt am 1.3.2027")
	if _, err := auth.FindAPIToken(t.Context(), s.db, key, monday); err == nil {
		t.Error("a revoked key works")
	}
	if status, _, _ := s.do(http.MethodGet, "/einstellungen/schluessel/99/sperren"); status != http.StatusNotFound {
		t.Errorf("an unknown key answers %d", status)
	}
}

// HR for the whole organisation lets a program read rows without names.
func TestHRLetsAProgramReadRows(t *testing.T) {
	t.Parallel()
	s := newSite(t, false)
	s.token = s.somebody(people.RoleHR)
	s.page("/einstellungen", "/einstellungen/schluessel")
	s.page("/einstellungen/schluessel/neu", "Auch Detailzeilen, ohne Namen")
	_, body, _ := s.do(http.MethodPost, "/einstellungen/schluessel/neu", "name", "Kennzahlen", "until", "1.4.2027", "may", "rows")
	key, err := auth.FindAPIToken(t.Context(), s.db, regexp.MustCompile(`zaemme_[\w-]{43}`).FindString(body), monday)
	if err != nil || key.May != auth.MayRows {
		t.Errorf("%+v %v", key, err)
	}
	s.page("/einstellungen/schluessel", "Auch Detailzeilen, ohne Namen")
}
