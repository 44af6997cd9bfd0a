package hr_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/jackc/pgx/v5"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/report/reporttest"
	"zaemme/internal/settings"
	"zaemme/internal/testing/dbtest"
	"zaemme/internal/web/hr"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
	"zaemme/views"
)

// statements counts those but for the frame of a transaction.
type statements struct{ n atomic.Int64 }

func (c *statements) TraceQueryStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	if sql := strings.ToLower(data.SQL); !strings.HasPrefix(sql, "begin") && !strings.HasPrefix(sql, "commit") {
		c.n.Add(1)
	}
	return ctx
}

func (c *statements) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// What HR has to do costs nine reads, six for HR of a part, and names nobody; the lists behind it cost two
// and a look, and HR of a part finds its own people alone.
func TestPendingCostsFewReads(t *testing.T) {
	t.Parallel()
	_ = dbtest.New(t)
	url, _ := dbtest.URLs(t)
	var count statements
	d, err := db.Open(t.Context(), url, db.Options{MaxConns: 4, Tracer: &count, Logger: slog.New(slog.DiscardHandler)})
	must(t, err)
	t.Cleanup(func() { _ = d.Close() })
	today := calendar.DateOf(monday)
	w := reporttest.New(t, d)
	w.From = today.AddDays(-400)
	top := w.Department("GDE", "Gemeinde", 0)
	bau, fin := w.Department("BAU", "Bau und Umwelt", top), w.Department("FIN", "Finanzen", top)
	w.Course("IS-01", "Informationssicherheit")
	w.Rule()
	whole := w.Person("Petra", "Probe", "petra@gemeinde.example", fin, 0)
	w.Grant(whole, "hr")
	part := w.Person("Paul", "Teil", "paul@gemeinde.example", bau, whole)
	w.Insert(`insert into role_grants (person_id, role, department_id, valid_from, known_from) values (@p, 'hr', @d, @from, @stamp) returning id`,
		map[string]any{"p": part, "d": bau})
	luca, anna := w.Person("Luca", "Vorlage", "", bau, 0), w.Person("Anna", "Muster", "anna@gemeinde.example", fin, 0)
	w.Append(w.Assigned(luca, "IS-01", today.AddDays(-300), today.AddDays(-250)), w.Completed(luca, "IS-01", 1, today.AddDays(-290), today.AddDays(12)),
		w.Assigned(anna, "IS-01", today.AddDays(-10), today.AddDays(50)))
	w.Insert(`insert into extension_requests (person_id, course_id, asked_at, due_on, wanted_on, reason) values (@p, @c, @at, @day, @day, 'workload') returning id`,
		map[string]any{"p": anna, "c": w.Courses["IS-01"], "at": monday.AddDate(0, 0, -5), "day": today})

	texts, err := views.Texts()
	must(t, err)
	pages, err := page.New(page.Options{Files: views.Files, Texts: texts, FlashKey: []byte("sixteen bytes and more")})
	must(t, err)
	catalogue := course.NewCatalogue(d)
	must(t, catalogue.Refresh(t.Context()))
	h := &hr.Handlers{DB: d, Catalogue: catalogue}
	viewer, lang := whole, "de"
	app := fiber.New(fiber.Config{Views: pages.Views, Immutable: true, ErrorHandler: pages.Fail, DisableStartupMessage: true})
	app.Use(func(c *fiber.Ctx) error {
		v := &visit.Visit{Now: monday, Today: today, RequestID: "test", Settings: settings.Defaults()}
		v.Session = auth.Session{Person: people.Person{ID: viewer}, Roles: []people.Role{people.RoleHR}}
		visit.Set(c, v)
		pages.Begin(c, page.Base{L: texts.Printer(lang)})
		return c.Next()
	})
	for _, r := range h.Routes() {
		app.Add(r.Method, r.Path, r.Handler)
	}
	last := "" // answer, as it was
	get := func(path string, reads int64) string {
		t.Helper()
		before := count.n.Load()
		response, err := app.Test(httptest.NewRequest(http.MethodGet, path, nil), -1)
		must(t, err)
		defer func() { _ = response.Body.Close() }()
		raw, err := io.ReadAll(response.Body)
		must(t, err)
		if n := count.n.Load() - before; n != reads || response.StatusCode != http.StatusOK {
			t.Errorf("%s: %d statements, status %d", path, n, response.StatusCode)
		}
		last = string(raw)
		return answer{body: last}.text()
	}
	says := func(text string, wants ...string) {
		t.Helper()
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("no %q in %s", want, text)
			}
		}
	}
	body := get("/pendenzen", 9)
	says(body, "Eine Pendenz wartet, seit 5 Tagen.", "Anträge auf mehr Zeit", "24.2.2027", "1 läuft in den nächsten 30 Tagen ab", "Am meisten Lernzeit fällt im", "Bau und Umwelt", "Finanzen")
	if strings.Contains(body, "Luca") || strings.Contains(body, "Anna") {
		t.Error("the page names somebody")
	}
	lang = "en"
	says(get("/pendenzen", 9), "One thing waits", "Requests for more time", "Hours by unit and month")
	lang = "de"
	if n := looksAt(t, d, ""); n != 0 {
		t.Errorf("%d looks at nobody", n)
	}
	says(get("/pendenzen/personen?was=mail", 3), "Eine Person ist nicht erreichbar", "Vorlage Luca")
	says(get("/pendenzen/personen?was=manager", 3), "Drei Personen haben keine", "Muster Anna")
	says(get("/pendenzen/ablauf?tage=30", 3), "Eine Schulung läuft in den nächsten 30 Tagen ab", "Vorlage Luca", "13.3.2027", "in 12 Tagen")
	says(get("/pendenzen/vorschauen", 1), "Keine weitere Änderung wartet.")
	says(get("/pendenzen/importe", 1), "Kein Import wartet.")
	// Luca is paid by the hour: what he has learned waits to be handed over.
	w.Insert(`update employment_facts set category = 'hourly' where person_id = @p returning id`, map[string]any{"p": luca})
	says(get("/pendenzen", 11), "Zwei Pendenzen warten", "Monate mit Lernzeit im Stundenlohn, noch nicht abgeschlossen", "Es ist der Mai 2026.")
	if !strings.Contains(last, `href="/lernzeit?monat=2026-05"`) {
		t.Error("the row does not lead to the month")
	}
	if n := looksAt(t, d, fmt.Sprintf("page in ('hr.gaps', 'hr.ending') and person_ids @> array[%d::bigint]", luca)); n != 3 {
		t.Errorf("%d looks", n)
	}
	viewer = part
	body = get("/pendenzen", 6)
	if strings.Contains(body, "Stundenlohn") {
		t.Error("HR of a part, who closes no month, is told to")
	}
	says(body, "Es wartet nichts auf Sie", "Von 2 Personen", "1 läuft in den nächsten 30 Tagen ab")
	if strings.Contains(body, "Finanzen") {
		t.Error("HR of a part sees the work of another")
	}
	if body := get("/pendenzen/personen?was=manager", 3); !strings.Contains(body, "Vorlage Luca") || strings.Contains(body, "Anna") {
		t.Errorf("HR of a part reads %s", body)
	}
}

func looksAt(t *testing.T, d *db.DB, where string) (n int) {
	t.Helper()
	if where == "" {
		where = "true"
	}
	must(t, d.Query(t.Context()).Raw(`select count(*) from access_log where `+where).Scan(&n).Error)
	return n
}
