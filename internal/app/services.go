package app

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"zaemme/internal/auth"
	"zaemme/internal/authoring"
	"zaemme/internal/calendar"
	"zaemme/internal/certificate"
	"zaemme/internal/change"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/extension"
	"zaemme/internal/feedback"
	"zaemme/internal/glossary"
	"zaemme/internal/holiday"
	"zaemme/internal/hrimport"
	"zaemme/internal/learning"
	"zaemme/internal/ledger"
	"zaemme/internal/letter"
	"zaemme/internal/linkcheck"
	"zaemme/internal/mail"
	"zaemme/internal/monthend"
	"zaemme/internal/outbox"
	"zaemme/internal/planned"
	"zaemme/internal/reminder"
	"zaemme/internal/report"
	training "zaemme/internal/session"
	"zaemme/internal/task"
	"zaemme/internal/testmail"
	"zaemme/internal/web/account"
	"zaemme/internal/web/learner"
	"zaemme/internal/web/reminders"
	"zaemme/views"
)

// services are what the verbs, the web and the jobs call.
type services struct {
	Ledger     *ledger.Ledger
	Curriculum *curriculum.Service
	Learning   *learning.Service
	Extensions *extension.Service
	Evidence   *evidence.Service
	Authoring  *authoring.Service
	Reviews    *authoring.Reviews
	Links      *linkcheck.Checker
	Sessions   *training.Service
	Reports    *report.Service
	MonthEnds  *monthend.Service
	Planned    *planned.Service
	Reminder   *reminder.Service
	Outbox     *outbox.Outbox
	TestMail   *testmail.Service
	Bell       outbox.Bell
	Change     *change.Service
	HRImport   *hrimport.Service
	Tasks      *task.Runner
	ManyRows   int // from as many on, the file of a report is a task

	Certificates *certificate.Service
	Glossary     *glossary.Glossary
}

