package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/coursefile"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// The least and the largest organisation that BuildLarge makes.
const (
	LeastPeople = 100
	MostPeople  = 1_000_000
)

// Everything is the curriculum of a large organisation: twelve courses for all,
// two of them its own directives.
func Everything() curriculum.RulesChange {
	title := coursefile.Texts{"de": "Alle Mitarbeitenden", "en": "All staff"}
	lines := []curriculum.Line{{Course: "IS-01", Refresher: "IS-01R"}, {Course: "KI-01", Refresher: "KI-01R"}}
	for _, code := range []string{"DS-01", "ZA-01", "DF-01", "RM-01", "DM-01", "BF-01", "PO-01", "DP-01", "WI-01", "WA-01"} {
		lines = append(lines, curriculum.Line{Course: code})
	}
	return curriculum.RulesChange{
		Curricula: []curriculum.Curriculum{{Code: "alle", Title: title, Lines: lines}},
		Rules:     []curriculum.Rule{{Code: "alle", Title: title, Curriculum: "alle", Active: true}},
	}
}

// Size is what BuildLarge makes.
type Size struct {
	People int // employed on the day of building; LeastPeople to MostPeople
	Seed   uint64
}

// town carries one BuildLarge.
type town struct {
	Deps
	*crowd
	seed     uint64
	ids      []int64 // in the order of the crowd
	index    map[int64]int
	here     map[int64]bool // have signed in
	settings [32]byte
}

// BuildLarge makes an organisation of any size with thirteen months of history in
// an empty database. People come by COPY; duties and what happened to them go
// through planner and ledger as everybody's do, so rules, evidence and reports are
// the real ones. The same people, seed and day give the same report rows. Beyond
// 10,000 people the planner runs on three days of the history only, else monthly.
func BuildLarge(ctx context.Context, d Deps, size Size, now time.Time) error {
	if size.People < LeastPeople || size.People > MostPeople {
		return fmt.Errorf("demo: %d people; from %d to %d can be made", size.People, LeastPeople, MostPeople)
	}
	if inhabited, err := Inhabited(ctx, d.DB); err != nil || inhabited {
		return errors.Join(err, errInhabited)
	}
	today := calendar.DateOf(now)
	t := &town{
		Deps: d, crowd: newCrowd(size.People, today, size.Seed), seed: size.Seed,
		index: map[int64]int{}, here: map[int64]bool{}, settings: settings.Defaults().PlaceholderHash(),
	}
	if err := t.DB.Write(ctx, t.begin(ctx)); err != nil {
		return err
	}
	days := t.days()
	for i, day := range days {
		if _, err := t.Change.RunDay(ctx, day); err != nil {
			return fmt.Errorf("demo: %s: %w", day, err)
		}
		until := today
		if i+1 < len(days) {
			until = days[i+1] - 1
		}
		if err := t.learn(ctx, day, until); err != nil {
			return fmt.Errorf("demo: learning until %s: %w", until, err)
		}
		if d.Progress != nil {
			d.Progress(until)
		}
	}
	return t.DB.Write(ctx, func(tx *db.Tx) error { return t.accounts(ctx, tx, now) })
}

var errInhabited = errors.New("demo: there are people in this database already")

func (t *town) begin(ctx context.Context) func(tx *db.Tx) error {
	return func(tx *db.Tx) (err error) {
		if err := t.Rules(ctx, tx, t.start); err != nil {
			return err
		}
		if err := settings.Set(ctx, tx, 0, t.start, "go_live", t.start.String()); err != nil {
			return err
		}
		if t.ids, err = t.settle(ctx, tx); err != nil {
			return err
		}
		for i, id := range t.ids {
			t.index[id] = i
		}
		return saveOrigin(ctx, tx, t.today, t.seed)
	}
}

// days on which the planner runs.
func (t *town) days() []calendar.Date {
	if len(t.people) > 11_000 {
		return []calendar.Date{t.start, t.start.AddMonths(6), t.today}
	}
	var list []calendar.Date
	for day := t.start; day < t.today; day = day.AddMonths(1) {
		list = append(list, day)
	}
	return append(list, t.today)
}

// accounts give eight people a password, and roles to those who need one.
func (t *town) accounts(ctx context.Context, tx *db.Tx, now time.Time) error {
	simple := func(withPC bool) int {
		for i := range t.people {
			if p := &t.people[i]; !p.head && (p.email != "") == withPC && p.exit == calendar.Forever && i > len(t.people)/3 {
				return i
			}
		}
		return len(t.people) / 3
	}
	head := func(unit int) int { return t.branches[t.units[unit%len(t.units)]].head }
	for no, one := range []struct {
		who  int
		key  string
		role people.Role
	}{
		{simple(true), "demo.role.employee", ""},
		{simple(false), "demo.role.without_pc", ""},
		{head(len(t.units) - 1), "demo.role.manager", ""},
		{t.branches[0].head, "demo.role.direktion", ""},
		{head(1), "demo.role.hr", people.RoleHR},
		{head(2), "demo.role.admin", people.RoleAdmin},
		{head(3), "demo.role.council", people.RoleManagement},
		{head(4), "demo.role.auditor", people.RoleAuditor},
	} {
		id, p := t.ids[one.who], &t.people[one.who]
		password, err := auth.NewPassword()
		if err != nil {
			return err
		}
		if err := t.Auth.SetPassword(ctx, tx, id, id, password, now); err != nil {
			return err
		}
		if one.role != "" {
			if err := grant(ctx, tx, id, one.role, t.start, t.ids[head(2)], now); err != nil {
				return err
			}
		}
		login := p.email
		if login == "" {
			login = p.no
		}
		if err := saveAccount(ctx, tx, no+1, id, login, password, one.key); err != nil {
			return err
		}
	}
	return nil
}
