package certificate

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"zaemme/courses"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/testing/dbtest"
	"zaemme/views"
)

// world is a database with the shipped courses and one person, who works here no
// longer.
type world struct {
	*Service
	t      *testing.T
	db     *db.DB
	is, ds *course.Version
	count  counter
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t}
	url, _ := dbtest.URLs(t)
	var err error
	if w.db, err = db.Open(t.Context(), url, db.Options{Tracer: &w.count}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.db.Close() })
	list, problems := coursefile.LoadAll(courses.Files)
	if coursefile.HasErrors(problems) {
		t.Fatal(problems)
	}
	if _, err := course.Sync(t.Context(), w.db, list, today-500); err != nil {
		t.Fatal(err)
	}
	catalogue := course.NewCatalogue(w.db)
	if err := catalogue.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.is, _ = catalogue.ByCode("IS-01")
	w.ds, _ = catalogue.ByCode("DS-01")
	if err := w.db.Query(t.Context()).Exec(`insert into persons (last_name, first_name) values ('Muster', 'Anna')`).Error; err != nil {
		t.Fatal(err)
	}
	texts, err := views.Texts()
	if err != nil {
		t.Fatal(err)
	}
	secret, err := w.db.EvidenceSecret(t.Context())
	if err != nil || len(secret) < 60 {
		t.Fatalf("secret of %d letters, %v", len(secret), err)
	}
	w.Service = New(catalogue, ledger.New(), texts, secret, "https://lernen.emmen.example")
	return w
}

func (w *world) append(events ...ledger.Event) []ledger.Event {
	w.t.Helper()
	var done []ledger.Event
	if err := w.db.Write(w.t.Context(), func(tx *db.Tx) (err error) {
		done, err = ledger.New().Append(w.t.Context(), tx, events...)
		return err
	}); err != nil {
		w.t.Fatal(err)
	}
	return done
}

// counter counts statements.
type counter struct{ n atomic.Int64 }

func (c *counter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	c.n.Add(1)
	return ctx
}

func (c *counter) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}
