package app

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"zaemme/internal/db"
	"zaemme/internal/monthend"
)

// Who reads figures gets the same in each form, of frozen months only, and nobody's
// name; nothing is written down about anybody, and each report is registered.
func TestMonthEndsAreTold(t *testing.T) {
	t.Parallel()
	w := newRightsWorld(t)
	const who = "management"
	months, err := w.app.MonthEnds.Last(t.Context(), 0, monthend.BriefMonths)
	if err != nil {
		t.Fatal(err)
	}
	home := "/monatsstand/" + months[0].Name()
	uid := months[0].UID
	bodies := map[string]string{}
	for _, address := range []string{"/monatsstand", home, home + "/kurzbericht", home + "/management", home + "/tabelle.csv", home + "/tabelle.json"} {
		status, body := w.page(who, address)
		if status != http.StatusOK {
			t.Fatalf("%s: %d\n%s", address, status, body)
		}
		bodies[address] = body
	}
	for _, address := range []string{"/monatsstand", home, home + "/tabelle.json"} {
		if !strings.Contains(bodies[address], uid) {
			t.Errorf("%s does not name the report", address)
		}
	}
	for _, address := range []string{"/monatsstand", home} {
		if !strings.Contains(bodies[address], home+"/kurzbericht?fassung=oeffentlich") {
			t.Errorf("%s offers nothing for publication", address)
		}
	}
	if !slices.ContainsFunc(months, monthend.Month.Late) {
		t.Fatal("no month end was kept late")
	}
	for _, address := range []string{"/monatsstand", home} {
		if body := bodies[address]; !strings.Contains(body, " *</th>") || !strings.Contains(body, "* erst nachträglich festgehalten") {
			t.Errorf("%s does not say what the asterisk means", address)
		}
	}
	if strings.Contains(bodies["/monatsstand"], "<h1>mind") {
		t.Error("the heading begins with an abbreviation")
	}
	var names []string
	if err := w.app.DB.Query(t.Context()).Raw(`select last_name from persons where last_name <> ''
		union select email from persons where email is not null union select uid::text from persons`).Scan(&names).Error; err != nil || len(names) < 5 {
		t.Fatal(names, err)
	}
	for address, body := range bodies {
		if i := strings.Index(body, "<main"); i >= 0 {
			body = body[i:] // above stands who is signed in
		}
		for _, name := range names {
			if strings.Contains(body, name) {
				t.Errorf("%s names %q", address, name)
			}
		}
	}
	for _, address := range []string{"/monatsstand/2026-13", "/monatsstand/1999-12", "/monatsstand/2026-10-15", "/monatsstand?monat=1999-12", "/monatsstand/x/tabelle.csv"} {
		if status, _ := w.page(who, address); status != http.StatusNotFound {
			t.Errorf("%s: %d", address, status)
		}
	}
	var registered int
	if err := w.app.DB.Query(t.Context()).Raw(`select count(*) from reports where variant in ('brief', 'management') and file_sha256 is not null
		and detail_sha256 = ?`, db.Bytes(months[0].SHA256[:])).Scan(&registered).Error; err != nil || registered != 2 {
		t.Errorf("%d reports are registered, %v", registered, err)
	}
	for i, path := range []string{"/kurzbericht?fassung=oeffentlich", "/management?fassung=oeffentlich"} {
		if status, _ := w.page(who, home+path); status != http.StatusOK {
			t.Errorf("%s: %d", path, status)
		}
		var published int
		if err := w.app.DB.Query(t.Context()).Raw(`select count(*) from audit_log where action = 'month_end.published' and object_id = ?`, uid).
			Scan(&published).Error; err != nil || published != i+1 {
			t.Errorf("after %s %d publications are in the log, %v", path, published, err)
		}
	}
}
