package oidc_test

import (
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestSingleSignOn walks through all that may happen between this installation and
// a real provider, one after the other on one database.
func TestSingleSignOn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	luca, nina := s.person("00123", "luca", "luca@emmen.example"), s.person("00456", "nina", "nina@emmen.example")

	s.provider.Is("x-mail", map[string]any{"email": "luca@emmen.example", "email_verified": true})
	b := s.browser()
	status, body := b.signIn("/kurse")
	s.want(status == http.StatusForbidden && strings.Contains(body, "gehört hier zu niemandem"), "a mail address alone: %d", status)
	s.want(s.links() == 0 && s.sessions(luca) == 0, "a mail address linked somebody")

	s.provider.Is("x-mail", map[string]any{"employeeid": "luca@emmen.example"})
	status, _ = s.browser().signIn("/")
	s.want(status == http.StatusForbidden && s.links() == 0, "a mail address in the claim: %d", status)

	s.provider.Is("x-luca", map[string]any{"employeeid": "00123"})
	anew := b.from("/anmelden/geschaeftskonto?konto=anderes", "/auth") // this browser's provider remembers x-mail
	s.want(strings.Contains(anew, "prompt=login"), "another account is not asked for: %s", anew)
	b = s.browser()
	status, body = b.signIn("/kurse")
	s.want(status == http.StatusOK && b.at == "/kurse" && strings.Contains(body, "Muster"), "linked by the claim: %d at %s", status, b.at)
	s.want(s.links() == 1 && s.sessions(luca) == 1, "%d links", s.links())
	s.want(s.audited("auth.identity.linked", luca) == 1 && s.audited("auth.signed_in", luca) == 1, "the link is not in the audit log")

	s.provider.Is("x-luca", map[string]any{"employeeid": "00456", "email": "nina@emmen.example"})
	status, _ = s.browser().signIn("/")
	s.want(status == http.StatusOK && s.sessions(luca) == 2 && s.sessions(nina) == 0, "linked, issuer and subject count alone")

	s.provider.Is("x-other", map[string]any{"employeeid": "00123"})
	status, _ = s.browser().signIn("/")
	s.want(status == http.StatusForbidden && s.links() == 1, "a second account took a linked person over: %d", status)

	s.provider.Is("x-nina", map[string]any{"employeeid": "NINA"}) // the login, whatever its case
	status, _ = s.browser().signIn("/")
	s.want(status == http.StatusOK && s.sessions(nina) == 1, "linked by the login: %d", status)
	s.leaves("00456")
	status, _ = s.browser().signIn("/")
	s.want(status == http.StatusForbidden, "somebody who has left: %d", status)
}

// What was sent must come back as it was sent, once, to the browser that began.
func TestAnswersThatDoNotHold(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.person("00123", "luca", "")
	s.provider.Is("x-luca", map[string]any{"employeeid": "00123"})
	for name, alter := range map[string]func(q url.Values){
		"another state": func(q url.Values) { q.Set("state", "another") },
		"another nonce": func(q url.Values) { q.Set("nonce", "another") },
		"another PKCE":  func(q url.Values) { q.Set("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM") },
	} {
		b := s.browser()
		status, body := b.altered(alter)
		s.want(status == http.StatusUnprocessableEntity && strings.Contains(body, "Bitte beginnen Sie noch einmal") && strings.Contains(body, "Passwort"),
			"%s: %d %s", name, status, b.at)
	}
	thief, victim := s.browser(), s.browser()
	status, _ := victim.get(thief.until("/zurueck")) // somebody else's answer, in another browser
	s.want(status == http.StatusUnprocessableEntity, "an answer in another browser: %d", status)

	b := s.browser()
	callback := b.until("/zurueck")
	first, _ := b.get(callback)
	second, _ := b.get(callback)
	s.want(first == http.StatusOK && second == http.StatusUnprocessableEntity, "an answer was good twice: %d, %d", first, second)

	s.provider.Deny(true)
	status, body := s.browser().signIn("/")
	s.want(status == http.StatusUnprocessableEntity && strings.Contains(body, "Passwort"), "a refusal of the provider: %d", status)
	s.provider.Deny(false)

	s.provider.SignWith("HS256")
	status, _ = s.browser().signIn("/")
	s.want(status == http.StatusUnprocessableEntity, "a token signed with the client's secret: %d", status)
	s.provider.SignWith("RS256")
	s.provider.Rotate()
	status, _ = s.browser().signIn("/")
	s.want(status == http.StatusOK, "new keys at the provider: %d", status)

	s.ahead = 60*time.Second + 90*time.Second // the token lives a minute, and clocks may differ by two
	status, _ = s.browser().signIn("/")
	s.want(status == http.StatusOK, "a clock that is a little ahead: %d", status)
	s.ahead = -90 * time.Second
	status, _ = s.browser().signIn("/")
	s.want(status == http.StatusOK, "a clock that is a little behind: %d", status)
	s.ahead = 10 * time.Minute
	status, _ = s.browser().signIn("/")
	s.want(status == http.StatusUnprocessableEntity, "a token that ended long ago: %d", status)
}

