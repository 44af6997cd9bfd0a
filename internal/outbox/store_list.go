package outbox

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/db"
)

// Row is a message as an admin sees it: states and errors, no text.
type Row struct {
	ID          int64
	Kind        string
	RecipientID int64 // 0: none
	State       State
	Attempts    int
	NextAt      time.Time
	CreatedAt   time.Time
	DoneAt      *time.Time // nil: not done
	Reason      string     // code, see the texts outbox.reason.…
	Error       string
}

// Filter of List; zero fields do not filter.
type Filter struct {
	State       State
	Kind        string
	RecipientID int64
	Except      []string // kinds
	Limit       int      // rows, 50 if zero
	Offset      int
}

// List is the rows of a filter, newest first, and how many there are in all.
func List(ctx context.Context, c db.Conn, f Filter) ([]Row, int, error) {
	if f.Limit == 0 {
		f.Limit = 50
	}
	args := map[string]any{"state": string(f.State), "kind": f.Kind, "recipient": f.RecipientID, "except": some(f.Except), "limit": f.Limit, "offset": f.Offset}
	const where = `
		from outbox
		where (@state = '' or state = @state) and (@kind = '' or kind = @kind) and (@recipient = 0 or recipient_id = @recipient) and kind not in @except
			and (@state not in ('parked', 'uncertain') or reason <> '')`
	var total int
	if err := c.Query(ctx).Raw(`select count(*) `+where, args).Scan(&total).Error; err != nil {
		return nil, 0, fmt.Errorf("outbox: count: %w", err)
	}
	var rows []Row
	if err := c.Query(ctx).Raw(`
		select id, kind, coalesce(recipient_id, 0) as recipient_id, state, attempts, next_at, created_at, done_at, reason, error`+
		where+` order by id desc limit @limit offset @offset`, args).Scan(&rows).Error; err != nil {
		return nil, 0, fmt.Errorf("outbox: list: %w", err)
	}
	return rows, total, nil
}

// CountByState is how many messages, but for some kinds, are in which state;
// states without any are left out.
func CountByState(ctx context.Context, c db.Conn, except ...string) (map[State]int, error) {
	var rows []struct {
		State State
		N     int
	}
	if err := c.Query(ctx).Raw(`select state, count(*) as n from outbox where kind not in ? group by state`, some(except)).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("outbox: count by state: %w", err)
	}
	counts := make(map[State]int, len(rows))
	for _, r := range rows {
		counts[r.State] = r.N
	}
	return counts, nil
}

// Retry lets a parked or uncertain message leave at now, with all its tries. It
// is for an admin who has decided that a second copy does less harm than none;
// the renderer still checks it. It is recorded. NotFound for an unknown id, Conflict
// if it is in another state by now.
func Retry(ctx context.Context, tx *db.Tx, actor, id int64, now time.Time) error {
	var state string
	err := db.One(tx.Query(ctx), &state, `select state from outbox where id = ? for update`, id)
	if db.IsNotFound(err) {
		return apperr.New(apperr.NotFound, "error.outbox.not_found", nil)
	}
	if err != nil {
		return fmt.Errorf("outbox: message %d: %w", id, err)
	}
	if s := State(state); s != Parked && s != Uncertain {
		return apperr.New(apperr.Conflict, "error.outbox.not_parked", nil)
	}
	if err := tx.Query(ctx).Exec(`
		update outbox set state = 'waiting', attempts = 0, next_at = ?, done_at = null, reason = 'retried', error = '', refused_address = null
		where id = ?`, now, id).Error; err != nil {
		return fmt.Errorf("outbox: retry %d: %w", id, err)
	}
	return audit.Record(ctx, tx, audit.Entry{
		ActorID: actor, Action: "outbox.retried", ObjectKind: "message", ObjectID: strconv.FormatInt(id, 10), Fields: []string{"state"},
	})
}

// Forget deletes messages of the kinds that came to their end before the moment,
// and says how many. It is for kinds whose traces say
// more about people than anybody needs; a dedupe key of theirs could be written
// again.
func Forget(ctx context.Context, tx *db.Tx, before time.Time, kinds ...string) (int, error) {
	result := tx.Query(ctx).Exec(`
		delete from outbox where kind in @kinds and done_at < @before and state not in ('waiting', 'handing_over')`,
		map[string]any{"kinds": some(kinds), "before": before})
	if result.Error != nil {
		return 0, fmt.Errorf("outbox: forget: %w", result.Error)
	}
	return int(result.RowsAffected), nil
}
