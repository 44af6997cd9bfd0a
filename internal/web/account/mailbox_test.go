package account_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"zaemme/internal/auth"
	"zaemme/internal/db"
	"zaemme/internal/web/visit"
)

const another = "Schnecken-am-Wegrand"

var sixDigits = regexp.MustCompile(`(?m)^\s*(\d{6})\s*$`)

func TestSigningInByCode(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser()
	b.get("/anmelden?next=%2Fformular").says(t, 200, "Code per E-Mail", "Passwort vergessen?", "Danach öffnet sich die Seite")
	b.post("/zugang/code").says(t, 422, "E-Mail oder Personalnummer")
	b.post("/zugang/code", "name", "00123", "next", "/formular").leads(t, "/zugang/code?next=%2Fformular")
	code := sixDigits.FindStringSubmatch(s.mailed())[1]
	b.get("/zugang/code?next=%2Fformular").says(t, 200, "Sehen Sie in Ihrem Postfach nach.")
	b.post("/zugang/code/pruefen").says(t, 422, "Code aus der E-Mail")
	b.post("/zugang/code/pruefen", "code", "abc").says(t, 422, "Verbleibende Versuche: 4")
	s.browser().post("/zugang/code/pruefen", "code", code).says(t, 422, "in einem anderen Browser")
	b.post("/zugang/code/pruefen", "code", code, "next", "/formular").leads(t, "/formular")
	b.get("/formular").says(t, 200, "the form of Andrea Muster")
	if _, kept := b.cookies[visit.SessionCookie(false)+"_code"]; kept {
		t.Error("the cookie of the code stays")
	}
}

// What a visitor sees is the same whether or not there is an account.
func TestAskingAnswersEverybodyTheSame(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, path := range []string{"/zugang/code", "/zugang/vergessen"} {
		known, unknown := s.browser(), s.browser()
		a, b := known.post(path, "name", "00123"), unknown.post(path, "name", "nobody@seedorf.example")
		if a != b || len(known.cookies) != len(unknown.cookies) || a.status != http.StatusSeeOther {
			t.Errorf("%s: %+v and %+v", path, a, b)
		}
		if x, y := known.get(a.location), unknown.get(b.location); x != y || x.status != http.StatusOK {
			t.Errorf("%s: %+v and %+v", a.location, x, y)
		}
	}
	known, unknown := s.browser(), s.browser()
	known.post("/zugang/code", "name", "00123")
	unknown.post("/zugang/code", "name", "nobody@seedorf.example")
	for range 6 {
		if a, b := known.post("/zugang/code/pruefen", "code", "x"), unknown.post("/zugang/code/pruefen", "code", "x"); a != b {
			t.Errorf("%+v and %+v", a, b)
		}
	}
}

// Mail scanners open links, some more than once.
func TestOnlyTheButtonUsesALink(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	_, err := s.db.Pool().ExecContext(t.Context(), `delete from credentials`)
	s.must(err)
	s.must(s.db.Write(t.Context(), func(tx *db.Tx) error { return s.auth.Invite(t.Context(), tx, 0, s.id, s.now) }))
	s.bell.Ring()
	path := s.link(s.mailed())
	for range 10 {
		s.browser().get(path).says(t, 200, "Dieser Zugang gehört Andrea Muster.", "Ohne Passwort anmelden")
		s.browser().send(http.MethodHead, path, nil).says(t, 200)
	}
	b := s.browser()
	b.post(path, "password", "kurz", "repeat", "kurz").says(t, 422, "mindestens 12 Zeichen")
	b.post(path, "password", another, "repeat", another+"x").says(t, 422, "nicht gleich")
	b.post(path, "password", "Muster-Andrea", "repeat", "Muster-Andrea").says(t, 422, "nicht nur Ihren Namen")
	b.post(path, "do", "without").leads(t, "/")
	b.get("/formular").says(t, 200, "the form of Andrea Muster")
	over := s.browser()
	over.get(path).says(t, 404, "Dieser Link gilt nicht mehr.", "Neuen Link senden")
	over.post(path, "password", another, "repeat", another).says(t, 404, "Dieser Link gilt nicht mehr.")
	over.get("/zugang/einladung/"+strings.Repeat("x", 43)).says(t, 404, "Dieser Link gilt nicht mehr.", "Neuen Link senden")

	// Nobody has set a password yet; a link in the mailbox does.
	b.get("/konto/passwort").says(t, 200, "Sie haben noch kein Passwort.", "Link senden")
	b.post("/konto/passwort/link").leads(t, "/zugang/unterwegs")
	b.get("/zugang/unterwegs").says(t, 200, "Sehen Sie in Ihrem Postfach nach.")
	b.post(s.link(s.mailed()), "password", another, "repeat", another).leads(t, "/")
	s.browser().post("/anmelden", "name", "00123", "password", another).leads(t, "/")
}

