package app

import (
	"fmt"
	"os"
	"syscall"
)

// giveUpRoot turns the process into the account of the embedded Postgres. Groups
// go first: without root nobody can change them.
func (a *App) giveUpRoot() error {
	if os.Geteuid() != 0 || a.cluster == nil {
		return nil
	}
	account := a.cluster.Account()
	for _, step := range []struct {
		name string
		do   func() error
	}{
		{"groups", func() error { return syscall.Setgroups(nil) }},
		{"group", func() error { return syscall.Setgid(account.GID) }},
		{"user", func() error { return syscall.Setuid(account.UID) }},
	} {
		if err := step.do(); err != nil {
			return fmt.Errorf("app: give up root (%s): %w", step.name, err)
		}
	}
	a.Log.Info("gave up root", "account", account.Name)
	return nil
}
