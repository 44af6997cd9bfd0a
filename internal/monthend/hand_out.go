package monthend

import (
	"context"
	"time"

	"zaemme/internal/audit"
	"zaemme/internal/db"
)

// Handed is a file of a month end as it leaves.
type Handed struct {
	Variant  Variant
	Class    Class
	Language string
	By       int64 // who asked for it
	At       time.Time
	File     [32]byte // SHA-256
}

// HandOut registers the file. One that may be published is in the audit log too, with
// who made it so.
func (s *Service) HandOut(ctx context.Context, m Month, h Handed) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		if err := Register(ctx, tx, m, h.Variant, h.Language, h.By, h.At, h.File); err != nil || h.Class != Public {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{ActorID: h.By, Action: "month_end.published", ObjectKind: "month_end", ObjectID: m.UID, Fields: []string{string(h.Variant)}})
	})
}
