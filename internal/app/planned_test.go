package app

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"zaemme/internal/auth"
	"zaemme/internal/web/visit"
)

// form posts a form as somebody and answers with status, where it leads and the page.
func (w *rightsWorld) form(who, address string, values url.Values) (int, string, string) {
	w.t.Helper()
	values.Set("_csrf", auth.FormToken(w.session(who)))
	request := httptest.NewRequest(http.MethodPost, "http://localhost:8080"+address, strings.NewReader(values.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", "http://localhost:8080")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	request.AddCookie(&http.Cookie{Name: visit.SessionCookie(false), Value: w.session(who)})
	response, err := w.server.Test(request, int((30 * time.Second).Milliseconds()))
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return response.StatusCode, response.Header.Get("Location"), string(body)
}

// HR plans a report, changes, ends and takes it up again; a mistake keeps what was
// typed and says what to do; who leads plans for nobody else.
func TestReportsArePlanned(t *testing.T) {
	t.Parallel()
	w := newRightsWorld(t)
	w.row(`update persons set email = 'leitung@seedorf.example' where id = ? returning id`, w.people["management"])
	w.row(`update persons set email = 'fuehrung@seedorf.example' where id = ? returning id`, w.people["manager"])
	plan := func(pairs ...string) url.Values {
		v := url.Values{"variante": {"brief"}, "abteilung": {"*"}, "rhythmus": {"monthly"}, "arbeitstag": {"3"}, "wochentag": {"1"}, "sprache": {"*"},
			"empfaenger": {"leitung@seedorf.example"}}
		for i := 0; i+1 < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return v
	}
	if status, body := w.page("hr", "/berichte/plan"); status != http.StatusOK || !strings.Contains(body, "Noch ist kein Bericht geplant") {
		t.Errorf("without a plan: %d", status)
	}
	for name, c := range map[string]struct {
		values url.Values
		says   string
	}{
		"to somebody unknown":       {plan("empfaenger", "niemand@seedorf.example"), "ist niemand in der Personalliste"},
		"to who may not read it":    {plan("empfaenger", "fuehrung@seedorf.example"), "darf diesen Bericht nicht lesen"},
		"every week":                {plan("rhythmus", "weekly"), "gibt es je Monatsende"},
		"of a department":           {plan("abteilung", "2"), "nur über die ganze Organisation"},
		"on a twelfth working day":  {plan("arbeitstag", "12"), "1 bis 10"},
		"a report that nobody made": {plan("variante", "other"), "Wählen Sie, welcher Bericht kommt"},
	} {
		status, _, body := w.form("hr", "/berichte/plan/neu", c.values)
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, c.says) || !strings.Contains(body, c.values.Get("empfaenger")) {
			t.Errorf("%s: %d, and not %q", name, status, c.says)
		}
	}
	status, at, _ := w.form("hr", "/berichte/plan/neu", plan("kurzbericht", "1"))
	if status != http.StatusSeeOther || !strings.HasPrefix(at, "/berichte/plan/") {
		t.Fatalf("planned: %d, %s", status, at)
	}
	if status, body := w.page("hr", at); status != http.StatusOK || !strings.Contains(body, "am 3. Arbeitstag danach") || !strings.Contains(body, "Kurzbericht (PDF)") || strings.Count(body, "Stichtag") < 3 {
		t.Errorf("its page: %d\n%s", status, body)
	}
	if status, body := w.page("hr", at+"/aendern"); status != http.StatusOK || !strings.Contains(body, "leitung@seedorf.example") || !strings.Contains(body, `name="fassung" value="1"`) {
		t.Errorf("its form: %d", status)
	}
	if status, _, body := w.form("hr", at+"/aendern", plan("rhythmus", "quarterly", "fassung", "7")); status != http.StatusUnprocessableEntity || !strings.Contains(body, "Inzwischen hat jemand") {
		t.Errorf("an old form: %d", status)
	}
	if status, to, _ := w.form("hr", at+"/aendern", plan("rhythmus", "quarterly", "fassung", "1")); status != http.StatusSeeOther || to != at {
		t.Errorf("changed: %d, %s", status, to)
	}
	for _, step := range [][2]string{{"paused", "Fortsetzen"}, {"active", "Pausieren"}, {"ended", "Wieder aufnehmen"}, {"active", "per Quartalsende"}} {
		if status, _, _ := w.form("hr", at+"/zustand", url.Values{"zustand": {step[0]}}); status != http.StatusSeeOther {
			t.Errorf("%s: %d", step[0], status)
		}
		if _, body := w.page("hr", at); !strings.Contains(body, step[1]) {
			t.Errorf("%s: the page does not say %q", step[0], step[1])
		}
	}
	status, own, _ := w.form("manager", "/berichte/plan/neu", plan("variante", "line", "rhythmus", "weekly"))
	if status != http.StatusSeeOther {
		t.Fatalf("the own line: %d", status)
	}
	var to []int64
	if err := w.app.DB.Query(t.Context()).Raw(`select person_id from report_plan_people p join report_plans r on r.id = p.plan_id where r.uid::text = ?`,
		strings.TrimPrefix(own, "/berichte/plan/")).Scan(&to).Error; err != nil || len(to) != 1 || to[0] != w.people["manager"] {
		t.Errorf("it goes to %v, %v", to, err)
	}
	if status, _ := w.page("manager", at); status != http.StatusNotFound {
		t.Errorf("the plan of HR: %d", status)
	}
	before := w.looks("report.line")
	if status, body := w.page("manager", "/berichte/ausgabe/"+w.reportRun("manager")+"/datei"); status != http.StatusOK || !strings.HasPrefix(body, "PK") || w.looks("report.line") != before+1 {
		t.Errorf("the file behind a mail: %d, %d looks", status, w.looks("report.line")-before)
	}
}
