package ledger

import (
	"context"

	"zaemme/internal/db"
)

// CreditedFrom are the completions of a person that rest on those of another
// record and still stand, by ID.
func (l *Ledger) CreditedFrom(ctx context.Context, conn db.Conn, person, record int64) ([]Event, error) {
	return read[Event](ctx, conn, `
		select `+selected("c", eventColumns)+` from ledger_events c
		join ledger_events s on s.id = c.source_event and s.person_id = $2
		where c.person_id = $1 and not exists (select from ledger_events v where v.voids = c.id)
		order by c.id`, person, record)
}
