package app

import (
	"cmp"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/config"
	"zaemme/internal/db"
	"zaemme/internal/learning"
	"zaemme/internal/people"
	"zaemme/internal/schedule"
	"zaemme/internal/settings"
	"zaemme/internal/testing/coursetest"
	"zaemme/internal/testing/dbtest"
	"zaemme/internal/web"
	"zaemme/internal/web/rights"
	"zaemme/internal/web/visit"
)

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

// rightsWorld is a small municipality with one person per column of the table:
// «line» works for the manager, who heads it, in the unit 2 of hr_part, «outside»
// in unit 3, «official» is elected; everybody else works in unit 1.
type rightsWorld struct {
	t        *testing.T
	app      *App
	server   *web.Server
	jobs     *schedule.Scheduler
	people   map[string]int64
	uids     map[string]string
	tokens   map[string]string
	attempts map[string]string                  // UID of somebody's attempt
	evidence map[string]string                  // number of somebody's evidence
	key      string                             // of another program
	units    map[string]int64                   // departments by code
	objects  map[string]string                  // by the part of the path before the parameter
	each     map[string]func(who string) string // like objects: what somebody has, or a request uses up
}

// personalObjects are the places in paths that name a person or a person's thing.
var personalObjects = []string{
	"/personen/:uid", "/team/person/:uid", "/team/vorschau/:plan", "/einstellungen/rollen/person/:uid", "/nachweise/:no",
	"/kurse/:code/test/ergebnis/:uid", "/karten/:uid", "/organisation/:id<int>", "/auftraege/:task", "/dateien/:task", "/konto/sitzungen/:uid",
	"/konto/zweiter-faktor/passkey/:uid", "/team/antraege/:uid", "/team/lernzeit/:uid", "/schulungen/:uid", "/nachweise/einreichen/:uid", "/bestaetigen/:uid", "/nachweise/scan/:uid",
	"/meine-daten/rueckmeldung/:uid", "/berichte/plan/:uid", "/berichte/ausgabe/:run",
}

func newRightsWorld(t *testing.T) *rightsWorld {
	t.Helper()
	w := &rightsWorld{t: t, app: open(t), uids: map[string]string{}, tokens: map[string]string{}, attempts: map[string]string{}, evidence: map[string]string{}}
	w.settle()
	w.grant()
	for who, id := range w.people {
		w.learn(who, id)
	}
	w.things()
	w.courses()
	w.exports()
	var err error
	if w.jobs, err = w.app.Jobs(); err != nil {
		t.Fatal(err)
	}
	if w.server, err = w.app.Web(t.Context()); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *rightsWorld) write(do func(ctx context.Context, tx *db.Tx) error) {
	w.t.Helper()
	if err := w.app.DB.Write(w.t.Context(), func(tx *db.Tx) error { return do(w.t.Context(), tx) }); err != nil {
		w.t.Fatal(err)
	}
}

// settle lets everybody be employed since long ago.
func (w *rightsWorld) settle() {
	since := w.today().AddMonths(-24)
	change := people.Change{EffectiveOn: since}
	for _, code := range []string{"1", "2", "3", "9"} {
		state := people.DepartmentState{Name: "Bereich " + code}
		if code == "2" {
			state.Head = "manager"
		}
		change.Departments = append(change.Departments, people.DepartmentChange{Code: code, After: state, From: since, Official: code == "9"})
	}
	who := append([]string{"line", "outside", "official"}, rights.Columns...)
	for _, name := range who {
		if name == "anonymous" || name == "program" {
			continue
		}
		employment := people.EmploymentState{Department: unitOf(name), Function: "Sachbearbeitung", Pensum: 100,
			Category: people.Permanent, EntryOn: since, ExitOn: calendar.Forever}
		if name == "line" {
			employment.Manager = "manager"
		}
		person := people.PersonChange{Key: name, Kind: people.Joined,
			After:       &people.PersonState{LastName: "Muster", FirstName: name, Email: name + "@seedorf.example", Language: "de"},
			Traits:      &people.TraitChange{After: people.TraitState{HasPC: true, Source: "mail"}, From: since},
			Employments: []people.EmploymentChange{{No: "1", After: &employment, From: since}}}
		if name == "manager" {
			person.Deputy = &people.DeputyChange{After: "deputy", From: since}
		}
		change.Persons = append(change.Persons, person)
	}
	w.write(func(ctx context.Context, tx *db.Tx) error {
		ids, err := people.Apply(ctx, tx, change, 0, 0)
		w.people, w.units = ids.Persons, ids.Departments
		if err != nil {
			return err
		}
		return w.app.seedRules(ctx, tx, since)
	})
	for name, id := range w.people {
		person, err := people.Get(w.t.Context(), w.app.DB, id)
		if err != nil {
			w.t.Fatal(err)
		}
		w.uids[name] = person.UID.String()
	}
}

