package line_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/jackc/pgx/v5"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/hrimport"
	"zaemme/internal/i18n"
	"zaemme/internal/ledger"
	"zaemme/internal/monthend"
	"zaemme/internal/people"
	"zaemme/internal/report"
	"zaemme/internal/report/reporttest"
	"zaemme/internal/settings"
	"zaemme/internal/sheet/sheettest"
	"zaemme/internal/testing/dbtest"
	"zaemme/internal/web/line"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
	"zaemme/views"
)

var (
	now   = time.Date(2026, time.November, 21, 9, 0, 0, 0, time.UTC)
	today = calendar.DateOf(now)
)

// counter counts statements but for the frame of a transaction, and keeps them
// while it records.
type counter struct {
	n    atomic.Int64
	lock sync.Mutex
	on   bool
	list []pgx.TraceQueryStartData
}

// record begins to keep statements, or ends and returns them.
func (c *counter) record(on bool) []pgx.TraceQueryStartData {
	c.lock.Lock()
	defer c.lock.Unlock()
	list := c.list
	c.on, c.list = on, nil
	return list
}

func (c *counter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	if sql := strings.ToLower(data.SQL); !strings.HasPrefix(sql, "begin") && !strings.HasPrefix(sql, "commit") {
		c.n.Add(1)
		c.lock.Lock()
		defer c.lock.Unlock()
		if c.on {
			c.list = append(c.list, data)
		}
	}
	return ctx
}

func (c *counter) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// world is a municipality of ten, with a manager of a department and HR.
type world struct {
	*reporttest.Org
	boss, hr, luca, dragana, outsider int64
	works, finance, building          int64 // departments
	texts                             *i18n.Bundle
	statements                        counter
	app                               *fiber.App
	url                               string
	viewer                            int64
	lang                              string
}

