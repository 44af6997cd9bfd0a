package people

import (
	"context"
	"fmt"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// RecordAbsence adds an absence of a person, both days included, until Forever
// where no end is known. It never has a reason. actor 0 is the system. Invalid
// where it would end before it begins.
func RecordAbsence(ctx context.Context, tx *db.Tx, person int64, from, until calendar.Date, actor int64) error {
	if from.IsZero() || until < from {
		return apperr.New(apperr.Invalid, "error.people.absence_order", nil).At("until")
	}
	stamp, err := tx.Stamp(ctx)
	if err != nil {
		return err
	}
	if err := tx.Query(ctx).Exec(`
		insert into absences (person_id, from_on, until_on, known_from) values (?, ?, ?, ?)`,
		person, from, until, stamp).Error; err != nil {
		return fmt.Errorf("people: record an absence: %w", err)
	}
	return audit.Record(ctx, tx, audit.Entry{
		ActorID: actor, Action: "people.absence.recorded", ObjectKind: "person", SubjectID: person, Fields: []string{"absence"},
	})
}
