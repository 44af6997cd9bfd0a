package ledger

import (
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/db"
)

// The mask of many days says of each what the condition for one day says, at any
// moment of knowledge.
func TestDaysOfASlice(t *testing.T) {
	t.Parallel()
	ctx, d := t.Context(), fixture(t, 1, 1)
	var rows []Slice
	for seed := range uint64(60) {
		g := newGenerator(seed + 9_000)
		rows = append(rows, History(g.history(4+g.IntN(14)))...)
	}
	var days []time.Time
	var moments []time.Time
	for i := range rows {
		rows[i].PersonID = int64(i)
		moments = append(moments, rows[i].KnownFrom, rows[i].KnownFrom.Add(-time.Microsecond))
	}
	for i := range 12 {
		days = append(days, day0.AddDays(20*i-10).Time())
	}
	slices.SortFunc(moments, time.Time.Compare)
	moments = slices.Compact(moments)
	if err := d.Write(ctx, func(tx *db.Tx) error {
		return insertNow(ctx, tx, "assignment_states", sliceColumns, len(rows), each(rows))
	}); err != nil {
		t.Fatal(err)
	}
	condition, mask := AtDaysSQL("s", "@days::date[]", "@known")
	ones, zeros := 0, 0
	for i := 0; i < len(moments); i += 1 + len(moments)/25 {
		var wrong, held, not int
		if err := d.Read(ctx, func(tx *db.Tx) error {
			return tx.Raw(func(conn *pgx.Conn) error {
				return conn.QueryRow(ctx, `
					select count(*) filter (where a.holds is distinct from b.holds), count(*) filter (where b.holds), count(*) filter (where not b.holds)
					from assignment_states s
					cross join unnest(@days::date[]) with ordinality d (day, i)
					cross join lateral (select `+condition+` and (`+mask+` >> (d.i - 1)::int) & 1 = 1 as holds) a
					cross join lateral (select `+AtSQL("s", "d.day", "@known")+` as holds) b`,
					pgx.NamedArgs{"days": days, "known": moments[i]}).Scan(&wrong, &held, &not)
			})
		}); err != nil {
			t.Fatal(err)
		}
		if wrong > 0 {
			t.Errorf("known at %s: %d of %d differ", moments[i], wrong, held+not)
		}
		ones, zeros = ones+held, zeros+not
	}
	if ones < 1000 || zeros < 1000 {
		t.Errorf("%d days on which a slice holds, %d on which it does not", ones, zeros)
	}
}
