package app

import (
	"context"
	"errors"
	"fmt"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/blob"
	"zaemme/internal/change"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
	"zaemme/internal/hrimport"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
)

// things makes what addresses name and no request uses up for the next: plans, a
// parked message, a role, a rule. What is anybody's or is used up is in each.
func (w *rightsWorld) things() {
	w.t.Helper()
	const rule = "mit-pc"
	w.write(func(ctx context.Context, tx *db.Tx) (err error) {
		w.key, err = auth.CreateAPIToken(ctx, tx, auth.NewAPIToken{Name: "Kennzahlen", Until: w.today(), By: w.people["admin"]}, w.app.Clock())
		return err
	})
	w.each = w.made()
	batch, undo := w.undoPlan()
	w.row(`insert into identities (person_id, issuer, subject, claim, linked_at)
		select id, 'https://login.seedorf.example', id::text, 'email', now() from persons returning id`)
	if _, err := w.app.MonthEnds.Run(w.t.Context(), w.app.Clock().AddDate(0, 2, 0)); err != nil {
		w.t.Fatal(err)
	}
	months, err := w.app.MonthEnds.Months(w.t.Context())
	if err != nil || len(months) == 0 {
		w.t.Fatal("no month end is frozen", err)
	}
	w.objects = map[string]string{
		"/monatsstand/:month": months[0].AsOf.String()[:7], "/api/v1/months/:month": months[0].AsOf.String()[:7],
		"/kurse/:code": "IS-01", "/kurse/:code/module/:no<int>": "1", "/kurse/:code/test/:no<int>": "1", "/personen/:uid/pflicht/:code": "IS-01",
		"/einstellungen/:key": "mail_cap", "/einstellungen/jobs/:name": "seal",
		"/erste-anmeldung/:token": "nobody-knows-it", "/erinnerungen/texte/:lang": "de", "/erinnerungen/texte/:lang/:key": "mail.closing", "/fristen/:token": "nobody-knows-it", "/zugang/einladung/:token": "nobody-knows-it", "/zugang/passwort/:token": "nobody-knows-it",
		"/k/:token": w.card(), "/personen/:uid/anstellung/:no": "1", "/personen/:uid/anstellung/:no/eintritt": "1",
		"/kalender/:code": "luzern-schule", "/kalender/:code/tage/:no<int>": "0", "/kalender/vorschau/:plan": w.datesPlan(change.Calendar, `{"recalculate": true}`),
		"/ausfaelle/vorschau/:plan": w.datesPlan(change.Outage,
			`{"outage": {"from": "2030-01-07T00:00:00+01:00", "until": "2030-01-08T00:00:00+01:00", "reason": "power"}}`),
		"/weisungen/:code": w.newPolicy(), "/kursfassungen/:code": "IS-01", "/kursfassungen/vorschau/:plan": w.datesPlan(change.Version, w.newVersion()),
		"/regeln/:code": rule, "/regeln/curriculum/:code": "grundcurriculum",
		"/import/verlauf/:id<int>": fmt.Sprint(batch), "/import/verlauf/:plan": undo,
		"/nachweise-einlesen/:plan": w.trainingsPlan(),
		"/import/:plan":             w.importPlan(), "/personen/vorschau/:plan": w.editPlan(), "/regeln/vorschau/:plan": w.rulesPlan(rule),
		"/erinnerungen/:id<int>": w.row(`insert into outbox (kind, dedupe_key, payload, state, message_id, next_at)
			values ('reminder.person', 'parked', '{}', 'parked', 'parked@seedorf.example', now()) returning id`),
		"/demo/mails/:id<int>": w.row(`insert into caught_mails (sender, recipients, subject, raw)
			values ('lernen@seedorf.example', '{luca@seedorf.example}', 'Betreff', convert_to(E'Subject: Betreff\r\n\r\nGuten Tag\r\n', 'UTF8')) returning id`),
		"/import/gemerkt/spalte/:id<int>": w.row(`insert into import_mappings (list, normalised, header, field, at)
			values ('staff', 'pensum', 'Pensum', 'pensum', now()) returning id`),
		"/import/gemerkt/einheit/:id<int>": w.row(`insert into import_units (key, label, department_id, at)
			select 'b2', 'B2', min(id), now() from departments returning id`),
		"/einstellungen/rollen/:id<int>": w.grantOf("outside"),
		"/einstellungen/schluessel/:id<int>": w.row(`insert into api_tokens (token_hash, name, may, created_by, created_at, expires_at)
			select sha256('x'), 'Ein anderer', 'reports', created_by, created_at, expires_at from api_tokens returning id`),
	}
}

