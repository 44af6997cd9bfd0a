package wages_test

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/people"
	"zaemme/internal/report/reporttest"
	"zaemme/internal/settings"
	"zaemme/internal/sheet/sheettest"
	"zaemme/internal/testing/dbtest"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
	"zaemme/internal/web/wages"
	"zaemme/views"
)

var (
	now   = time.Date(2027, time.February, 3, 9, 0, 0, 0, calendar.Zurich)
	today = calendar.DateOf(now)
)

// world is two departments with somebody paid by the hour in each, HR of the whole
// and HR of one.
type world struct {
	*reporttest.Org
	app        *fiber.App
	hr, part   int64
	luca, anna int64
	viewer     int64
	location   string // of the last answer
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{Org: reporttest.New(t, dbtest.New(t))}
	bau, fin := w.Department("BAU", "Bau und Umwelt", 0), w.Department("FIN", "Finanzen", 0)
	w.Course("IS-01", "Informationssicherheit")
	w.Rule()
	w.hr, w.part = w.Person("Petra", "Probe", "petra@gemeinde.example", fin, 0), w.Person("Paul", "Teil", "paul@gemeinde.example", bau, 0)
	w.Grant(w.hr, "hr")
	w.Insert(`insert into role_grants (person_id, role, department_id, valid_from, known_from) values (@p, 'hr', @d, @from, @stamp) returning id`,
		map[string]any{"p": w.part, "d": bau})
	w.luca, w.anna = w.Person("Luca", "=Vorlage", "", bau, 0), w.Person("Anna", "Muster", "", fin, 0)
	for _, p := range []int64{w.luca, w.anna} {
		w.Insert(`update employment_facts set pensum = null, category = 'hourly' where person_id = @p returning id`, map[string]any{"p": p})
		day := calendar.NewDate(2027, time.January, 12)
		w.Append(w.Assigned(p, "IS-01", day.AddDays(-9), day.AddDays(9)), w.Completed(p, "IS-01", 1, day, day.AddDays(365)))
	}
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	site, err := page.New(page.Options{Files: views.Files, Texts: texts, FlashKey: []byte("sixteen bytes and more")})
	if err != nil {
		t.Fatal(err)
	}
	catalogue := course.NewCatalogue(w.DB)
	if err := catalogue.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.app = fiber.New(fiber.Config{Views: site.Views, Immutable: true, ErrorHandler: site.Fail, DisableStartupMessage: true})
	w.app.Use(func(c *fiber.Ctx) error {
		v := &visit.Visit{Now: now, Today: today, RequestID: "test", Settings: settings.Defaults()}
		v.Session = auth.Session{Person: people.Person{ID: w.viewer, FirstName: "Petra"}, Roles: []people.Role{people.RoleHR}}
		if w.viewer == w.hr {
			v.Session.Whole = []people.Role{people.RoleHR}
		}
		visit.Set(c, v)
		site.Begin(c, page.Base{L: texts.Printer("de")})
		return c.Next()
	})
	h := &wages.Handlers{DB: w.DB, Courses: catalogue}
	for _, r := range h.Routes() {
		w.app.Add(r.Method, r.Path, r.Handler)
	}
	return w
}

