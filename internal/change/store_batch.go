package change

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// Batch is what was written when a plan was applied.
type Batch struct {
	ID          int64
	Kind        Kind
	PlanUID     string // of the plan, empty without one
	Title       string // of the plan
	ActorID     int64  // 0: the system
	AppliedAt   time.Time
	EffectiveOn calendar.Date
	Undoes      int64          // the batch it takes back, 0: none
	UndoneBy    int64          // the batch that took it back, 0: none
	Counts      map[string]int // by people.Kind, «departments», and «duties_» with curriculum.EffectKind
}

// Undoable reports whether the batch is one that can be taken back and has not
// been. An undoing is none: the list is read, or the rule saved, again.
func (b Batch) Undoable() bool { return b.Kind != Undo && b.UndoneBy == 0 }

const selectBatches = `
	select b.id, b.kind, coalesce(p.uid::text, '') as plan_uid, coalesce(p.title, '') as title, coalesce(b.actor_id, 0) as actor_id,
		b.applied_at, b.effective_on, coalesce(b.undoes, 0) as undoes, coalesce(u.id, 0) as undone_by, b.counts::text as counts
	from batches b
	left join plans p on p.id = b.plan_id
	left join batches u on u.undoes = b.id`

type batchRow struct {
	ID               int64
	Kind             Kind
	PlanUID, Title   string
	ActorID          int64
	AppliedAt        time.Time
	EffectiveOn      calendar.Date
	Undoes, UndoneBy int64
	Counts           string
}

func (r batchRow) batch() (Batch, error) {
	b := Batch{ID: r.ID, Kind: r.Kind, PlanUID: r.PlanUID, Title: r.Title, ActorID: r.ActorID, AppliedAt: r.AppliedAt,
		EffectiveOn: r.EffectiveOn, Undoes: r.Undoes, UndoneBy: r.UndoneBy}
	if err := json.Unmarshal([]byte(r.Counts), &b.Counts); err != nil {
		return b, fmt.Errorf("change: counts of batch %d: %w", b.ID, err)
	}
	return b, nil
}

func oneBatch(ctx context.Context, c db.Conn, condition string, args ...any) (Batch, error) {
	var row batchRow
	err := db.One(c.Query(ctx), &row, selectBatches+condition, args...)
	if db.IsNotFound(err) {
		return Batch{}, apperr.New(apperr.NotFound, "error.change.not_found", nil)
	}
	if err != nil {
		return Batch{}, fmt.Errorf("change: batch: %w", err)
	}
	return row.batch()
}

// BatchOf is the batch of an applied plan; NotFound before it is applied.
func BatchOf(ctx context.Context, c db.Conn, plan int64) (Batch, error) {
	return oneBatch(ctx, c, ` where b.plan_id = ?`, plan)
}

// BatchByID is a batch; NotFound if there is none.
func BatchByID(ctx context.Context, c db.Conn, id int64) (Batch, error) {
	return oneBatch(ctx, c, ` where b.id = ?`, id)
}

// lockBatch is BatchByID for the one who takes it back.
func lockBatch(ctx context.Context, tx *db.Tx, id int64) (Batch, error) {
	return oneBatch(ctx, tx, ` where b.id = ? for update of b`, id)
}

// Batches lists what people applied, or what the nights did, the latest first, and
// how many there are in all; limit and offset are rows.
func Batches(ctx context.Context, c db.Conn, nights bool, limit, offset int) (list []Batch, total int, err error) {
	peoples := ` where b.kind <> 'nightly'`
	if nights {
		peoples = ` where b.kind = 'nightly'`
	}
	var rows []batchRow
	if err := c.Query(ctx).Raw(selectBatches+peoples+` order by b.id desc limit ? offset ?`, limit, offset).Scan(&rows).Error; err != nil {
		return nil, 0, fmt.Errorf("change: list batches: %w", err)
	}
	for _, r := range rows {
		b, err := r.batch()
		if err != nil {
			return nil, 0, err
		}
		list = append(list, b)
	}
	if err := c.Query(ctx).Raw(`select count(*) from batches b` + peoples).Scan(&total).Error; err != nil {
		return nil, 0, fmt.Errorf("change: count batches: %w", err)
	}
	return list, total, nil
}

// lastBatch is the last change that somebody made; what the nights did is none.
func lastBatch(ctx context.Context, tx *db.Tx) (int64, error) {
	var id int64
	if err := tx.Query(ctx).Raw(`select coalesce(max(id), 0) from batches where kind <> 'nightly'`).Scan(&id).Error; err != nil {
		return 0, fmt.Errorf("change: last batch: %w", err)
	}
	return id, nil
}

// setCounts completes a batch that was counted after it was stored.
func setCounts(ctx context.Context, tx *db.Tx, batch int64, counts map[string]int) error {
	text, err := encode(counts)
	if err != nil {
		return err
	}
	if err := tx.Query(ctx).Exec(`update batches set counts = cast(? as jsonb) where id = ?`, text[0], batch).Error; err != nil {
		return fmt.Errorf("change: count batch %d: %w", batch, err)
	}
	return nil
}
