package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/demo"
	"zaemme/seeds"
)

// checkDemo keeps the demo and real people apart: a demo is served only as such,
// and none is built among real people.
func (a *App) checkDemo(ctx context.Context) error {
	builtOn, err := demo.BuiltOn(ctx, a.DB)
	if err != nil {
		return err
	}
	inhabited, err := demo.Inhabited(ctx, a.DB)
	if err != nil {
		return err
	}
	switch {
	case !a.Config.Demo && !builtOn.IsZero():
		return &apperr.Error{Kind: apperr.Conflict, Key: "error.demo.is_one",
			Cause: errors.New("this database holds the demo municipality: serve it with --demo, or name another database")}
	case a.Config.Demo && builtOn.IsZero() && inhabited:
		return &apperr.Error{Kind: apperr.Conflict, Key: "error.demo.real_people",
			Cause: errors.New("this database holds real people: the demo is not built among them; leave out --demo, or name an empty database")}
	}
	return nil
}

// prepareDemo builds the demo once and prints its accounts. One whose building
// was broken off is built anew.
func (a *App) prepareDemo(ctx context.Context, out io.Writer) error {
	accounts, err := demo.Accounts(ctx, a.DB)
	if err != nil {
		return err
	}
	if len(accounts) == 0 { // they come last
		if err := a.renewDemo(ctx); err != nil {
			return err
		}
		fmt.Fprintln(out, "Die Vorführung wird aufgebaut: 600 erfundene Personen mit einem Jahr Geschichte …")
		if err := a.buildDemo(ctx); err != nil {
			return err
		}
	}
	return a.printAccounts(ctx, out)
}

// renewDemo throws half a demo away. Only the embedded cluster's own demo
// database is ever dropped.
func (a *App) renewDemo(ctx context.Context) error {
	inhabited, err := demo.Inhabited(ctx, a.DB)
	if err != nil || !inhabited {
		return err
	}
	if a.cluster == nil {
		return &apperr.Error{Kind: apperr.Conflict, Key: "error.demo.half",
			Cause: errors.New("the demo in this database was not finished; give it an empty database")}
	}
	if err := a.DB.Close(); err != nil {
		return err
	}
	if err := a.cluster.DropDatabase(ctx, demoDatabase); err != nil {
		return err
	}
	return a.open(ctx)
}

func (a *App) buildDemo(ctx context.Context) error {
	began := a.Clock()
	if err := demo.Build(ctx, a.demoDeps(), began); err != nil {
		return err
	}
	return a.finishDemo(ctx, began)
}

func (a *App) demoDeps() demo.Deps {
	return demo.Deps{
		DB: a.DB, Change: a.Change, Ledger: a.Ledger, Catalogue: a.Catalogue, Auth: a.Auth,
		Learning: a.Learning, Planned: a.Planned, Extensions: a.Extensions, Evidence: a.Evidence, Rules: a.seedRules, Remind: a.remind, Deliver: a.deliver,
	}
}

// finishDemo does to what was built what the jobs of a year would have done.
func (a *App) finishDemo(ctx context.Context, began time.Time) error {
	for _, run := range []func(context.Context, time.Time) (map[string]int, error){a.runSweep, a.runSeal, a.runMarks} {
		if _, err := run(ctx, began); err != nil {
			return err
		}
	}
	if a.ownerURL != "" {
		if err := db.Analyze(ctx, a.ownerURL); err != nil {
			return err
		}
	}
	a.Log.Info("demo built", "took", a.Clock().Sub(began).Round(time.Millisecond).String())
	return nil
}

// remind finds what is due and delivers it.
func (a *App) remind(ctx context.Context, now time.Time) error {
	if _, err := a.Reminder.Run(ctx, now); err != nil {
		return err
	}
	return a.deliver(ctx, now)
}

// deliver hands over what may leave, in the demo into the catcher.
func (a *App) deliver(ctx context.Context, now time.Time) error {
	_, err := a.Outbox.Dispatch(ctx, now)
	return err
}

func (a *App) printAccounts(ctx context.Context, out io.Writer) error {
	accounts, err := demo.Accounts(ctx, a.DB)
	if err != nil {
		return err
	}
	texts := a.Texts.Printer("de")
	w := tabwriter.NewWriter(out, 0, 0, 3, ' ', 0)
	fmt.Fprintln(w, "\nAnmelden als\tName\tE-Mail oder Personalnummer\tPasswort")
	for _, account := range accounts {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", texts.T(account.Role), account.Name, account.Login, account.Password)
	}
	return w.Flush()
}

// seedRules seeds curricula and rules where there are none.
func (a *App) seedRules(ctx context.Context, tx *db.Tx, from calendar.Date) error {
	_, err := a.Curriculum.Seed(ctx, tx, seeds.Files, from)
	return err
}

// seed gives an empty installation its curricula and rules.
func (a *App) seed(ctx context.Context) error {
	return a.DB.Write(ctx, func(tx *db.Tx) error { return a.seedRules(ctx, tx, calendar.DateOf(a.Clock())) })
}

// WriteHRFiles writes the demo's two staff files.
func (a *App) WriteHRFiles(ctx context.Context, dir string) ([]string, error) {
	return demo.WriteHRFiles(ctx, a.DB, dir)
}
