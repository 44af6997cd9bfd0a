package dbtest

import (
	"bufio"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"zaemme/internal/db"
)

func text(t *testing.T, d *db.DB, sql string) string {
	t.Helper()
	var s string
	if err := d.Pool().QueryRowContext(t.Context(), sql).Scan(&s); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestOneDatabasePerTest(t *testing.T) {
	t.Parallel()
	names := make(chan string, 2)
	t.Run("both", func(t *testing.T) {
		for range cap(names) {
			t.Run("same", func(t *testing.T) {
				t.Parallel()
				app, owner := New(t), Owner(t)
				if text(t, app, `select current_user`) != "zaemme_app" || text(t, owner, `select current_user`) != "zaemme_owner" {
					t.Error("roles")
				}
				name := text(t, app, `select current_database()`)
				if name != text(t, owner, `select current_database()`) {
					t.Error("two databases in one test")
				}
				names <- name
				// collides if the database is shared
				if _, err := owner.Pool().ExecContext(t.Context(), `create table mine (x int)`); err != nil {
					t.Fatal(err)
				}
				if _, err := app.Pool().ExecContext(t.Context(), `create table theirs (x int)`); err == nil {
					t.Error("the application makes tables")
				}
				if err := app.CheckSchema(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
	})
	a, b := <-names, <-names
	if a == b {
		t.Fatal("two tests in one database")
	}
	d := New(t)
	if n := text(t, d, `select count(*)::text from pg_database where datname in ('`+a+`', '`+b+`')`); n != "0" {
		t.Errorf("%s databases outlived their test", n)
	}
}

func TestEmpty(t *testing.T) {
	t.Parallel()
	_, owner := Empty(t)
	d := open(t, owner)
	if n := text(t, d, `select count(*)::text from pg_tables where schemaname = 'public'`); n != "0" {
		t.Errorf("%s tables", n)
	}
}

// TestNothingLeft kills a test process and expects its Postgres and its folder
// to go.
func TestNothingLeft(t *testing.T) {
	if os.Getenv("DBTEST_VICTIM") != "" {
		New(t)
		c, err := process()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stdout.WriteString(c.Home() + "\n"); err != nil {
			t.Fatal(err)
		}
		<-c.Done()
		return
	}
	t.Parallel()
	victim := exec.Command(os.Args[0], "-test.run=^TestNothingLeft$")
	victim.Env = append(os.Environ(), "DBTEST_VICTIM=1")
	out, err := victim.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	home := strings.TrimSpace(line)
	raw, pidErr := os.ReadFile(home + "/postgres/postmaster.pid")
	if err := errors.Join(err, pidErr, victim.Process.Kill()); err != nil {
		t.Fatalf("%v: %q", err, line)
	}
	_ = victim.Wait()
	pid, _, _ := strings.Cut(string(raw), "\n")
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		_, folder := os.Stat(home)
		_, server := os.Readlink("/proc/" + pid + "/cwd") // a zombie has none
		if errors.Is(folder, fs.ErrNotExist) && errors.Is(server, fs.ErrNotExist) {
			return
		}
		select {
		case <-ctx.Done():
			t.Fatalf("left: folder %v, server %v", folder, server)
		case <-tick.C:
		}
	}
}

// TestSweep leaves a folder as a killed process and a killed watcher would.
func TestSweep(t *testing.T) {
	t.Parallel()
	c, err := process()
	if err != nil {
		t.Fatal(err)
	}
	s, err := openStore(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.unlock()
	left, err := os.MkdirTemp(s.memory, folderPrefix)
	if err != nil {
		t.Fatal(err)
	}
	s.sweep()
	if _, err := os.Stat(left); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("still there: %v", err)
	}
	if _, err := os.Stat(c.Home()); err != nil {
		t.Errorf("one in use is gone: %v", err)
	}
}

func BenchmarkDatabase(b *testing.B) {
	c, err := process()
	if err != nil {
		b.Fatal(err)
	}
	d := &database{cluster: c, name: "bench"}
	for b.Loop() {
		if err := c.CopyDatabase(b.Context(), d.name, template); err != nil {
			b.Fatal(err)
		}
		d.drop(b)
	}
}
