package api_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/settings"
	"zaemme/internal/testing/dbtest"
	"zaemme/internal/web"
	"zaemme/internal/web/api"
	"zaemme/internal/web/page"
	"zaemme/views"
)

var monday = time.Date(2027, time.March, 1, 9, 0, 0, 0, calendar.Zurich)

type answer struct {
	status int
	header http.Header
	body   map[string]any
}

// program is the web with a key, and how to ask it.
func program(t *testing.T) (key string, ask func(authorization string) answer) {
	t.Helper()
	d := dbtest.New(t)
	if err := d.Write(t.Context(), func(tx *db.Tx) (err error) {
		var by, unit int64
		if err := db.One(tx.Query(t.Context()), &by, `insert into persons (last_name, first_name) values ('Technik', 'Andrea') returning id`); err != nil {
			return err
		}
		if err := db.One(tx.Query(t.Context()), &unit, `
			with d as (insert into departments (code) values ('32') returning id)
			insert into department_facts (department_id, name, valid_from, known_from) select id, 'Werkhof', '2020-01-01', now() from d
			returning department_id`); err != nil {
			return err
		}
		key, err = auth.CreateAPIToken(t.Context(), tx, auth.NewAPIToken{Name: "Kennzahlen", DepartmentID: unit, Until: calendar.DateOf(monday), By: by}, monday)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	site, err := page.New(page.Options{Files: views.Files, Texts: texts, FlashKey: []byte("sixteen bytes and more")})
	if err != nil {
		t.Fatal(err)
	}
	app := web.New(web.Options{Context: t.Context(), DB: d, Log: slog.New(slog.DiscardHandler), Clock: func() time.Time { return monday },
		Site: site, Texts: texts, Settings: settings.NewCache(d), Host: "localhost:8080", Routes: (&api.Handlers{}).Routes()})
	return key, func(authorization string) answer {
		t.Helper()
		request := httptest.NewRequest(http.MethodGet, "http://localhost:8080/api/v1/token", nil)
		request.Header.Set("Authorization", authorization)
		response, err := app.Test(request, 20_000)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = response.Body.Close() }()
		a := answer{status: response.StatusCode, header: response.Header}
		if err := json.NewDecoder(response.Body).Decode(&a.body); err != nil {
			t.Fatalf("answers %d without JSON: %v", a.status, err)
		}
		return a
	}
}

func TestAKeyShowsItself(t *testing.T) {
	t.Parallel()
	key, ask := program(t)
	a := ask("Bearer " + key)
	department, _ := a.body["department"].(map[string]any)
	if a.status != http.StatusOK || a.body["name"] != "Kennzahlen" || department["code"] != "32" || department["name"] != "Werkhof" ||
		a.body["expires_at"] != "2027-03-01T23:00:00Z" {
		t.Errorf("%+v", a)
	}
	for _, wrong := range []string{"", "Bearer", "Bearer x", "Basic " + key, "Bearer " + key[:20]} {
		if a := ask(wrong); a.status != http.StatusUnauthorized || a.header.Get("WWW-Authenticate") != "Bearer" || a.body["error"] != "sign_in" {
			t.Errorf("%q: %+v", wrong, a)
		}
	}
}

func TestManyRequestsAreRefused(t *testing.T) {
	t.Parallel()
	key, ask := program(t)
	for n := range 60 {
		if a := ask("Bearer " + key); a.status != http.StatusOK {
			t.Fatalf("request %d answers %d", n+1, a.status)
		}
	}
	if a := ask("Bearer " + key); a.status != http.StatusTooManyRequests || a.header.Get("Retry-After") == "" {
		t.Errorf("the next one: %+v", a)
	}
}
