package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"text/tabwriter"
	"time"

	"zaemme/courses"
	"zaemme/internal/app"
	"zaemme/internal/calendar"
	"zaemme/internal/config"
	"zaemme/internal/coursefile"
	"zaemme/internal/demo"
)

// cli is every verb and flag.
type cli struct {
	config.Config

	Serve   serveCmd   `cmd:"" help:"Run the platform: web, jobs and, without a database address, Postgres."`
	Migrate migrateCmd `cmd:"" help:"Bring the schema up to date with the owner's database address, and stop."`
	DemoCmd demoCmd    `cmd:"" name:"demo" help:"Build the demo municipality, or write its two staff files."`
	Import  struct {
		People importCmd `cmd:"" help:"Show what a staff file (xlsx, csv) would change; apply it with --apply."`
	} `cmd:"" help:"Read files of other systems."`
	Courses struct {
		Check  checkCmd           `cmd:"" help:"Check course folders; every problem with file and line."`
		Export exportQuestionsCmd `cmd:"" help:"Write the questions of a course for other learning platforms."`
		Import importQuestionsCmd `cmd:"" name:"import-questions" help:"Write the questions of a GIFT or Moodle XML file as questions.yaml."`
	} `cmd:"" help:"The course catalogue as files."`
	Plan   planCmd `cmd:"" help:"Show which duties the rules in force would change today; nothing is applied."`
	Report struct {
		Compliance reportCmd `cmd:"" help:"Write the compliance workbook of a day."`
	} `cmd:"" help:"Reports."`
	Job  jobCmd `cmd:"" help:"Run one job once, now; without a name, list them."`
	User struct {
		FirstAdmin firstAdminCmd `cmd:"" help:"Print a one-time link for the first administrator."`
		Password   passwordCmd   `cmd:"" help:"Give a person a new random password, to be changed at sign-in."`
		Second     secondCmd     `cmd:"" name:"reset-second-factor" help:"Remove a person's code app, passkeys and recovery codes."`
		Grant      grantCmd      `cmd:"" help:"Give a person a role."`
		List       userListCmd   `cmd:"" help:"List who has a role."`
	} `cmd:"" help:"People who sign in."`
	Ledger struct {
		Verify verifyCmd `cmd:"" help:"Recompute seals and projections; name the first broken row."`
	} `cmd:"" help:"The ledger of evidence."`
	ConfigCmd configCmd  `cmd:"" name:"config" help:"Print the settings in force; passwords are masked."`
	Health    healthCmd  `cmd:"" help:"Ask the running server whether it is ready."`
	Version   versionCmd `cmd:"" help:"Print the version."`
}

// env is what every verb gets.
type env struct {
	ctx    context.Context
	config config.Config
	out    io.Writer
	err    io.Writer
	log    *slog.Logger

	unhurried bool // statements may take as long as they need
}

// open the installation, do something with it, close it again.
func (e *env) open(do func(ctx context.Context, a *app.App) error) error {
	a, err := app.Open(e.ctx, app.Options{Config: e.config, Log: e.log, Version: version, Unhurried: e.unhurried})
	if err != nil {
		return err
	}
	defer a.Close()
	return do(e.ctx, a)
}

type serveCmd struct{}

func (serveCmd) Run(e *env) error {
	return e.open(func(ctx context.Context, a *app.App) error {
		if err := a.Prepare(ctx, e.out); err != nil {
			return err
		}
		return a.Serve(ctx, func(address string) { fmt.Fprintf(e.out, "\nzaemme läuft: %s   (beenden mit Ctrl-C)\n", address) })
	})
}

type migrateCmd struct{}

func (migrateCmd) Run(e *env) error {
	if e.config.DatabaseURL != "" && e.config.MigrateURL == "" {
		return fmt.Errorf("ZAEMME_MIGRATE_URL, the owner's database address, is not set")
	}
	if e.config.MigrateURL != "" && e.config.DatabaseURL == "" {
		return fmt.Errorf("DATABASE_URL, the app's database address, is not set: its role is given the rights it needs")
	}
	return e.open(func(context.Context, *app.App) error {
		fmt.Fprintln(e.out, "Das Schema ist auf dem neusten Stand.")
		return nil
	})
}

type demoCmd struct {
	HRFiles string `name:"hr-files" type:"path" placeholder:"DIR" help:"Write the staff files of this and next month into DIR." xor:"what"`
	People  int    `placeholder:"N" help:"Build an organisation of N people (100 to 1000000) with thirteen months of history instead; the database must be empty." xor:"what"`
	Seed    uint64 `default:"1" help:"Of the organisation of N people: the same seed gives the same people."`
}

func (c demoCmd) Run(e *env) error {
	e.config.Demo, e.unhurried = true, true
	return e.open(func(ctx context.Context, a *app.App) error {
		if c.People > 0 {
			return a.BuildLarge(ctx, e.out, demo.Size{People: c.People, Seed: c.Seed})
		}
		if err := a.Prepare(ctx, e.out); err != nil || c.HRFiles == "" {
			return err
		}
		files, err := a.WriteHRFiles(ctx, c.HRFiles)
		for _, file := range files {
			fmt.Fprintln(e.out, file)
		}
		return err
	})
}

