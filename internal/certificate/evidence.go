package certificate

import (
	"cmp"
	"context"
	"slices"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
)

// Evidence is one completion of a person, as it stands.
type Evidence struct {
	No          string
	EventID     int64
	CourseID    int64
	Course      *course.Version // the newest one of the course, for title and emblem
	VersionID   int64           // of the content that was completed, 0 if not known
	Cycle       int16
	CompletedOn calendar.Date
	ValidUntil  calendar.Date // Forever: does not end
	How         ledger.How
	Source      string // evidence number that an equivalence rests on
	Revoked     bool   // counts no longer

	RecordedAt   time.Time
	Language     string // in which the content was read, empty if not known
	SettingsHash []byte // state of the placeholders the person saw, nil if not known
}

// ValidOn reports that it counts on the day.
func (e Evidence) ValidOn(day calendar.Date) bool {
	return !e.Revoked && e.CompletedOn <= day && day <= e.ValidUntil
}

// Evidences are all completions of the person, the latest first, in two
// statements. What a correction has voided is not among them.
func (s *Service) Evidences(ctx context.Context, c db.Conn, person int64) ([]Evidence, error) {
	events, err := readCompletions(ctx, c, person)
	if err != nil {
		return nil, err
	}
	duties, err := s.ledger.Duties(ctx, c, []int64{person})
	if err != nil {
		return nil, err
	}
	list := standing(events, duties)
	for i := range list {
		if list[i].Course, err = s.courses.Current(list[i].CourseID); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Evidence is the person's completion with the number, with the content that was
// completed; NotFound for anybody else's and for one that counts no longer.
func (s *Service) Evidence(ctx context.Context, c db.Conn, person int64, no string) (Evidence, *course.Version, error) {
	list, err := s.Evidences(ctx, c, person)
	if err != nil {
		return Evidence{}, nil, err
	}
	i := slices.IndexFunc(list, func(e Evidence) bool { return e.No == no && !e.Revoked })
	if i < 0 {
		return Evidence{}, nil, apperr.New(apperr.NotFound, "error.learning.no_evidence", nil)
	}
	v := list[i].Course
	if list[i].VersionID != 0 {
		v, err = s.courses.VersionIn(ctx, c, list[i].VersionID)
	}
	return list[i], v, err
}

// standing folds completions, revocations and corrections, in the order
// recorded, into what stands. duties give the last day in force, which a new
// version of a course may have brought forward.
func standing(events []ledger.Event, duties []ledger.Duty) []Evidence {
	numbers := map[int64]string{}
	voided := map[int64]bool{}
	for i := len(events) - 1; i >= 0; i-- { // a later correction may void an earlier one
		if e := events[i]; e.Kind == ledger.KindCorrected && !voided[e.ID] {
			voided[e.Voids] = true
		}
		numbers[events[i].ID] = events[i].EvidenceNo
	}
	events = slices.Clone(events)
	slices.SortStableFunc(events, func(a, b ledger.Event) int { // as they count, not as they were recorded
		return cmp.Or(cmp.Compare(a.EffectiveOn, b.EffectiveOn), cmp.Compare(rank(a), rank(b)))
	})
	var list []Evidence
	for _, e := range events {
		if voided[e.ID] {
			continue
		}
		if e.Kind == ledger.KindRevoked {
			revokeLast(list, e)
			continue
		}
		if e.EvidenceNo == "" {
			continue // a correction that only voids
		}
		list = append(list, Evidence{
			No: e.EvidenceNo, EventID: e.ID, CourseID: e.CourseID, VersionID: e.VersionID, Cycle: e.Cycle,
			CompletedOn: e.EffectiveOn, ValidUntil: e.ValidUntil, How: e.How, Source: numbers[e.SourceEvent],
			RecordedAt: e.RecordedAt, Language: e.ContentLanguage, SettingsHash: e.SettingsHash,
		})
	}
	for _, d := range duties {
		for _, c := range []ledger.Cycle{d.Cycle, d.Prev} {
			for i := range list {
				if list[i].EventID == c.CompletedEvent {
					list[i].ValidUntil = c.ValidUntil
				}
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Evidence) int {
		return cmp.Or(cmp.Compare(b.CompletedOn, a.CompletedOn), cmp.Compare(b.EventID, a.EventID))
	})
	return list
}

// rank orders events of one day: a correction takes the place of what it voids.
func rank(e ledger.Event) int64 {
	if e.Voids != 0 {
		return e.Voids
	}
	return e.ID
}

// revokeLast takes away the last completion of the cycle, as Fold does.
func revokeLast(list []Evidence, r ledger.Event) {
	for i := len(list) - 1; i >= 0; i-- {
		e := &list[i]
		if e.CourseID == r.CourseID && e.Cycle == r.Cycle && !e.Revoked && e.CompletedOn <= r.EffectiveOn {
			e.Revoked = true
			return
		}
	}
}
