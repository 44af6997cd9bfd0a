package pgembed

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"zaemme/internal/apperr"
)

// oldest is the first major version with ICU as a cluster's default and with
// CREATE DATABASE … STRATEGY.
const oldest = 15

// Binaries is one installed Postgres server.
type Binaries struct {
	Dir   string // folder of initdb and postgres
	Major int
}

func (b Binaries) path(name string) string { return filepath.Join(b.Dir, name) }

// patterns are the folders where packages put the server, beyond PATH and
// pg_config: Debian, PGDG for Red Hat, Homebrew (three places), Postgres.app.
var patterns = []string{
	"/usr/lib/postgresql/*/bin",
	"/usr/pgsql-*/bin",
	"/opt/homebrew/opt/postgresql*/bin",
	"/usr/local/opt/postgresql*/bin",
	"/home/linuxbrew/.linuxbrew/opt/postgresql*/bin",
	"/Applications/Postgres.app/Contents/Versions/*/bin",
}

// FindBinaries lists the Postgres servers of version 15 or newer that are
// installed, each folder once: PATH first, then pg_config --bindir, then the
// usual folders. The list may be empty.
func FindBinaries(ctx context.Context) []Binaries {
	dirs := filepath.SplitList(os.Getenv("PATH"))
	if out, err := exec.CommandContext(ctx, "pg_config", "--bindir").Output(); err == nil {
		dirs = append(dirs, strings.TrimSpace(string(out)))
	}
	for _, p := range patterns {
		found, _ := filepath.Glob(p) // the only error is a malformed pattern
		dirs = append(dirs, found...)
	}
	return inspect(ctx, dirs)
}

// inspect keeps the folders that hold a server. A link in PATH counts as the
// folder it leads to, where the server's other programs are.
func inspect(ctx context.Context, dirs []string) []Binaries {
	var list []Binaries
	seen := map[string]bool{}
	for _, dir := range dirs {
		if !filepath.IsAbs(dir) {
			continue
		}
		server, err := filepath.EvalSymlinks(filepath.Join(dir, "postgres"))
		if err != nil || seen[server] {
			continue
		}
		seen[server] = true
		b := Binaries{Dir: filepath.Dir(server)}
		if _, err := os.Stat(b.path("initdb")); err != nil {
			continue
		}
		out, err := exec.CommandContext(ctx, server, "--version").Output() //nolint:gosec // the server we found
		if err != nil {
			continue
		}
		if b.Major = majorOf(string(out)); b.Major >= oldest {
			list = append(list, b)
		}
	}
	return list
}

var versionPattern = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// majorOf reads «postgres (PostgreSQL) 15.18 (Debian …)», «… 18beta1»; 0 if it
// is neither.
func majorOf(out string) int {
	m := versionPattern.FindStringSubmatch(out)
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[1])
	return n
}

// choose takes the server of the cluster's major version, or the newest for a
// new cluster (major 0). dir is named in the refusal.
func choose(list []Binaries, major int, dir string) (Binaries, error) {
	var best Binaries
	for _, b := range list {
		if b.Major == major {
			return b, nil
		}
		if b.Major > best.Major {
			best = b
		}
	}
	switch {
	case len(list) == 0:
		return best, refuse(apperr.NotFound, KeyNoBinaries, map[string]any{"searched": strings.Join(patterns, ", ")},
			"no Postgres server (%d or newer) on this machine: apt-get install postgresql (macOS: brew install postgresql), or set DATABASE_URL", oldest)
	case major != 0:
		return best, refuse(apperr.Conflict, KeyVersion, map[string]any{"dir": dir, "have": major, "found": best.Major},
			"%s was made by Postgres %d, this machine has Postgres %d: install version %d, or move the data over with pg_dump; nothing was changed",
			dir, major, best.Major, major)
	}
	return best, nil
}
