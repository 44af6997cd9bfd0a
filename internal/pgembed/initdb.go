package pgembed

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"zaemme/internal/apperr"
)

// superuser is the role that initdb makes; only this package and tests use it.
const superuser = "postgres"

// locales are tried in turn: ICU for the order of words (de-CH sorts Swiss names
// right) where the server was built with it; UTF-8 character classes where the
// system has such a locale, so that trigrams and word search know umlauts.
var locales = [][]string{
	{"--locale-provider=icu", "--icu-locale=de-CH", "--locale=C.UTF-8"},
	{"--locale-provider=icu", "--icu-locale=de-CH", "--locale=en_US.UTF-8"},
	{"--locale-provider=icu", "--icu-locale=de-CH", "--locale=C"},
	{"--locale=C.UTF-8"},
	{"--locale=C"},
}

// initialise makes the cluster under a name of its own and moves it into place
// when it is whole, so that PGDATA is a cluster or does not exist.
func initialise(ctx context.Context, p place, bin Binaries, log *os.File, more []string) error {
	dir, err := os.MkdirTemp(p.home, clusterName+".new-") // 0700
	if err != nil {
		return fmt.Errorf("make the cluster's folder: %w", err)
	}
	if err := p.account.own(dir); err != nil {
		return fmt.Errorf("make the cluster's folder: %w", err)
	}
	var said bytes.Buffer
	for _, locale := range locales {
		args := append([]string{"--pgdata=" + dir, "--username=" + superuser, "--auth=reject", "--encoding=UTF8",
			"--data-checksums", "--no-instructions"}, locale...)
		cmd := command(ctx, p, bin, "initdb", append(args, more...)...)
		said.Reset()
		cmd.Stdout, cmd.Stderr = &said, &said
		if err = cmd.Run(); err == nil {
			break
		}
		_, _ = log.Write(said.Bytes())
	}
	if err != nil {
		_ = os.Remove(dir) // initdb has emptied it; else it stays
		return errors.Join(failed(p, "initdb", said.String()), ctx.Err())
	}
	if err := os.Rename(dir, p.pgdata()); err != nil {
		return fmt.Errorf("put the cluster in place: %w", err)
	}
	return syncDir(filepath.Dir(p.pgdata()))
}

// command runs one of the server's programs as the account, in a process group
// of its own and with nothing of our environment that would redirect it (PG…).
func command(ctx context.Context, p place, bin Binaries, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, bin.path(name), args...) //nolint:gosec // the server we found
	cmd.Dir = p.home
	cmd.Env = []string{"PATH=" + bin.Dir + ":/usr/bin:/bin", "HOME=" + p.home, "LC_ALL=C"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: p.account.credential(), Setpgid: true}
	return cmd
}

// failed is an initdb or a server that gave up, with the last of what it said.
func failed(p place, what, said string) error {
	lines := strings.Split(strings.TrimSpace(said), "\n")
	if len(lines) > 4 {
		lines = lines[len(lines)-4:]
	}
	return refuse(apperr.Internal, KeyFailed, map[string]any{"log": p.log()},
		"%s gave up; %s says: %s", what, p.log(), strings.Join(lines, " / "))
}

func syncDir(dir string) error {
	f, err := os.Open(dir) //nolint:gosec // ours
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
