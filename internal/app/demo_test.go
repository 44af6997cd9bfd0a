package app

import (
	"log/slog"
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/config"
	"zaemme/internal/testing/dbtest"
)

// The demo and real people never share a database.
func TestDemoAndRealPeopleAreKeptApart(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, sql string
		demo      bool
		refused   bool
	}{
		{"demo into an empty database", `select 1`, true, false},
		{"demo among real people", `insert into persons (last_name) values ('Muster')`, true, true},
		{"real use of a demo", `insert into demo_origin (built_on, seed) values ('2026-11-21', 1)`, false, true},
		{"the demo again", `insert into demo_origin (built_on, seed) values ('2026-11-21', 1)`, true, false},
		{"real use", `insert into persons (last_name) values ('Muster')`, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			appURL, ownerURL := dbtest.URLs(t)
			if err := dbtest.Owner(t).Query(t.Context()).Exec(c.sql).Error; err != nil {
				t.Fatal(err)
			}
			cfg := config.Config{Listen: "127.0.0.1:8080", DatabaseURL: appURL, MigrateURL: ownerURL, Demo: c.demo}
			if err := cfg.Check(); err != nil {
				t.Fatal(err)
			}
			a, err := Open(t.Context(), Options{Config: cfg, Log: slog.New(slog.DiscardHandler), Version: "test"})
			if err == nil {
				a.Close()
			}
			if c.refused != apperr.Is(err, apperr.Conflict) || (err != nil) != c.refused {
				t.Errorf("opening answers %v", err)
			}
		})
	}
}
