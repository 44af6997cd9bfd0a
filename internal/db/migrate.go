package db

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"zaemme/internal/apperr"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations is the folder of numbered SQL files, for fingerprints.
func Migrations() fs.FS {
	folder, err := fs.Sub(migrations, "migrations")
	if err != nil {
		panic(err) // the folder is compiled in
	}
	return folder
}

// Migrate brings the database at ownerURL to the newest schema and grants
// appRole its rights. Several instances may call it at once: a session lock lets
// one work while the others wait and then find nothing to do. It returns the
// number of migrations applied.
func Migrate(ctx context.Context, ownerURL, appRole string) (int, error) {
	config, err := pgx.ParseConfig(ownerURL)
	if err != nil {
		return 0, fmt.Errorf("db: read the owner's database address: %w", err)
	}
	pool := stdlib.OpenDB(*config)
	defer func() { _ = pool.Close() }()
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 120))
	if err != nil {
		return 0, fmt.Errorf("db: migrate: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, pool, Migrations(), goose.WithSessionLocker(locker))
	if err != nil {
		return 0, fmt.Errorf("db: migrate: %w", err)
	}
	done, err := provider.Up(ctx)
	if err != nil {
		return len(done), fmt.Errorf("db: migrate: %w", err)
	}
	if appRole != "" && appRole != config.User {
		if _, err := pool.ExecContext(ctx, `select zaemme_grant($1)`, appRole); err != nil {
			return len(done), fmt.Errorf("db: grant rights to %s: %w", appRole, err)
		}
	}
	return len(done), nil
}

// SchemaVersion is the newest migration this program knows.
func SchemaVersion() (int, error) {
	files, err := fs.Glob(Migrations(), "*.sql")
	if err != nil || len(files) == 0 {
		return 0, fmt.Errorf("db: no migrations: %w", err)
	}
	var newest int
	if _, err := fmt.Sscanf(files[len(files)-1], "%05d_", &newest); err != nil {
		return 0, fmt.Errorf("db: name of %s: %w", files[len(files)-1], err)
	}
	return newest, nil
}

// ErrSchema says that program and schema do not fit.
var ErrSchema = errors.New("schema does not fit this program")

// CheckSchema refuses a schema older than this program needs, and one so new
// that it has stated that this program is too old for it.
func (d *DB) CheckSchema(ctx context.Context) error {
	mine, err := SchemaVersion()
	if err != nil {
		return err
	}
	var exists bool
	if err := d.Query(ctx).Raw(`select to_regclass('goose_db_version') is not null`).Scan(&exists).Error; err != nil {
		return fmt.Errorf("db: look for the schema: %w", err)
	}
	if !exists {
		return &apperr.Error{Kind: apperr.Internal, Key: "error.db.no_schema",
			Cause: fmt.Errorf("%w: the database is empty: run zaemme migrate", ErrSchema)}
	}
	var found struct{ Version, Oldest int }
	if err := d.Query(ctx).Raw(`
		select (select max(version_id) from goose_db_version where is_applied) as version,
			(select oldest_program from schema_compat) as oldest`).Scan(&found).Error; err != nil {
		return &apperr.Error{Kind: apperr.Internal, Key: "error.db.no_schema", Cause: fmt.Errorf("%w: %w", ErrSchema, err)}
	}
	args := map[string]any{"found": found.Version, "needed": mine}
	switch {
	case found.Version < mine:
		return &apperr.Error{Kind: apperr.Internal, Key: "error.db.schema_old", Args: args,
			Cause: fmt.Errorf("%w: it is at %d, this program needs %d: run zaemme migrate", ErrSchema, found.Version, mine)}
	case found.Oldest > mine:
		return &apperr.Error{Kind: apperr.Internal, Key: "error.db.schema_new", Args: args,
			Cause: fmt.Errorf("%w: it needs a program of schema %d or newer, this one knows %d", ErrSchema, found.Oldest, mine)}
	}
	return nil
}
