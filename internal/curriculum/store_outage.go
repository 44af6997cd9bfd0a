package curriculum

import (
	"context"
	"fmt"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/db"
)

// OutageFact is an outage that was declared, for the list.
type OutageFact struct {
	ID         int64
	FromAt     time.Time
	UntilAt    time.Time // the first moment after it
	Reason     OutageReason
	DeclaredBy int64 // who has applied it, 0: the system
	BatchID    int64
	KnownFrom  time.Time
	TakenBack  bool
	Moved      int    // due dates
	PlanUID    string // that declared it
	ProposedBy int64
}

// Declared is the outage as it was declared.
func (f OutageFact) Declared() Declared {
	return Declared{From: f.FromAt, Until: f.UntilAt, Reason: f.Reason}
}

const selectOutages = `
	select o.id, o.from_at, o.until_at, o.reason, coalesce(o.declared_by, 0) as declared_by, o.batch_id, o.known_from,
		o.known_to <> '9999-12-31 00:00:00+00' as taken_back, coalesce((b.counts ->> 'duties_move')::int, 0) as moved,
		coalesce(p.uid::text, '') as plan_uid, coalesce(p.created_by, 0) as proposed_by
	from outages o join batches b on b.id = o.batch_id left join plans p on p.id = b.plan_id`

// Outages lists all outages ever declared, the latest first, those taken back too.
func Outages(ctx context.Context, c db.Conn) ([]OutageFact, error) {
	var list []OutageFact
	if err := c.Query(ctx).Raw(selectOutages + ` order by o.from_at desc, o.id desc`).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("curriculum: outages: %w", err)
	}
	return list, nil
}

// outagesWith are the outages in force and the proposed one, nil: none; one that is
// declared already is Invalid.
func outagesWith(ctx context.Context, c db.Conn, proposed *Declared) ([]Outage, error) {
	var rows []OutageFact
	if err := c.Query(ctx).Raw(selectOutages + ` where o.` + knownNow).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("curriculum: outages in force: %w", err)
	}
	list := make([]Outage, 0, len(rows)+1)
	for _, r := range rows {
		o := r.Declared().Outage()
		o.ID = r.ID
		if proposed != nil && o.Interval == proposed.Outage().Interval {
			return nil, apperr.New(apperr.Invalid, "error.outage.twice", nil).At("from")
		}
		list = append(list, o)
	}
	if proposed != nil {
		list = append(list, proposed.Outage())
	}
	return list, nil
}

func declare(ctx context.Context, tx *db.Tx, d Declared, batch, actor int64) error {
	stamp, err := tx.Stamp(ctx)
	if err != nil {
		return err
	}
	var id int64
	if err := db.One(tx.Query(ctx), &id, `
		insert into outages (from_at, until_at, reason, declared_by, batch_id, known_from)
		values (?, ?, ?, nullif(?, 0), ?, ?) returning id`, d.From, d.Until, d.Reason, actor, batch, stamp); err != nil {
		return fmt.Errorf("curriculum: declare an outage: %w", err)
	}
	return audit.Record(ctx, tx, audit.Entry{ActorID: actor, Action: "outage.declared", ObjectKind: "outage", ObjectID: fmt.Sprint(id),
		Fields: []string{"from", "until", "reason"}})
}

// endOutages ends what the batch has declared, and says how many that are.
func endOutages(ctx context.Context, tx *db.Tx, batch int64) (int, error) {
	stamp, err := tx.Stamp(ctx)
	if err != nil {
		return 0, err
	}
	result := tx.Query(ctx).Exec(`update outages set known_to = ? where batch_id = ? and `+knownNow, stamp, batch)
	if result.Error != nil {
		return 0, fmt.Errorf("curriculum: end outages: %w", result.Error)
	}
	return int(result.RowsAffected), nil
}
