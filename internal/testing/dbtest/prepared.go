package dbtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"

	"zaemme/internal/db"
	"zaemme/internal/pgembed"
)

const (
	folderPrefix = "zaemme-test-"
	template     = "zaemme" // the migrated database within the prepared cluster
	kept         = 3        // prepared clusters
	// roomy is what /dev/shm must have free, in bytes: a cluster takes 40 MB and
	// each open test 10 MB, and containers often have 64 MB in all.
	roomy = 512 << 20
	// format is raised when what prepare makes changes other than by migrations.
	format = "1"
)

// store is the folder of prepared clusters, locked.
type store struct {
	folder   string
	memory   string // where clusters run
	key      string
	binaries []pgembed.Binaries
	held     *os.File
}

// openStore locks the store and prepares the cluster for these migrations and
// this server if nobody has.
func openStore(ctx context.Context) (*store, error) {
	s := &store{binaries: pgembed.FindBinaries(ctx), memory: os.TempDir()}
	var free syscall.Statfs_t
	if syscall.Statfs("/dev/shm", &free) == nil && int64(free.Bavail)*int64(free.Bsize) > roomy { //nolint:unconvert // types differ by system
		s.memory = "/dev/shm"
	}
	base, err := os.UserCacheDir()
	s.folder = filepath.Join(base, "zaemme", "testdb")
	if err != nil || os.MkdirAll(s.folder, 0o700) != nil {
		// an account without a home
		s.folder = filepath.Join(os.TempDir(), "zaemme-testdb-"+strconv.Itoa(os.Getuid()))
		if err := os.MkdirAll(s.folder, 0o700); err != nil {
			return nil, err
		}
	}
	if info, err := os.Lstat(s.folder); err != nil || int(info.Sys().(*syscall.Stat_t).Uid) != os.Getuid() {
		return nil, errors.Join(fmt.Errorf("%s is not one's own folder", s.folder), err)
	}
	if s.key, err = s.fingerprint(); err != nil {
		return nil, err
	}
	s.held, err = os.OpenFile(filepath.Join(s.folder, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(s.held.Fd()), syscall.LOCK_EX); err != nil {
		return nil, errors.Join(err, s.held.Close())
	}
	if _, err := os.Stat(s.prepared()); err == nil {
		return s, nil
	}
	if err := s.prepare(ctx); err != nil {
		s.unlock()
		return nil, fmt.Errorf("prepare a migrated cluster: %w", err)
	}
	return s, nil
}

func (s *store) unlock() { _ = s.held.Close() }

func (s *store) prepared() string { return filepath.Join(s.folder, s.key) }

// fingerprint is one hash of the migrations and of the servers installed.
func (s *store) fingerprint() (string, error) {
	h := sha256.New()
	_, _ = fmt.Fprintln(h, format, s.binaries)
	for _, b := range s.binaries { // a minor update changes the program's time
		if info, err := os.Stat(filepath.Join(b.Dir, "postgres")); err == nil {
			_, _ = fmt.Fprintln(h, info.ModTime().Unix())
		}
	}
	files := db.Migrations()
	err := fs.WalkDir(files, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := fs.ReadFile(files, path)
		_, _ = fmt.Fprintf(h, "%s %d\n%s", path, len(text), text)
		return err
	})
	return hex.EncodeToString(h.Sum(nil)[:8]), err
}

// options are those of a cluster that need not survive anything. Small log
// segments keep the copy small.
func (s *store) options(dir string) pgembed.Options {
	return pgembed.Options{
		DataDir:  dir,
		Binaries: s.binaries,
		InitArgs: []string{"--no-sync", "--wal-segsize=1"},
		Settings: map[string]string{
			"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off",
			"autovacuum": "off", "max_connections": "300", "shared_buffers": "64MB",
			"min_wal_size": "2MB", "max_wal_size": "256MB", "checkpoint_timeout": "1d",
			"max_wal_senders": "0", "wal_level": "minimal", "jit": "off",
		},
	}
}

// prepare makes a cluster with the migrated database in memory and puts it into
// the store under its key, whole or not at all.
func (s *store) prepare(ctx context.Context) error {
	s.sweep()
	dir, err := newFolder(s.memory)
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	c, err := pgembed.Start(ctx, s.options(dir))
	if err != nil {
		return err
	}
	_, err = db.Migrate(ctx, c.OwnerURL(), pgembed.AppRole)
	if err = errors.Join(err, c.Stop(ctx)); err != nil {
		return err
	}
	half := s.prepared() + ".half"
	_ = os.RemoveAll(half) // of a process that was killed here
	if err := copyTree(ctx, filepath.Join(dir, "postgres"), half); err != nil {
		return err
	}
	if err := os.Rename(half, s.prepared()); err != nil {
		return err
	}
	s.prune()
	return nil
}

// prune removes all but the newest prepared clusters.
func (s *store) prune() {
	entries, _ := os.ReadDir(s.folder)
	age := map[string]int64{}
	var names []string
	for _, e := range entries {
		if info, err := e.Info(); err == nil && e.IsDir() {
			names = append(names, e.Name())
			age[e.Name()] = info.ModTime().UnixNano()
		}
	}
	slices.SortFunc(names, func(a, b string) int { return int(age[b]/1e6 - age[a]/1e6) })
	for _, name := range names[min(kept, len(names)):] {
		if name != s.key {
			_ = os.RemoveAll(filepath.Join(s.folder, name))
		}
	}
}

// copyTo puts the prepared cluster where pgembed expects one.
func (s *store) copyTo(ctx context.Context, dir string) error {
	return copyTree(ctx, s.prepared(), filepath.Join(dir, "postgres"))
}

// copyTree keeps owners and modes; cp clones files where the file system can.
func copyTree(ctx context.Context, from, to string) error {
	if out, err := exec.CommandContext(ctx, "cp", "-a", from, to).CombinedOutput(); err != nil {
		return fmt.Errorf("copy the prepared cluster: %w: %s", err, out)
	}
	return nil
}

// sweep removes the folders of test processes that were killed together with
// their watcher: those whose lock nobody holds. New ones are made under the
// store's lock, so none is seen before it is locked; other accounts' are left.
func (s *store) sweep() {
	dirs, _ := filepath.Glob(filepath.Join(s.memory, folderPrefix+"*"))
	for _, dir := range dirs {
		info, err := os.Lstat(dir)
		if err != nil || int(info.Sys().(*syscall.Stat_t).Uid) != os.Getuid() {
			continue
		}
		f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
		if err != nil {
			continue
		}
		if syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
			_ = os.RemoveAll(dir)
		}
		_ = f.Close()
	}
}
