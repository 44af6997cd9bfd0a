package pgembed

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

func itoa(n int) string { return strconv.Itoa(n) }

func writeAs(t *testing.T, a Account, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := a.own(path); err != nil {
		t.Fatal(err)
	}
}

// account is who would run a new cluster.
func account(t *testing.T) Account {
	t.Helper()
	a, err := accountFor(t.Context(), "/nonexistent")
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// pretend makes a cluster folder that holds one file.
func pretend(t *testing.T, dir, name, text string) {
	t.Helper()
	pgdata := filepath.Join(dir, clusterName)
	if err := os.MkdirAll(pgdata, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := account(t).own(pgdata); err != nil {
		t.Fatal(err)
	}
	writeAs(t, account(t), filepath.Join(pgdata, name), text)
}

func TestRefusesOtherVersion(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	pretend(t, dir, "PG_VERSION", "12\n")
	refused(t, dir, KeyVersion)
	unchanged(t, dir, "postgres", "postgres/PG_VERSION")
}

func TestRefusesForeignFolders(t *testing.T) {
	t.Parallel()
	t.Run("other files", func(t *testing.T) {
		t.Parallel()
		dir := folder(t)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		writeAs(t, account(t), filepath.Join(dir, "letter.odt"), "dear")
		refused(t, dir, KeyForeign)
		unchanged(t, dir, "letter.odt")
	})
	t.Run("no cluster", func(t *testing.T) {
		t.Parallel()
		dir := folder(t)
		pretend(t, dir, "notes.txt", "mine")
		refused(t, dir, KeyForeign)
		unchanged(t, dir, "postgres", "postgres/notes.txt")
	})
}

// unchanged lists what a folder holds, all the way down.
func unchanged(t *testing.T, dir string, want ...string) {
	t.Helper()
	var got []string
	err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		if rel, _ := filepath.Rel(dir, path); rel != "." && filepath.Base(rel) != "lock" {
			got = append(got, rel)
		}
		return err
	})
	if err != nil || strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("holds %v (%v), want %v", got, err, want)
	}
}

func TestRefusesLostPointer(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	writeAs(t, account(t), filepath.Join(dir, pointerName), "/nonexistent/zaemme\n")
	refused(t, dir, KeyLost)
}

func TestNoBinaries(t *testing.T) {
	t.Parallel()
	options := quick(folder(t))
	options.Binaries = inspect(t.Context(), []string{t.TempDir(), "relative", "/nonexistent"})
	if options.Binaries == nil {
		options.Binaries = []Binaries{}
	}
	_, err := Start(t.Context(), options)
	wantKey(t, err, KeyNoBinaries)
	if strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "apt-get install postgresql") {
		t.Errorf("no way out in one line: %v", err)
	}
}

func TestChoose(t *testing.T) {
	t.Parallel()
	list := []Binaries{{"/a", 15}, {"/b", 17}, {"/c", 16}}
	for major, want := range map[int]string{0: "/b", 15: "/a", 16: "/c"} {
		if got, err := choose(list, major, "d"); err != nil || got.Dir != want {
			t.Errorf("cluster of %d: %v, %v", major, got, err)
		}
	}
	_, err := choose(list, 14, "d")
	wantKey(t, err, KeyVersion)
	for said, want := range map[string]int{"postgres (PostgreSQL) 15.18 (Debian 15.18-0)": 15, "postgres (PostgreSQL) 18beta1": 18, "postgres 12": 0} {
		if got := majorOf(said); got != want {
			t.Errorf("%s: %d", said, got)
		}
	}
	if found := FindBinaries(t.Context()); len(found) == 0 {
		t.Error("no Postgres found, but the other tests need one")
	}
}

// TestClosedParent starts in a folder that Postgres' account cannot enter, as a
// checkout in root's home is. Started by anybody else, Postgres has that account,
// and the folder is an ordinary one.
func TestClosedParent(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	if err := os.Chmod(filepath.Dir(dir), 0o700); err != nil {
		t.Fatal(err)
	}
	c := start(t, dir)
	t.Cleanup(func() {
		_ = c.Stop(context.Background())
		_ = os.RemoveAll(filepath.Join(elsewhere, hashOf(dir)))
		_ = os.Remove(elsewhere) // only if empty
	})
	root, home := os.Geteuid() == 0, filepath.Join(elsewhere, hashOf(dir))
	if !root {
		home = dir
	}
	if c.Home() != home {
		t.Errorf("home %s, want %s", c.Home(), home)
	}
	fill(t, c)
	if err := c.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}

	renamed := dir + "-renamed" // the pointer, not the path, leads home
	if err := os.Rename(dir, renamed); err != nil {
		t.Fatal(err)
	}
	again := start(t, renamed)
	wantText(t, again.OwnerURL(), kept, "Otto Özlem Pia Zoe")
	if err := again.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}

	if !root {
		return // what lies in the folder is the cluster itself, not a pointer to it
	}
	if err := os.CopyFS(dir, os.DirFS(renamed)); err != nil {
		t.Fatal(err)
	}
	refused(t, dir, KeyShared)
}

func TestLongPath(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(folder(t), strings.Repeat("schön ", 20))
	c := start(t, dir)
	t.Cleanup(func() {
		_ = c.Stop(context.Background())
		_ = os.RemoveAll(c.place.run())
	})
	if len(filepath.Join(c.place.run(), socketFile)) > maxSocket {
		t.Errorf("socket in %s", c.place.run())
	}
	wantText(t, c.AppURL(), `select 'here'`, "here")
}
