package app

import (
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/config"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/testing/dbtest"
	"zaemme/internal/web/visit"
)

var update = flag.Bool("update", false, "write the table of routes anew")

const routeTable = "testdata/routes.txt"

// open is the app on a database of its own.
func open(t *testing.T) *App {
	t.Helper()
	appURL, ownerURL := dbtest.URLs(t)
	c := config.Config{Listen: "127.0.0.1:8080", DatabaseURL: appURL, MigrateURL: ownerURL, Demo: true}
	if err := c.Check(); err != nil {
		t.Fatal(err)
	}
	a, err := Open(t.Context(), Options{Config: c, Log: slog.New(slog.DiscardHandler), Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	return a
}

// session signs somebody in who has the roles, and leads people or not.
func session(t *testing.T, a *App, leads bool, roles ...people.Role) string {
	t.Helper()
	var token string
	now := a.Clock()
	if err := a.DB.Write(t.Context(), func(tx *db.Tx) error {
		var id int64
		if err := db.One(tx.Query(t.Context()), &id, `
			with d as (insert into departments (code) values (gen_random_uuid()::text) returning id),
			p as (insert into persons (last_name, first_name) values ('Muster', 'Andrea') returning id),
			e as (insert into employments (person_id) select id from p returning id, person_id),
			f as (insert into employment_facts (employment_id, person_id, department_id, category, entry_on, valid_from, known_from)
				select e.id, e.person_id, d.id, 'permanent', '2020-01-01', '2020-01-01', now() from d, e),
			n as (insert into department_facts (department_id, name, head_id, valid_from, known_from)
				select d.id, 'Werkhof', case when @leads then p.id end, '2020-01-01', now() from d, p)
			select id from p`, map[string]any{"leads": leads}); err != nil {
			return err
		}
		for _, role := range roles {
			if err := auth.GrantAtInstallation(t.Context(), tx, id, role, calendar.DateOf(now)); err != nil {
				return err
			}
		}
		var err error
		token, err = auth.Start(t.Context(), tx, id, "test", now)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return token
}

// Every route stands in the table with its guard: a new one is seen in review.
func TestRoutesAreInTheTable(t *testing.T) {
	t.Parallel()
	a := open(t)
	var lines []string
	for _, r := range a.routes(nil, nil) {
		lines = append(lines, fmt.Sprintf("%-9s %-4s %s", r.Guard, r.Method, r.Path))
	}
	slices.Sort(lines)
	got := strings.Join(lines, "\n") + "\n"
	if *update {
		if err := os.WriteFile(routeTable, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(routeTable)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the routes differ from %s; check the guards, then go test ./internal/app -update\ngot:\n%s", routeTable, got)
	}
}

// Each role passes exactly the guards it should, on every route.
func TestEveryRouteKeepsItsGuard(t *testing.T) {
	t.Parallel()
	a := open(t)
	server, err := a.Web(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	roles := map[string]struct {
		token  string
		passes []visit.Guard
	}{
		"nobody":   {"", []visit.Guard{visit.Public}},
		"employee": {session(t, a, false), []visit.Guard{visit.Public, visit.SignedIn}},
		"leader":   {session(t, a, true), []visit.Guard{visit.Public, visit.SignedIn, visit.Leader}},
		"hr":       {session(t, a, false, people.RoleHR), []visit.Guard{visit.Public, visit.SignedIn, visit.Leader, visit.HR, visit.HRWhole, visit.AdminHR}},
		"admin":    {session(t, a, false, people.RoleAdmin), []visit.Guard{visit.Public, visit.SignedIn, visit.Admin, visit.AdminHR, visit.Rights}},
		"author":   {session(t, a, false, people.RoleAuthor), []visit.Guard{visit.Public, visit.SignedIn}},
		"council":  {session(t, a, false, people.RoleManagement), []visit.Guard{visit.Public, visit.SignedIn}},
	}
	for name, role := range roles {
		for _, r := range a.routes(nil, nil) {
			if strings.Contains(r.Path, "/jobs/") || r.Path == "/abmelden" {
				continue // they act at once; the guard in front is the same code
			}
			status, to := call(t, server.Test, r, role.token)
			refused := status == http.StatusForbidden || (status == http.StatusSeeOther && strings.HasPrefix(to, "/anmelden")) ||
				status == http.StatusUnauthorized
			if refused == slices.Contains(role.passes, r.Guard) {
				t.Errorf("%s: %s %s (%s) answers %d %s", name, r.Method, r.Path, r.Guard, status, to)
			}
			if status >= 500 {
				t.Errorf("%s: %s %s answers %d", name, r.Method, r.Path, status)
			}
		}
	}
}

// call asks a route with nonsense for its parameters.
func call(t *testing.T, test func(*http.Request, ...int) (*http.Response, error), r visit.Route, token string) (int, string) {
	t.Helper()
	path := []string{}
	for part := range strings.SplitSeq(r.Path, "/") {
		if strings.HasPrefix(part, ":") && strings.Contains(part, "<int>") {
			part = "1"
		} else if strings.HasPrefix(part, ":") {
			part = "00000000-0000-4000-8000-000000000000"
		}
		path = append(path, part)
	}
	request := httptest.NewRequest(r.Method, "http://localhost:8080"+strings.Join(path, "/"), nil)
	if r.Method == http.MethodPost {
		request.Header.Set("Sec-Fetch-Site", "same-origin")
		request.Header.Set("X-Form-Token", auth.FormToken(token))
	}
	if token != "" {
		request.AddCookie(&http.Cookie{Name: visit.SessionCookie(false), Value: token})
	}
	response, err := test(request, int((20 * time.Second).Milliseconds()))
	if err != nil {
		t.Fatalf("%s %s: %v", r.Method, r.Path, err)
	}
	defer func() { _ = response.Body.Close() }()
	return response.StatusCode, response.Header.Get("Location")
}
