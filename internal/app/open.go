package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/courses"
	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/config"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/pgembed"
	"zaemme/internal/settings"
	"zaemme/views"
)

// demoDatabase is the demo's own database in the embedded cluster.
const demoDatabase = "zaemme_demo"

// Options of an App. Config must have been checked.
type Options struct {
	Config  config.Config
	Log     *slog.Logger
	Clock   func() time.Time // time.Now where nil
	Version string
	// Unhurried lets statements take as long as they need.
	Unhurried bool
}

// App is an opened installation: database, catalogue and services. Serve adds
// the web and the jobs.
type App struct {
	Options
	DB        *db.DB
	Texts     *i18n.Bundle
	Catalogue *course.Catalogue
	Settings  *settings.Cache
	Auth      *auth.Service
	Passkeys  *auth.Passkeys
	OIDC      *auth.OIDC // nil: no single sign-on
	services

	cluster  *pgembed.Cluster
	ownerURL string
}

// Open starts or reaches the database, brings the schema up to date where it
// has the owner's address, and reads the catalogue.
func Open(ctx context.Context, o Options) (*App, error) {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	a := &App{Options: o}
	if err := a.open(ctx); err != nil {
		a.Close()
		return nil, err
	}
	return a, nil
}

func (a *App) open(ctx context.Context) (err error) {
	if a.Texts, err = views.Texts(); err != nil {
		return err
	}
	appURL, err := a.reachDatabase(ctx)
	if err != nil {
		return err
	}
	if err := a.migrate(ctx, appURL); err != nil {
		return err
	}
	if a.DB, err = db.Open(ctx, appURL, db.Options{Logger: a.Log, Unhurried: a.Unhurried}); err != nil {
		return err
	}
	if err := a.DB.CheckSchema(ctx); err != nil {
		return err
	}
	if err := a.checkDemo(ctx); err != nil {
		return err
	}
	a.Settings = settings.NewCache(a.DB)
	a.Catalogue = course.NewCatalogue(a.DB)
	if err := a.openAuth(ctx); err != nil {
		return err
	}
	if err := a.DB.Write(ctx, func(tx *db.Tx) error {
		return db.EnsureMonths(ctx, tx, a.Clock())
	}); err != nil {
		return err
	}
	if err := a.syncCourses(ctx); err != nil {
		return err
	}
	return a.openServices(ctx)
}

// reachDatabase finds the app's database address: the one configured, or the
// embedded cluster, which it starts, or uses beside the process that runs it.
func (a *App) reachDatabase(ctx context.Context) (string, error) {
	if a.Config.DatabaseURL != "" {
		a.ownerURL = a.Config.MigrateURL
		return a.Config.DatabaseURL, nil
	}
	if err := a.startCluster(ctx); err != nil {
		return "", err
	}
	name := pgembed.Database
	if a.Config.Demo {
		name = demoDatabase
		if err := a.cluster.CreateDatabase(ctx, name); err != nil {
			return "", err
		}
	}
	a.ownerURL = a.cluster.DatabaseURL(pgembed.OwnerRole, name)
	return a.cluster.DatabaseURL(pgembed.AppRole, name), nil
}

func (a *App) startCluster(ctx context.Context) error {
	if a.cluster != nil {
		return nil // opened again, see renewDemo
	}
	options := pgembed.Options{DataDir: a.Config.Data, Logger: a.Log}
	cluster, err := pgembed.Start(ctx, options)
	var refused *apperr.Error
	if errors.As(err, &refused) && refused.Key == pgembed.KeyInUse {
		if running, attached := pgembed.Attach(ctx, options); attached == nil {
			cluster, err = running, nil
		}
	}
	a.cluster = cluster
	return err
}

// migrate runs where the owner's address is known; else the schema is only
// checked, and «zaemme migrate» is somebody else's step.
func (a *App) migrate(ctx context.Context, appURL string) error {
	if a.ownerURL == "" {
		return nil
	}
	app, err := pgx.ParseConfig(appURL)
	if err != nil {
		return fmt.Errorf("app: read the database address: %w", err)
	}
	if sameRole(a.ownerURL, appURL) {
		a.Log.Warn("one database role for app and owner: the database cannot keep the app from altering the schema")
	}
	applied, err := db.Migrate(ctx, a.ownerURL, app.User)
	if err != nil {
		return err
	}
	if applied > 0 {
		a.Log.Info("schema brought up to date", "migrations", applied)
	}
	return nil
}

func sameRole(one, other string) bool {
	a, errA := pgx.ParseConfig(one)
	b, errB := pgx.ParseConfig(other)
	return errA == nil && errB == nil && a.User == b.User
}

// syncCourses publishes what has changed in the embedded courses.
func (a *App) syncCourses(ctx context.Context) error {
	list, problems := coursefile.LoadAll(courses.Files)
	if coursefile.HasErrors(problems) {
		return fmt.Errorf("app: the embedded courses have errors: %v", problems[0])
	}
	changed, err := course.Sync(ctx, a.DB, list, calendar.DateOf(a.Clock()))
	if err != nil {
		return err
	}
	if len(changed) > 0 {
		a.Log.Info("courses published", "codes", changed)
	}
	return a.Catalogue.Refresh(ctx)
}

// Close ends pool and cluster. It may be called on a half-opened App.
func (a *App) Close() {
	if a.Tasks != nil {
		if err := a.Tasks.Stop(); err != nil {
			a.Log.Error("stop the tasks", "error", err)
		}
	}
	if a.DB != nil {
		if err := a.DB.Close(); err != nil {
			a.Log.Error("close the pool", "error", err)
		}
	}
	if a.cluster != nil {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		if err := a.cluster.Stop(ctx); err != nil {
			a.Log.Error("stop Postgres", "error", err)
		}
	}
}