// unitOf is the code of the department somebody works in.
func unitOf(who string) string {
	return cmp.Or(map[string]string{"line": "2", "outside": "3", "official": "9"}[who], "1")
}

// grant gives every column named after a role that role.
func (w *rightsWorld) grant() {
	w.write(func(ctx context.Context, tx *db.Tx) error {
		for _, role := range people.Roles {
			g := people.Grant{PersonID: w.people[string(role)], Role: role, From: w.today(), Until: w.today().AddDays(30), Purpose: "Prüfung"}
			if _, err := people.GrantRole(ctx, tx, g, w.today()); err != nil {
				return err
			}
		}
		part := people.Grant{PersonID: w.people["hr_part"], Role: people.RoleHR, DepartmentID: w.units["2"], From: w.today(), Until: calendar.Forever}
		_, err := people.GrantRole(ctx, tx, part, w.today())
		return err
	})
}

// rightSave is the right answer to a question of the attempt, as a form sends it.
func rightSave(a *learning.Attempt, shown learning.Shown) learning.Save {
	chosen, typed := coursetest.Right(shown.Question)
	save := learning.Save{Attempt: a.UID.String(), Question: shown.Question.ID, Typed: typed}
	if len(shown.Question.Options) > 0 {
		save.Chosen = chosen
	} else if len(chosen) > 0 {
		save.Parts = learning.Answer{Chosen: chosen}.PartsShown(shown)
	}
	return save
}

// learn lets somebody pass a course, so that there is an attempt and evidence.
func (w *rightsWorld) learn(who string, id int64) {
	now := w.app.Clock()
	act := learning.Act{PersonID: id, Now: now, Today: w.today()}
	w.write(func(ctx context.Context, tx *db.Tx) error {
		attempt, err := w.app.Learning.StartAttempt(ctx, tx, act, "IS-01", learning.Quiz)
		if err != nil {
			return err
		}
		for _, shown := range attempt.Questions() {
			if _, err := w.app.Learning.SaveAnswer(ctx, tx, act, rightSave(attempt, shown)); err != nil {
				return err
			}
		}
		attempt, err = w.app.Learning.HandIn(ctx, tx, act, learning.HandIn{Attempt: attempt.UID.String(), Sure: true, Own: true, Learned: learning.Learned{Settings: settings.Defaults()}})
		w.attempts[who], w.evidence[who] = attempt.UID.String(), attempt.EvidenceNo
		return err
	})
}

func (w *rightsWorld) today() calendar.Date { return calendar.DateOf(w.app.Clock()) }

// signIn opens a session that owes no second factor, whatever the walk has given
// the person.
func (w *rightsWorld) signIn(id int64) (token string) {
	w.write(func(ctx context.Context, tx *db.Tx) (err error) {
		token, err = auth.Open(ctx, tx, auth.Opening{Person: id, By: auth.ByPasskey, Device: "test"}, w.app.Clock().Add(-time.Second))
		return err
	})
	return token
}

func (w *rightsWorld) personal(r visit.Route) bool {
	for _, place := range personalObjects {
		if r.Path == place || strings.HasPrefix(r.Path, place+"/") {
			return true
		}
	}
	return false
}

// address fills the parameters of a route with what is really there.
func (w *rightsWorld) address(r visit.Route, column string, target rights.Target) string {
	w.t.Helper()
	who := string(target)
	if target == rights.Own {
		who = column
	}
	if w.people[who] == 0 {
		who = "line" // nobody is signed in and has nothing of their own
	}
	parts := strings.Split(r.Path, "/")
	for i, part := range parts {
		if !strings.HasPrefix(part, ":") {
			continue
		}
		place := strings.Join(strings.Split(r.Path, "/")[:i+1], "/")
		switch {
		case w.each[place] != nil:
			parts[i] = w.each[place](who)
		case strings.HasSuffix(place, ":uid"):
			parts[i] = w.uids[who]
		default:
			parts[i] = w.objects[place]
		}
		if parts[i] == "" {
			w.t.Fatalf("nobody says what stands for %s: add it to things", place)
		}
	}
	return "http://localhost:8080" + strings.Join(parts, "/")
}
