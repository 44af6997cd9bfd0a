package learning

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/db"
	"zaemme/internal/testing/dbtest"
)

// counter counts statements.
type counter struct{ n atomic.Int64 }

func (c *counter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	c.n.Add(1)
	return ctx
}

func (c *counter) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func (c *counter) TraceBatchStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceBatchStartData) context.Context {
	c.n.Add(int64(data.Batch.Len()))
	return ctx
}
func (c *counter) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}
func (c *counter) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData)     {}

func TestStatements(t *testing.T) {
	t.Parallel()
	var d *db.DB
	w := newWorld(t)
	w.assign(1, w.a, 1, today-5)
	w.assign(1, w.k, 1, today-5)
	uid := w.begin(act(1, today)).UID.String()
	if _, err := w.save(act(1, today), Save{Attempt: uid, Question: "Q1", Chosen: []int{1}, Version: 1}); err != nil {
		t.Fatal(err)
	}
	click := func(question string, version int) func() error {
		return func() error {
			_, err := w.SaveClick(t.Context(), d, act(1, today), Save{Attempt: uid, Question: question, Chosen: []int{version % 3}, Version: version})
			return err
		}
	}
	url, _ := dbtest.URLs(t)
	var count counter
	var err error
	d, err = db.Open(t.Context(), url, db.Options{Tracer: &count})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	for _, test := range []struct {
		name string
		most int64
		call func() error
	}{
		{"start page", 2, func() error { _, err := w.overview(t, d, act(1, today)); return err }},
		{"catalogue", 2, func() error { _, err := w.Catalogue(t.Context(), d, act(1, today)); return err }},
		{"module", 2, func() error { _, err := w.OpenModule(t.Context(), d, act(1, today), "A-1", 1); return err }},
		{"question", 1, func() error { _, err := w.OpenAttempt(t.Context(), d, act(1, today), "A-1"); return err }},
		{"course", 5, func() error { _, err := w.Course(t.Context(), d, act(1, today), "A-1"); return err }},
		{"the second answer", 2, click("Q2", 1)},
		{"a click", 1, click("Q2", 2)},
		{"another question", 1, click("Q4", 1)},
	} {
		count.n.Store(0)
		if err := test.call(); err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
		if n := count.n.Load(); n > test.most || n == 0 {
			t.Errorf("%s: %d statements, at most %d", test.name, n, test.most)
		}
	}
}