func (w *world) do(viewer int64, method, path string, pairs ...string) (status int, body []byte) {
	w.T.Helper()
	w.viewer = viewer
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := w.app.Test(r, -1)
	if err != nil {
		w.T.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	w.location = res.Header.Get("Location")
	if body, err = io.ReadAll(res.Body); err != nil {
		w.T.Fatal(err)
	}
	return res.StatusCode, body
}

func (w *world) page(viewer int64, path string, says ...string) string {
	w.T.Helper()
	status, raw := w.do(viewer, http.MethodGet, path)
	body := html.UnescapeString(string(raw))
	if status != http.StatusOK {
		w.T.Fatalf("%s answers %d: %s", path, status, body)
	}
	for _, say := range says {
		if !strings.Contains(body, say) {
			w.T.Errorf("%s: no %q", path, say)
		}
	}
	return body
}

var digestOf = regexp.MustCompile(`name="digest" value="([0-9a-f]{64})"`)

func TestAMonthIsClosedAndHandedOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	body := w.page(w.hr, "/lernzeit", "Für den Januar 2027 ist Lernzeit zu vergüten: 90 Minuten.", "Luca =Vorlage", "12.1.2027", "Januar 2027 abschliessen")
	digest := digestOf.FindStringSubmatch(body)
	if digest == nil {
		t.Fatal("nothing to close")
	}
	part := w.page(w.part, "/lernzeit", "45 Minuten", "Luca =Vorlage")
	if strings.Contains(part, "Anna") || strings.Contains(part, "digest") {
		t.Error("HR of a part sees others, or may close")
	}
	w.page(w.hr, "/lernzeit?monat=2027-02", "Abschliessen lässt sich der Monat ab dem 1.3.2027")
	if status, body := w.do(w.hr, http.MethodPost, "/lernzeit", "monat", "2027-01", "digest", "another"); status != http.StatusUnprocessableEntity ||
		!strings.Contains(string(body), "Inzwischen hat sich etwas geändert") {
		t.Errorf("what was not shown answers %d", status)
	}
	if status, body := w.do(w.hr, http.MethodPost, "/lernzeit", "monat", "2027-01", "digest", digest[1]); status != http.StatusSeeOther {
		t.Fatalf("closing answers %d: %s", status, body)
	}
	export := w.location
	w.page(w.hr, export, "Januar 2027: zwei Personen, 90 Minuten Lernzeit.", "00005", "ganze Organisation", "Petra Probe")
	w.page(w.hr, "/lernzeit?monat=2027-01", "Der Januar 2027 ist abgeschlossen", export)
	if status, _ := w.do(w.hr, http.MethodPost, "/lernzeit", "monat", "2027-01", "digest", digest[1]); status != http.StatusUnprocessableEntity {
		t.Errorf("closing it again answers %d", status)
	}

	status, xlsx := w.do(w.hr, http.MethodGet, export+"/xlsx")
	if status != http.StatusOK {
		t.Fatalf("the file answers %d", status)
	}
	sheettest.Require(t, xlsx)
	rows := sheettest.Cells(t, xlsx, "Lernzeit")
	if len(rows) != 3 || rows[0][0] != "Personalnummer" || rows[1][0] != "00005" || rows[1][1] != "=Vorlage" || rows[1][8] != "45" || rows[2][2] != "Anna" {
		t.Errorf("%q", rows)
	}
	if sums := sheettest.Cells(t, xlsx, "Je Person"); len(sums) != 3 || sums[1][4] != "0.75" {
		t.Errorf("%q", sums)
	}
	_, csv := w.do(w.hr, http.MethodGet, export+"/csv")
	if lines := bytes.Count(csv, []byte("\r\n")); lines != 3 || !bytes.Contains(csv, []byte(`"'=Vorlage";"Luca";"BAU"`)) || !bytes.Contains(csv, []byte(`"12.01.2027";"45"`)) {
		t.Errorf("%s", csv)
	}
	_, csv = w.do(w.part, http.MethodGet, export+"/csv")
	if lines := bytes.Count(csv, []byte("\r\n")); lines != 2 || bytes.Contains(csv, []byte("Anna")) {
		t.Errorf("HR of a part takes away %s", csv)
	}
	var looks int
	if err := w.DB.Query(t.Context()).Raw(fmt.Sprintf(`select count(*) from access_log where page = 'hr.payroll_file' and person_ids @> array[%d::bigint]`, w.luca)).
		Scan(&looks).Error; err != nil || looks != 3 {
		t.Errorf("%d looks, %v", looks, err)
	}
	if status, _ := w.do(w.hr, http.MethodGet, "/lernzeit/7f1c2a4e-0000-4000-8000-000000000000"); status != http.StatusNotFound {
		t.Errorf("an unknown export answers %d", status)
	}
	// Somebody who was forgotten stays with the random ID alone.
	w.Insert(`update persons set first_name = '', last_name = '', personnel_no = null, forgotten_at = now() where id = @p returning id`, map[string]any{"p": w.anna})
	body = w.page(w.hr, export, "zwei Personen, 90 Minuten")
	if strings.Contains(body, "Anna") {
		t.Error("the forgotten are named")
	}
}
