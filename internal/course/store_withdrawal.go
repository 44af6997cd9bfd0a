package course

import (
	"context"
	"encoding/json"
	"fmt"

	"zaemme/internal/coursefile"
	"zaemme/internal/db"
)

func insertWithdrawals(ctx context.Context, tx *db.Tx, w NewWithdrawal, versions []int64) error {
	stamp, err := tx.Stamp(ctx)
	if err != nil {
		return err
	}
	if err := tx.Query(ctx).Exec(`
		insert into question_withdrawals (version_id, question, withdrawn_at, known_from, actor_id, reason)
		select v, ?, ?, ?, ?, ? from unnest(cast(? as bigint[])) v
		on conflict do nothing`, w.Question, w.Now, stamp, w.Actor, w.Reason, db.Numbers(versions)).Error; err != nil {
		return fmt.Errorf("course: withdraw question %s: %w", w.Question, err)
	}
	return nil
}

func readWithdrawals(ctx context.Context, c db.Conn, version int64) ([]Withdrawal, error) {
	var list []Withdrawal
	if err := c.Query(ctx).Raw(`
		select version_id, question, withdrawn_at as at, reason from question_withdrawals where version_id = ? order by question`, version).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("course: withdrawn questions: %w", err)
	}
	return list, nil
}

// takeOverWithdrawals notes in a new version what is withdrawn in an older one and
// stands in the new one as it was.
func takeOverWithdrawals(ctx context.Context, tx *db.Tx, course, version int64, c *coursefile.Course) error {
	var rows []struct {
		VersionID         int64
		Question, Content string
	}
	if err := tx.Query(ctx).Raw(`
		select w.version_id, w.question, v.content::text as content
		from question_withdrawals w join course_versions v on v.id = w.version_id
		where v.course_id = ? order by w.withdrawn_at, w.version_id`, course).Scan(&rows).Error; err != nil {
		return fmt.Errorf("course: withdrawn questions of %s: %w", c.Code, err)
	}
	for _, r := range rows {
		var old coursefile.Course
		if err := json.Unmarshal([]byte(r.Content), &old); err != nil {
			return fmt.Errorf("course: content of version %d: %w", r.VersionID, err)
		}
		if !c.Same(&old, r.Question) {
			continue
		}
		if err := tx.Query(ctx).Exec(`
			insert into question_withdrawals (version_id, question, withdrawn_at, known_from, actor_id, reason)
			select ?, question, withdrawn_at, known_from, actor_id, reason from question_withdrawals where version_id = ? and question = ?
			on conflict do nothing`, version, r.VersionID, r.Question).Error; err != nil {
			return fmt.Errorf("course: take over a withdrawal in %s: %w", c.Code, err)
		}
	}
	return nil
}
