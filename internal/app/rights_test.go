package app

import (
	"flag"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/web/rights"
	"zaemme/internal/web/visit"
)

var update = flag.Bool("update", false, "write the table of rights anew")

const rightsTable = "../web/rights/rights.tsv"

// Every route answers every role, about oneself and about others, what the table
// says. A new route has no rows yet: -update writes them, and somebody gives
// them their area and reads them.
func TestRights(t *testing.T) {
	t.Parallel()
	w := newRightsWorld(t)
	found := w.walk()
	raw, err := os.ReadFile(rightsTable)
	if err != nil {
		t.Fatal(err)
	}
	table, err := rights.Parse(string(raw))
	if err != nil {
		t.Fatal(err)
	}
	areas := map[string]string{}
	for _, row := range table {
		areas[row.Method+" "+row.Path] = row.Area
	}
	for i, row := range found {
		if found[i].Area = areas[row.Method+" "+row.Path]; found[i].Area == "" {
			found[i].Area = "?"
		}
	}
	if *update {
		if err := os.WriteFile(rightsTable, []byte(rights.Format(found)), 0o600); err != nil {
			t.Fatal(err)
		}
		table = found
	}
	compareRights(t, table, found)
}

func compareRights(t *testing.T, table, found []rights.Row) {
	t.Helper()
	want := map[string]rights.Row{}
	for _, row := range table {
		want[row.Key()] = row
	}
	for _, row := range found {
		known, ok := want[row.Key()]
		delete(want, row.Key())
		switch {
		case !ok:
			t.Errorf("%s is not in the table: go test ./internal/app -run Rights -update, give it its area, and read what it says", row.Key())
		case known.Area == "?":
			t.Errorf("%s has no area yet: name it in %s", row.Key(), rightsTable)
		case !maps.Equal(known.Outcomes, row.Outcomes):
			for _, column := range rights.Columns {
				if known.Outcomes[column] != row.Outcomes[column] {
					t.Errorf("%s: %s gets %q, the table says %q", row.Key(), column, row.Outcomes[column], known.Outcomes[column])
				}
			}
		}
	}
	for key := range want {
		t.Errorf("%s stands in the table and nowhere else", key)
	}
}

// walk asks every route as every role: first what shows, then what changes, so
// that no answer rests on an earlier request.
func (w *rightsWorld) walk() []rights.Row {
	w.t.Helper()
	routes := w.app.routes(nil, w.jobs)
	slices.SortStableFunc(routes, func(a, b visit.Route) int { return strings.Compare(a.Method, b.Method) }) // GET before POST
	var rows []rights.Row
	for _, r := range routes {
		targets := []rights.Target{rights.None}
		if w.personal(r) {
			targets = []rights.Target{rights.Own, rights.Line, rights.Outside, rights.Official}
		}
		for _, target := range targets {
			row := rights.Row{Method: r.Method, Path: r.Path, Target: target, Outcomes: map[string]rights.Outcome{}}
			for _, column := range rights.Columns {
				row.Outcomes[column] = w.ask(r, column, target)
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// ask sends the request with an empty form: what is behind the guard refuses
// that as incomplete, which counts as served.
func (w *rightsWorld) ask(r visit.Route, column string, target rights.Target) rights.Outcome {
	w.t.Helper()
	token := w.session(column)
	request := httptest.NewRequest(r.Method, w.address(r, column, target), nil)
	if r.Method == fiber.MethodPost {
		request.Header.Set("Sec-Fetch-Site", "same-origin")
		request.Header.Set("X-Form-Token", auth.FormToken(token))
	}
	if column == "program" {
		request.Header.Set("Authorization", "Bearer "+w.key)
	}
	if token != "" {
		request.AddCookie(&http.Cookie{Name: visit.SessionCookie(false), Value: token})
	}
	response, err := w.server.Test(request, int((20 * time.Second).Milliseconds()))
	if err != nil {
		w.t.Fatalf("%s %s: %v", r.Method, r.Path, err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode >= 500 {
		w.t.Errorf("%s: %s %s answers %d", column, r.Method, request.URL.Path, response.StatusCode)
	}
	return outcome(r, response)
}

func outcome(route visit.Route, r *http.Response) rights.Outcome {
	switch {
	case route.Guard == visit.HalfOpen && r.Header.Get("Location") == "/anmelden":
		return rights.SignIn // nobody here is half signed in
	case r.StatusCode == http.StatusUnauthorized, strings.HasPrefix(r.Header.Get("Location"), "/anmelden?next="):
		return rights.SignIn
	case r.StatusCode == http.StatusForbidden:
		return rights.No
	case r.StatusCode == http.StatusNotFound:
		return rights.Absent
	default:
		return rights.Yes
	}
}

// session is one of the column; a request that ended it is followed by another.
func (w *rightsWorld) session(column string) string {
	w.t.Helper()
	id := w.people[column]
	if id == 0 {
		return "" // anonymous
	}
	_, err := auth.Find(w.t.Context(), w.app.DB, w.tokens[column], w.app.Clock())
	if apperr.Is(err, apperr.SignIn) {
		w.tokens[column] = w.signIn(id)
	} else if err != nil {
		w.t.Fatal(err)
	}
	return w.tokens[column]
}
