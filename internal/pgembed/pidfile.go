package pgembed

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// postmaster is what postmaster.pid says (Postgres' miscadmin.h): line 1 the
// process, line 5 the first socket folder.
type postmaster struct {
	pid int
	run string
	raw []byte
}

// readPidFile gives ok = false where there is no such file or none to be read.
func readPidFile(pgdata string) (postmaster, bool) {
	raw, err := os.ReadFile(pidFile(pgdata))
	if err != nil {
		return postmaster{}, false
	}
	lines := strings.Split(string(raw), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(lines[0]))
	if err != nil || pid <= 0 {
		return postmaster{}, false
	}
	m := postmaster{pid: pid, raw: raw}
	if len(lines) > 4 {
		m.run = strings.TrimSpace(lines[4])
	}
	return m, true
}

func pidFile(pgdata string) string { return filepath.Join(pgdata, "postmaster.pid") }

// alive reports whether the process is a server of this cluster. A number alone
// proves nothing: after a crash it may have gone to another process, as it
// regularly does in a container that starts anew.
func (m postmaster) alive(pgdata string) bool {
	if err := syscall.Kill(m.pid, 0); errors.Is(err, syscall.ESRCH) {
		return false
	}
	if exists("/proc/self/cwd") {
		cwd, err := os.Readlink(fmt.Sprintf("/proc/%d/cwd", m.pid)) // the server's is its PGDATA
		if err == nil || errors.Is(err, fs.ErrNotExist) {
			return err == nil && sameDir(cwd, pgdata)
		}
		comm, err := os.ReadFile(fmt.Sprintf("/proc/%d/comm", m.pid))
		return err == nil && strings.TrimSpace(string(comm)) == "postgres"
	}
	out, err := exec.Command("ps", "-ww", "-o", "command=", "-p", strconv.Itoa(m.pid)).Output() //nolint:gosec // a number
	return err == nil && strings.Contains(string(out), pgdata)
}

func sameDir(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// disown lets the server start over a stale postmaster.pid whose number now
// belongs to another process of the account: Postgres would take that one for
// a server. The file stays, since it also names the shared memory by which
// Postgres notices leftover backends; only its number becomes ours, and a
// server never takes its own parent for a rival (CreateLockFile).
func (m postmaster) disown(pgdata string) error {
	_, rest, _ := bytes.Cut(m.raw, []byte("\n"))
	f, err := os.OpenFile(pidFile(pgdata), os.O_WRONLY|os.O_TRUNC|syscall.O_NOFOLLOW, 0)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(f, "%d\n%s", os.Getpid(), rest)
	return errors.Join(err, f.Close())
}
