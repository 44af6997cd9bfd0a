package dbtest

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/db"
	"zaemme/internal/pgembed"
)

// process is the one thing all tests of a process share: their cluster. It is
// made at the first use and ends with the process.
var process = sync.OnceValues(startCluster)

// databases has the database of each test that runs.
var databases sync.Map // testing.TB → *database

var counter atomic.Int64

type database struct {
	cluster *pgembed.Cluster
	name    string
	once    sync.Once
	err     error
}

// New is a handle, as the application's role, on the test's database, with the
// newest schema and no rows but those of the migrations. Handles of one t lead
// to one database; a subtest's t has one of its own. The handle is closed and
// the database dropped when t ends.
func New(t testing.TB) *db.DB {
	t.Helper()
	app, _ := URLs(t)
	return open(t, app)
}

// Owner is New as the role that owns the database: for what migrations,
// retention and backup do, and for looking behind the application's rights.
func Owner(t testing.TB) *db.DB {
	t.Helper()
	_, owner := URLs(t)
	return open(t, owner)
}

// URLs are the addresses of the test's database for pgx or libpq, as the
// application's role and as the owner.
func URLs(t testing.TB) (app, owner string) {
	t.Helper()
	d := of(t, template)
	return d.cluster.DatabaseURL(pgembed.AppRole, d.name), d.cluster.DatabaseURL(pgembed.OwnerRole, d.name)
}

// Empty is URLs for a database without a schema, for tests of migrations. Call
// it instead of the others, not beside them.
func Empty(t testing.TB) (app, owner string) {
	t.Helper()
	d := of(t, "template0")
	return d.cluster.DatabaseURL(pgembed.AppRole, d.name), d.cluster.DatabaseURL(pgembed.OwnerRole, d.name)
}

// of is the database of the test, made at its first use.
func of(t testing.TB, from string) *database {
	t.Helper()
	cluster, err := process()
	if err != nil {
		t.Fatalf("dbtest: %v", err)
	}
	fresh := &database{cluster: cluster, name: fmt.Sprintf("test_%d", counter.Add(1))}
	value, _ := databases.LoadOrStore(t, fresh)
	d := value.(*database)
	d.once.Do(func() {
		if d.err = cluster.CopyDatabase(t.Context(), d.name, from); d.err == nil {
			t.Cleanup(func() {
				databases.Delete(t)
				d.drop(t)
			})
		}
	})
	if d.err != nil {
		t.Fatalf("dbtest: make %s: %v", d.name, d.err)
	}
	return d
}

func (d *database) drop(t testing.TB) {
	t.Helper()
	ctx := context.Background() // the test's own has ended
	conn, err := pgx.Connect(ctx, d.cluster.AdminURL("postgres"))
	if err != nil {
		t.Errorf("dbtest: drop %s: %v", d.name, err)
		return
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, `drop database `+d.name+` with (force)`); err != nil {
		t.Errorf("dbtest: drop %s: %v", d.name, err)
	}
}

func open(t testing.TB, url string) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), url, db.Options{MaxConns: 8, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatalf("dbtest: %v", err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("dbtest: close: %v", err)
		}
	})
	return d
}

// startCluster copies the prepared cluster to memory and starts it there.
func startCluster() (*pgembed.Cluster, error) {
	ctx := context.Background()
	s, err := openStore(ctx)
	if err != nil {
		return nil, err
	}
	defer s.unlock()
	s.sweep()
	dir, err := newFolder(s.memory)
	if err != nil {
		return nil, err
	}
	// from here on the watcher removes the folder
	if err := s.copyTo(ctx, dir); err != nil {
		return nil, err
	}
	c, err := pgembed.Start(ctx, s.options(dir))
	if err != nil {
		return nil, fmt.Errorf("start: %w", err)
	}
	return c, nil
}

// newFolder makes a folder in memory that Postgres' account can enter, and the
// watcher that removes it when this process ends.
func newFolder(memory string) (string, error) {
	dir, err := os.MkdirTemp(memory, folderPrefix)
	if err != nil {
		return "", err
	}
	if err := watch(dir); err != nil {
		_ = os.Remove(dir)
		return "", err
	}
	return dir, os.Chmod(dir, 0o711)
}
