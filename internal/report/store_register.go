package report

import (
	"context"
	"fmt"

	"zaemme/internal/audit"
	"zaemme/internal/db"
)

// register keeps the report with its hashes, and logs whom it showed to whom, in
// one transaction.
func (s *Service) register(ctx context.Context, q Query, r *Report, persons []int64) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		if err := tx.Query(ctx).Raw(`
			insert into reports (uid, as_of, known_at, variant, scope, filter, language, created_by, created_at, definitions,
				detail_rows, detail_sha256, file_sha256)
			values (@uid, @as_of, @known, @variant, @scope, cast(@filter as jsonb), @language, nullif(@by, 0), @at, @definitions,
				@rows, @detail, @file)
			returning id`, map[string]any{
			"uid": r.UID, "as_of": q.AsOf, "known": r.KnownAt, "variant": string(q.Variant), "scope": q.scopeText(),
			"filter": q.Filter.text(), "language": q.Language, "by": q.By.ID, "at": q.Now, "definitions": Definitions,
			"rows": r.Rows, "detail": db.Bytes(r.DetailSHA256[:]), "file": db.Bytes(r.FileSHA256[:]),
		}).Scan(&r.ID).Error; err != nil {
			return fmt.Errorf("report: register: %w", err)
		}
		if q.By.ID == 0 {
			return nil
		}
		return audit.Looked(ctx, tx, audit.Look{
			ViewerID: q.By.ID, Page: "report." + string(q.Variant), Scope: q.Scope.Name(), AsOf: q.AsOf,
			PersonIDs: persons, ReportID: r.ID,
		})
	})
}
