package certificate

import (
	"context"
	"fmt"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
)

// History are the completions of the persons with what revokes or corrects events,
// of each in the order recorded, as far as they were known at the moment: in one
// statement, with the columns that Standing needs.
func History(ctx context.Context, c db.Conn, persons []int64, known time.Time) (map[int64][]ledger.Event, error) {
	var rows []struct {
		ID, PersonID, CourseID int64
		Cycle                  int16
		Kind                   ledger.Kind
		EffectiveOn            calendar.Date
		ValidUntil             calendar.Date
		Voids                  int64
		VersionID              int64
		How                    ledger.How
		EvidenceNo             string
		SourceEvent            int64
		RecordedAt             time.Time
	}
	if err := c.Query(ctx).Raw(`
		select id, person_id, course_id, cycle, kind, effective_on, valid_until, coalesce(voids, 0) as voids,
			coalesce(version_id, 0) as version_id, coalesce(how, '') as how, coalesce(evidence_no, '') as evidence_no,
			coalesce(source_event, 0) as source_event, recorded_at
		from ledger_events
		where person_id = any (cast(? as bigint[])) and recorded_at <= ? and (evidence_no is not null or kind in ('revoked', 'corrected'))
		order by person_id, id`, db.Numbers(persons), known).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("certificate: completions of several: %w", err)
	}
	list := map[int64][]ledger.Event{}
	for _, r := range rows {
		list[r.PersonID] = append(list[r.PersonID], ledger.Event{
			ID: r.ID, PersonID: r.PersonID, CourseID: r.CourseID, Cycle: r.Cycle, Kind: r.Kind, EffectiveOn: r.EffectiveOn,
			ValidUntil: r.ValidUntil, Voids: r.Voids, VersionID: r.VersionID, How: r.How, EvidenceNo: r.EvidenceNo,
			SourceEvent: r.SourceEvent, RecordedAt: r.RecordedAt,
		})
	}
	return list, nil
}
