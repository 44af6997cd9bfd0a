package app

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"zaemme/internal/auth"
	"zaemme/internal/blob"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/people"
	"zaemme/internal/web/visit"
)

// HR hands evidence in, a second person confirms, and everybody reads what is
// theirs; by the setting the superior may confirm for the own people, or HR alone.
func TestRecognisingEvidence(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx, today := t.Context(), calendar.DateOf(d.app.Clock())
	d.assign(today)
	current := courseOf(t, d, d.member)
	duty := "/personen/" + d.uid + "/pflicht/" + current.Code()
	path := "/personen/" + d.uid + "/nachweis"
	form := url.Values{"course": {current.Code()}, "day": {today.AddDays(-40).String()}, "issuer": {"Gemeinde Kriens"}}
	for name, wrong := range map[string]url.Values{"nothing": {}, "too old": {"course": {current.Code()}, "day": {"1.1.2010"}, "issuer": {"Kriens"}}} {
		if response, body := d.post(path, wrong, d.hr); response.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(body, `role="alert"`) {
			t.Errorf("%s: %d", name, response.StatusCode)
		}
	}
	if response, _ := d.post(path, form, d.hr); response.StatusCode != http.StatusSeeOther || response.Header.Get("Location") != duty {
		t.Fatalf("%d %s", response.StatusCode, response.Header.Get("Location"))
	}
	list, err := evidence.Of(ctx, d.app.DB, d.member)
	if err != nil || len(list) != 1 || list[0].State != evidence.Waiting {
		t.Fatal(list, err)
	}
	if review, err := inReview(ctx, d.app.DB, []int64{d.member}); err != nil || len(review) != 1 || review[0].CourseID != current.CourseID {
		t.Errorf("in review: %v, %v", review, err)
	}
	if _, body := d.send(http.MethodGet, duty, nil, d.hr); !strings.Contains(body, "Ein Nachweis ist in Prüfung") || !strings.Contains(body, "(Gemeinde Kriens) gemeldet") {
		t.Error("the duty's page does not say that it is in review")
	}
	confirm := "/bestaetigen/" + list[0].UID
	yes := url.Values{"decision": {"confirm"}}
	if response, _ := d.post(confirm, yes, d.hr); response.StatusCode != http.StatusForbidden {
		t.Errorf("who proposed it: %d", response.StatusCode)
	}
	if response, _ := d.post(confirm, yes, d.stranger); response.StatusCode != http.StatusNotFound {
		t.Errorf("somebody else's superior: %d", response.StatusCode)
	}
	for page, want := range map[string]string{"/team": "wartet auf Ihre Bestätigung", "/bestaetigen": "Gemeinde Kriens"} {
		if _, body := d.send(http.MethodGet, page, nil, d.lead); !strings.Contains(body, want) {
			t.Errorf("%s has no %q", page, want)
		}
	}
	d.set("confirm_by", "hr")
	if response, _ := d.post(confirm, yes, d.lead); response.StatusCode != http.StatusNotFound {
		t.Errorf("a superior where HR alone confirms: %d", response.StatusCode)
	}
	d.set("confirm_by", "hr_or_line")
	if response, _ := d.post(confirm, yes, d.lead); response.StatusCode != http.StatusSeeOther {
		t.Fatalf("confirming: %d", response.StatusCode)
	}
	if _, body := d.send(http.MethodGet, "/team/person/"+d.uid, nil, d.lead); !strings.Contains(body, "anerkannter Nachweis") || strings.Contains(body, "Kriens") {
		t.Error("the line reads the issuer, or not that it is recognised")
	}
	if _, body := d.send(http.MethodGet, duty, nil, d.hr); !strings.Contains(body, "anerkannter Nachweis, Gemeinde Kriens") || !strings.Contains(body, "bestätigt durch Andrea Muster") || !strings.Contains(body, duty+"/korrektur") {
		t.Error("HR does not read who confirmed")
	}
	events, err := d.app.Ledger.Events(ctx, d.app.DB, d.member, current.CourseID)
	if err != nil {
		t.Fatal(err)
	}
	wrong := url.Values{"event": {idText(evidence.Correctable(events)[0].ID)}, "act": {"void"}, "reason": {"wrong_person"}}
	if response, _ := d.post(duty+"/korrektur", wrong, d.hr); response.StatusCode != http.StatusSeeOther {
		t.Fatalf("correcting: %d", response.StatusCode)
	}
	if response, _ := d.post(duty+"/korrektur", wrong, d.hr); response.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("correcting twice: %d", response.StatusCode)
	}
	list, err = evidence.Of(ctx, d.app.DB, d.member)
	if err != nil {
		t.Fatal(err)
	}
	if response, _ := d.post("/bestaetigen/"+list[0].UID, yes, d.lead); response.StatusCode != http.StatusSeeOther {
		t.Fatalf("confirming the correction: %d", response.StatusCode)
	}
	if _, body := d.send(http.MethodGet, "/team/person/"+d.uid, nil, d.lead); !strings.Contains(body, "korrigiert, zählt nicht mehr") || strings.Contains(body, "falsche Person") {
		t.Error("the line does not read the correction, or reads its reason")
	}
	if _, body := d.send(http.MethodGet, "/bestaetigen", nil, d.lead); !strings.Contains(body, "Hier ist nichts zu bestätigen") {
		t.Error("the empty page")
	}
}

