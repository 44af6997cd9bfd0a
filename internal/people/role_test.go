package people_test

import (
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/testing/dbtest"
)

func TestGrantCheck(t *testing.T) {
	t.Parallel()
	good := people.Grant{PersonID: 1, Role: people.RoleHR, DepartmentID: 5, From: start, Until: calendar.Forever, By: 2}
	auditor := people.Grant{PersonID: 1, Role: people.RoleAuditor, Purpose: "Prüfung 2026", From: start, Until: start.AddDays(30), By: 2}
	for _, g := range []people.Grant{good, auditor} {
		if wrong := g.Check(start); len(wrong) != 0 {
			t.Errorf("%s: %v", g.Role, wrong)
		}
	}
	for name, c := range map[string]struct {
		grant people.Grant
		alter func(*people.Grant)
		key   string
	}{
		"to oneself":           {good, func(g *people.Grant) { g.By = 1 }, "error.role.own"},
		"no such role":         {good, func(g *people.Grant) { g.Role, g.DepartmentID = "king", 0 }, "error.role.unknown"},
		"a part of everything": {good, func(g *people.Grant) { g.Role = people.RoleAdmin }, "error.role.whole_only"},
		"from yesterday":       {good, func(g *people.Grant) { g.From-- }, "error.role.from_past"},
		"from no day":          {good, func(g *people.Grant) { g.From = 0 }, "error.role.from_past"},
		"ends before":          {good, func(g *people.Grant) { g.Until = g.From - 1 }, "error.role.until_early"},
		"auditor without end":  {auditor, func(g *people.Grant) { g.Until = calendar.Forever }, "error.role.needs_end"},
		"auditor for too long": {auditor, func(g *people.Grant) { g.Until = g.From.AddMonths(12) }, "error.role.needs_end"},
		"auditor for nothing":  {auditor, func(g *people.Grant) { g.Purpose = " " }, "error.role.needs_purpose"},
	} {
		c.alter(&c.grant)
		wrong := c.grant.Check(start)
		if len(wrong) != 1 || wrong[0].(*apperr.Error).Key != c.key { //nolint:errorlint,forcetypeassert // Check's own errors
			t.Errorf("%s: %v, want %s", name, wrong, c.key)
		}
	}
}

// keep writes in a transaction and returns the error.
func keep(t *testing.T, d *db.DB, do func(tx *db.Tx) error) error {
	t.Helper()
	return d.Write(t.Context(), do)
}

func TestGrantAndRevoke(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	ids := apply(t, d, first())
	whom, by := ids.Persons["00002"], ids.Persons["00001"]
	g := people.Grant{PersonID: whom, Role: people.RoleHR, DepartmentID: ids.Departments["1"], From: start, Until: start.AddDays(9), By: by}
	var id int64
	grant := func(g people.Grant) error {
		return keep(t, d, func(tx *db.Tx) (err error) {
			id, err = people.GrantRole(t.Context(), tx, g, start)
			return err
		})
	}
	if err := grant(g); err != nil {
		t.Fatal(err)
	}
	for name, alter := range map[string]func(*people.Grant){
		"the same":        func(*people.Grant) {},
		"around it":       func(g *people.Grant) { g.Until = calendar.Forever },
		"on its last day": func(g *people.Grant) { g.From, g.Until = start.AddDays(9), calendar.Forever },
	} {
		again := g
		alter(&again)
		if err := grant(again); !apperr.Is(err, apperr.Conflict) {
			t.Errorf("%s: %v, want conflict", name, err)
		}
	}
	for name, alter := range map[string]func(*people.Grant){
		"after it":          func(g *people.Grant) { g.From, g.Until = start.AddDays(10), start.AddDays(11) },
		"for everything":    func(g *people.Grant) { g.DepartmentID = 0 },
		"somebody else's":   func(g *people.Grant) { g.PersonID = ids.Persons["00003"] },
		"another role of P": func(g *people.Grant) { g.Role, g.DepartmentID = people.RoleAuthor, 0 },
	} {
		other := g
		alter(&other)
		if err := grant(other); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	ended := func(id, actor int64, day calendar.Date) error {
		return keep(t, d, func(tx *db.Tx) error {
			_, err := people.RevokeRole(t.Context(), tx, id, actor, day)
			return err
		})
	}
	if err := grant(people.Grant{PersonID: whom, Role: people.RolePrivacy, From: start, Until: calendar.Forever, By: by}); err != nil {
		t.Fatal(err)
	}
	if err := ended(id, whom, start); !apperr.Is(err, apperr.Forbidden) {
		t.Errorf("ending one's own role: %v", err)
	}
	if err := ended(id, by, start.AddDays(3)); err != nil {
		t.Fatal(err)
	}
	if err := ended(id, by, start.AddDays(3)); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("ending what was replaced: %v", err)
	}
	for day, has := range map[calendar.Date]bool{start: true, start.AddDays(2): true, start.AddDays(3): false} {
		scope, err := people.ScopeOf(t.Context(), d, whom, day)
		if err != nil || scope.Has(people.RolePrivacy) != has {
			t.Errorf("on %s: has the role %t, %v", day, scope.Has(people.RolePrivacy), err)
		}
	}
	listed(t, d, by, whom)
}

