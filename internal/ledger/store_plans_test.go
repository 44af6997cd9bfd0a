package ledger

import (
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// What a click asks of the database is planned once for a connection, not each
// time: that costs as much as everything else in it.
func TestAppendIsPlannedOnce(t *testing.T) {
	t.Parallel()
	const times = 12 // Postgres tries five plans before it settles for one
	ctx, d, l := t.Context(), fixture(t, times, 1), New()
	err := d.Write(ctx, func(tx *db.Tx) error {
		for p := range int64(times) {
			for i := range calendar.Date(2) {
				e := assigned(p+1, 1, day0)
				if i > 0 {
					e = Event{PersonID: p + 1, CourseID: 1, Cycle: 1, Kind: KindDueSet, EffectiveOn: day0 + i, DueOn: day0 + 40}
				}
				if _, err := l.Append(ctx, tx, e); err != nil {
					return err
				}
			}
		}
		return tx.Raw(func(conn *pgx.Conn) error {
			rows, err := conn.Query(ctx, `
				select statement, custom_plans, generic_plans from pg_prepared_statements
				where statement like '%assignment%' or statement like '%ledger_events%'`)
			if err != nil {
				return err
			}
			var statement string
			var anew, once, seen int
			_, err = pgx.ForEachRow(rows, []any{&statement, &anew, &once}, func() error {
				seen++
				if anew > 5 {
					t.Errorf("planned %d times, of %d: %s", anew, anew+once, statement)
				}
				return nil
			})
			if err == nil && seen < 7 { // two reads, IDs, three inserts, two updates
				err = fmt.Errorf("only %d statements", seen)
			}
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}
