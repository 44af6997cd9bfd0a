package course

import (
	"context"

	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
)

// unmarked is the course without what is known of its translations, as releases
// before had it.
func unmarked(c *coursefile.Course) *coursefile.Course {
	bare := *c
	bare.Made = nil
	return &bare
}

// Sync brings the catalogue in the database up to the courses given: a course
// whose content differs from its newest version gets a new one, the others are
// left alone. A course whose newest version was made here keeps it: what the
// release brings is noted as an update that authors take over (UpdateOf). It
// returns the codes that got a version. Several instances may call it at once.
func Sync(ctx context.Context, d *db.DB, courses []*coursefile.Course, today calendar.Date) ([]string, error) {
	var changed []string
	err := d.Write(ctx, func(tx *db.Tx) error {
		if err := lock(ctx, tx); err != nil {
			return err
		}
		ids := map[string]int64{}
		var released []*coursefile.Course
		for _, c := range courses {
			id, err := ensureCourse(ctx, tx, c)
			if err != nil {
				return err
			}
			ids[c.Code] = id
			before, err := newest(ctx, tx, id)
			if err != nil {
				return err
			}
			if before.Local {
				if err := offerUpdate(ctx, tx, id, c, today); err != nil {
					return err
				}
				continue
			}
			released = append(released, c)
			if before.Hash == c.Hash() || before.Hash == unmarked(c).Hash() {
				continue // what is known of translations alone makes no version
			}
			if _, err := insertVersion(ctx, tx, id, before.Last+1, c, today); err != nil {
				return err
			}
			changed = append(changed, c.Code)
			if err := audit.Record(ctx, tx, audit.Entry{
				Action: "course.version.published", ObjectKind: "course", ObjectID: c.Code,
			}); err != nil {
				return err
			}
		}
		return replaceEquivalents(ctx, tx, released, ids)
	})
	return changed, err
}
