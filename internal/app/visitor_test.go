package app

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/web"
	"zaemme/internal/web/visit"
)

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

// visitor asks the app for pages with the cookie it has got last.
type visitor struct {
	t      *testing.T
	server *web.Server
	token  string
}

func (v *visitor) ask(method, path string, form url.Values) *http.Response {
	v.t.Helper()
	request := httptest.NewRequest(method, "http://localhost:8080"+path, strings.NewReader(form.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	request.AddCookie(&http.Cookie{Name: visit.SessionCookie(false), Value: v.token})
	response, err := v.server.Test(request, 20_000)
	if err != nil {
		v.t.Fatal(err)
	}
	v.t.Cleanup(func() { _ = response.Body.Close() })
	for _, cookie := range response.Cookies() {
		if cookie.Name == visit.SessionCookie(false) {
			v.token = cookie.Value
		}
	}
	return response
}

func (v *visitor) want(method, path string, form url.Values, status int, to string) {
	v.t.Helper()
	response := v.ask(method, path, form)
	got := strings.Replace(response.Header.Get("Location"), url.QueryEscape("http://localhost:8080"), "", 1) // as the test asks
	if response.StatusCode != status || got != to {
		body, _ := io.ReadAll(response.Body)
		v.t.Errorf("%s %s answers %d %q, want %d %q\n%.600s", method, path, response.StatusCode, got, status, to, body)
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