// row is the ID or UID that an insert returns.
func (w *rightsWorld) row(sql string, args ...any) string {
	w.t.Helper()
	var id string
	if err := db.One(w.app.DB.Query(w.t.Context()), &id, sql, args...); err != nil {
		w.t.Fatal(err)
	}
	return id
}

// reportFile is a file that a task has made for somebody.
func (w *rightsWorld) reportFile(who string) string {
	w.t.Helper()
	scope, err := people.ScopeOf(w.t.Context(), w.app.DB, w.people[who], w.today())
	if err != nil {
		w.t.Fatal(err)
	}
	w.row(`insert into blobs (hash, size, media_type) values (sha256('x'), 1, 'text/csv') on conflict (hash) do update set size = 1 returning size`)
	w.row(`insert into blob_chunks (hash, no, data) values (sha256('x'), 0, 'x') on conflict (hash, no) do update set data = 'x' returning no`)
	return w.row(`insert into report_files (task_uid, owner_id, team, scope, hash, name, rows, created_at, expires_at)
		values (gen_random_uuid(), ?, false, ?, sha256('x'), 'Bericht.csv', 1, now(), ?) returning task_uid`, w.people[who], scope.ForReports().Name(), w.app.Clock().AddDate(0, 0, 7))
}

// failedTask is a preview that came to nothing, HR's whoever asks.
func (w *rightsWorld) failedTask(string) string {
	w.t.Helper()
	return w.row(`insert into tasks (kind, title, owner_id, input, created_at, state, tries, expires_at)
		values (?, 'personal.csv', ?, '{}', now(), 'failed', 1, now() + interval '1 day') returning uid`, change.ProposeTask, w.people["hr"])
}

// reportPlan is one that somebody owns.
func (w *rightsWorld) reportPlan(who string) string {
	w.t.Helper()
	uid := w.row(`insert into report_plans (owner_id, rhythm, day, variant, language, brief, management, since, created_at, changed_at)
		values (@who, 'monthly', 3, 'line', '', false, false, current_date, now(), now()) returning uid`, map[string]any{"who": w.people[who]})
	w.row(`insert into report_plan_people (plan_id, person_id) select id, owner_id from report_plans where uid::text = ? returning plan_id`, uid)
	return uid
}

// reportRun is one of a report of the own line that went to somebody.
func (w *rightsWorld) reportRun(who string) string {
	w.t.Helper()
	uid := w.row(`insert into report_runs (plan_id, as_of, known_at, due_on, made_at, missed, rhythm, day, variant, language, brief, management)
		select id, @day, now(), @day, now(), 0, rhythm, day, variant, language, brief, management from report_plans where uid::text = @plan returning uid`,
		map[string]any{"plan": w.reportPlan(who), "day": w.today()})
	w.row(`insert into report_run_people (run_id, person_id, reason) select id, @who, '' from report_runs where uid::text = @uid returning run_id`,
		map[string]any{"who": w.people[who], "uid": uid})
	return uid
}

// card is the token of one that waits for its first code.
func (w *rightsWorld) card() string {
	w.t.Helper()
	issued, err := w.app.Auth.IssueCards(w.t.Context(), []int64{w.people["outside"]}, nil, w.people["hr"], w.app.Clock())
	if err != nil {
		w.t.Fatal(err)
	}
	return issued[0].Token
}

