package outbox

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"zaemme/internal/db"
)

// queue is which rows may leave and which of them go first.
type queue struct {
	only    []string // kinds; none: all may leave
	awaited []string // kinds
}

// some makes a list usable in SQL, which knows no empty one.
func some(kinds []string) []string {
	if len(kinds) == 0 {
		return []string{""}
	}
	return kinds
}

// lockNext locks those that somebody waits for, else those that have waited
// longest, at most so many, not looking at those that another process has. It fails
// with db.IsNotFound if there is none.
func lockNext(ctx context.Context, tx *db.Tx, now time.Time, which queue, most int) (items []Item, err error) {
	// A morning's thousands were not there when the rows were last counted: they
	// would be read by bitmap and sorted, all of them for each fifty.
	if err := bitmaps(ctx, tx, "off"); err != nil {
		return nil, err
	}
	first := slices.DeleteFunc(slices.Clone(which.awaited), func(kind string) bool {
		return len(which.only) > 0 && !slices.Contains(which.only, kind)
	})
	if len(first) > 0 {
		items, err = lockOldest(ctx, tx, now, first, most)
	}
	if len(first) == 0 || db.IsNotFound(err) {
		items, err = lockOldest(ctx, tx, now, which.only, most)
	}
	if err != nil {
		return nil, err
	}
	return items, bitmaps(ctx, tx, "on")
}

// bitmaps allows bitmaps in the plans of the transaction, or not.
func bitmaps(ctx context.Context, tx *db.Tx, allowed string) error {
	if err := tx.Query(ctx).Exec(`select set_config('enable_bitmapscan', ?, true)`, allowed).Error; err != nil {
		return fmt.Errorf("outbox: plan: %w", err)
	}
	return nil
}

// lockOldest is lockNext among the kinds, all without any. It reads no more rows
// than it locks, however many wait: sorting those that are awaited to the front in
// one statement would read them all.
func lockOldest(ctx context.Context, tx *db.Tx, now time.Time, kinds []string, most int) ([]Item, error) {
	where := ""
	if len(kinds) > 0 {
		where = "and kind in @kinds"
	}
	var items []Item
	if err := tx.Query(ctx).Raw(`
		select id, kind, dedupe_key, coalesce(recipient_id, 0) as recipient_id, payload, message_id, attempts, created_at
		from outbox
		where `+free+` `+where+`
		order by next_at, id
		limit @most
		for update skip locked`,
		map[string]any{"now": now, "kinds": kinds, "most": most}).Scan(&items).Error; err != nil {
		return nil, err
	}
	if len(items) == 0 {
		return nil, gorm.ErrRecordNotFound
	}
	return items, nil
}

// hold keeps the rows of the batch for this dispatcher until the moment.
func hold(ctx context.Context, tx *db.Tx, batch []*taken, until time.Time) error {
	if len(batch) == 0 {
		return nil
	}
	if err := tx.Query(ctx).Exec(`update outbox set taken_until = @until where id = any(cast(@ids as bigint[]))`,
		map[string]any{"ids": numbers(batch), "until": until}).Error; err != nil {
		return fmt.Errorf("outbox: hold: %w", err)
	}
	return nil
}

// letGo frees rows of a batch that were held until the moment; nothing else of them
// changes.
func letGo(ctx context.Context, c db.Conn, batch []*taken, until time.Time) error {
	if err := c.Query(ctx).Exec(`
		update outbox set taken_until = null
		where id = any(cast(@ids as bigint[])) and state = 'waiting' and taken_until = @until`,
		map[string]any{"ids": numbers(batch), "until": until}).Error; err != nil {
		return fmt.Errorf("outbox: let go: %w", err)
	}
	return nil
}

func numbers(batch []*taken) string {
	ids := make([]int64, len(batch))
	for i, one := range batch {
		ids[i] = one.item.ID
	}
	return db.Numbers(ids)
}
