package admin_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestATestMailIsSentFromThePage(t *testing.T) {
	t.Parallel()
	s := newSite(t, true)
	const path = "/einstellungen/testmail"
	s.page(path, "Kommen Nachrichten an?", "Noch wurde keine gesendet.")
	if status, body, _ := s.do(http.MethodPost, path, "to", "niemand"); status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#f-to"`) {
		t.Errorf("no address: answers %d", status)
	}
	if status, _, to := s.do(http.MethodPost, path, "to", "probe@seedorf.example"); status != http.StatusSeeOther || to != path {
		t.Errorf("answers %d %s", status, to)
	}
	s.page(path, "Der Mailserver hat die letzte Testmail angenommen.", "probe@seedorf.example", "Schauen Sie im Postfach nach")
	s.page("/demo/mails", "Testmail der Lernplattform")
	none := newSite(t, false)
	none.do(http.MethodPost, path, "to", "probe@seedorf.example")
	none.page(path, "Die letzte Testmail ist nicht hinausgegangen.", "ZAEMME_SMTP_URL")
}
