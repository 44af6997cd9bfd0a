package pgembed

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"zaemme/internal/apperr"
)

// Root writes into folders that the account owns, so nothing here follows a
// link in the last place of a path: the account must not lead root elsewhere.

func exists(path string) bool {
	_, err := os.Lstat(path) //nolint:gosec // the operator's own folder
	return !errors.Is(err, fs.ErrNotExist)
}

func empty(dir string) bool {
	entries, err := os.ReadDir(dir)
	return err == nil && len(entries) == 0
}

// makeDir makes a folder that, for root, the account can pass through.
func makeDir(dir string) error {
	if exists(dir) {
		return nil
	}
	mode := fs.FileMode(0o700)
	if os.Geteuid() == 0 {
		mode = 0o755
	}
	return os.MkdirAll(dir, mode)
}

// makePrivate makes a 0700 folder of the account, or checks the one that is
// there: in /tmp anybody could have been first.
func makePrivate(dir string, account Account) error {
	err := os.Mkdir(dir, 0o700)
	if err == nil {
		return account.own(dir)
	}
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	owner := int(info.Sys().(*syscall.Stat_t).Uid)
	if owner != account.UID || !info.IsDir() || info.Mode().Perm() != 0o700 {
		return refuse(apperr.Conflict, KeyOwner, map[string]any{"dir": dir, "owner": strconv.Itoa(owner)},
			"%s is not a private folder (0700) of the account %s", dir, account.Name)
	}
	return nil
}

// replaceFile writes a file whole or not at all, and takes the place of a link
// instead of following it. Everybody may read it.
func replaceFile(path, text string) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), clusterName+".new-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name()) //nolint:gosec // as above
		}
	}()
	_, err = f.WriteString(text)
	err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close())
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path) //nolint:gosec // as above
}

// openLog opens the log for appending and turns it over at 8 MB.
func openLog(path string, account Account) (*os.File, error) {
	if info, err := os.Lstat(path); err == nil && info.Size() > 8<<20 {
		if err := os.Rename(path, path+".1"); err != nil {
			return nil, err
		}
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|os.O_APPEND|syscall.O_NOFOLLOW, 0o600) //nolint:gosec // ours
	if err != nil {
		return nil, err
	}
	if account.credential() != nil {
		err = f.Chown(account.UID, account.GID)
	}
	return f, err
}

// lock is an flock on a file of the home. The kernel frees it when the process
// ends; Go opens files close-on-exec, so Postgres does not inherit it.
func lock(home string, account Account) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(home, "lock"), os.O_CREATE|os.O_RDWR|syscall.O_NOFOLLOW, 0o600) //nolint:gosec // ours
	if err != nil {
		return nil, fmt.Errorf("lock the data directory: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		raw := make([]byte, 20)
		n, _ := f.Read(raw)
		pid, _ := strconv.Atoi(strings.TrimSpace(string(raw[:n])))
		_ = f.Close()
		return nil, inUse(home, pid)
	}
	if account.credential() != nil {
		_ = f.Chown(account.UID, account.GID) // so that the account can start without root too
	}
	// for the message above alone; the lock is the flock
	_ = f.Truncate(0)
	_, _ = f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	return f, nil
}

func inUse(dir string, pid int) error {
	return refuse(apperr.Conflict, KeyInUse, map[string]any{"dir": dir, "pid": pid},
		"%s is in use by process %d: stop that one first, or choose another data directory", dir, pid)
}
