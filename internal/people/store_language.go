package people

import (
	"context"
	"fmt"

	"zaemme/internal/audit"
	"zaemme/internal/db"
)

// SetLanguage is the person's own choice of de, en, fr or it. From then on no
// staff list changes it.
func SetLanguage(ctx context.Context, tx *db.Tx, person int64, language string) error {
	if err := tx.Query(ctx).Exec(`update persons set language = ?, language_chosen = true where id = ?`, language, person).Error; err != nil {
		return fmt.Errorf("people: set the language: %w", err)
	}
	return audit.Record(ctx, tx, audit.Entry{
		ActorID: person, Action: "people.language.set", ObjectKind: "person", SubjectID: person, Fields: []string{"language"},
	})
}
