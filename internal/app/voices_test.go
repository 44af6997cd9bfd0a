package app

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"zaemme/internal/auth"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// Somebody says anonymously that a module is unclear: neither the database nor the
// log leads to them; HR answers on the next day, and the course's page shows it. An
// author answers too and sees no name.
func TestParticipation(t *testing.T) {
	t.Parallel()
	a := open(t)
	var logged bytes.Buffer
	a.Log = slog.New(slog.NewTextHandler(&logged, nil))
	server, err := a.Web(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	learner, hr, author := session(t, a, false), session(t, a, false, people.RoleHR), session(t, a, false, people.RoleAuthor)
	if err := a.DB.Query(t.Context()).Exec(`update persons set last_name = 'Zurbriggen' where id = ?`, personOf(t, a, learner).ID).Error; err != nil {
		t.Fatal(err)
	}
	v, h, w := &visitor{t, server, learner}, &visitor{t, server, hr}, &visitor{t, server, author}
	form := func(of *visitor, pairs ...string) url.Values {
		values := url.Values{"_csrf": {auth.FormToken(of.token)}}
		for i := 0; i < len(pairs); i += 2 {
			values.Set(pairs[i], pairs[i+1])
		}
		return values
	}
	const module = "/kurse/IS-01/module/1"
	v.want(http.MethodGet, module, nil, http.StatusOK, "")
	logged.Reset()
	v.want(http.MethodPost, module+"/rueckmeldung", form(v, "kind", "unclear", "said", "Was ist ein Schutzziel?", "who", "anonymous"), http.StatusSeeOther, module)
	if logged.Len() > 0 {
		t.Errorf("the log says %s", logged.String())
	}
	v.want(http.MethodPost, module+"/rueckmeldung", form(v, "kind", "wrong", "said", ""), http.StatusUnprocessableEntity, "")
	v.want(http.MethodPost, "/kurse/IS-01/module/2/rueckmeldung", form(v, "kind", "outdated", "said", "Die Nummer ist alt.", "who", "name"), http.StatusSeeOther, "/kurse/IS-01/module/2")
	v.want(http.MethodPost, "/vorschlag", form(v, "said", "Ein Modul zu Videokonferenzen", "who", "anonymous"), http.StatusSeeOther, "/vorschlag")
	var named int
	if err := db.One(a.DB.Query(t.Context()), &named, `select count(*) from feedback where person_id is not null`); err != nil || named != 1 {
		t.Errorf("%d rows have a person, %v", named, err)
	}
	v.want(http.MethodGet, "/rueckmeldungen", nil, http.StatusForbidden, "")
	if page := h.read("/rueckmeldungen"); strings.Contains(page, "Schutzziel") || !strings.Contains(page, "Die Nummer ist alt.") {
		t.Error("what is anonymous shows on its day, or what has a name does not")
	}

	if err := a.DB.Query(t.Context()).Exec(`update feedback set given_on = given_on - 1`).Error; err != nil {
		t.Fatal(err)
	}
	if _, err := a.runNightly(t.Context(), a.Clock()); err != nil {
		t.Fatal(err)
	}
	for who, visitor := range map[string]*visitor{"hr": h, "author": w} {
		page := visitor.read("/rueckmeldungen")
		if !strings.Contains(page, "Schutzziel") || !strings.Contains(page, "Videokonferenzen") || strings.Contains(page, "Zurbriggen") != (who == "hr") {
			t.Errorf("%s gets another list", who)
		}
	}
	var uid string
	if err := db.One(a.DB.Query(t.Context()), &uid, `select id::text from feedback where said like 'Was ist%'`); err != nil {
		t.Fatal(err)
	}
	w.want(http.MethodGet, "/rueckmeldungen/"+uid, nil, http.StatusOK, "")
	w.want(http.MethodPost, "/rueckmeldungen/"+uid, form(w, "state", "done", "answer", "", "quote", "Was?"), http.StatusUnprocessableEntity, "")
	w.want(http.MethodPost, "/rueckmeldungen/"+uid, form(w, "state", "done", "answer", "Die drei Schutzziele erklärt.", "quote", "Schutzziel ist unklar.", "shown", "1"),
		http.StatusSeeOther, "/rueckmeldungen")
	if page := v.read("/kurse/IS-01"); !strings.Contains(page, "Die drei Schutzziele erklärt.") || !strings.Contains(page, "Schutzziel ist unklar.") ||
		!strings.Contains(page, "Die Nummer ist alt.") {
		t.Error("the course's page does not say what was answered, or what waits")
	}
	if page := h.read("/kurse/IS-01"); strings.Contains(page, "Die Nummer ist alt.") {
		t.Error("others see what waits")
	}
	h.want(http.MethodGet, "/rueckmeldungen/zahlen", nil, http.StatusOK, "")
	if page := v.read("/meine-daten"); !strings.Contains(page, "Die Nummer ist alt.") || strings.Contains(page, "Schutzziel") {
		t.Error("what was said by name is not among one's data, or what was anonymous is")
	}
	if err := db.One(a.DB.Query(t.Context()), &uid, `select id::text from feedback where person_id is not null`); err != nil {
		t.Fatal(err)
	}
	h.want(http.MethodPost, "/meine-daten/rueckmeldung/"+uid, form(h), http.StatusNotFound, "")
	v.want(http.MethodPost, "/meine-daten/rueckmeldung/"+uid, form(v), http.StatusSeeOther, "/meine-daten")
	if page := v.read("/meine-daten"); strings.Contains(page, "Die Nummer ist alt.") {
		t.Error("what was taken back is still there")
	}
}

// read is the page at the path.
func (v *visitor) read(path string) string {
	v.t.Helper()
	response := v.ask(http.MethodGet, path, nil)
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		v.t.Errorf("GET %s answers %d, %v", path, response.StatusCode, err)
	}
	return string(body)
}
