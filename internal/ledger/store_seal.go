package ledger

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
)

// sealLock is the advisory lock of the one sealer; far below the writers' keys.
const sealLock = 7_305_161

// beginning is where the first seal starts: before anything recorded.
var beginning = time.Date(1900, time.January, 1, 0, 0, 0, 0, time.UTC)

// partEntries is the number of entries in a row of seal_rows.
const partEntries = 4096

// Seal chains a seal over what was recorded since the last one and lies below the
// horizon. now is noted beside it. Without such rows nothing is written and the
// Seal has ID 0. Conflict if somebody else is sealing.
func (l *Ledger) Seal(ctx context.Context, d *db.DB, now time.Time) (Seal, error) {
	return l.seal(ctx, d, now, Definition)
}

// seal is Seal by the definition of a number.
func (l *Ledger) seal(ctx context.Context, d *db.DB, now time.Time, definition int) (Seal, error) {
	horizon, err := d.Horizon(ctx)
	if err != nil {
		return Seal{}, err
	}
	var s Seal
	err = d.Write(ctx, func(tx *db.Tx) error {
		var mine bool
		if err := tx.Query(ctx).Raw(`select pg_try_advisory_xact_lock(?::bigint)`, sealLock).Scan(&mine).Error; err != nil {
			return fmt.Errorf("ledger: seal: %w", err)
		}
		if !mine {
			return apperr.New(apperr.Conflict, "error.ledger.sealing", nil)
		}
		last, err := l.LastSeal(ctx, tx)
		if err != nil && !apperr.Is(err, apperr.NotFound) {
			return err
		}
		s = Seal{SealedAt: now, From: beginning, To: horizon, Previous: last.Digest, Definition: definition}
		if last.ID != 0 {
			s.From = last.To
		}
		if !s.From.Before(s.To) {
			s = Seal{}
			return nil
		}
		digest, err := digestRows(ctx, tx, s)
		if err != nil {
			return err
		}
		if digest.rows == 0 {
			s = Seal{}
			return nil
		}
		s.Rows, s.Digest = digest.rows, digest.sum()
		return writeSeal(ctx, tx, &s, digest.entries)
	})
	return s, err
}

func writeSeal(ctx context.Context, tx *db.Tx, s *Seal, entries []byte) error {
	err := tx.Raw(func(conn *pgx.Conn) error {
		if err := conn.QueryRow(ctx, `
			insert into seals (sealed_at, from_known, to_known, row_count, digest, previous, definition)
			values ($1, $2, $3, $4, $5, $6, $7) returning id`,
			s.SealedAt, s.From, s.To, s.Rows, s.Digest[:], s.Previous[:], s.Definition).Scan(&s.ID); err != nil {
			return err
		}
		for part := 0; len(entries) > 0; part++ {
			n := min(len(entries), partEntries*entrySize)
			if _, err := conn.Exec(ctx, `insert into seal_rows (seal_id, part, entries) values ($1, $2, $3)`,
				s.ID, part, entries[:n]); err != nil {
				return err
			}
			entries = entries[n:]
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("ledger: write seal: %w", err)
	}
	return nil
}

// LastSeal is the newest seal, for the cover of a report; NotFound before the
// first.
func (l *Ledger) LastSeal(ctx context.Context, conn db.Conn) (Seal, error) {
	seals, err := read[Seal](ctx, conn, selectSeals+` order by id desc limit 1`)
	if err != nil {
		return Seal{}, err
	}
	if len(seals) == 0 {
		return Seal{}, apperr.New(apperr.NotFound, "error.ledger.no_seal", nil)
	}
	return seals[0], nil
}

const selectSeals = `select id, sealed_at, from_known, to_known, row_count, digest, previous, definition from seals`

func (s *Seal) targets() []any {
	return []any{&s.ID, moment{&s.SealedAt}, moment{&s.From}, moment{&s.To}, &s.Rows,
		digestColumn{&s.Digest}, digestColumn{&s.Previous}, &s.Definition}
}

type digestColumn struct{ at *[32]byte }

// Scan reads 32 bytes.
func (d digestColumn) Scan(src any) error {
	b, ok := src.([]byte)
	if !ok || len(b) != 32 {
		return fmt.Errorf("ledger: cannot read a digest from %T", src)
	}
	copy(d.at[:], b)
	return nil
}

// digestRows reads what the seal's span covers, by its definition.
func digestRows(ctx context.Context, tx *db.Tx, s Seal) (*digester, error) {
	tables, known := definitions[s.Definition]
	if !known {
		return nil, fmt.Errorf("ledger: seal %d has definition %d, which this program does not know", s.ID, s.Definition)
	}
	digest := newDigester(s)
	err := tx.Raw(func(conn *pgx.Conn) error {
		// the text of a moment and of bytes depends on these
		if _, err := conn.Exec(ctx, `set local statement_timeout = 0; set local timezone = 'UTC'; set local bytea_output = 'hex'`); err != nil {
			return err
		}
		for _, t := range tables {
			if err := digestTable(ctx, conn, digest, t, recorded, t.known, t.columns, s); err != nil {
				return fmt.Errorf("%s: %w", t.name, err)
			}
			if !t.ends {
				continue
			}
			if err := digestTable(ctx, conn, digest, t, ended, "known_to", "id, known_to", s); err != nil {
				return fmt.Errorf("%s: %w", t.name, err)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("ledger: digest: %w", err)
	}
	return digest, nil
}

func digestTable(ctx context.Context, conn *pgx.Conn, digest *digester, t sealedTable, operation byte, known, columns string, s Seal) error {
	query := strings.NewReplacer("{columns}", columns, "{table}", t.name, "{known}", known).Replace(`
		select id, jsonb_build_array({columns})::text from {table}
		where {known} >= $1 and {known} < $2 order by id`)
	rows, err := conn.Query(ctx, query, s.From, s.To)
	if err != nil {
		return err
	}
	var id int64
	var row string
	_, err = pgx.ForEachRow(rows, []any{&id, &row}, func() error {
		digest.add(t, operation, id, row)
		return nil
	})
	return err
}
