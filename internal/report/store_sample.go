package report

import (
	"context"
	"encoding/hex"
	"fmt"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/ledger"
)

// readEvidence reads the history of each drawn duty up to T, and what was recorded
// with its completion: at most MaxSample duties.
func (s *snapshot) readEvidence(ctx context.Context, sheets []Evidence) error {
	book := ledger.New()
	confirmers := map[int64]string{}
	by := make([]int64, len(sheets))
	for i := range sheets {
		e := &sheets[i]
		all, err := book.Events(ctx, s.tx, e.Subject.ID, e.Course.ID)
		if err != nil {
			return err
		}
		for _, one := range all {
			if one.RecordedAt.After(s.known) {
				continue
			}
			e.Events = append(e.Events, one)
			if one.ID == e.Cycle.CompletedEvent && e.Cycle.CompletedOn != 0 {
				e.Language, e.SettingsHash, by[i] = one.ContentLanguage, hex.EncodeToString(one.SettingsHash), one.ConfirmedBy
				confirmers[one.ConfirmedBy] = ""
			}
		}
	}
	if err := s.readNames(ctx, confirmers); err != nil {
		return err
	}
	for i := range sheets {
		sheets[i].Confirmed = confirmers[by[i]]
	}
	return nil
}

// readNames fills in the names of the persons that names has as keys.
func (s *snapshot) readNames(ctx context.Context, names map[int64]string) error {
	ids := make([]int64, 0, len(names))
	for id := range names {
		ids = append(ids, id)
	}
	err := s.tx.Raw(func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, `select p.id, trim(p.first_name || ' ' || p.last_name) from persons p where p.id = any ($1::bigint[])`, ids)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id int64
			var name string
			if err := rows.Scan(&id, &name); err != nil {
				return err
			}
			names[id] = name
		}
		return rows.Err()
	})
	if err != nil {
		return fmt.Errorf("report: who confirmed: %w", err)
	}
	return nil
}
