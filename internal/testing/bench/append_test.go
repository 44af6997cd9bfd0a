package bench_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/testing/dbtest"
)

const (
	clients = 8      // at once
	clicks  = 2_000  // in one round
	duties  = 16_000 // on record, more than all rounds need
)

var assignedOn = calendar.NewDate(2027, 1, 4)

// BenchmarkAppend begins duties, as the first click of a learner does: eight
// clients, one event in each transaction. The least is to insert the same rows:
// event, slice and the row of today's dates, one of each per transaction, by eight
// clients, into a database that has the same duties.
func BenchmarkAppend(b *testing.B) {
	s := &scope{TB: b}
	defer s.close()
	other := &scope{TB: b}
	defer other.close()
	ours, _ := dutiesIn(s)
	_, owner := dutiesIn(other)
	_, from := dbtest.URLs(s)
	pool, err := pgxpool.New(b.Context(), owner+poolSize(owner))
	if err != nil {
		b.Fatal(err)
	}
	defer pool.Close()
	source, err := pgx.Connect(b.Context(), from)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = source.Close(context.Background()) }()
	var done atomic.Int64
	x, y, ratio := inTurns(func() float64 {
		return seconds(func() { eight(b, func(ctx context.Context) error { return begin(ctx, ours, done.Add(1)) }) })
	}, func() float64 {
		last := fmt.Sprintf("person_id > %d and person_id <= %d and ", done.Load()-clicks, done.Load())
		all := []rows{
			newRows(b, source, "ledger_events", last+"kind = 'started'"), newRows(b, source, "assignment_states", last+"valid_from = started_on"),
			newRows(b, source, "assignments", last+"true").of("course_id", int64(2)),
		}
		var next atomic.Int64
		return seconds(func() {
			eight(b, func(ctx context.Context) error {
				i := next.Add(1) - 1
				return pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
					for _, r := range all {
						if _, err := tx.Exec(ctx, r.insert, r.values[i]...); err != nil {
							return err
						}
					}
					return nil
				})
			})
		})
	})
	report(b, result{name: fmt.Sprintf("one event (%d clients)", clients),
		ours: fmt.Sprintf("%.0f tx/s", clicks/x), least: fmt.Sprintf("%.0f tx/s", clicks/y), ratio: ratio})
}

func poolSize(url string) string {
	if strings.Contains(url, "?") {
		return fmt.Sprintf("&pool_max_conns=%d", clients)
	}
	return fmt.Sprintf("?pool_max_conns=%d", clients)
}

// eight clients share the clicks of a round.
func eight(b *testing.B, click func(ctx context.Context) error) {
	b.Helper()
	var left atomic.Int64
	left.Store(clicks)
	var all sync.WaitGroup
	for range clients {
		all.Go(func() {
			for left.Add(-1) >= 0 {
				if err := click(b.Context()); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	if b.Failed() {
		b.FailNow()
	}
}

// dutiesIn is a database with one duty for each of many people.
func dutiesIn(s *scope) (d *db.DB, owner string) {
	s.Helper()
	d = dbtest.New(s)
	_, owner = dbtest.URLs(s)
	var events []ledger.Event
	for p := range int64(duties) {
		events = append(events, ledger.Event{PersonID: p + 1, CourseID: 1, Cycle: 1, Kind: ledger.KindAssigned, EffectiveOn: assignedOn, DueOn: assignedOn + 30})
	}
	for _, sql := range []string{
		fmt.Sprintf(`insert into persons (personnel_no) select n::text from generate_series(1, %d) n`, duties),
		`insert into courses (code, namespace) values ('C-1', 'test'), ('C-2', 'test')`,
	} {
		if _, err := d.Pool().ExecContext(s.Context(), sql); err != nil {
			s.Fatal(err)
		}
	}
	if err := d.Write(s.Context(), func(tx *db.Tx) error {
		_, err := ledger.New().Append(s.Context(), tx, events...)
		return err
	}); err != nil {
		s.Fatal(err)
	}
	if _, err := dbtest.Owner(s).Pool().ExecContext(s.Context(), `analyze`); err != nil {
		s.Fatal(err)
	}
	return d, owner
}

func begin(ctx context.Context, d *db.DB, person int64) error {
	return d.Write(ctx, func(tx *db.Tx) error {
		_, err := ledger.New().Append(ctx, tx, ledger.Event{PersonID: person, CourseID: 1, Cycle: 1, Kind: ledger.KindStarted, EffectiveOn: assignedOn + 3})
		return err
	})
}

// rows are what a round has written into a table, with the statement that writes
// one of them.
type rows struct {
	insert string
	names  []string
	values [][]any
}

// newRows are those of a table that hold the condition.
func newRows(b *testing.B, conn *pgx.Conn, table, where string) rows {
	b.Helper()
	named := strings.Trim(columns(b, conn, table), " ()")
	found, err := conn.Query(b.Context(), fmt.Sprintf("select %s from %s where %s", named, table, where))
	if err != nil {
		b.Fatal(err)
	}
	r := rows{names: strings.Split(named, ", ")}
	if r.values, err = pgx.CollectRows(found, func(row pgx.CollectableRow) ([]any, error) { return row.Values() }); err != nil {
		b.Fatal(err)
	}
	if len(r.values) != clicks {
		b.Fatalf("%d rows of %d clicks in %s", len(r.values), clicks, table)
	}
	places := make([]string, len(r.names))
	for i := range places {
		places[i] = fmt.Sprintf("$%d", i+1)
	}
	r.insert = "insert into " + table + " (" + named + ") overriding system value values (" + strings.Join(places, ", ") + ")"
	return r
}

// of is the same rows with another value of a column.
func (r rows) of(column string, value any) rows {
	for _, row := range r.values {
		row[slices.Index(r.names, column)] = value
	}
	return r
}
