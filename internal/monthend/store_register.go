package monthend

import (
	"context"
	"fmt"
	"time"

	"zaemme/internal/db"
)

// Variant is a kind of report of a month end, as registered.
type Variant string

// The variants.
const (
	BriefVariant      Variant = "brief"
	ManagementVariant Variant = "management"
)

// Register keeps that a file of a month end was handed out, with the hashes of its
// table and of itself; by 0 is the command line.
func Register(ctx context.Context, c db.Conn, m Month, variant Variant, language string, by int64, at time.Time, file [32]byte) error {
	if err := c.Query(ctx).Exec(`
		insert into reports (as_of, known_at, variant, scope, language, created_by, created_at, definitions, detail_rows, detail_sha256, file_sha256)
		values (@as_of, @known, @variant, 'everyone', @language, nullif(@by, 0), @at, @definitions, @rows, @table, @file)`, map[string]any{
		"as_of": m.AsOf, "known": m.KnownAt, "variant": string(variant), "language": language, "by": by, "at": at, "definitions": m.Definitions,
		"rows": len(m.Cells), "table": db.Bytes(m.SHA256[:]), "file": db.Bytes(file[:]),
	}).Error; err != nil {
		return fmt.Errorf("monthend: register: %w", err)
	}
	return nil
}