// openServices builds them from the lowest rank up.
func (a *App) openServices(ctx context.Context) (err error) {
	a.Ledger = ledger.New()
	a.Curriculum = curriculum.New(a.DB, a.Ledger, a.Catalogue)
	a.Learning = learning.New(a.Catalogue, a.Ledger)
	if a.Glossary, err = glossary.Load(); err != nil {
		return err
	}
	secret, err := a.DB.EvidenceSecret(ctx)
	if err != nil {
		return err
	}
	a.Certificates = certificate.New(a.Catalogue, a.Ledger, a.Texts, secret, a.Config.URL)
	a.Reports = &report.Service{DB: a.DB, Texts: a.Texts, Version: a.Version, URL: a.Config.URL}
	a.MonthEnds = &monthend.Service{DB: a.DB, Reports: a.Reports, Texts: a.Texts, Version: a.Version, URL: a.Config.URL}
	a.Reports.Frozen, a.Reports.Table = a.MonthEnds.Frozen, a.MonthEnds.TableHash
	press, err := letter.NewPress(views.Files, a.Config.URL)
	if err != nil {
		return err
	}
	if a.Reminder, err = reminder.New(reminder.Options{
		DB: a.DB, Ledger: a.Ledger, Courses: reminder.FromCatalogue(a.Catalogue), Calendars: holiday.NewLive(a.DB, a.Clock, a.Log).For,
		Texts: a.Texts, Press: press,
		CoursePath: func(code string) string { return "/kurse/" + code }, TeamPath: "/team", InReview: inReview,
		LatePath: reminders.LatePath, SlipsPath: reminders.SlipsPath, MinePath: reminders.MinePath, CardPath: "/karte",
	}); err != nil {
		return err
	}
	a.Evidence = evidence.New(a.Ledger, a.Curriculum, a.Catalogue)
	a.Authoring = &authoring.Service{Courses: a.Catalogue}
	a.Links = linkcheck.New(linkcheck.Options{})
	holidays := holiday.NewLive(a.DB, a.Clock, a.Log)
	a.Reviews = &authoring.Reviews{DB: a.DB, Courses: a.Catalogue, Press: press, Texts: a.Texts,
		WorkingDay: func(day calendar.Date) bool { return holidays.For("").IsWorkingDay(day) }}
	a.Planned = &planned.Service{DB: a.DB, Reports: a.Reports, MonthEnds: a.MonthEnds, Press: press, Texts: a.Texts,
		Days: func() calendar.Set { return holidays.For("") }}
	a.Sessions = &training.Service{Evidence: a.Evidence, Courses: a.Catalogue, Press: press, Texts: a.Texts}
	a.Extensions = &extension.Service{Ledger: a.Ledger, Curriculum: a.Curriculum, Courses: a.Catalogue, Press: press, Texts: a.Texts}
	a.TestMail = &testmail.Service{Press: press, Texts: a.Texts}
	var transport mail.Transport
	if a.Config.SMTPURL != "" {
		if transport, err = mail.NewSMTP(a.Config.SMTPURL, mail.Options{OAuth: a.mailOAuth()}); err != nil {
			return fmt.Errorf("app: mail relay: %w", err)
		}
	}
	post := &auth.Post{Press: press, Texts: a.Texts, Secret: a.Auth.Secret, LinkPath: account.LinkPath}
	withdrawn := learning.Letters{Courses: a.Catalogue, Press: press, Texts: a.Texts, ResultPath: learner.ResultPath}
	tasks := evidence.Letters{Courses: a.Catalogue, Press: press, Texts: a.Texts, Path: learner.TaskPath}
	if a.Outbox, err = outbox.New(a.DB, outbox.Options{
		Transport: transport, PerMinute: a.Config.SMTPRate, Demo: a.Config.Demo, Gate: reminder.Gate,
		Kinds: slices.Concat(a.Reminder.Kinds(), a.Extensions.Kinds(), a.Sessions.Kinds(), a.TestMail.Kinds(), a.Reviews.Kinds(), a.Planned.Kinds(), withdrawn.Kinds(), tasks.Kinds(), (&feedback.Letters{Courses: a.Catalogue, Press: press, Texts: a.Texts}).Kinds(), post.Kinds(), auth.Letters{Texts: a.Texts, BaseURL: a.Config.URL}.Kinds()),
	}); err != nil {
		return err
	}
	a.Bell = outbox.NewBell()
	a.Change = change.New(a.DB, a.Curriculum, a.forecast, map[change.Kind]change.Proposer{
		change.Records: hrimport.Trainings{Evidence: a.Evidence, Courses: a.Catalogue}, change.People: hrimport.Proposer{}, hrimport.Edit: hrimport.Editor{},
	}).WithRecorder(recorder{a.Evidence})
	a.HRImport = hrimport.New(a.DB, a.Change)
	kinds := a.Change.Tasks()
	maps.Copy(kinds, a.Reports.Tasks())
	a.Tasks, a.ManyRows = task.New(a.DB, a.Log, a.Clock, kinds), report.ManyRows
	if a.Config.Demo {
		return nil // its history begins with rules of their own day
	}
	return a.seed(ctx)
}

// mailOAuth is how the relay is signed in to without a password, if at all.
func (a *App) mailOAuth() mail.OAuth {
	o := a.Config.SMTPOAuth
	if !o.Enabled() {
		return mail.OAuth{}
	}
	return mail.OAuth{TokenURL: o.TokenURL, ClientID: o.ClientID, ClientSecret: o.ClientSecret, Scope: o.Scope}
}

// inReview tells reminders for which duties evidence waits to be confirmed.
func inReview(ctx context.Context, c db.Conn, persons []int64) ([]reminder.Duty, error) {
	list, err := evidence.InReview(ctx, c, persons)
	out := make([]reminder.Duty, len(list))
	for i, d := range list {
		out[i] = reminder.Duty(d)
	}
	return out, err
}

// forecastDays is how far a plan foresees its mails.
const forecastDays = 60

// forecast says what mails a plan brings.
func (a *App) forecast(ctx context.Context, c db.Conn, p curriculum.Proposal) (change.Foreseen, error) {
	f, err := a.Reminder.ForecastEffects(ctx, c, p, forecastDays)
	return mailDays{f}, err
}

type mailDays struct{ *reminder.EffectsForecast }

// Mails implements change.Foreseen.
func (f mailDays) Mails() []change.MailDay {
	var list []change.MailDay
	for _, d := range f.Days() {
		if d.Mails > 0 {
			list = append(list, change.MailDay{On: d.Day, Mails: d.Mails})
		}
	}
	return list
}