func TestTheProviderIsDown(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.person("00123", "luca", "")
	s.provider.Is("x-luca", map[string]any{"employeeid": "00123"})
	s.provider.Down(true) // from the start: nothing has been discovered yet
	status, body := s.browser().signIn("/kurse")
	s.want(status == http.StatusUnprocessableEntity && strings.Contains(body, "antwortet gerade nicht") && strings.Contains(body, `name="password"`) &&
		strings.Contains(body, `value="/kurse"`), "down: %d\n%s", status, body)
	s.provider.Down(false)
	b := s.browser()
	status, _ = b.signIn("/kurse")
	s.want(status == http.StatusOK && b.at == "/kurse", "up again: %d", status)
	b = s.browser()
	callback := b.until("/zurueck")
	s.provider.Down(true) // between the two steps
	status, body = b.get(callback)
	s.want(status == http.StatusUnprocessableEntity && strings.Contains(body, "antwortet gerade nicht"), "down in between: %d", status)
}

var (
	logoutForm = regexp.MustCompile(`action="([^"]+)"`)
	hidden     = regexp.MustCompile(`name="xsrf" value="([^"]+)"`)
)

func TestSignOutAtBothEnds(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	luca := s.person("00123", "luca", "")
	s.provider.Is("x-luca", map[string]any{"employeeid": "00123"})

	b, phone := s.browser(), s.browser()
	_, page := b.signIn("/")
	phone.signIn("/")
	s.want(s.sessions(luca) == 2, "%d sessions", s.sessions(luca))
	answer := b.post(s.base+"/abmelden", url.Values{"_csrf": {field(t, page, "_csrf")}})
	refresh := answer.Header.Get("Refresh")
	s.want(answer.StatusCode == http.StatusOK && strings.HasPrefix(refresh, "0;url="+s.provider.Issuer), "after signing out: %d, %s", answer.StatusCode, refresh)
	s.want(s.sessions(luca) == 1, "our own session lives on")

	_, form := b.get(strings.TrimPrefix(refresh, "0;url="))
	action := logoutForm.FindStringSubmatch(form)
	secret := hidden.FindStringSubmatch(form)
	if action == nil || secret == nil {
		t.Fatalf("the provider asks nothing:\n%s", form)
	}
	back := b.post(action[1], url.Values{"xsrf": {secret[1]}, "logout": {"yes"}})
	text, _ := io.ReadAll(back.Body)
	s.want(strings.HasPrefix(back.Request.URL.String(), s.base+"/anmelden") && strings.Contains(string(text), "Sie sind abgemeldet"),
		"back from the provider: %s", back.Request.URL)

	// The provider ends a session by itself: on the phone, whose session it is.
	_, form = phone.get(s.provider.Issuer + "/session/end")
	action, secret = logoutForm.FindStringSubmatch(form), hidden.FindStringSubmatch(form)
	phone.post(action[1], url.Values{"xsrf": {secret[1]}, "logout": {"yes"}})
	s.want(s.sessions(luca) == 0, "the back channel left %d sessions", s.sessions(luca))

	forged := b.post(s.base+"/anmelden/geschaeftskonto/abmeldung", url.Values{"logout_token": {"eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4LWx1Y2EifQ."}})
	s.want(forged.StatusCode == http.StatusBadRequest, "a forged logout token: %d", forged.StatusCode)
}
