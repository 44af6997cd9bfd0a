package ledger

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// Terms are what was stated last for the newest cycle of a duty: reasons and what
// is asked for by one event, the calculation by the one that dated it; zero where
// none does.
type Terms struct {
	ValidityMonths *int16
	ValidityDay    calendar.YearDay
	Variant        string
	TestOut        *bool
	Reasons        []Reason
	Calculation    []byte // JSON as appended
}

// EachDutyWithTerms is EachDuty with the terms of each duty, of the persons from
// one ID to another, both included, 0: no limit.
func (l *Ledger) EachDutyWithTerms(ctx context.Context, tx *db.Tx, from, until int64, fn func(Duty, Terms) error) error {
	err := tx.Raw(func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, `
			select `+selected("a", dutyColumns)+`, t.validity_months, t.validity_day, coalesce(t.variant, ''), t.test_out, t.reasons, d.calculation
			from assignments a
			left join lateral (
				select e.validity_months, e.validity_day, e.variant, e.test_out, e.reasons
				from ledger_events e
				where e.person_id = a.person_id and e.course_id = a.course_id and e.cycle = a.cycle and e.reasons is not null
					and not exists (select from ledger_events v where v.voids = e.id)
				order by e.id desc
				limit 1) t on true
			left join lateral (
				select e.calculation
				from ledger_events e
				where e.person_id = a.person_id and e.course_id = a.course_id and e.cycle = a.cycle and e.calculation is not null
					and not exists (select from ledger_events v where v.voids = e.id)
				order by e.id desc
				limit 1) d on true
			where a.person_id >= $1 and ($2 = 0 or a.person_id <= $2)
			order by a.person_id, a.course_id`, from, until)
		if err != nil {
			return err
		}
		defer rows.Close()
		var d Duty
		var t Terms
		var calculation []byte
		targets := append(d.targets(), &t.ValidityMonths, number[int16]{(*int16)(&t.ValidityDay)}, &t.Variant, &t.TestOut, document{&t.Reasons}, &calculation)
		for rows.Next() {
			t = Terms{}
			if err := rows.Scan(targets...); err != nil {
				return err
			}
			t.Calculation = calculation
			if err := fn(d, t); err != nil {
				return err
			}
		}
		return rows.Err()
	})
	if err != nil {
		return fmt.Errorf("ledger: each duty with terms: %w", err)
	}
	return nil
}