func newWorld(t testing.TB) *world {
	t.Helper()
	_ = dbtest.New(t)
	url, _ := dbtest.URLs(t)
	w := &world{lang: "de", url: url}
	d, err := db.Open(t.Context(), url, db.Options{MaxConns: 4, Tracer: &w.statements, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	w.Org = reporttest.New(t, d)
	w.people()
	if w.texts, err = views.Texts(); err != nil {
		t.Fatal(err)
	}
	site, err := page.New(page.Options{Files: views.Files, Texts: w.texts, FlashKey: []byte("sixteen bytes and more")})
	if err != nil {
		t.Fatal(err)
	}
	catalogue := course.NewCatalogue(d)
	if err := catalogue.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	changes := change.New(d, noDuties{}, nil, map[change.Kind]change.Proposer{hrimport.Edit: hrimport.Editor{}})
	reports := &report.Service{DB: d, Texts: w.texts, Version: "test"}
	h := &line.Handlers{Files: page.Handing{Reports: reports, Many: report.ManyRows}, DB: d, Reports: reports, Courses: catalogue, Site: site,
		Changes: changes, Imports: hrimport.New(d, changes), Ledger: ledger.New(),
		MonthEnds: &monthend.Service{DB: d}}
	persons := map[int64]people.Person{}
	for _, id := range []int64{w.boss, w.hr, w.luca, w.dragana, w.outsider} {
		if persons[id], err = people.Get(t.Context(), d, id); err != nil {
			t.Fatal(err)
		}
	}
	w.app = fiber.New(fiber.Config{Views: site.Views, Immutable: true, ErrorHandler: site.Fail, DisableStartupMessage: true})
	w.app.Get("/static/*", site.Assets.Serve)
	w.app.Use(func(c *fiber.Ctx) error {
		v := &visit.Visit{Now: now, Today: today, RequestID: "test", Settings: settings.Defaults()}
		v.Session = auth.Session{Person: persons[w.viewer], Leads: true}
		if w.viewer == w.hr {
			v.Session.Roles = []people.Role{people.RoleHR}
		}
		visit.Set(c, v)
		site.Begin(c, page.Base{L: w.texts.Printer(w.lang), Municipality: "Gemeinde Emmen", Viewer: "Ruth Beispiel", SignOut: "/abmelden",
			Contact: "Personaldienst", Nav: []page.NavItem{{Label: "Für mich", URL: "/"}, {Label: "Mein Team", URL: "/team"}}})
		return c.Next()
	})
	for _, r := range h.Routes() {
		w.app.Add(r.Method, r.Path, r.Handler)
	}
	return w
}

func (w *world) people() {
	w.From = today.AddDays(-700)
	top := w.Department("GDE", "Gemeinde", 0)
	bau := w.Department("BAU", "Bau und Umwelt", top)
	tief := w.Department("TB", "Tiefbau", bau)
	werk := w.Department("WD", "Werkdienst", bau)
	finanzen := w.Department("FIN", "Finanzen", top)
	w.works, w.finance, w.building = werk, finanzen, bau
	w.Course("IS-01", "Informationssicherheit im Arbeitsalltag")
	w.Course("DS-01", "Datenschutz in der Gemeindeverwaltung")
	w.Rule()
	w.boss = w.Person("Ruth", "Beispiel", "ruth@gemeinde.example", bau, 0)
	w.Head(bau, w.boss)
	w.hr = w.Person("Petra", "Probe", "petra@gemeinde.example", finanzen, 0)
	w.Grant(w.hr, "hr")
	w.luca = w.Person("Luca", "Vorlage", "", werk, 0)
	w.dragana = w.Person("Dragana", "Muster", "dm@gemeinde.example", tief, 0)
	w.outsider = w.Person("Otto", "Fremd", "of@gemeinde.example", finanzen, 0)
	var events []ledger.Event
	for i, name := range []string{"Beat Exempel", "Zoë Häfliger", "Noël Wicki", "Andrea von Arx", "Köbi Ärni"} {
		first, last, _ := strings.Cut(name, " ")
		p := w.Person(first, last, fmt.Sprintf("p%d@gemeinde.example", i), []int64{tief, werk}[i%2], 0)
		events = append(events, w.Assigned(p, "IS-01", today.AddDays(-80), today.AddDays(-50)))
		switch i {
		case 0:
			events = append(events, w.Completed(p, "IS-01", 1, today.AddDays(-60), today.AddDays(17)))
		case 1:
			events = append(events, w.Completed(p, "IS-01", 1, today.AddDays(-60), today.AddDays(300)))
		case 2:
			events = append(events, ledger.Event{PersonID: p, CourseID: w.Courses["IS-01"], Cycle: 1, Kind: ledger.KindPaused,
				EffectiveOn: today.AddDays(-70), PauseUntil: today.AddDays(40)})
		case 3:
			events = append(events, w.Completed(p, "IS-01", 1, today.AddDays(-75), calendar.Forever))
		}
		events = append(events, w.Assigned(p, "DS-01", today.AddDays(-10), today.AddDays(20)))
	}
	for _, p := range []int64{w.luca, w.dragana, w.outsider, w.boss} {
		events = append(events, w.Assigned(p, "IS-01", today.AddDays(-48), today.AddDays(-18)))
	}
	started := ledger.Event{PersonID: w.dragana, CourseID: w.Courses["DS-01"], Cycle: 1, Kind: ledger.KindStarted, EffectiveOn: today.AddDays(-5)}
	w.Append(append(events, w.Assigned(w.dragana, "DS-01", today.AddDays(-30), today), started)...)
}

func (w *world) uid(person int64) (uid string) {
	w.T.Helper()
	if err := w.DB.Query(w.T.Context()).Raw(`select uid::text from persons where id = ?`, person).Scan(&uid).Error; err != nil {
		w.T.Fatal(err)
	}
	return uid
}

func (w *world) get(viewer int64, url string, headers ...string) (*http.Response, string) {
	w.T.Helper()
	w.viewer = viewer
	r := httptest.NewRequest(http.MethodGet, url, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := w.app.Test(r, -1)
	if err != nil {
		w.T.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := io.Copy(&out, res.Body); err != nil {
		w.T.Fatal(err)
	}
	if err := res.Body.Close(); err != nil {
		w.T.Fatal(err)
	}
	return res, out.String()
}

// looks are the rows of the access log: page and persons.
func (w *world) looks() (list []struct{ Page, Persons string }) {
	w.T.Helper()
	if err := w.DB.Query(w.T.Context()).Raw(`select page, person_ids::text as persons from access_log order by id`).Scan(&list).Error; err != nil {
		w.T.Fatal(err)
	}
	return list
}

func TestTheManagersPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, body := w.get(w.boss, "/team")
	for _, want := range []string{"In Ihrem Team sind drei Schulungen überfällig.", "seit 50 Tagen", "Luca Vorlage", "Werkdienst · ohne PC",
		"Bericht herunterladen", "/team/bericht", "Dragana Muster", "8.12.2026", "stand=late", "Zahlen als Tabelle"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing", want)
		}
	}
	for _, never := range []string{"Otto", "begonnen", "ZgotmplZ", "Wissensstand"} {
		if strings.Contains(body, never) {
			t.Errorf("a manager reads %q", never)
		}
	}
	if first, second := strings.Index(body, "Köbi Ärni"), strings.Index(body, "Luca Vorlage"); first < 0 || first > second {
		t.Error("the oldest is not the first")
	}
	_, body = w.get(w.boss, "/team?stand=paused")
	if !strings.Contains(body, "Frist pausiert") || strings.Contains(body, "Luca") || !strings.Contains(body, "Filter aufheben") {
		t.Error("the filter for paused rows")
	}
	if _, body = w.get(w.boss, "/team?q=gibt-es-nicht"); !strings.Contains(body, "Dazu passt nichts.") {
		t.Error("an empty list says nothing")
	}
	if _, body = w.get(w.boss, "/team?abteilung=WD&sort=-person"); strings.Contains(body, "Dragana") || !strings.Contains(body, "Werkdienst: ") {
		t.Error("the choice of a department")
	}
}

func TestAPageCostsTwoReadsAndALog(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	uid := w.uid(w.luca)
	for _, page := range []struct {
		url  string
		want int64
	}{
		// a person's card is a read of its own, and «Warum?» reads events, requests, cases and words
		{"/team", 3}, {"/team?stand=all&sort=due", 3}, {"/team/person/" + uid, 8},
	} {
		url, before := page.url, w.statements.n.Load()
		res, _ := w.get(w.boss, url)
		if n := w.statements.n.Load() - before; n != page.want || res.StatusCode != 200 {
			t.Errorf("%s: %d statements, status %d", url, n, res.StatusCode)
		}
	}
	looks := w.looks()
	if len(looks) != 3 || looks[0].Page != "line.team" || looks[2].Page != "line.person" || looks[2].Persons != fmt.Sprintf("{%d}", w.luca) {
		t.Errorf("access log %v", looks)
	}
	if strings.Contains(looks[0].Persons, fmt.Sprint(w.boss)+",") {
		t.Errorf("the viewer is in the log: %v", looks[0])
	}
}

func TestSomebodyElsesPerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, uid := range []string{w.uid(w.outsider), "6f1c2a4e-0000-4000-8000-000000000000", "../etc", "%00"} {
		if res, body := w.get(w.boss, "/team/person/"+uid); res.StatusCode != 404 || strings.Contains(body, "Otto") {
			t.Errorf("%s: status %d", uid, res.StatusCode)
		}
	}
	if looks := w.looks(); len(looks) != 0 {
		t.Errorf("logged %v", looks)
	}
	res, body := w.get(w.boss, "/team/person/"+w.uid(w.dragana))
	for _, want := range []string{"Dragana Muster: Eine Schulung ist überfällig.", "Alle Mitarbeitenden (Fassung 1)", "Was bisher geschah", "Warum?", "die Person sieht das"} {
		if !strings.Contains(body, want) || res.StatusCode != 200 {
			t.Errorf("%q is missing", want)
		}
	}
	if strings.Contains(body, "begonnen") {
		t.Error("a manager reads that somebody has begun")
	}
}

func TestSpeculativeLoadingIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, url := range []string{"/team", "/team/bericht", "/team/person/" + w.uid(w.luca)} {
		if res, body := w.get(w.boss, url, "Sec-Purpose", "prefetch;prerender"); res.StatusCode != 503 || strings.Contains(body, "Luca") {
			t.Errorf("%s: status %d", url, res.StatusCode)
		}
	}
	if looks := w.looks(); len(looks) != 0 {
		t.Errorf("logged %v", looks)
	}
}

func TestHRSeesEverybodyOnAnyDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, body := w.get(w.hr, "/team")
	for _, want := range []string{"In der Gemeinde sind fünf Schulungen überfällig.", "Otto Fremd", `name="stichtag"`, "Finanzen"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if _, body = w.get(w.hr, "/team?stichtag=1.10.2026"); !strings.Contains(body, "Stichtag 1.10.2026") || !strings.Contains(body, "nichts überfällig") {
		t.Error("an earlier day")
	}
	if res, body := w.get(w.hr, "/team?stichtag=31.12.2030"); res.StatusCode != 422 || !strings.Contains(body, "liegt in der Zukunft") {
		t.Errorf("a day in the future: %d", res.StatusCode)
	}
	if res, _ := w.get(w.hr, "/team?abteilung=ZZZ"); res.StatusCode != 404 {
		t.Errorf("an unknown department: %d", res.StatusCode)
	}
}

func TestDownload(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for viewer, first := range map[int64]string{w.boss: "Offen und überfällig", w.hr: "Organisation"} {
		res, body := w.get(viewer, "/team/bericht")
		if res.StatusCode != 200 || !strings.Contains(res.Header.Get("Content-Disposition"), `2026-11-21_Erfuellungsbericht_`) {
			t.Fatalf("status %d, %s", res.StatusCode, res.Header.Get("Content-Disposition"))
		}
		sheettest.Require(t, []byte(body))
		if names := sheettest.Names(t, []byte(body)); names[2] != first {
			t.Errorf("sheets %v", names)
		}
	}
	if res, body := w.get(w.boss, "/team/bericht?form=csv"); !strings.HasPrefix(body, "\ufeff") || !strings.Contains(res.Header.Get("Content-Type"), "csv") {
		t.Errorf("csv: %d %s", res.StatusCode, res.Header.Get("Content-Type"))
	}
	var reports int
	if err := w.DB.Query(t.Context()).Raw(`select count(*) from reports r join access_log a on a.report_id = r.id`).Scan(&reports).Error; err != nil || reports != 3 {
		t.Errorf("%d reports are registered and logged, %v", reports, err)
	}
}

