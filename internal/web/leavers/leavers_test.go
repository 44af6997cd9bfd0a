package leavers_test

import (
	"archive/zip"
	"bytes"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/certificate"
	"zaemme/internal/course"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/report/reporttest"
	"zaemme/internal/settings"
	"zaemme/internal/testing/dbtest"
	"zaemme/internal/web/leavers"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
	"zaemme/views"
)

var (
	now   = time.Date(2026, time.November, 21, 9, 0, 0, 0, calendar.Zurich)
	today = calendar.DateOf(now)
)

// world has four who leave in December, one of them forgotten, and HR of the whole
// and of a part.
type world struct {
	*reporttest.Org
	app                                *fiber.App
	viewer                             int64
	hr, part, luca, anna, noname, gone int64
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
	leaves := func(first string, department int64) int64 {
		id := w.Person(first, "Muster", "", department, 0)
		w.Insert(`update employment_facts set exit_on = '2026-12-31' where person_id = @p returning id`, map[string]any{"p": id})
		w.Append(w.Assigned(id, "IS-01", today.AddDays(-90), today.AddDays(-60)), w.Completed(id, "IS-01", 1, today.AddDays(-80), today.AddDays(285)))
		return id
	}
	w.luca, w.anna, w.noname, w.gone = leaves("Luca", bau), leaves("Anna", fin), leaves("Zoë", fin), leaves("Gerd", fin)
	w.Insert(`update persons set personnel_no = null where id = @p returning id`, map[string]any{"p": w.noname})
	w.Insert(`update persons set personnel_no = null, first_name = '', last_name = '', forgotten_at = now() where id = @p returning id`, map[string]any{"p": w.gone})
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
		person, err := people.Get(c.UserContext(), w.DB, w.viewer)
		if err != nil {
			return err
		}
		v.Session = auth.Session{Person: person}
		visit.Set(c, v)
		site.Begin(c, page.Base{L: texts.Printer("de")})
		return c.Next()
	})
	h := &leavers.Handlers{DB: w.DB, Certificates: certificate.New(catalogue, ledger.New(), texts, "a secret", "https://lernen.emmen.example")}
	for _, r := range h.Routes() {
		w.app.Add(r.Method, r.Path, r.Handler)
	}
	return w
}

func (w *world) get(viewer int64, path string) (*http.Response, []byte) {
	w.T.Helper()
	w.viewer = viewer
	res, err := w.app.Test(httptest.NewRequest(http.MethodGet, path, nil), -1)
	if err != nil {
		w.T.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		w.T.Fatal(err)
	}
	return res, body
}

func (w *world) uid(id int64) (uid string) {
	w.T.Helper()
	if err := w.DB.Query(w.T.Context()).Raw(`select uid::text from persons where id = ?`, id).Scan(&uid).Error; err != nil {
		w.T.Fatal(err)
	}
	return uid
}

func (w *world) looks(name string, person int64) (n int) {
	w.T.Helper()
	if err := w.DB.Query(w.T.Context()).Raw(`select count(*) from access_log where page = ? and person_ids @> array[cast(? as bigint)]`, name, person).Scan(&n).Error; err != nil {
		w.T.Fatal(err)
	}
	return n
}

func names(t *testing.T, content []byte) (list []string) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(in)
		if err != nil || !bytes.HasPrefix(raw, []byte("%PDF-")) {
			t.Errorf("%s is no PDF, %v", f.Name, err)
		}
		list = append(list, f.Name)
	}
	slices.Sort(list)
	return list
}

// The list of a month, one file and all of them: for who sees the people, each look
// written down, and nothing of who has been forgotten.
func TestLeaversTakeTheirRecordAlong(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	res, raw := w.get(w.hr, "/austritte?monat=2026-12")
	body := html.UnescapeString(string(raw))
	for _, want := range []string{"Im Dezember 2026 treten drei Personen aus.", "Luca Muster", "Bau und Umwelt", "31.12.2026", "in 40 Tagen", "Dezember 2026 (4)",
		"/personen/" + w.uid(w.luca) + "/bildungsnachweis", "Eine weitere Person wurde vergessen"} {
		if !strings.Contains(body, want) {
			t.Errorf("%d: no %q", res.StatusCode, want)
		}
	}
	if strings.Contains(body, w.uid(w.gone)) {
		t.Error("who has been forgotten is listed")
	}
	if _, raw := w.get(w.hr, "/austritte"); !strings.Contains(html.UnescapeString(string(raw)), "Im November 2026 tritt niemand aus.") {
		t.Error("an empty month says nothing")
	}
	_, raw = w.get(w.hr, "/austritte/zip?monat=2026-12")
	if got := names(t, raw); !slices.Equal(got, slices.Sorted(slices.Values([]string{"00005.pdf", "00008.pdf", w.uid(w.noname) + ".pdf"}))) {
		t.Errorf("the file has %v", got)
	}
	_, raw = w.get(w.part, "/austritte/zip?monat=2026-12")
	if got := names(t, raw); !slices.Equal(got, []string{"00005.pdf"}) {
		t.Errorf("HR of a part gets %v", got)
	}
	if res, _ := w.get(w.hr, "/austritte/zip?monat=2026-11"); res.StatusCode != http.StatusSeeOther {
		t.Errorf("a month without anybody answers %d", res.StatusCode)
	}
	for _, one := range []struct {
		viewer, person int64
		status         int
	}{{w.hr, w.luca, 200}, {w.part, w.luca, 200}, {w.part, w.anna, 404}, {w.hr, w.gone, 404}} {
		res, raw := w.get(one.viewer, "/personen/"+w.uid(one.person)+"/bildungsnachweis")
		if res.StatusCode != one.status || one.status == 200 && (!bytes.HasPrefix(raw, []byte("%PDF-")) || !strings.Contains(res.Header.Get("Content-Disposition"), "00005.pdf")) {
			t.Errorf("%d gets %d: %d %s", one.viewer, one.person, res.StatusCode, res.Header.Get("Content-Disposition"))
		}
	}
	if list, one, all := w.looks("hr.leavers", w.luca), w.looks("hr.record", w.luca), w.looks("hr.records", w.luca); list != 1 || one != 2 || all != 2 {
		t.Errorf("looks: %d at the list, %d at the file, %d at all", list, one, all)
	}
	res, raw = w.get(w.anna, "/nachweise/bildungsnachweis")
	if res.StatusCode != http.StatusOK || !bytes.HasPrefix(raw, []byte("%PDF-")) || res.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("one's own answers %d", res.StatusCode)
	}
	if w.looks("hr.record", w.anna) != 0 {
		t.Error("one's own file is a look at somebody else")
	}
}
