package demo

import (
	"context"
	"fmt"
	"time"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/learning"
	"zaemme/internal/people"
)

// Account is somebody as whom a visitor of the demo can sign in.
type Account struct {
	Name     string
	Login    string
	Password string
	Role     string // text key
}

// cast are the accounts: who, and what for.
var cast = []struct {
	code string
	i    int
	key  string
	role people.Role
}{
	{"3130", 1, "demo.role.employee", ""},
	{"3220", 10, "demo.role.without_pc", ""},
	{"3220", 0, "demo.role.manager", ""},
	{"3110", 0, "demo.role.direktion", ""},
	{"1310", 0, "demo.role.hr", people.RoleHR},
	{"1120", 0, "demo.role.admin", people.RoleAdmin},
	{"9020", 0, "demo.role.council", people.RoleManagement},
	{"1230", 1, "demo.role.auditor", people.RoleAuditor},
	{"1120", 4, "demo.role.english", ""},
}

// roles gives the cast their roles, from the first day on.
func (b *builder) roles(ctx context.Context) error {
	return b.DB.Write(ctx, func(tx *db.Tx) error {
		for _, c := range cast {
			l := b.of(c.code, c.i)
			if l == nil || b.people[l.no] == 0 {
				return fmt.Errorf("demo: nobody is number %d of %s", c.i, c.code)
			}
			if c.role == "" {
				continue
			}
			if err := grant(ctx, tx, b.people[l.no], c.role, b.start, b.people[b.of("1120", 0).no], b.now); err != nil {
				return err
			}
		}
		return nil
	})
}

// auditDays are how long Revision of the demo may look.
const auditDays = 180

// grant gives the role from the start, but Revision as administration gives it: from
// today, with a purpose and an end.
func grant(ctx context.Context, tx *db.Tx, person int64, role people.Role, start calendar.Date, admin int64, now time.Time) error {
	if !role.Documented() {
		return auth.GrantAtInstallation(ctx, tx, person, role, start)
	}
	today := calendar.DateOf(now)
	return auth.GrantRole(ctx, tx, people.Grant{PersonID: person, Role: role, By: admin, From: today, Until: today.AddDays(auditDays),
		Purpose: "Prüfung der Pflichtschulungen im Auftrag der RGPK"}, now)
}

// finish lets the employee of the tour have begun a course, and gives the cast their
// passwords: a demo with accounts is complete.
func (b *builder) finish(ctx context.Context) error {
	return b.DB.Write(ctx, func(tx *db.Tx) error {
		tour := learning.Act{PersonID: b.people[b.of("3130", 1).no], Now: b.now, Today: b.today}
		for no := 1; no <= 3; no++ {
			if _, err := b.Learning.MarkRead(ctx, tx, tour, "IS-01", no); err != nil {
				return fmt.Errorf("demo: begin a course: %w", err)
			}
		}
		for i, c := range cast {
			l := b.of(c.code, c.i)
			id := b.people[l.no]
			password, err := auth.NewPassword()
			if err != nil {
				return err
			}
			if err := b.Auth.SetPassword(ctx, tx, id, id, password, b.now); err != nil {
				return err
			}
			login := l.email
			if login == "" {
				login = l.no
			}
			if err := saveAccount(ctx, tx, i+1, id, login, password, c.key); err != nil {
				return err
			}
		}
		return nil
	})
}
