package certificate

import (
	"context"
	"fmt"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
)

// readCompletions are the person's completions with what revokes or corrects
// events, in the order recorded, with the columns that standing needs.
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

		RecordedAt      time.Time
		ContentLanguage string
		SettingsHash    []byte
	}
	if err := c.Query(ctx).Raw(`
		select id, course_id, cycle, kind, effective_on, valid_until, coalesce(voids, 0) as voids,
			coalesce(version_id, 0) as version_id, coalesce(how, '') as how, coalesce(evidence_no, '') as evidence_no,
			coalesce(source_event, 0) as source_event, recorded_at, coalesce(content_language, '') as content_language, settings_hash
		from ledger_events
		where person_id = ? and (evidence_no is not null or kind in ('revoked', 'corrected'))
		order by id`, person).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("certificate: completions: %w", err)
	}
	list := make([]ledger.Event, len(rows))
	for i, r := range rows {
		list[i] = ledger.Event{
			ID: r.ID, PersonID: person, CourseID: r.CourseID, Cycle: r.Cycle, Kind: r.Kind, EffectiveOn: r.EffectiveOn,
			ValidUntil: r.ValidUntil, Voids: r.Voids, VersionID: r.VersionID, How: r.How, EvidenceNo: r.EvidenceNo,
			SourceEvent: r.SourceEvent, RecordedAt: r.RecordedAt, ContentLanguage: r.ContentLanguage, SettingsHash: r.SettingsHash,
		}
	}
	return list, nil
}

// completionOf is whose completion has the number, and of which course.
func completionOf(ctx context.Context, c db.Conn, no string) (person, courseID int64, err error) {
	var row struct{ PersonID, CourseID int64 }
	err = db.One(c.Query(ctx), &row, `select person_id, course_id from ledger_events where evidence_no = ?`, no)
	if err != nil && !db.IsNotFound(err) {
		err = fmt.Errorf("certificate: look up a number: %w", err)
	}
	return row.PersonID, row.CourseID, err
}
