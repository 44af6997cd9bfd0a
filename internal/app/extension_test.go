package app

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/extension"
	"zaemme/internal/ledger"
	"zaemme/internal/outbox"
)

// A person asks for more time, sees that it waits, and hears the decision; the
// superior decides once, for the own people, never for themselves.
func TestAskingForMoreTime(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx, today := t.Context(), calendar.DateOf(d.app.Clock())
	if _, err := d.app.DB.Pool().ExecContext(ctx, `update persons set email = 'ana@seedorf.example' where id = $1`, d.member); err != nil {
		t.Fatal(err)
	}
	d.assign(today)
	var member string
	if err := d.app.DB.Write(ctx, func(tx *db.Tx) (err error) {
		member, err = auth.Start(ctx, tx, d.member, "test", d.app.Clock())
		return err
	}); err != nil {
		t.Fatal(err)
	}
	current := courseOf(t, d, d.member)
	path := "/kurse/" + current.Code()
	duty := func() ledger.Duty {
		t.Helper()
		held, err := d.app.Ledger.Duty(ctx, d.app.DB, d.member, current.CourseID)
		if err != nil {
			t.Fatal(err)
		}
		return held
	}
	due := duty().DueOn
	_, body := d.send(http.MethodGet, path, nil, member)
	for _, want := range []string{path + "/frist", "So wurde Ihre Frist berechnet", "Was jetzt zu tun ist", "Was bisher geschah"} {
		if !strings.Contains(body, want) {
			t.Errorf("the course's page has no %q", want)
		}
	}
	wish := func(days int, reason string) url.Values {
		return url.Values{"until": {due.AddDays(days).String()}, "reason": {reason}}
	}
	for name, form := range map[string]url.Values{"an earlier day": wish(-1, "workload"), "no such reason": wish(30, "krank"), "nothing": {}} {
		if response, body := d.post(path+"/frist", form, member); response.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(body, `role="alert"`) {
			t.Errorf("%s: %d", name, response.StatusCode)
		}
	}
	if response, _ := d.post(path+"/frist", wish(30, "workload"), member); response.StatusCode != http.StatusSeeOther {
		t.Fatalf("asking: %d", response.StatusCode)
	}
	if response, _ := d.post(path+"/frist", wish(31, "workload"), member); response.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("asking twice: %d", response.StatusCode)
	}
	if _, body := d.send(http.MethodGet, path, nil, member); !strings.Contains(body, "Der Entscheid steht noch aus") || !strings.Contains(body, "/frist/zurueckziehen") {
		t.Error("the person does not see that it waits")
	}
	if duty().DueOn != due {
		t.Error("asking alone moves the date")
	}
	list, err := extension.Of(ctx, d.app.DB, d.member)
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	decide := "/team/antraege/" + list[0].UID
	grant := url.Values{"decision": {"grant"}, "until-" + list[0].UID: {due.AddDays(20).String()}}
	if response, _ := d.post(decide, grant, d.stranger); response.StatusCode != http.StatusNotFound {
		t.Errorf("somebody else's superior: %d", response.StatusCode)
	}
	if response, _ := d.post(decide, grant, member); response.StatusCode != http.StatusForbidden {
		t.Errorf("the person: %d", response.StatusCode)
	}
	for page, want := range map[string]string{"/team": "wartet auf Ihren Entscheid", "/team/antraege": "viel Arbeit in dieser Zeit"} {
		if _, body := d.send(http.MethodGet, page, nil, d.lead); !strings.Contains(body, want) {
			t.Errorf("%s has no %q", page, want)
		}
	}
	if _, body := d.send(http.MethodGet, "/team/antraege", nil, d.stranger); strings.Contains(body, "Kovačević") || !strings.Contains(body, "Hier ist nichts zu entscheiden") {
		t.Error("another line sees the request")
	}
	if response, _ := d.post(decide, grant, d.lead); response.StatusCode != http.StatusSeeOther {
		t.Fatalf("granting: %d", response.StatusCode)
	}
	granted := duty()
	if granted.DueOn < due.AddDays(20) || granted.DueOn > due.AddDays(25) || granted.ExtendedUntil != granted.DueOn {
		t.Errorf("due %s, extended from %s", granted.DueOn, due)
	}
	if response, body := d.post(decide, grant, d.hr); response.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(body, "schon entschieden") {
		t.Errorf("deciding twice: %d", response.StatusCode)
	}
	if _, body := d.send(http.MethodGet, path, nil, member); !strings.Contains(body, "ist bewilligt") || !strings.Contains(body, "Grund: viel Arbeit in dieser Zeit.") {
		t.Error("the person does not see the decision with its reason")
	}
	if _, body := d.send(http.MethodGet, "/team/person/"+d.uid, nil, d.lead); !strings.Contains(body, "Frist verlängert bis") || strings.Contains(body, "viel Arbeit") {
		t.Error("the line reads a reason, or not that there is more time")
	}
	rows, _, err := outbox.List(ctx, d.app.DB, outbox.Filter{})
	if err != nil || len(rows) != 1 || rows[0].Kind != extension.Kind {
		t.Fatalf("%+v, %v", rows, err)
	}
	d.letterSays("bewilligt")
}

