package ledger

import (
	"bytes"
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/db"
)

// Verify recomputes all seals and both projections, as they are at one moment,
// and stops at the first row that is not as it must be. An error means that it
// could not be found out; progress may be nil.
func (l *Ledger) Verify(ctx context.Context, d *db.DB, progress func(Progress)) (Verdict, error) {
	if progress == nil {
		progress = func(Progress) {}
	}
	var v Verdict
	err := d.Read(ctx, func(tx *db.Tx) error {
		if err := tx.Query(ctx).Exec(`set local statement_timeout = 0`).Error; err != nil {
			return fmt.Errorf("ledger: verify: %w", err)
		}
		if err := verifySeals(ctx, tx, &v, progress); err != nil || v.Broken != nil {
			return err
		}
		return verifyProjections(ctx, tx, &v, progress)
	})
	return v, err
}

func verifySeals(ctx context.Context, tx *db.Tx, v *Verdict, progress func(Progress)) error {
	seals, err := read[Seal](ctx, tx, selectSeals+` order by id`)
	if err != nil {
		return err
	}
	last := Seal{To: beginning}
	for _, s := range seals {
		digest, err := digestRows(ctx, tx, s)
		if err != nil {
			return err
		}
		entries, err := sealEntries(ctx, tx, s.ID)
		if err != nil {
			return err
		}
		table, id, what, differs := firstDifference(entries, digest.entries)
		switch whole := digest.sum() == s.Digest; {
		case s.Previous != last.Digest || !s.From.Equal(last.To):
			v.Broken = &Broken{What: Chain, Table: "seals", ID: s.ID, Seal: s.ID}
			return nil
		case whole && (differs || digest.rows != s.Rows):
			v.Broken = &Broken{What: Chain, Table: "seal_rows", ID: s.ID, Seal: s.ID}
			return nil
		case !whole && !differs: // the seal was changed, or row and entry alike
			v.Broken = &Broken{What: Chain, Table: "seals", ID: s.ID, Seal: s.ID}
			return nil
		case !whole:
			return name(ctx, tx, v, s.ID, table, id, what)
		}
		last = s
		v.Seals++
		v.Rows += s.Rows
		v.Until, v.Last = s.To, s.ID
		progress(Progress{Seals: v.Seals, Rows: v.Rows})
	}
	return nil
}

func sealEntries(ctx context.Context, tx *db.Tx, seal int64) ([]byte, error) {
	var parts [][]byte
	err := tx.Raw(func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, `select entries from seal_rows where seal_id = $1 order by part`, seal)
		if err != nil {
			return err
		}
		parts, err = pgx.CollectRows(rows, pgx.RowTo[[]byte])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("ledger: entries of seal %d: %w", seal, err)
	}
	return bytes.Join(parts, nil), nil
}

// name says whose row it is that differs.
func name(ctx context.Context, tx *db.Tx, v *Verdict, seal int64, table byte, id int64, what Damage) error {
	b := &Broken{What: what, Seal: seal, ID: id}
	for _, t := range definitions[Definition] {
		if t.no == table {
			b.Table = t.name
		}
	}
	v.Broken = b
	var course string
	switch b.Table {
	case "":
		return nil // the entry itself is nonsense
	case "ledger_events":
		course = `left join courses c on c.id = r.course_id`
	case "employment_facts", "person_traits", "absences", "deputies", "role_grants", "person_joins":
		course = `left join courses c on false`
	default:
		return nil
	}
	return whose(ctx, tx, b, `from `+b.Table+` r left join persons p on p.id = r.person_id `+course+` where r.id = $1`, id)
}

func whose(ctx context.Context, tx *db.Tx, b *Broken, from string, args ...any) error {
	err := tx.Raw(func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, `select coalesce(p.uid::text, ''), coalesce(c.code, '') `+from, args...)
		if err != nil {
			return err
		}
		_, err = pgx.ForEachRow(rows, []any{&b.PersonUID, &b.CourseCode}, func() error { return nil })
		return err
	})
	if err != nil {
		return fmt.Errorf("ledger: whose row: %w", err)
	}
	return nil
}
