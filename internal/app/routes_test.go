package app

import (
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"zaemme/internal/config"
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
		"hr":       {session(t, a, false, people.RoleHR), []visit.Guard{visit.Public, visit.SignedIn, visit.Leader, visit.HR, visit.AdminHR}},
		"admin":    {session(t, a, false, people.RoleAdmin), []visit.Guard{visit.Public, visit.SignedIn, visit.Admin, visit.AdminHR}},
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
