package learning

import (
	"context"
	"fmt"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
)

// readCompletions are the person's completions with what revokes or corrects
// events, in the order recorded, with the columns that evidences needs.
func readCompletions(ctx context.Context, c db.Conn, person int64) ([]ledger.Event, error) {
	var rows []struct {
		ID, CourseID int64
		Cycle        int16
		Kind         ledger.Kind
		EffectiveOn  calendar.Date
		ValidUntil   calendar.Date
		Voids        int64
		VersionID    int64
		How          ledger.How
		EvidenceNo   string
		SourceEvent  int64
	}
	if err := c.Query(ctx).Raw(`
		select id, course_id, cycle, kind, effective_on, valid_until, coalesce(voids, 0) as voids,
			coalesce(version_id, 0) as version_id, coalesce(how, '') as how, coalesce(evidence_no, '') as evidence_no,
			coalesce(source_event, 0) as source_event
		from ledger_events
		where person_id = ? and (evidence_no is not null or kind in ('revoked', 'corrected'))
		order by id`, person).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("learning: completions: %w", err)
	}
	list := make([]ledger.Event, len(rows))
	for i, r := range rows {
		list[i] = ledger.Event{
			ID: r.ID, PersonID: person, CourseID: r.CourseID, Cycle: r.Cycle, Kind: r.Kind, EffectiveOn: r.EffectiveOn,
			ValidUntil: r.ValidUntil, Voids: r.Voids, VersionID: r.VersionID, How: r.How, EvidenceNo: r.EvidenceNo,
			SourceEvent: r.SourceEvent,
		}
	}
	return list, nil
}

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
