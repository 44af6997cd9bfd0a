package pgembed

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"zaemme/internal/apperr"
)

const (
	clusterName = "postgres"
	pointerName = "postgres.elsewhere"
	originName  = "origin" // in a home elsewhere: the data directory it serves
	elsewhere   = "/var/lib/zaemme"
	// socketFile is below run/; its number is part of a name, no TCP port.
	socketFile = ".s.PGSQL.5432"
	// maxSocket is sizeof(sun_path) less its final NUL (unix(7)).
	maxSocket = 107
)

// place is a data directory resolved.
type place struct {
	wanted  string // as asked for, absolute and without links
	home    string // wanted, or the folder that postgres.elsewhere names
	account Account
	major   int // of the cluster, 0 where there is none yet
}

func (p place) pgdata() string { return filepath.Join(p.home, clusterName) }
func (p place) log() string    { return filepath.Join(p.home, "postgres.log") }

// run is the folder of the socket.
func (p place) run() string {
	dir := filepath.Join(p.home, "run")
	if len(filepath.Join(dir, socketFile)) <= maxSocket {
		return dir
	}
	return "/tmp/zaemme-" + hashOf(p.home)
}

func hashOf(path string) string {
	sum := sha256.Sum256([]byte(path))
	return hex.EncodeToString(sum[:8])
}

// resolve finds the home of a data directory and who runs it, and refuses what
// is no place for a cluster. It makes nothing but the empty folders wanted and
// home.
func resolve(ctx context.Context, dataDir string) (place, error) {
	wanted, err := filepath.Abs(dataDir)
	if err != nil {
		return place{}, fmt.Errorf("data directory: %w", err)
	}
	if err := makeDir(wanted); err != nil {
		return place{}, fmt.Errorf("data directory: %w", err)
	}
	if wanted, err = filepath.EvalSymlinks(wanted); err != nil {
		return place{}, fmt.Errorf("data directory: %w", err)
	}
	p := place{wanted: wanted, home: wanted}
	if !exists(p.pgdata()) {
		if p.home, err = pointed(wanted); err != nil {
			return place{}, err
		}
		if p.home == wanted {
			if err := checkOwnFiles(wanted); err != nil {
				return place{}, err
			}
		}
	}
	if p.account, err = accountFor(ctx, p.pgdata()); err != nil {
		return place{}, err
	}
	if !p.account.mayEnter(ctx, p.home) {
		if exists(p.pgdata()) {
			return place{}, unreachable(p)
		}
		if p, err = moved(ctx, p); err != nil {
			return place{}, err
		}
	}
	p.major, err = clusterMajor(p.pgdata())
	return p, err
}

func unreachable(p place) error {
	return refuse(apperr.Forbidden, KeyUnreachable, map[string]any{"dir": p.home, "account": p.account.Name},
		"the account %s, which runs Postgres, cannot enter %s: open the folders above it (chmod o+x)", p.account.Name, p.home)
}

// pointed follows postgres.elsewhere. A pointer is written once its cluster
// exists, so one that leads nowhere is lost data, not a first start.
func pointed(wanted string) (string, error) {
	raw, err := os.ReadFile(filepath.Join(wanted, pointerName)) //nolint:gosec // the operator's own folder
	if errors.Is(err, fs.ErrNotExist) {
		return wanted, nil
	}
	if err != nil {
		return "", fmt.Errorf("data directory: %w", err)
	}
	first, _, _ := strings.Cut(string(raw), "\n")
	home := strings.TrimSpace(first)
	if !filepath.IsAbs(home) || !exists(filepath.Join(home, clusterName)) {
		return "", refuse(apperr.NotFound, KeyLost, map[string]any{"dir": wanted, "home": home},
			"%s says that its database is in %q, but there is none: bring that folder back, or remove %s to begin anew",
			wanted, home, filepath.Join(wanted, pointerName))
	}
	return home, checkOrigin(wanted, home)
}

