package app

import (
	"context"
	"fmt"

	"zaemme/internal/auth"
	"zaemme/internal/change"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
	"zaemme/internal/hrimport"
	"zaemme/internal/people"
)

// things makes what addresses name: plans, a parked message, a role, a rule.
func (w *rightsWorld) things() {
	w.t.Helper()
	const rule = "mit-pc"
	w.write(func(ctx context.Context, tx *db.Tx) (err error) {
		w.key, err = auth.CreateAPIToken(ctx, tx, auth.NewAPIToken{Name: "Kennzahlen", Until: w.today(), By: w.people["admin"]}, w.app.Clock())
		return err
	})
	w.objects = map[string]string{
		"/kurse/:code": "IS-01", "/kurse/:code/module/:no<int>": "1", "/kurse/:code/test/:no<int>": "1",
		"/einstellungen/:key": "mail_cap", "/einstellungen/jobs/:name": "seal", "/erste-anmeldung/:token": "nobody-knows-it",
		"/regeln/:code": rule, "/regeln/curriculum/:code": "grundcurriculum",
		"/import/:plan": w.importPlan(), "/personen/vorschau/:plan": w.editPlan(), "/regeln/vorschau/:plan": w.rulesPlan(rule),
		"/erinnerungen/:id<int>": w.row(`insert into outbox (kind, dedupe_key, payload, state, message_id, next_at)
			values ('reminder.person', 'parked', '{}', 'parked', 'parked@seedorf.example', now()) returning id`),
		"/demo/mails/:id<int>": w.row(`insert into caught_mails (sender, recipients, subject, raw)
			values ('lernen@seedorf.example', '{luca@seedorf.example}', 'Betreff', convert_to(E'Subject: Betreff\r\n\r\nGuten Tag\r\n', 'UTF8')) returning id`),
		"/einstellungen/rollen/:id<int>": w.grantOf("outside"),
		"/einstellungen/schluessel/:id<int>": w.row(`insert into api_tokens (token_hash, name, may, created_by, created_at, expires_at)
			select sha256('x'), 'Ein anderer', 'reports', created_by, created_at, expires_at from api_tokens returning id`),
	}
}

// row is the ID that an insert returns.
func (w *rightsWorld) row(sql string) string {
	w.t.Helper()
	var id int64
	if err := db.One(w.app.DB.Query(w.t.Context()), &id, sql); err != nil {
		w.t.Fatal(err)
	}
	return fmt.Sprint(id)
}

func (w *rightsWorld) grantOf(who string) string {
	w.t.Helper()
	var id int64
	w.write(func(ctx context.Context, tx *db.Tx) (err error) {
		later := w.today().AddDays(1) // of no effect on what the walk asks about the person
		id, err = people.GrantRole(ctx, tx, people.Grant{PersonID: w.people[who], Role: people.RoleTrainer, From: later, Until: later}, w.today())
		return err
	})
	return fmt.Sprint(id)
}

// importPlan is one of which so many leave that it is never applied unconfirmed.
func (w *rightsWorld) importPlan() string {
	w.t.Helper()
	preview, err := w.app.HRImport.Preview(w.t.Context(), hrimport.Upload{Name: "personal.csv",
		Content: []byte("Personalnummer;Name;Vorname;Organisationseinheit;Eintritt\n00001;Muster;Luca;Bereich 2;1.1.2020\n")},
		w.today(), w.people["hr"], w.app.Clock())
	if err != nil || preview.Blocked {
		w.t.Fatalf("%+v, %v", preview.Problems, err)
	}
	return preview.Plan.UID.String()
}

func (w *rightsWorld) editPlan() string {
	w.t.Helper()
	plan, err := w.app.HRImport.Edit(w.t.Context(), hrimport.ByHand{From: w.today(), PC: &hrimport.PCEdit{Person: "line"}}, "line", w.people["hr"], w.today(), w.app.Clock())
	if err != nil {
		w.t.Fatal(err)
	}
	return plan.UID.String()
}

func (w *rightsWorld) rulesPlan(code string) string {
	w.t.Helper()
	book, err := curriculum.LoadBook(w.t.Context(), w.app.DB, w.today())
	if err != nil {
		w.t.Fatal(err)
	}
	var ends curriculum.RulesChange
	for _, rule := range book.Rules {
		if rule.Code == code {
			rule.Active = false
			ends.Rules = append(ends.Rules, rule)
		}
	}
	input, err := ends.JSON()
	if err != nil {
		w.t.Fatal(err)
	}
	plan, err := w.app.Change.Propose(w.t.Context(), change.Request{Kind: change.Rules, Title: code, Actor: w.people["hr"], EffectiveOn: w.today(), Input: input}, w.app.Clock())
	if err != nil {
		w.t.Fatal(err)
	}
	return plan.UID.String()
}