type importCmd struct {
	File  string `arg:"" type:"existingfile" help:"xlsx, csv or tsv."`
	Apply bool   `help:"Apply what is shown."`
	Type  int    `placeholder:"N" help:"The number asked for where many people leave or move."`
	On    string `placeholder:"2026-12-01" help:"Day from which the changes hold; today by default."`
}

func (c importCmd) Run(e *env) error {
	content, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	day, err := dayOr(c.On, 0)
	if err != nil {
		return err
	}
	return e.open(func(ctx context.Context, a *app.App) error {
		return a.ImportPeople(ctx, e.out, app.ImportPeople{Name: c.File, Content: content, On: day, Apply: c.Apply, Typed: c.Type})
	})
}

type checkCmd struct {
	Dir string `arg:"" optional:"" type:"existingdir" help:"Folder of course folders; the built-in courses by default."`
}

func (c checkCmd) Run(e *env) error {
	list, problems := coursefile.LoadAll(catalogue(c.Dir))
	for _, p := range problems {
		fmt.Fprintln(e.out, p)
	}
	if coursefile.HasErrors(problems) {
		return fmt.Errorf("the courses have errors")
	}
	fmt.Fprintf(e.out, "%d Kurse, keine Fehler.\n", len(list))
	return nil
}

// catalogue is the folder of course folders, the built-in one if it is empty.
func catalogue(dir string) fs.FS {
	if dir == "" {
		return courses.Files
	}
	return os.DirFS(dir)
}

type planCmd struct{}

func (planCmd) Run(e *env) error {
	return e.open(func(ctx context.Context, a *app.App) error { return a.ShowPlan(ctx, e.out) })
}

type reportCmd struct {
	AsOf string `name:"as-of" placeholder:"2026-11-30" help:"As-of day (Stichtag); today by default."`
	Out  string `required:"" type:"path" help:"File to write, .xlsx or .csv."`
}

func (c reportCmd) Run(e *env) error {
	return e.open(func(ctx context.Context, a *app.App) error {
		day, err := dayOr(c.AsOf, calendar.DateOf(a.Clock()))
		if err != nil {
			return err
		}
		return a.WriteReport(ctx, e.out, day, c.Out)
	})
}

type jobCmd struct {
	Name string `arg:"" optional:"" help:"Name of the job."`
}

func (c jobCmd) Run(e *env) error {
	return e.open(func(ctx context.Context, a *app.App) error { return a.RunJob(ctx, e.out, c.Name) })
}

type firstAdminCmd struct{}

func (firstAdminCmd) Run(e *env) error {
	return e.open(func(ctx context.Context, a *app.App) error { return a.PrintFirstAdminLink(ctx, e.out) })
}

type passwordCmd struct {
	Name string `arg:"" help:"Mail address, personnel number or login."`
}

func (c passwordCmd) Run(e *env) error {
	return e.open(func(ctx context.Context, a *app.App) error { return a.NewPassword(ctx, e.out, c.Name) })
}

type secondCmd struct {
	Name string `arg:"" help:"Mail address, personnel number or login."`
}

func (c secondCmd) Run(e *env) error {
	return e.open(func(ctx context.Context, a *app.App) error { return a.ResetSecond(ctx, e.out, c.Name) })
}

type grantCmd struct {
	Name string `arg:"" help:"Mail address, personnel number or login."`
	Role string `arg:"" enum:"hr,author,trainer,management,privacy,alliance,admin,officials_care" help:"hr, author, trainer, management, privacy, alliance, admin or officials_care; auditor, which needs a purpose and an end, is granted in the app."`
}

func (c grantCmd) Run(e *env) error {
	return e.open(func(ctx context.Context, a *app.App) error { return a.Grant(ctx, e.out, c.Name, c.Role) })
}

type userListCmd struct{}

func (userListCmd) Run(e *env) error {
	return e.open(func(ctx context.Context, a *app.App) error { return a.ListUsers(ctx, e.out) })
}

type verifyCmd struct{}

func (verifyCmd) Run(e *env) error {
	return e.open(func(ctx context.Context, a *app.App) error { return a.VerifyLedger(ctx, e.out) })
}

type configCmd struct{}

func (configCmd) Run(e *env) error {
	w := tabwriter.NewWriter(e.out, 0, 0, 2, ' ', 0)
	for _, pair := range e.config.Masked() {
		fmt.Fprintf(w, "%s\t%s\n", pair[0], pair[1])
	}
	return w.Flush()
}

type healthCmd struct{}

func (healthCmd) Run(e *env) error {
	ctx, cancel := context.WithTimeout(e.ctx, 2*time.Second)
	defer cancel()
	address, err := e.config.LocalAddress()
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/readyz", nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("no answer: %w", err)
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("not ready: %s", answer.Status)
	}
	return nil
}

type versionCmd struct{}

func (versionCmd) Run(e *env) error {
	fmt.Fprintln(e.out, "zaemme", version)
	return nil
}

func dayOr(text string, otherwise calendar.Date) (calendar.Date, error) {
	if text == "" {
		return otherwise, nil
	}
	return calendar.ParseDE(text)
}
