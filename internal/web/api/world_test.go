package api_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/monthend"
	"zaemme/internal/report"
	"zaemme/internal/report/reporttest"
	"zaemme/internal/settings"
	"zaemme/internal/testing/dbtest"
	"zaemme/internal/web"
	"zaemme/internal/web/api"
	"zaemme/internal/web/page"
	"zaemme/views"
)

// now is later than whatever a test writes, as the horizon needs it.
var now = time.Date(2026, time.November, 21, 9, 0, 0, 0, calendar.Zurich)

// world is a municipality of two departments with month ends behind it, and the app
// that programs ask.
type world struct {
	*reporttest.Org
	app     *fiber.App
	months  *monthend.Service
	reports *report.Service
	hr      int64
	works   int64 // the department «32»
}

func newWorld(t *testing.T) *world {
	t.Helper()
	d := dbtest.New(t)
	texts, err := views.Texts()
	must(t, err)
	w := &world{Org: reporttest.New(t, d)}
	w.reports = &report.Service{DB: d, Texts: texts, Version: "test"}
	w.months = &monthend.Service{DB: d, Reports: w.reports, Texts: texts, Version: "test"}
	w.From = calendar.NewDate(2026, time.July, 1)
	root := w.Department("0", "Gemeinde", 0)
	w.works = w.Department("32", "Werkhof", root)
	other := w.Department("33", "Musikschule", root)
	w.Course("IS-01", "Informationssicherheit")
	w.Rule()
	w.hr = w.Person("Helen", "Muster", "h@x", root, 0)
	var events []ledger.Event
	for i := range 24 {
		id := w.Person("Vor", "Geheim", "p@x", []int64{w.works, other}[i%2], 0)
		events = append(events, w.Assigned(id, "IS-01", w.From.AddDays(5), w.From.AddDays(60)))
		if i%3 > 0 {
			events = append(events, w.Completed(id, "IS-01", 1, w.From.AddDays(10+i), calendar.Forever))
		}
	}
	w.Append(events...)
	_, err = w.months.Run(t.Context(), now)
	must(t, err)
	site, err := page.New(page.Options{Files: views.Files, Texts: texts, FlashKey: []byte("sixteen bytes and more")})
	must(t, err)
	w.app = web.New(web.Options{Context: t.Context(), DB: d, Log: slog.New(slog.DiscardHandler), Clock: func() time.Time { return now },
		Site: site, Texts: texts, Settings: settings.NewCache(d), Host: "localhost:8080",
		Routes: (&api.Handlers{MonthEnds: w.months, Reports: w.reports}).Routes()})
	return w
}

// key is a new one for the department, 0 for the whole.
func (w *world) key(may string, department int64) (key string) {
	w.T.Helper()
	w.Write(func(tx *db.Tx) (err error) {
		key, err = auth.CreateAPIToken(w.T.Context(), tx, auth.NewAPIToken{Name: "Kennzahlen", May: may, DepartmentID: department, Until: calendar.DateOf(now), By: w.hr}, now)
		return err
	})
	return key
}

type reply struct {
	status int
	header http.Header
	body   []byte
}

func (w *world) get(key, path string, headers ...string) reply {
	w.T.Helper()
	request := httptest.NewRequest(http.MethodGet, "http://localhost:8080"+path, nil)
	if key != "" {
		request.Header.Set("Authorization", "Bearer "+key)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := w.app.Test(request, 20_000)
	must(w.T, err)
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	must(w.T, err)
	return reply{response.StatusCode, response.Header, body}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
