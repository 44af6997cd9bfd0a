package pgembed

import (
	"bufio"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/apperr"
)

// folder is a data directory that root's account can enter; t.TempDir is not.
func folder(t *testing.T) string {
	t.Helper()
	base := "/dev/shm"
	if _, err := os.Stat(base); err != nil {
		base = ""
	}
	dir, err := os.MkdirTemp(base, "zaemme-pgembed-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return filepath.Join(dir, "data")
}

func quick(dir string) Options {
	return Options{DataDir: dir, InitArgs: []string{"--no-sync"}, Settings: map[string]string{"fsync": "off"}}
}

func start(t *testing.T, dir string) *Cluster {
	t.Helper()
	c, err := Start(t.Context(), quick(dir))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Stop(context.Background()) })
	return c
}

func refused(t *testing.T, dir, key string) {
	t.Helper()
	c, err := Start(t.Context(), quick(dir))
	if err == nil {
		_ = c.Stop(context.Background())
	}
	wantKey(t, err, key)
}

func wantKey(t *testing.T, err error, key string) {
	t.Helper()
	var e *apperr.Error
	if !errors.As(err, &e) || e.Key != key {
		t.Fatalf("error %v, want %s", err, key)
	}
	if e.Cause == nil || strings.Contains(e.Cause.Error(), "%!") {
		t.Fatalf("no good sentence: %v", e.Cause)
	}
	t.Log(e.Cause)
}

// query runs one statement that yields one text.
func query(t *testing.T, url, sql string) (string, error) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		return "", err
	}
	defer func() { _ = conn.Close(context.Background()) }()
	var s string
	err = conn.QueryRow(t.Context(), sql).Scan(&s)
	return s, err
}

func wantText(t *testing.T, url, sql, want string) {
	t.Helper()
	if got, err := query(t, url, sql); err != nil || got != want {
		t.Fatalf("%s: %q, %v; want %q", sql, got, err, want)
	}
}

const (
	kept = `select string_agg(name, ' ' order by name) from kept`
)

func fill(t *testing.T, c *Cluster) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), c.OwnerURL())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	if _, err := conn.Exec(t.Context(), `create table kept (name text); insert into kept values ('Zoe'), ('Özlem'), ('Otto'), ('Pia')`); err != nil {
		t.Fatal(err)
	}
}

