package learning

import (
	"context"
	"fmt"
	"strconv"

	"zaemme/internal/apperr"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
)

// lockClass is the first key of the advisory locks of this package. Locks of two
// keys are apart from those of one, by which writers announce themselves.
const lockClass = 0x6c65726e

// lockCourse makes tx the only one in which the person does something in the
// course: a double click waits and then finds it done.
func lockCourse(ctx context.Context, tx *db.Tx, person, courseID int64) error {
	key := strconv.FormatInt(person, 10) + ":" + strconv.FormatInt(courseID, 10)
	if err := tx.Query(ctx).Exec(`select pg_advisory_xact_lock(?, hashtext(?))`, lockClass, key).Error; err != nil {
		return fmt.Errorf("learning: lock the course: %w", err)
	}
	return nil
}

// duty is what is recorded of the person and the course; a duty without events
// for somebody who never had it.
func (s *Service) duty(ctx context.Context, c db.Conn, person, courseID int64) (ledger.Duty, error) {
	d, err := s.ledger.Duty(ctx, c, person, courseID)
	if apperr.Is(err, apperr.NotFound) {
		return ledger.Duty{PersonID: person, CourseID: courseID}, nil
	}
	return d, err
}

type moduleKey struct {
	cycle  int16
	module int
}

func insertRead(ctx context.Context, tx *db.Tx, act Act, v *course.Version, cycle int16, module int) error {
	if err := tx.Query(ctx).Exec(`
		insert into module_reads (person_id, course_id, cycle, module, version_id, read_at) values (?, ?, ?, ?, ?, ?)
		on conflict do nothing`, act.PersonID, v.CourseID, cycle, module, v.ID, act.Now).Error; err != nil {
		return fmt.Errorf("learning: mark module %d of %s as read: %w", module, v.Code(), err)
	}
	return nil
}

func countStored(ctx context.Context, c db.Conn, person int64) (Stored, error) {
	var n Stored
	if err := c.Query(ctx).Raw(`
		select (select count(*) from assignments where person_id = @person) as duties,
			(select count(*) from module_reads where person_id = @person) as modules,
			(select count(*) from attempts where person_id = @person) as attempts,
			(select count(*) from attempt_answers x join attempts a on a.id = x.attempt_id where a.person_id = @person) as answers`,
		map[string]any{"person": person}).Scan(&n).Error; err != nil {
		return n, fmt.Errorf("learning: count what is stored: %w", err)
	}
	return n, nil
}