// listed checks the list and the history that TestGrantAndRevoke leaves.
func listed(t *testing.T, d *db.DB, by, whom int64) {
	t.Helper()
	if err := keep(t, d, func(tx *db.Tx) error {
		_, err := people.GrantRole(t.Context(), tx, people.Grant{PersonID: by, Role: people.RoleAdmin, From: start, Until: calendar.Forever}, start)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	scope, err := people.ScopeOf(t.Context(), d, by, start.AddDays(4))
	if err != nil {
		t.Fatal(err)
	}
	list, total, err := people.Grants(t.Context(), d, scope.ForRoles(), people.GrantFilter{PersonID: whom, State: people.GrantEnded})
	if err != nil || total != 1 || list[0].Role != people.RolePrivacy || list[0].Until != start.AddDays(2) || list[0].Granter != "00001 Muster" {
		t.Errorf("ended: %+v, %d, %v", list, total, err)
	}
	if _, total, err = people.Grants(t.Context(), d, scope.ForRoles(), people.GrantFilter{Search: "00003 must"}); err != nil || total != 1 {
		t.Errorf("found by name: %d, %v", total, err)
	}
	for sort, first := range map[people.GrantSort]people.Role{people.GrantByRole: people.RoleAdmin, people.GrantByName: people.RoleHR, people.GrantByFrom: people.RoleHR,
		people.GrantByTime: people.RoleAdmin, "": people.RoleHR} {
		list, _, err := people.Grants(t.Context(), d, scope.ForRoles(), people.GrantFilter{Sort: sort, Descending: true})
		if err != nil || list[0].Role != first {
			t.Errorf("sorted by %q: %+v, %v", sort, list[0], err)
		}
	}
	history, acts, err := people.RoleHistory(t.Context(), d, whom, start, 10, 0)
	if err != nil || acts != 6 || !history[0].Ended || history[0].Role != people.RolePrivacy || history[1].Until != calendar.Forever {
		t.Errorf("history: %d, %+v, %v", acts, history, err)
	}
	others, err := people.ScopeOf(t.Context(), d, whom, start.AddDays(4))
	if err != nil {
		t.Fatal(err)
	}
	if _, total, err = people.Grants(t.Context(), d, others.ForRoles(), people.GrantFilter{}); err != nil || total != 5 {
		t.Errorf("somebody without a right to it sees %d grants, want the own five, %v", total, err)
	}
}

// The database keeps what the service checks.
func TestGrantsAreCheckedByTheDatabase(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	ids := apply(t, d, first())
	insert := func(role string, by int64, to string) error {
		return d.Query(t.Context()).Exec(`insert into role_grants (person_id, role, granted_by, valid_from, valid_to, known_from)
			values (?, ?, nullif(?::bigint, 0), '2026-11-02', ?::date, now())`, ids.Persons["00001"], role, by, to).Error
	}
	for constraint, err := range map[string]error{
		"role_grants_check":        insert("hr", ids.Persons["00001"], "9999-12-31"),
		"role_grants_auditor_ends": insert("auditor", 0, "9999-12-31"),
		"role_grants_role_check":   insert("king", 0, "9999-12-31"),
	} {
		if db.Constraint(err) != constraint {
			t.Errorf("%s: %v", constraint, err)
		}
	}
	if err := insert("alliance", 0, "2027-01-01"); err != nil {
		t.Fatal(err)
	}
	if err := insert("alliance", 0, "2026-12-01"); db.Constraint(err) != "role_grants_once" {
		t.Errorf("two at a time: %v", err)
	}
}