func TestLife(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	life := t // a subtest's cluster lives on
	c := start(life, dir)
	fill(t, c)
	const inOrder = "Otto Özlem Pia Zoe"

	t.Run("roles", func(t *testing.T) {
		wantText(t, c.AppURL(), `select current_user || current_setting('listen_addresses')`, AppRole)
		wantText(t, c.OwnerURL(), `select (not rolsuper and not rolcreaterole and not rolcreatedb)::text from pg_roles where rolname = current_user`, "true")
		wantText(t, c.OwnerURL(), `select pg_encoding_to_char(encoding) from pg_database where datname = current_database()`, "UTF8")
		if _, err := query(t, c.AppURL(), kept); err == nil {
			t.Error("the application reads what it was not granted")
		}
		if _, err := query(t, c.AppURL(), `create table x as select 'x' returning x`); err == nil {
			t.Error("the application makes tables")
		}
	})
	t.Run("further database", func(t *testing.T) {
		for range 2 {
			if err := c.CreateDatabase(t.Context(), "zaemme_demo"); err != nil {
				t.Fatal(err)
			}
		}
		wantText(t, c.DatabaseURL(AppRole, "zaemme_demo"), `select current_database()`, "zaemme_demo")
		if err := c.CreateDatabase(t.Context(), `x"; drop`); !apperr.Is(err, apperr.Invalid) {
			t.Errorf("bad name: %v", err)
		}
	})
	t.Run("second app", func(t *testing.T) {
		refused(t, dir, KeyInUse)
		a, err := Attach(t.Context(), Options{DataDir: dir})
		if err != nil {
			t.Fatal(err)
		}
		wantText(t, a.OwnerURL(), kept, inOrder)
		if err := a.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		wantText(t, c.OwnerURL(), kept, inOrder)
	})
	t.Run("attached app learns of the end", func(t *testing.T) {
		a, err := Attach(t.Context(), Options{DataDir: dir})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = a.Stop(context.Background()) }()
		select {
		case <-a.Done():
			t.Fatal("done while the server runs")
		case <-time.After(1200 * time.Millisecond):
		}
		if err := c.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		select {
		case <-a.Done():
		case <-time.After(10 * time.Second):
			t.Fatal("the server has ended and the attached app does not know")
		}
		c = start(life, dir)
	})
	t.Run("postgres killed", func(t *testing.T) {
		if err := c.server.process.Kill(); err != nil {
			t.Fatal(err)
		}
		<-c.Done()
		if err := c.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		c = start(life, dir)
		wantText(t, c.OwnerURL(), kept, inOrder)
	})
	t.Run("left over by an app that was killed", func(t *testing.T) {
		left := c
		if err := left.lock.Close(); err != nil { // what the kernel does
			t.Fatal(err)
		}
		c = start(life, dir)
		<-left.Done()
		wantText(t, c.OwnerURL(), kept, inOrder)
	})
	t.Run("stopped and number given away", func(t *testing.T) {
		pid, err := os.ReadFile(pidFile(c.place.pgdata()))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		_, err = Attach(t.Context(), Options{DataDir: dir})
		wantKey(t, err, KeyNotRunning)
		other := exec.Command("sleep", "60")
		other.SysProcAttr = &syscall.SysProcAttr{Credential: c.Account().credential()}
		if err := other.Start(); err != nil {
			t.Fatal(err)
		}
		defer func() { _, _ = other.Process.Kill(), other.Wait() }()
		m := postmaster{pid: other.Process.Pid, raw: pid}
		_, rest, _ := strings.Cut(string(pid), "\n")
		writeAs(t, c.Account(), pidFile(c.place.pgdata()), strings.Join([]string{itoa(m.pid), rest}, "\n"))
		c = start(life, dir)
		wantText(t, c.OwnerURL(), kept, inOrder)
	})
	t.Run("somebody else's server", func(t *testing.T) {
		if err := c.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		log, err := openLog(c.place.log(), c.Account())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = log.Close() }()
		elsewhere := c.place
		elsewhere.home = filepath.Join(filepath.Dir(c.place.home), "e")
		if err := errors.Join(os.Mkdir(elsewhere.home, 0o755), makePrivate(elsewhere.run(), c.Account()), writeAccess(elsewhere)); err != nil {
			t.Fatal(err)
		}
		bins, err := choose(FindBinaries(t.Context()), c.Major(), dir)
		if err != nil {
			t.Fatal(err)
		}
		other, err := launch(c.place, bins, log, required(elsewhere))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = other.stop(context.Background()) }()
		if err := other.awaitReady(t.Context(), elsewhere.address(superuser, superuser), nil); err != nil {
			t.Fatal(err)
		}
		refused(t, dir, KeyInUse)
	})
}

// TestAppKilled kills a whole app that has given up root; its Postgres must not outlive it on Linux,
// and the data must be there at the next start.
func TestAppKilled(t *testing.T) {
	if dir := os.Getenv("PGEMBED_TEST_APP"); dir != "" {
		c := start(t, dir)
		if a := c.Account(); os.Geteuid() == 0 { // as the web process does
			if err := errors.Join(syscall.Setgroups(nil), syscall.Setgid(a.GID), syscall.Setuid(a.UID)); err != nil {
				t.Fatal(err)
			}
		}
		fill(t, c)
		if _, err := os.Stdout.WriteString("up\n"); err != nil {
			t.Fatal(err)
		}
		<-c.Done()
		return
	}
	t.Parallel()
	dir := folder(t)
	app := exec.Command(os.Args[0], "-test.run=^TestAppKilled$", "-test.v=false")
	app.Env = append(os.Environ(), "PGEMBED_TEST_APP="+dir)
	out, err := app.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := app.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "up\n" {
		t.Fatalf("%q %v", line, err)
	}
	m, ok := readPidFile(filepath.Join(dir, clusterName))
	if !ok {
		t.Fatal("no postmaster.pid")
	}
	if group, err := syscall.Getpgid(m.pid); err != nil || group == syscall.Getpgrp() {
		t.Errorf("Ctrl-C reaches Postgres: group %d, %v", group, err)
	}
	if err := app.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = app.Wait()
	for tick := time.Tick(10 * time.Millisecond); runtime.GOOS == "linux" && m.alive(filepath.Join(dir, clusterName)); {
		select {
		case <-tick:
		case <-t.Context().Done():
			t.Fatal("Postgres outlived its app")
		}
	}
	c := start(t, dir)
	wantText(t, c.OwnerURL(), kept, "Otto Özlem Pia Zoe")
	if m.alive(c.place.pgdata()) {
		t.Error("two servers")
	}
}

func TestStopInTime(t *testing.T) {
	t.Parallel()
	c := start(t, folder(t))
	conn, err := pgx.Connect(t.Context(), c.AppURL()) // an open session does not hold it up
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := c.Stop(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(pidFile(c.place.pgdata())); !os.IsNotExist(err) {
		t.Errorf("not shut down cleanly: %v", err)
	}
}
