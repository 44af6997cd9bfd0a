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

// progress is what a person has done in one course.
type progress struct {
	read     map[moduleKey]bool
	attempt  bool
	answered int
}

// readProgress is the progress of the person by course, in one statement.
func readProgress(ctx context.Context, c db.Conn, person int64) (map[int64]progress, error) {
	var rows []struct {
		CourseID int64
		Cycle    int16
		Module   int // 0: the open attempt
		Answered int
	}
	if err := c.Query(ctx).Raw(`
		select course_id, cycle, module, 0 as answered from module_reads where person_id = @person
		union all
		select a.course_id, a.cycle, 0,
			(select count(*) from attempt_answers x where x.attempt_id = a.id and cardinality(x.chosen) > 0)
		from attempts a where a.person_id = @person and a.handed_in_at is null`,
		map[string]any{"person": person}).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("learning: progress: %w", err)
	}
	done := map[int64]progress{}
	for _, r := range rows {
		p, ok := done[r.CourseID]
		if !ok {
			p.read = map[moduleKey]bool{}
		}
		if r.Module == 0 {
			p.attempt, p.answered = true, r.Answered
		} else {
			p.read[moduleKey{r.Cycle, r.Module}] = true
		}
		done[r.CourseID] = p
	}
	return done, nil
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
