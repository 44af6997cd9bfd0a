package pgembed

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"

	"zaemme/internal/apperr"
)

// Account is the account of the operating system that Postgres runs under. The
// web process started as root takes it over too before it listens: UID and GID,
// and no further groups.
type Account struct {
	Name     string
	UID, GID int
}

// credential is nil where the process already is that account.
func (a Account) credential() *syscall.Credential {
	if os.Geteuid() == a.UID {
		return nil
	}
	return &syscall.Credential{Uid: uint32(a.UID), Gid: uint32(a.GID)}
}

// own makes the account the owner of a file that root has just made.
func (a Account) own(path string) error {
	if a.credential() == nil {
		return nil
	}
	return os.Lchown(path, a.UID, a.GID)
}

// mayEnter asks the kernel, for modes alone do not tell (ACL, namespaces).
func (a Account) mayEnter(ctx context.Context, dir string) bool {
	cmd := exec.CommandContext(ctx, "/bin/sh", "-c", `cd -- "$1"`, "sh", dir) //nolint:gosec // the folder is an argument, not part of the script
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: a.credential()}
	return cmd.Run() == nil
}

func accountOf(u *user.User) (Account, error) {
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return Account{}, fmt.Errorf("account %s: %w", u.Username, err)
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return Account{}, fmt.Errorf("account %s: %w", u.Username, err)
	}
	return Account{Name: u.Username, UID: uid, GID: gid}, nil
}

// accountFor is who runs the cluster in pgdata: oneself or, for root, the
// cluster's owner. Without a cluster root takes "zaemme" or "postgres".
func accountFor(ctx context.Context, pgdata string) (Account, error) {
	self, err := user.LookupId(strconv.Itoa(os.Geteuid()))
	if err != nil {
		return Account{}, fmt.Errorf("look up one's own account: %w", err)
	}
	if info, err := os.Stat(pgdata); err == nil && !empty(pgdata) {
		owner := int(info.Sys().(*syscall.Stat_t).Uid)
		name := strconv.Itoa(owner)
		u, err := user.LookupId(name)
		if err == nil {
			name = u.Username
		}
		if err != nil || owner == 0 || (os.Geteuid() != 0 && owner != os.Geteuid()) {
			return Account{}, refuse(apperr.Forbidden, KeyOwner, map[string]any{"dir": pgdata, "owner": name},
				"%s belongs to the account %s, and Postgres runs only for the owner and never as root: start as that account, as root, or chown the folder",
				pgdata, name)
		}
		return accountOf(u)
	}
	if os.Geteuid() != 0 {
		return accountOf(self)
	}
	for _, name := range []string{"zaemme", "postgres"} {
		if u, err := user.Lookup(name); err == nil && u.Uid != "0" {
			return accountOf(u)
		}
	}
	return newAccount(ctx, "zaemme")
}

// newAccount makes a system account without home, password or shell, with what
// Debian or what Alpine has for it.
// useradd itself makes two of a name when run twice at once, hence the lock.
func newAccount(ctx context.Context, name string) (Account, error) {
	if etc, err := os.Open("/etc"); err == nil {
		defer func() { _ = etc.Close() }()
		_ = syscall.Flock(int(etc.Fd()), syscall.LOCK_EX)
	}
	if u, err := user.Lookup(name); err == nil {
		return accountOf(u)
	}
	for _, command := range [][]string{
		{"useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", name},
		{"adduser", "-S", "-D", "-H", name},
	} {
		if exec.CommandContext(ctx, command[0], command[1:]...).Run() != nil { //nolint:gosec // fixed commands
			continue
		}
		if u, err := user.Lookup(name); err == nil {
			return accountOf(u)
		}
	}
	return Account{}, refuse(apperr.Forbidden, KeyNoAccount, nil,
		"Postgres does not run as root, there is no account postgres or zaemme, and none could be made: start as an ordinary user")
}