// made makes what is somebody's, or what a request uses up, for each request.
func (w *rightsWorld) made() map[string]func(who string) string {
	return map[string]func(who string) string{
		"/meine-daten/rueckmeldung/:uid": func(who string) string {
			return w.row(`insert into feedback (kind, said, person_id, given_on) values ('proposal', 'Mehr Videos', ?, current_date) returning id`, w.people[who])
		},
		"/rueckmeldungen/:uid": func(string) string {
			return w.row(`insert into feedback (course_id, module, kind, said, given_on, mixed)
				select min(id), 1, 'unclear', 'Zu lang.', current_date, true from courses returning id`)
		},
		"/personen/:uid/nachweise/:no":     func(who string) string { return w.evidence[who] },
		"/nachweise/:no":                   func(who string) string { return w.evidence[who] },
		"/kurse/:code/test/ergebnis/:uid":  func(who string) string { return w.attempts[who] },
		"/organisation/:id<int>":           func(who string) string { return fmt.Sprint(w.units[unitOf(who)]) },
		"/team/vorschau/:plan":             w.tagsPlan,
		"/team/antraege/:uid":              w.request,
		"/team/lernzeit/:uid/:kurs":        w.openDuty,
		"/bestaetigen/:uid":                w.evidenceCase,
		"/aufgaben/:code":                  w.newTask,
		"/aufgaben/:code/zurueckziehen":    w.taskReported,
		"/nachweise/scan/:uid":             w.evidenceCase,
		"/nachweise/einreichen/:uid":       w.handedIn,
		"/schulungen/:uid":                 w.trainingSession,
		"/schulungen/:uid/abhaken/:person": func(who string) string { return w.uids[who] },
		"/tablet/:id<int>": func(string) string {
			return w.row(`insert into tablets (token_hash, name, set_up_at, set_up_by)
				values (sha256(gen_random_uuid()::text::bytea), 'Werkhof', now(), ?) returning id`, w.people["hr"])
		},
		"/auftraege/:task": func(who string) string {
			return w.row(`insert into tasks (kind, title, owner_id, input, created_at, state, tries, lease_until, expires_at)
				values (?, 'personal.csv', ?, '{}', now(), 'running', 1, now() + interval '1 hour', now() + interval '1 day') returning uid`,
				change.ProposeTask, w.people[who])
		},
		"/pendenzen/importe/:task":    w.failedTask,
		"/pendenzen/vorschauen/:task": w.failedTask,
		"/dateien/:task":              w.reportFile,
		"/berichte/plan/:uid":         w.reportPlan,
		"/berichte/ausgabe/:run":      w.reportRun,
		"/konto/zweiter-faktor/passkey/:uid": func(who string) string {
			return w.row(`insert into passkeys (person_id, credential_id, name, credential, created_at)
				values (?, sha256(gen_random_uuid()::text::bytea), 'Notebook', '{}', now()) returning uid`, w.people[who])
		},
		"/konto/sitzungen/:uid": func(who string) string {
			session, err := auth.Find(w.t.Context(), w.app.DB, w.signIn(w.people[who]), w.app.Clock())
			if err != nil {
				w.t.Fatal(err)
			}
			return session.UID.String()
		},
	}
}

// request is one for more time that somebody has asked for.
func (w *rightsWorld) request(who string) string {
	w.t.Helper()
	w.write(func(ctx context.Context, tx *db.Tx) error {
		return tx.Query(ctx).Exec(`delete from extension_requests where person_id = ?`, w.people[who]).Error
	})
	return w.row(`insert into extension_requests (person_id, course_id, asked_at, due_on, wanted_on, reason)
		select ?, min(id), now(), current_date, current_date + 30, 'workload' from courses returning uid`, w.people[who])
}

// openDuty is a course that somebody has yet to do.
func (w *rightsWorld) openDuty(who string) string {
	w.t.Helper()
	v, err := w.app.Catalogue.ByCode("DS-01")
	if err != nil {
		w.t.Fatal(err)
	}
	w.write(func(ctx context.Context, tx *db.Tx) error {
		duty, err := w.app.Ledger.Duty(ctx, tx, w.people[who], v.CourseID)
		if err == nil && duty.AssignedOn != 0 || err != nil && !apperr.Is(err, apperr.NotFound) {
			return err
		}
		mandatory := true
		_, err = w.app.Ledger.Append(ctx, tx, ledger.Event{PersonID: w.people[who], CourseID: v.CourseID, Cycle: 1, Kind: ledger.KindAssigned,
			EffectiveOn: w.today(), DueOn: w.today().AddDays(30), Mandatory: &mandatory})
		return err
	})
	return v.Code()
}

