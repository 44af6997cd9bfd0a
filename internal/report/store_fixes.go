package report

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// dutyOf names a duty.
type dutyOf struct{ person, course int64 }

// fix is the last correction of a duty as known at T.
type fix struct {
	reason   string // code
	replaces bool
	at       time.Time // recorded
}

func (f fix) what() string {
	if f.replaces {
		return "replaced"
	}
	return "voided"
}

// readFixes reads all corrections; there are few.
func (b *book) readFixes(ctx context.Context) error {
	b.fixes = map[dutyOf]fix{}
	err := b.tx.Raw(func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, `
			select distinct on (e.person_id, e.course_id) e.person_id, e.course_id, e.reason, e.replaces, e.recorded_at
			from ledger_events e
			where e.voids is not null and e.recorded_at <= $1
			order by e.person_id, e.course_id, e.id desc`, b.known)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var k dutyOf
			var f fix
			if err := rows.Scan(&k.person, &k.course, &f.reason, &f.replaces, &f.at); err != nil {
				return err
			}
			b.fixes[k] = f
		}
		return rows.Err()
	})
	if err != nil {
		return fmt.Errorf("report: corrections: %w", err)
	}
	return nil
}
