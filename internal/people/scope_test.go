package people_test

import (
	"slices"
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/testing/dbtest"
)

// scopes has 00001 over 00002 over 00003 in department 11; 00004 works beside
// them in 21, which 00005 heads without being anybody's manager; 00006 is
// 00002's deputy; 00007 has HR for 21, 00008 for all, 00009 is an author; 00010
// looks after the elected 00011 of department 9.
func scopes(t *testing.T, d *db.DB) people.IDs {
	t.Helper()
	c := first()
	c.Departments = append(c.Departments,
		people.DepartmentChange{Code: "2", After: people.DepartmentState{Name: "Zweite"}, From: start},
		people.DepartmentChange{Code: "9", After: people.DepartmentState{Name: "Behörden"}, From: start, Official: true},
		people.DepartmentChange{Code: "21", After: people.DepartmentState{Name: "Anderes", Parent: "2", Head: "00005"}, From: start})
	for _, key := range []string{"00004", "00005", "00006", "00007", "00008", "00009", "00010", "00011"} {
		p := c.Persons[0]
		p.Key = key
		state, employment := *p.After, *p.Employments[0].After
		state.Email = key + "@example.ch"
		if key == "00004" || key == "00005" {
			employment.Department = "21"
		}
		if key == "00011" {
			employment.Department = "9"
		}
		p.After = &state
		p.Employments = []people.EmploymentChange{{No: "1", After: &employment, From: start}}
		c.Persons = append(c.Persons, p)
	}
	c.Persons[1].Deputy = &people.DeputyChange{After: "00006", From: start.AddDays(10)}
	ids := apply(t, d, c)
	for key, grant := range map[string]struct{ role, department string }{
		"00007": {"hr", "21"}, "00008": {"hr", ""}, "00009": {"author", ""}, "00010": {"officials_care", ""},
	} {
		var department any
		if grant.department != "" {
			department = ids.Departments[grant.department]
		}
		if err := d.Query(t.Context()).Exec(`insert into role_grants (person_id, role, department_id, valid_from, known_from)
			values (?, ?, ?, ?, clock_timestamp())`, ids.Persons[key], grant.role, department, start).Error; err != nil {
			t.Fatal(err)
		}
	}
	return ids
}

func TestScope(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	ids := scopes(t, d)
	everyone := []string{"00001", "00002", "00003", "00004", "00005", "00006", "00007", "00008", "00009", "00010", "00011"}
	later := start.AddDays(10)
	for _, c := range []struct {
		viewer string
		day    calendar.Date
		name   string
		sees   []string // beside the own person
	}{
		{"00001", start, "line", []string{"00002", "00003"}},
		{"00002", start, "line", []string{"00003"}},
		{"00003", start, "self", nil},
		{"00005", start, "line", []string{"00004"}},
		{"00006", start, "self", nil}, // not yet deputy
		{"00006", later, "line", []string{"00003"}},
		{"00007", start, "departments", []string{"00004", "00005"}},
		{"00008", start, "everyone", everyone},
		{"00009", start, "self", nil},
		{"00010", start, "officials", []string{"00011"}},
		{"00001", start.AddDays(-1), "self", nil}, // nobody is employed yet
	} {
		scope, err := people.ScopeOf(t.Context(), d, ids.Persons[c.viewer], c.day)
		if err != nil {
			t.Fatal(err)
		}
		if scope.Name() != c.name {
			t.Errorf("%s on %s: scope %s", c.viewer, c.day, scope.Name())
		}
		org := loadOrg(t, d, c.day)
		for code, may := range map[string]bool{
			"21": c.viewer == "00005" || c.viewer == "00007" || scope.Everyone, "2": scope.Everyone, "11": scope.Everyone,
			"9": c.viewer == "00010" || scope.Everyone,
		} {
			if got := scope.Department(org, ids.Departments[code]); got != (may && org.Departments[ids.Departments[code]] != nil) {
				t.Errorf("%s on %s sees department %s: %t", c.viewer, c.day, code, got)
			}
		}
		where, args := scope.Where("p.id")
		var listed []string
		if err := d.Query(t.Context()).Raw(`select p.personnel_no from persons p where `+where+` order by 1`, args).Scan(&listed).Error; err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(listed, c.sees) {
			t.Errorf("%s on %s lists %v, want %v", c.viewer, c.day, listed, c.sees)
		}
		for _, key := range everyone { // the single target is judged like the list
			person, err := people.Get(t.Context(), d, ids.Persons[key])
			if err != nil {
				t.Fatal(err)
			}
			_, err = scope.Target(t.Context(), d, person.UID.String())
			if may := key == c.viewer || slices.Contains(c.sees, key); may != (err == nil) {
				t.Errorf("%s on %s, target %s: %v", c.viewer, c.day, key, err)
			} else if !may && !apperr.Is(err, apperr.NotFound) {
				t.Errorf("%s on %s, target %s: %v, want not found", c.viewer, c.day, key, err)
			}
		}
	}
}