// evidenceCase is evidence of somebody's, with a scan, that waits to be confirmed.
func (w *rightsWorld) evidenceCase(who string) string {
	w.t.Helper()
	w.write(func(ctx context.Context, tx *db.Tx) error {
		_, err := blob.Put(ctx, tx, []byte("%PDF-1.7 %%EOF"))
		return errors.Join(err, tx.Query(ctx).Exec(`delete from evidence_cases where person_id = ?`, w.people[who]).Error)
	})
	by := "author"
	if who == by {
		by = "trainer"
	}
	return w.row(`insert into evidence_cases (kind, person_id, course_id, proposed_by, proposed_at, day, issuer, scan)
		select 'recognition', ?, (select max(id) from courses), ?, now(), current_date - 5, 'Gemeinde Seedorf', hash from blobs where media_type = 'application/pdf' returning uid`,
		w.people[who], w.people[by])
}

// handedIn is somebody's own certificate that waits.
func (w *rightsWorld) handedIn(who string) string {
	w.t.Helper()
	w.evidenceCase(who)
	return w.row(`update evidence_cases set proposed_by = person_id where person_id = ? and state = 'waiting' returning uid`, w.people[who])
}

// trainingSession is a training in person with somebody, recorded by nobody who asks.
func (w *rightsWorld) trainingSession(who string) string {
	w.t.Helper()
	by := "alliance"
	if who == by {
		by = "auditor"
	}
	w.write(func(ctx context.Context, tx *db.Tx) error {
		_, err := blob.Put(ctx, tx, []byte("%PDF-1.7 %%EOF"))
		return err
	})
	return w.row(`with s as (insert into training_sessions (course_id, version_id, owner_id, trainer, held_on, minutes, place, state, recorded_by, recorded_at, created_at, scan)
			select c.id, v.id, @by, 'Andrea Muster', current_date - 5, 20, 'Werkhof', 'recorded', @by, now(), now(), b.hash
			from blobs b, courses c join course_versions v on v.course_id = c.id order by c.id desc limit 1 returning id, uid, course_id),
		p as (insert into training_people (session_id, person_id, state, since, by_id, present) select id, @who, 'seated', now(), @by, true from s),
		e as (insert into evidence_cases (kind, person_id, course_id, proposed_by, proposed_at, day, session_id)
			select 'recognition', @who, course_id, @by, now(), current_date - 5, id from s
			on conflict (person_id, course_id, day) where state = 'waiting' and kind = 'recognition' do update set session_id = excluded.session_id, proposed_by = excluded.proposed_by)
		select uid from s`, map[string]any{"by": w.people[by], "who": w.people[who]})
}

// trainingsPlan is a list of trainings, of which none counts, that HR has read in.
func (w *rightsWorld) trainingsPlan() string {
	w.t.Helper()
	list := hrimport.Trainings{Evidence: w.app.Evidence, Courses: w.app.Catalogue, Changes: w.app.Change}
	plan, err := list.Preview(w.t.Context(), hrimport.Upload{Name: "kurse.csv", Content: []byte("Personalnummer;Kurs;Datum\n00001;IS-01;1.1.2026\n")},
		"E-Learning Cyber", w.people["author"], w.app.Clock())
	if err != nil {
		w.t.Fatal(err)
	}
	return plan.UID.String()
}

