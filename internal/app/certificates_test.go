package app

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"zaemme/internal/db"
	"zaemme/internal/settings"
	"zaemme/internal/web/visit"
)

// page is what the address answers somebody, with its status.
func (w *rightsWorld) page(who, address string) (int, string) {
	w.t.Helper()
	request := httptest.NewRequest(http.MethodGet, "http://localhost:8080"+address, nil)
	if token := w.session(who); token != "" {
		request.AddCookie(&http.Cookie{Name: visit.SessionCookie(false), Value: token})
	}
	response, err := w.server.Test(request, int((20 * time.Second).Milliseconds()))
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

func (w *rightsWorld) looks(page string) (n int) {
	w.t.Helper()
	if err := db.One(w.app.DB.Query(w.t.Context()), &n, `select count(*) from access_log where page = ?`, page); err != nil {
		w.t.Fatal(err)
	}
	return n
}

// Anybody who has a certificate can check it and learns no name; HR gives out the
// file, also of somebody who has left, and that is written down.
func TestCertificates(t *testing.T) {
	t.Parallel()
	w := newRightsWorld(t)
	no := w.evidence["outside"]
	check := func(no, code string) (int, string) {
		return w.page("anonymous", "/pruefen?"+url.Values{"nr": {no}, "code": {code}}.Encode())
	}
	code := w.app.Certificates.Code(no)
	status, body := check(strings.ToLower(no), code)
	if status != http.StatusOK || !strings.Contains(body, "Dieser Nachweis ist gültig.") || !strings.Contains(body, "Informationssicherheit") {
		t.Errorf("a good one: %d\n%s", status, body)
	}
	if strings.Contains(body, "Muster") || strings.Contains(body, "outside") {
		t.Error("the page names whose it is")
	}
	unknownStatus, unknown := check("IS-01-AAAAA-AAAAA", code)
	wrongStatus, wrong := check(no, "AAAAA-AAAAA")
	same := strings.NewReplacer("IS-01-AAAAA-AAAAA", "", no, "", code, "", "AAAAA-AAAAA", "")
	if unknownStatus != http.StatusNotFound || wrongStatus != unknownStatus || same.Replace(unknown) != same.Replace(wrong) {
		t.Errorf("unknown %d and wrong %d differ", unknownStatus, wrongStatus)
	}

	// Somebody leaves; the certificate stays.
	if err := w.app.DB.Query(t.Context()).Exec(`update employment_facts set exit_on = current_date - 1
		where employment_id in (select id from employments where person_id = ?)`, w.people["outside"]).Error; err != nil {
		t.Fatal(err)
	}
	file := "/personen/" + w.uids["outside"] + "/nachweise"
	if status, body := w.page("hr", file); status != http.StatusOK || !strings.Contains(body, no) {
		t.Errorf("the list: %d", status)
	}
	if status, body := w.page("hr", file+"/"+no); status != http.StatusOK || !strings.HasPrefix(body, "%PDF") {
		t.Errorf("the file: %d", status)
	}
	if list, files := w.looks("hr.certificates"), w.looks("hr.certificate"); list != 1 || files != 1 {
		t.Errorf("%d and %d looks are written down", list, files)
	}
	own := w.evidence["line"]
	if status, body := w.page("line", "/nachweise/"+own+"/pdf"); status != http.StatusOK || !strings.HasPrefix(body, "%PDF") {
		t.Errorf("one's own file: %d", status)
	}

	if _, body := w.page("line", "/nachweise/"+own); !strings.Contains(body, "learner-qr") || !strings.Contains(body, w.app.Certificates.Code(own)) {
		t.Error("no code on the page")
	}
	w.write(func(ctx context.Context, tx *db.Tx) error {
		return settings.Set(ctx, tx, 0, w.today(), "reachable", "intranet")
	})
	w.app.Settings.Forget()
	if _, body := w.page("line", "/nachweise/"+own); strings.Contains(body, "learner-qr") || !strings.Contains(body, "Im Netz der Gemeinde") {
		t.Error("a QR code that a phone cannot open")
	}
}

// Who guesses is stopped.
func TestChecksAreLimited(t *testing.T) {
	t.Parallel()
	a := open(t)
	server, err := a.Web(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	last := 0
	for range 70 { // the minute may turn in between
		response, err := server.Test(httptest.NewRequest(http.MethodGet, "http://localhost:8080/pruefen?nr=IS-01-AAAAA-AAAAA&code=AAAAA-AAAAA", nil), -1)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if last = response.StatusCode; last == http.StatusTooManyRequests {
			return
		}
	}
	t.Errorf("the last answer is %d", last)
}