func TestAnOldLinkBringsANewOne(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.must(s.db.Write(t.Context(), func(tx *db.Tx) error { return s.auth.Invite(t.Context(), tx, 0, s.id, s.now) }))
	s.bell.Ring()
	path := s.link(s.mailed())
	s.now = s.now.Add(auth.InvitationLife)
	b := s.browser()
	b.get(path).says(t, 404, "Dieser Link gilt nicht mehr.")
	b.post(path+"/nochmals").leads(t, "/zugang/unterwegs")
	fresh := s.link(s.mailed())
	b.post("/zugang/einladung/"+strings.Repeat("x", 43)+"/nochmals").leads(t, "/zugang/unterwegs")
	b.post(fresh, "do", "without").leads(t, "/")
}

func TestAForgottenPassword(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	elsewhere, b := s.browser(), s.browser()
	elsewhere.post("/anmelden", "name", "00123", "password", password).leads(t, "/")
	b.get("/zugang/vergessen").says(t, 200, "Passwort vergessen?", "Personaldienst")
	b.post("/zugang/vergessen").says(t, 422, "E-Mail oder Personalnummer")
	b.post("/zugang/vergessen", "name", "a.muster@seedorf.example").leads(t, "/zugang/unterwegs")
	path := s.link(s.mailed())
	b.post(path, "do", "without").says(t, 422, "Neues Passwort")
	b.post(path, "password", another, "repeat", another).leads(t, "/")
	b.get("/formular").says(t, 200, "the form of Andrea Muster")
	elsewhere.get("/formular").leads(t, "/anmelden?next=%2Fformular")
	s.browser().post("/anmelden", "name", "00123", "password", password).says(t, 422, "Name und Passwort passen nicht zusammen.")
}

// Whoever is signed out while typing comes back to the page of the form.
func TestAfterSigningInAgainOneStandsWhereOneWas(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser()
	b.get("/formular?seite=2").leads(t, "/anmelden?next=%2Fformular%3Fseite%3D2")
	b.post("/anmelden", "name", "00123", "password", password, "next", "/formular?seite=2").leads(t, "/formular?seite=2")
	s.now = s.now.Add(auth.SessionLife)
	at := "/anmelden?offen=1&next=" + url.QueryEscape("/formular?seite=2")
	b.send(http.MethodPost, "/formular", url.Values{"text": {"a"}}, "Referer", origin+"/formular?seite=2").leads(t, at)
	b.get(at).says(t, 200, "Was Sie zuletzt abgeschickt haben, ist noch nicht gespeichert.")
	b.post("/zugang/code", "name", "00123", "next", "/formular?seite=2", "offen", "1").
		leads(t, "/zugang/code?next=%2Fformular%3Fseite%3D2&offen=1")
	code := sixDigits.FindStringSubmatch(s.mailed())[1]
	b.post("/zugang/code/pruefen", "code", code, "next", "/formular?seite=2", "offen", "1").leads(t, "/formular?seite=2")
	b.get("/konto/sprache").says(t, 200, "Ihre letzte Eingabe ist noch nicht gespeichert.")
	s.browser().post("/anmelden", "name", "00123", "password", password, "next", "//elsewhere.example").leads(t, "/")

	// A script asks with its token and reads the status itself.
	b.send(http.MethodPost, "/formular", nil, "Referer", origin+"/formular", "X-Form-Token", "x").says(t, 409)
	s.browser().send(http.MethodPost, "/formular", nil, "Referer", origin+"/formular", "X-Form-Token", "x").says(t, 401)
}

func TestManyRequestsFromOneAddressAreRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var last answer
	for range 201 {
		last = s.browser().post("/zugang/vergessen", "name", "nobody")
	}
	last.says(t, http.StatusTooManyRequests, "zu viele Codes und Links bestellt", "15 Minuten")
	s.now = s.now.Add(16 * time.Minute)
	s.browser().post("/zugang/vergessen", "name", "00123").leads(t, "/zugang/unterwegs")
}

// Where no mail can leave nobody is offered a code that would never arrive.
func TestWithoutAMailServerNoCodeIsOffered(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.handlers.Mail = false
	page := s.browser().get("/anmelden")
	page.says(t, 200, "Passwort vergessen? Ein neues erhalten Sie hier: Personaldienst")
	if strings.Contains(page.text, "Code per E-Mail") {
		t.Error(page.text)
	}
}
