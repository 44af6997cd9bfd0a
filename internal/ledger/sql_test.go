package ledger

import (
	"testing"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/testing/wide"
)

// The two SQL functions say what Governing says, on every day around every date
// of generated duties: for slices, and for the row of today with what takes
// effect later.
func TestSQLAgreesWithGo(t *testing.T) {
	t.Parallel()
	ctx, d := t.Context(), fixture(t, 1, 1)
	var rows []Slice
	seen := map[Status]int{}
	for seed := range uint64(wide.N(400)) {
		g := newGenerator(seed + 7_000)
		rows = append(rows, History(g.history(4+g.IntN(14)))...)
	}
	for i := range rows {
		rows[i].PersonID = int64(i) // to find it again
	}
	if err := d.Write(ctx, func(tx *db.Tx) error {
		return insertNow(ctx, tx, "assignment_states", sliceColumns, len(rows), each(rows))
	}); err != nil {
		t.Fatal(err)
	}
	conn, err := d.Pool().Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if _, err := conn.ExecContext(ctx, `set statement_timeout = 0`); err != nil { // make check reads millions of rows
		t.Fatal(err)
	}
	found, err := conn.QueryContext(ctx, `
		select s.person_id, day::date, coalesce(`+StatusSQL("s", "day::date")+`, ''), `+DueSQL("s", "day::date")+`
		from assignment_states s, generate_series($1::date, $1::date + 330, interval '1 day') day`, (day0 - 5))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = found.Close() }()
	n := 0
	for found.Next() {
		var i int
		var day, due calendar.Date
		var status Status
		if err := found.Scan(&i, &day, &status, &due); err != nil {
			t.Fatal(err)
		}
		g, _ := rows[i].Governing(day)
		if g.Status != status || g.Due != due || rows[i].Status(day) != status {
			t.Fatalf("%s: SQL %q due %s, Go %q due %s: %+v", day, status, due, g.Status, g.Due, rows[i].Dates)
		}
		seen[status]++
		n++
	}
	if found.Err() != nil || n < len(rows)*300 {
		t.Fatalf("%d rows, %v", n, found.Err())
	}
	for _, s := range append(Statuses(), StatusNone, StatusInProgress) {
		if seen[s] < 50 {
			t.Errorf("%q seen %d times only", s, seen[s])
		}
	}
}