// checkOrigin refuses a copied data directory: its pointer leads to the database
// of the one it was copied from. A data directory that was moved is fine.
func checkOrigin(wanted, home string) error {
	raw, err := os.ReadFile(filepath.Join(home, originName)) //nolint:gosec // the operator's own folder
	if err != nil {
		return fmt.Errorf("data directory: %w", err)
	}
	other := strings.TrimSpace(string(raw))
	if other == wanted {
		return nil
	}
	if back, err := os.ReadFile(filepath.Join(other, pointerName)); err == nil && strings.HasPrefix(string(back), home+"\n") { //nolint:gosec // as above
		return refuse(apperr.Conflict, KeyShared, map[string]any{"dir": wanted, "home": home, "other": other},
			"%s is a copy of %s, and both lead to the database in %s: remove %s to begin anew here",
			wanted, other, home, filepath.Join(wanted, pointerName))
	}
	return replaceFile(filepath.Join(home, originName), wanted+"\n")
}

// moved is the place for a cluster whose data directory its account cannot
// enter. The same path always gives the same home, so that a first start broken
// off is taken up again.
func moved(ctx context.Context, p place) (place, error) {
	p.home = filepath.Join(elsewhere, hashOf(p.wanted))
	if err := makeDir(p.home); err != nil {
		return p, fmt.Errorf("folder for the database: %w", err)
	}
	if !p.account.mayEnter(ctx, p.home) {
		return p, unreachable(p)
	}
	if err := checkOwnFiles(p.home); err != nil {
		return p, err
	}
	if exists(p.pgdata()) {
		// the pointer was lost or the start broken off before it was written
		account, err := accountFor(ctx, p.pgdata())
		if err != nil {
			return p, err
		}
		p.account = account
	}
	return p, nil
}

// writePointer leaves word in the data directory of where its home is.
func (p place) writePointer() error {
	if p.home == p.wanted {
		return nil
	}
	if err := replaceFile(filepath.Join(p.home, originName), p.wanted+"\n"); err != nil {
		return err
	}
	return replaceFile(filepath.Join(p.wanted, pointerName), p.home+"\n\n"+
		"The database of this folder is in the folder above, because the account\n"+
		"that runs Postgres cannot enter this one. Back up and move both together.\n")
}

// checkOwnFiles refuses a folder that holds anything but what this package and
// file systems put there.
func checkOwnFiles(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("data directory: %w", err)
	}
	for _, e := range entries {
		switch name := e.Name(); name {
		case clusterName, originName, "run", "lock", "postgres.log", "postgres.log.1", "hba.conf", "ident.conf",
			"lost+found", ".gitkeep", ".gitignore", ".DS_Store":
		default:
			if strings.HasPrefix(name, clusterName+".new-") {
				continue
			}
			return foreign(dir, name)
		}
	}
	return nil
}

func foreign(dir, name string) error {
	return refuse(apperr.Conflict, KeyForeign, map[string]any{"dir": dir, "found": name},
		"%s is not empty and no database of zaemme (it holds %s): choose another folder; nothing was changed", dir, name)
}

// clusterMajor reads the version a cluster was made by, 0 where pgdata is
// missing or empty.
func clusterMajor(pgdata string) (int, error) {
	if !exists(pgdata) || empty(pgdata) {
		return 0, nil
	}
	raw, err := os.ReadFile(filepath.Join(pgdata, "PG_VERSION")) //nolint:gosec // the operator's own folder
	if errors.Is(err, fs.ErrNotExist) {
		return 0, foreign(pgdata, "no PG_VERSION")
	}
	if err != nil {
		return 0, fmt.Errorf("data directory: %w", err)
	}
	major, err := strconv.Atoi(strings.TrimSpace(string(raw)))
	if err != nil {
		return 0, foreign(pgdata, "an unreadable PG_VERSION")
	}
	return major, nil
}