// Who leads, or deputises for somebody who leads, people outside a scope sees more
// than the scope allows.
func TestBeyondAScope(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	ids := scopes(t, d)
	for _, c := range []struct {
		viewer, person string
		day            calendar.Date
		want           bool
	}{
		{"00007", "00004", start, false}, // HR of 21, and an employee of 21
		{"00007", "00005", start, false}, // the head of 21
		{"00007", "00002", start, true},  // leads somebody of 11
		{"00007", "00006", start, false}, // nobody's deputy yet
		{"00007", "00006", start.AddDays(10), true},
		{"00008", "00002", start, false}, // HR for all
		{"00001", "00002", start, false}, // a report's reports are the superior's too
		{"00001", "00005", start, true},
	} {
		scope, err := people.ScopeOf(t.Context(), d, ids.Persons[c.viewer], c.day)
		if err != nil {
			t.Fatal(err)
		}
		beyond, err := scope.Beyond(t.Context(), d, ids.Persons["00003"], ids.Persons[c.person])
		if err != nil || beyond[ids.Persons[c.person]] != c.want || beyond[ids.Persons["00003"]] {
			t.Errorf("%s for %s on %s: %v, %v", c.viewer, c.person, c.day, beyond, err)
		}
	}
}

// Somebody who leads people and is HR for another part sees as HR that part only.
func TestHRAndLineAreTwoThings(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	ids := scopes(t, d)
	both := ids.Persons["00002"]
	if err := d.Write(t.Context(), func(tx *db.Tx) error {
		_, err := people.GrantRole(t.Context(), tx, people.Grant{PersonID: both, Role: people.RoleHR, DepartmentID: ids.Departments["21"],
			From: start, Until: calendar.Forever}, start)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for viewer, byHR := range map[string]bool{"00001": false, "00002": false, "00007": true, "00008": true, "00010": false} {
		scope, err := people.ScopeOf(t.Context(), d, ids.Persons[viewer], start)
		if err != nil || scope.ByHR() != byHR {
			t.Errorf("%s: all by HR %t, %v", viewer, scope.ByHR(), err)
		}
	}
	scope, err := people.ScopeOf(t.Context(), d, both, start)
	if err != nil {
		t.Fatal(err)
	}
	care, err := people.ScopeOf(t.Context(), d, ids.Persons["00010"], start)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		scope people.Scope
		sees  []string
	}{"in all": {scope, []string{"00003", "00004", "00005"}}, "as HR": {scope.ForHR(), []string{"00004", "00005"}}, "for roles": {scope.ForRoles(), nil},
		"to help with signing in": {scope.ForAccess(), []string{"00004", "00005"}},
		"to act":                  {scope.ForLeading(), []string{"00003", "00004", "00005"}}, "to act for elected members": {care.ForLeading(), nil}} {
		where, args := c.scope.Where("p.id")
		var listed []string
		if err := d.Query(t.Context()).Raw(`select p.personnel_no from persons p where `+where+` order by 1`, args).Scan(&listed).Error; err != nil || !slices.Equal(listed, c.sees) {
			t.Errorf("%s: %v, want %v, %v", name, listed, c.sees, err)
		}
	}
}

func TestScopeRoles(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	ids := scopes(t, d)
	scope, err := people.ScopeOf(t.Context(), d, ids.Persons["00009"], start)
	if err != nil {
		t.Fatal(err)
	}
	if !scope.Has(people.RoleAuthor) || scope.Has(people.RoleHR) {
		t.Error("an author has the role author and no other")
	}
	if _, err := scope.Target(t.Context(), d, "no-kennung"); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("a malformed Kennung: %v, want not found", err)
	}
}

// Whoever writes the functions of lines anew keeps them from reading everybody's
// employments (00043, 00053).
func TestLinesAreFoundByIndex(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	for _, name := range []string{"people_line", "people_within"} {
		for _, off := range []string{"enable_seqscan", "enable_hashjoin", "enable_mergejoin"} {
			var set bool
			if err := d.Query(t.Context()).Raw(`select coalesce(? = any (proconfig), false) from pg_proc where proname = ?`, off+"=off", name).Scan(&set).Error; err != nil || !set {
				t.Errorf("%s does without %s=off: %v", name, off, err)
			}
		}
	}
}