// A fire officer's people are in no total, but in the list, and the heading
// speaks of them.
func TestATeamOutsideTheTotal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Insert(`insert into persons (first_name, last_name) values ('Urs', 'Schlauch') returning id`, nil)
	department := w.Department("FW", "Feuerwehr", 0)
	w.Head(department, w.outsider)
	w.Employ(p, department, 0, 5, "militia")
	w.Append(w.Assigned(p, "IS-01", today.AddDays(-60), today.AddDays(-30)))
	_, body := w.get(w.outsider, "/team")
	for _, want := range []string{"In Ihrem Team ist eine Schulung überfällig.", "Urs Schlauch", "Miliz", "aber nicht in diesen Zahlen"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if _, body = w.get(w.outsider, "/team?kreis=total&stand=late"); strings.Contains(body, "Urs") {
		t.Error("the rows behind a figure hold somebody who is not counted")
	}
}

func TestEnglish(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.lang = "en"
	if _, body := w.get(w.boss, "/team"); !strings.Contains(body, "Three courses are overdue in your team.") || strings.Contains(body, "line.") {
		t.Error("the page in English")
	}
	if _, body := w.get(w.outsider, "/team"); !strings.Contains(body, "Your team will appear here.") {
		t.Error("somebody without a team")
	}
}