// letterSays renders the only message of the outbox.
func (d *desk) letterSays(want string) {
	d.t.Helper()
	var item outbox.Item
	if err := db.One(d.app.DB.Query(d.t.Context()), &item, `select id, kind, dedupe_key, recipient_id, payload from outbox`); err != nil {
		d.t.Fatal(err)
	}
	if err := d.app.DB.Write(d.t.Context(), func(tx *db.Tx) error {
		decision, err := d.app.Extensions.Render(d.t.Context(), tx, item, d.app.Clock())
		if err != nil {
			return err
		}
		if m := decision.Mail(); m == nil || !strings.Contains(m.Text, want) || strings.Contains(m.Subject, "Informationssicherheit") {
			d.t.Errorf("%+v %s", m, decision.Reason())
		}
		return nil
	}); err != nil {
		d.t.Fatal(err)
	}
}

// HR sets dates and exempts; the person reads it with its reason, the line without.
func TestHRDecidesAboutADuty(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	today := calendar.DateOf(d.app.Clock())
	d.assign(today)
	current := courseOf(t, d, d.member)
	path := "/personen/" + d.uid + "/pflicht/" + current.Code()
	if _, body := d.send(http.MethodGet, "/personen/"+d.uid, nil, d.hr); !strings.Contains(body, path) {
		t.Error("the person's page does not lead to the duty")
	}
	if _, body := d.send(http.MethodGet, path, nil, d.hr); !strings.Contains(body, "So wurde die Frist berechnet") || !strings.Contains(body, path+"/dispens") {
		t.Error("the duty's page")
	}
	form := url.Values{"until": {today.AddDays(40).String()}, "reason": {"long_absence"}}
	if response, _ := d.post(path+"/dispens", form, d.lead); response.StatusCode != http.StatusForbidden {
		t.Errorf("a superior exempts: %d", response.StatusCode)
	}
	if response, body := d.post(path+"/dispens", url.Values{"until": {"1.1.2020"}, "reason": {"official"}}, d.hr); response.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(body, "höchstens drei Jahre") {
		t.Errorf("a day that is over: %d", response.StatusCode)
	}
	if response, _ := d.post(path+"/dispens", form, d.hr); response.StatusCode != http.StatusSeeOther {
		t.Fatalf("exempting: %d", response.StatusCode)
	}
	if _, body := d.send(http.MethodGet, path, nil, d.hr); !strings.Contains(body, "Grund: lange Abwesenheit.") || !strings.Contains(body, "/dispens/beenden") || !strings.Contains(body, "durch Andrea Muster") {
		t.Error("HR does not read the exemption")
	}
	if _, body := d.send(http.MethodGet, "/team/person/"+d.uid, nil, d.lead); !strings.Contains(body, "dispensiert") || strings.Contains(body, "lange Abwesenheit") || strings.Contains(body, "durch Andrea") {
		t.Error("the line reads the reason of an exemption")
	}
	if response, _ := d.post(path+"/dispens/beenden", nil, d.hr); response.StatusCode != http.StatusSeeOther {
		t.Errorf("ending: %d", response.StatusCode)
	}
	if response, _ := d.post(path+"/frist", url.Values{"reason": {"session"}}, d.hr); response.StatusCode != http.StatusSeeOther {
		t.Errorf("extending: %d", response.StatusCode)
	}
}

// assign gives everybody what the rules of a new installation ask for.
func (d *desk) assign(today calendar.Date) {
	d.t.Helper()
	if err := d.app.DB.Write(d.t.Context(), func(tx *db.Tx) error { return d.app.seedRules(d.t.Context(), tx, today) }); err != nil {
		d.t.Fatal(err)
	}
	if _, err := d.app.Change.RunDay(d.t.Context(), today); err != nil {
		d.t.Fatal(err)
	}
}

// courseOf is a course that the person has to do.
func courseOf(t *testing.T, d *desk, person int64) *course.Version {
	t.Helper()
	duties, err := d.app.Ledger.Duties(t.Context(), d.app.DB, []int64{person})
	if err != nil || len(duties) == 0 {
		t.Fatal(duties, err)
	}
	v, err := d.app.Catalogue.Current(duties[0].CourseID)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
