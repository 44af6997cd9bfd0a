package app

import (
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zaemme/internal/calendar"
	"zaemme/internal/config"
	"zaemme/internal/demo"
	"zaemme/internal/testing/dbtest"
)

// An organisation of any size is the same again from the same seed: the reports of
// two databases have the same rows. Its ledger holds, and it has whom one can sign in as.
func TestLargeDemoIsRepeatable(t *testing.T) {
	t.Parallel()
	const people = 150
	rows := func(name string, seed uint64) (line string) {
		t.Run(name, func(t *testing.T) { line = largeDemo(t, people, seed) })
		return line
	}
	one, again, other := rows("one", 7), rows("again", 7), rows("other", 8)
	if one != again {
		t.Errorf("the same seed gave two organisations: %s", cmp.Diff(strings.Split(one, "\n"), strings.Split(again, "\n")))
	}
	if one == other {
		t.Error("another seed gave the same organisation")
	}
	if rows := strings.Count(one, "\n") - 1; rows != people*12 {
		t.Errorf("%d people with twelve courses gave %d rows", people, rows)
	}
}

// largeDemo builds one and is the detail rows of its report.
func largeDemo(t *testing.T, people int, seed uint64) string {
	t.Helper()
	appURL, ownerURL := dbtest.URLs(t)
	cfg := config.Config{Listen: "127.0.0.1:8080", DatabaseURL: appURL, MigrateURL: ownerURL, Demo: true}
	if err := cfg.Check(); err != nil {
		t.Fatal(err)
	}
	a, err := Open(t.Context(), Options{Config: cfg, Log: slog.New(slog.DiscardHandler), Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if err := a.BuildLarge(t.Context(), io.Discard, demo.Size{People: people, Seed: seed}); err != nil {
		t.Fatal(err)
	}
	var verdict strings.Builder
	if err := a.VerifyLedger(t.Context(), &verdict); err != nil {
		t.Error(err, verdict.String())
	}
	accounts, err := demo.Accounts(t.Context(), a.DB)
	if err != nil || len(accounts) != 8 {
		t.Errorf("accounts: %v, %v", accounts, err)
	}
	if err := a.BuildLarge(t.Context(), io.Discard, demo.Size{People: people, Seed: seed}); err == nil {
		t.Error("a second organisation was built over the first")
	}
	path := filepath.Join(t.TempDir(), "rows.csv")
	if err := a.WriteReport(t.Context(), io.Discard, calendar.DateOf(time.Now()), path); err != nil {
		t.Fatal(err)
	}
	rows, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(rows)
}