// set gives a setting its value today.
func (d *desk) set(key, value string) {
	d.t.Helper()
	if response, body := d.post("/einstellungen/"+key, url.Values{"value": {value}, "from": {calendar.DateOf(d.app.Clock()).String()}}, d.hr); response.StatusCode != http.StatusSeeOther {
		d.t.Fatalf("%s: %d %s", key, response.StatusCode, body)
	}
}

// A scan is a file to save, in parts on request, and nobody's page.
func TestAScanIsServedAsAFile(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	content := "%PDF-1.7 <script>alert(1)</script> %%EOF"
	today := calendar.DateOf(d.app.Clock())
	d.assign(today)
	current := courseOf(t, d, d.member)
	proposer, err := auth.Find(t.Context(), d.app.DB, d.hr, d.app.Clock())
	if err != nil {
		t.Fatal(err)
	}
	var c evidence.Case
	if err := d.app.DB.Write(t.Context(), func(tx *db.Tx) (err error) {
		set, err := d.app.Settings.At(t.Context(), d.app.Clock())
		if err != nil {
			return err
		}
		c, err = d.app.Evidence.Recognise(t.Context(), tx, evidence.Wish{Person: d.member, Course: current.CourseID, Actor: proposer.Person.ID,
			Day: today - 3, Issuer: "Gemeinde Kriens", Scan: []byte(content), Settings: set}, d.app.Clock())
		return err
	}); err != nil {
		t.Fatal(err)
	}
	path := "/nachweise/scan/" + c.UID
	for name, session := range map[string]string{"a superior": d.lead, "a colleague": session(t, d.app, false), "author": session(t, d.app, false, people.RoleAuthor)} {
		if response, _ := d.send(http.MethodGet, path, nil, session); response.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", name, response.StatusCode)
		}
	}
	response, body := d.send(http.MethodGet, path, nil, d.hr)
	for header, want := range map[string]string{"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox",
		"Cache-Control": "no-store"} {
		if response.Header.Get(header) != want {
			t.Errorf("%s: %q", header, response.Header.Get(header))
		}
	}
	if body != content || !strings.HasPrefix(response.Header.Get("Content-Disposition"), "attachment; filename=nachweis-") {
		t.Errorf("%q %s", body, response.Header.Get("Content-Disposition"))
	}
	for asked, want := range map[string]int{"bytes=0-4": http.StatusPartialContent, "bytes=900-": http.StatusRequestedRangeNotSatisfiable} {
		request := httptest.NewRequest(http.MethodGet, "http://localhost:8080"+path, nil)
		request.Header.Set("Range", asked)
		request.AddCookie(&http.Cookie{Name: visit.SessionCookie(false), Value: d.hr})
		response, err := d.server.Test(request, 30_000)
		if err != nil {
			t.Fatal(err)
		}
		if _ = response.Body.Close(); response.StatusCode != want || want == http.StatusPartialContent && response.ContentLength != 5 {
			t.Errorf("%s: %d, %d bytes", asked, response.StatusCode, response.ContentLength)
		}
	}
	if f, err := blob.Describe([]byte(content)); err != nil || f.Size != int64(len(content)) {
		t.Error(f, err)
	}
}
