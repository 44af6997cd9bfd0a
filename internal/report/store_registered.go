package report

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

const registeredColumns = `
	select r.id, r.uid::text, r.as_of, r.known_at, r.variant, r.scope, r.filter::text, r.language,
		coalesce(trim(p.first_name || ' ' || p.last_name), ''), r.created_at, r.definitions, r.detail_rows, r.detail_sha256, r.file_sha256
	from reports r
	left join persons p on p.id = r.created_by`

func scanRegistered(row pgx.CollectableRow) (r Registered, err error) {
	var asOf time.Time
	var detail, file []byte
	err = row.Scan(&r.ID, &r.UID, &asOf, &r.KnownAt, &r.Variant, &r.Scope, &r.Filter, &r.Language, &r.By, &r.CreatedAt, &r.Definitions, &r.Rows,
		&detail, &file)
	r.AsOf = calendar.NewDate(asOf.Date())
	r.KnownAt = r.KnownAt.UTC()
	copy(r.DetailSHA256[:], detail)
	copy(r.FileSHA256[:], file)
	return r, err
}

// Registered finds a report by the ID that people quote, in any case and with
// spaces around it. NotFound: there is none.
func (s *Service) Registered(ctx context.Context, uid string) (Registered, error) {
	id, err := uuid.Parse(uid)
	if err != nil {
		return Registered{}, apperr.New(apperr.NotFound, "error.report.unknown", nil).At("id")
	}
	return s.oneRegistered(ctx, ` where r.uid = $1`, [16]byte(id))
}

// registeredFile finds a report by its file; NotFound: no report had these bytes.
func (s *Service) registeredFile(ctx context.Context, sum [32]byte) (Registered, error) {
	return s.oneRegistered(ctx, ` where r.file_sha256 = $1 order by r.id limit 1`, sum[:])
}

func (s *Service) oneRegistered(ctx context.Context, where string, arg any) (Registered, error) {
	list, err := s.readRegistered(ctx, where, arg)
	if err == nil && len(list) == 0 {
		err = apperr.New(apperr.NotFound, "error.report.unknown", nil).At("id")
	}
	if err != nil {
		return Registered{}, err
	}
	return list[0], nil
}

// Register lists the newest reports with detail rows that a scope of the register
// has, newest first: those of the same scope as the viewer's, whole or in parts.
func (s *Service) Register(ctx context.Context, v Viewer, limit int) ([]Registered, error) {
	q := Query{Scope: v.Scope, By: v.Person}
	return s.readRegistered(ctx, ` where r.variant = 'hr' and (r.scope = $1 or r.scope like $1 || '/%') order by r.id desc limit $2`, q.scopeText(), limit)
}

func (s *Service) readRegistered(ctx context.Context, where string, args ...any) (list []Registered, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		return tx.Raw(func(conn *pgx.Conn) error {
			rows, err := conn.Query(ctx, registeredColumns+where, args...)
			if err != nil {
				return err
			}
			list, err = pgx.CollectRows(rows, scanRegistered)
			return err
		})
	})
	if err != nil {
		return nil, fmt.Errorf("report: register: %w", err)
	}
	return list, nil
}
