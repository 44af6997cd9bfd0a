package learning

import (
	"context"
	"fmt"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

func readPastAttempts(ctx context.Context, c db.Conn, person, courseID int64) ([]PastAttempt, error) {
	var rows []struct {
		UID        string
		HandedInAt time.Time
		Passed     bool
		Points     float64
		Possible   int
	}
	if err := c.Query(ctx).Raw(`
		select uid::text as uid, handed_in_at, passed, coalesce(points, 0)::float8 as points, coalesce(possible, 0)::int as possible
		from attempts
		where person_id = ? and course_id = ? and handed_in_at is not null
		order by id desc
		limit 10`, person, courseID).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("learning: attempts: %w", err)
	}
	list := make([]PastAttempt, len(rows))
	for i, r := range rows {
		list[i] = PastAttempt{UID: r.UID, On: calendar.DateOf(r.HandedInAt), Passed: r.Passed, Points: pointsOf(r.Points), Possible: r.Possible}
	}
	return list, nil
}