// tagsPlan is an edit of somebody else's tags that somebody has planned.
func (w *rightsWorld) tagsPlan(who string) string {
	w.t.Helper()
	about := "line"
	if who == "line" || who == "officials_care" {
		about = "official"
	}
	edit := hrimport.ByHand{From: w.today(), Tags: &hrimport.TagsEdit{Person: about, Tags: []string{"Merkmal von " + who}}}
	plan, err := w.app.HRImport.Edit(w.t.Context(), edit, about, w.people[who], w.today(), w.app.Clock())
	if err != nil {
		w.t.Fatal(err)
	}
	return plan.UID.String()
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

// undoPlan is a batch that was applied, and the plan that takes it back.
func (w *rightsWorld) undoPlan() (batch int64, plan string) {
	w.t.Helper()
	ctx, now := w.t.Context(), w.app.Clock()
	batch, err := w.app.Change.Apply(ctx, w.editPlan(), w.people["hr"], 0, now)
	if err != nil {
		w.t.Fatal(err)
	}
	back, err := w.app.Change.Propose(ctx, change.TakeBack(batch, "PC", w.people["hr"], w.today()), now)
	if err != nil {
		w.t.Fatal(err)
	}
	return batch, back.UID.String()
}

func (w *rightsWorld) editPlan() string {
	w.t.Helper()
	plan, err := w.app.HRImport.Edit(w.t.Context(), hrimport.ByHand{From: w.today(), PC: &hrimport.PCEdit{Person: "line"}}, "line", w.people["hr"], w.today(), w.app.Clock())
	if err != nil {
		w.t.Fatal(err)
	}
	return plan.UID.String()
}

func (w *rightsWorld) datesPlan(kind change.Kind, input string) string {
	w.t.Helper()
	plan, err := w.app.Change.Propose(w.t.Context(), change.Request{Kind: kind, Title: "Fristen", Actor: w.people["hr"], EffectiveOn: w.today(),
		Input: []byte(input)}, w.app.Clock())
	if err != nil {
		w.t.Fatal(err)
	}
	return plan.UID.String()
}

// newPolicy publishes a directive.
func (w *rightsWorld) newPolicy() string {
	w.t.Helper()
	c := &coursefile.Course{Code: "WE-01", Namespace: "ch.zaemme", Kind: coursefile.Policy, Language: "de", Titles: coursefile.Texts{"de": "ICT-Weisung"},
		Minutes: 5, DueDays: 30, Version: coursefile.VersionNote{Materiality: coursefile.Material},
		Modules: []coursefile.Module{{No: 1, Minutes: 5, Titles: coursefile.Texts{"de": "Weisung"}, Body: "Text."}}}
	if _, err := course.Sync(w.t.Context(), w.app.DB, []*coursefile.Course{c}, w.today()); err != nil {
		w.t.Fatal(err)
	}
	if err := w.app.Catalogue.Refresh(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	return c.Code
}

// newTask publishes a practical task, which nobody has reported.
func (w *rightsWorld) newTask(string) string {
	w.t.Helper()
	c := &coursefile.Course{Code: "PA-01", Namespace: "ch.zaemme", Kind: coursefile.Practical, Language: "de", Titles: coursefile.Texts{"de": "Evakuation"},
		Minutes: 5, DueDays: 30, Version: coursefile.VersionNote{Materiality: coursefile.Material},
		Modules: []coursefile.Module{{No: 1, Minutes: 5, Titles: coursefile.Texts{"de": "Aufgabe"}, Body: "Text."}}}
	if _, err := course.Sync(w.t.Context(), w.app.DB, []*coursefile.Course{c}, w.today()); err != nil {
		w.t.Fatal(err)
	}
	if err := w.app.Catalogue.Refresh(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	w.write(func(ctx context.Context, tx *db.Tx) error {
		return tx.Query(ctx).Exec(`delete from evidence_cases where kind = 'practical'`).Error
	})
	return c.Code
}

// taskReported is the practical task with somebody's own report, which waits.
func (w *rightsWorld) taskReported(who string) string {
	w.t.Helper()
	code := w.newTask(who)
	w.row(`insert into evidence_cases (kind, person_id, course_id, proposed_by, proposed_at, day, version_id)
		select 'practical', @who, c.id, @who, now(), current_date, v.id from courses c join course_versions v on v.course_id = c.id
		where c.code = @code returning uid`, map[string]any{"who": w.people[who], "code": code})
	return code
}

// newVersion publishes a material version of IS-01, and asks for it.
func (w *rightsWorld) newVersion() string {
	w.t.Helper()
	v := publish(w.t, w.app, w.today(), "IS-01", material)
	text, err := curriculum.DatesChange{Version: &curriculum.Requirement{Course: "IS-01", Version: v.Number, DueOn: w.today().AddDays(60)}}.JSON()
	if err != nil {
		w.t.Fatal(err)
	}
	return string(text)
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
