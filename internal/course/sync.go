package course

import (
	"context"

	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
)

// Sync brings the catalogue in the database up to the courses given: a course
// whose content differs from its newest version gets a new one, the others are
// left alone. It returns the codes that got a version. Several instances may
// call it at once.
func Sync(ctx context.Context, d *db.DB, courses []*coursefile.Course, today calendar.Date) ([]string, error) {
	var changed []string
	err := d.Write(ctx, func(tx *db.Tx) error {
		if err := lock(ctx, tx); err != nil {
			return err
		}
		ids := map[string]int64{}
		for _, c := range courses {
			id, err := ensureCourse(ctx, tx, c)
			if err != nil {
				return err
			}
			ids[c.Code] = id
			number, hash, err := newest(ctx, tx, id)
			if err != nil {
				return err
			}
			if hash == c.Hash() {
				continue
			}
			if err := insertVersion(ctx, tx, id, number+1, c, today); err != nil {
				return err
			}
			changed = append(changed, c.Code)
			if err := audit.Record(ctx, tx, audit.Entry{
				Action: "course.version.published", ObjectKind: "course", ObjectID: c.Code,
			}); err != nil {
				return err
			}
		}
		return replaceEquivalents(ctx, tx, courses, ids)
	})
	return changed, err
}
