package app

import (
	"io"
	"log/slog"
	"testing"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/config"
	"zaemme/internal/pending"
	"zaemme/internal/people"
	"zaemme/internal/planned"
	"zaemme/internal/testing/dbtest"
)

// The demo has two reports that come by themselves. Each has run once, on time, and
// has reached whom it is for, an account of the demo; on the day of the demo nothing is
// left over from before. On HR's desk wait wishes and certificates.
func TestDemoHasPlannedReports(t *testing.T) {
	t.Parallel()
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
	if err := a.prepareDemo(t.Context(), io.Discard); err != nil {
		t.Fatal(err)
	}
	ctx, now := t.Context(), time.Now()
	var hr int64
	if err := a.DB.Query(ctx).Raw(`select person_id from demo_accounts where role = 'demo.role.hr'`).Scan(&hr).Error; err != nil {
		t.Fatal(err)
	}
	scope, err := people.ScopeOf(ctx, a.DB, hr, calendar.DateOf(now))
	if err != nil {
		t.Fatal(err)
	}
	plans, err := a.Planned.List(ctx, planned.Act{Scope: scope, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	mails := map[planned.Variant]string{planned.Brief: "Kurzbericht per ", planned.Line: "Bericht der eigenen Linie, Werkdienst per "}
	for _, p := range plans {
		runs, total, err := a.Planned.Runs(ctx, p.Plan, 10, 0)
		if err != nil || total != 1 {
			t.Fatalf("%s: %d runs, %v", p.Variant, total, err)
		}
		r := runs[0]
		if r.Late() || r.Missed != 0 || len(r.Readers) != 1 || r.Readers[0].Reason != "" || r.Readers[0].State != "sent" || r.Readers[0].Attached != p.Brief {
			t.Errorf("%s: %+v", p.Variant, r)
		}
		var sent int
		if err := a.DB.Query(ctx).Raw(`select count(*) from caught_mails m join demo_accounts a on a.login = m.recipients[1] and a.person_id = ? where m.subject like ?`,
			p.People[0], mails[p.Variant]+"%").Scan(&sent).Error; err != nil || sent != 1 {
			t.Errorf("%s: %d mails, %v", p.Variant, sent, err)
		}
		delete(mails, p.Variant)
	}
	if len(plans) != 2 || len(mails) > 0 {
		t.Errorf("%d plans, without %v", len(plans), mails)
	}
	waiting, err := pending.ReadWaiting(ctx, a.DB, pending.Viewer{Scope: scope, Decide: scope, Confirm: scope, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	desk := map[pending.Kind]int{}
	for _, w := range waiting {
		desk[w.Kind] = w.Count
	}
	if desk[pending.Extensions] != 3 || desk[pending.Evidence] != 2 {
		t.Errorf("on the desk: %v", desk)
	}
}
