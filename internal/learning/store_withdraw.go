package learning

import (
	"context"
	"fmt"
	"time"

	"zaemme/internal/db"
)

// gradingClass is the first key of the locks between handing in and withdrawing.
const gradingClass = 0x67726164

// lockGrading lets tx be the only one that grades at the course.
func lockGrading(ctx context.Context, tx *db.Tx, courseID int64) error {
	if err := tx.Query(ctx).Exec(`select pg_advisory_xact_lock(?, hashint8(?))`, gradingClass, courseID).Error; err != nil {
		return fmt.Errorf("learning: lock the grading: %w", err)
	}
	return nil
}

// against is the attempt graded against the withdrawals as they stand: until tx ends
// none is added at its course.
func (s *Service) against(ctx context.Context, tx *db.Tx, a *Attempt) (*Attempt, error) {
	if err := tx.Query(ctx).Exec(`select pg_advisory_xact_lock_shared(?, hashint8(?))`, gradingClass, a.CourseID).Error; err != nil {
		return nil, fmt.Errorf("learning: lock the grading: %w", err)
	}
	var err error
	a.Withdrawn, err = withdrawnIn(ctx, tx, a.VersionID)
	return a, err
}

// withdrawnIn are the IDs of the questions that are withdrawn in the version.
func withdrawnIn(ctx context.Context, c db.Conn, version int64) ([]string, error) {
	var list []string
	if err := c.Query(ctx).Raw(`select question from question_withdrawals where version_id = ? order by question`, version).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("learning: withdrawn questions: %w", err)
	}
	return list, nil
}

// asking is the condition that an attempt at one of the versions asks the question.
const asking = `a.version_id = any(cast(@versions as bigint[])) and (a.questions is null or @question = any(a.questions))`

// readHandedIn are the attempts that asked the question and were handed in since the
// moment, with their answers, the earliest first.
func readHandedIn(ctx context.Context, c db.Conn, versions []int64, question string, since time.Time) ([]*Attempt, error) {
	var rows []attemptRow
	if err := c.Query(ctx).Raw(selectAttempts+asking+` and a.handed_in_at >= @since and a.possible is not null order by a.handed_in_at, a.id`,
		map[string]any{"versions": db.Numbers(versions), "question": question, "since": since}).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("learning: attempts that asked a question: %w", err)
	}
	list := make([]*Attempt, len(rows))
	for i, r := range rows {
		var err error
		if list[i], err = r.attempt(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// countOpen is how many attempts that ask the question are not handed in.
func countOpen(ctx context.Context, c db.Conn, versions []int64, question string) (int, error) {
	var n int
	if err := db.One(c.Query(ctx), &n, `select count(*) from attempts a where a.handed_in_at is null and `+asking,
		map[string]any{"versions": db.Numbers(versions), "question": question}); err != nil {
		return 0, fmt.Errorf("learning: open attempts that ask a question: %w", err)
	}
	return n, nil
}
