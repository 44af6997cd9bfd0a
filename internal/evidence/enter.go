package evidence

import (
	"cmp"
	"context"

	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/learning"
	"zaemme/internal/ledger"
	"zaemme/internal/settings"
)

// Reasons of events that others vouch for.
const (
	reasonRecognised = "recognised" // from outside
	reasonListed     = "listed"     // from outside, with a list
	reasonAttended   = "attended"   // at a training of the house
	reasonCarriedOut = "carried_out"
)

// proof is what stands behind completions that others vouch for.
type proof struct {
	how              ledger.How
	reason           string
	actor, confirmer int64
	batch            int64
	taught           *course.Version // at a training of the house, or read by the person, else nil
	language         string          // in which it was read, empty: its main one
	seen             []byte          // state of the placeholders as it was read, nil: as they are now
	today            calendar.Date
	settings         settings.Settings
}

// enter writes the rows as completions, with what each fulfils besides. It returns
// the rows that count and their events; those that would bring nothing are left out.
// The caller has locked the persons.
func (s *Service) enter(ctx context.Context, tx *db.Tx, rows []Row, by proof) ([]Row, []ledger.Event, error) {
	known, err := s.eventsOf(ctx, tx, rows)
	if err != nil {
		return nil, nil, err
	}
	var kept []Row
	var list []ledger.Event
	for _, r := range rows {
		terms, err := s.termsFor(r.Course, by)
		if err != nil {
			return nil, nil, err
		}
		e, no := Place(known.of(r), r.PersonID, r.Course, r.Day, terms)
		if no != "" {
			continue
		}
		e.How, e.Reason, e.ActorID, e.ConfirmedBy, e.BatchID = by.how, by.reason, by.actor, by.confirmer, by.batch
		if v := by.taught; v != nil {
			hash := by.settings.PlaceholderHash()
			e.VersionID, e.ContentLanguage, e.SettingsHash = v.ID, cmp.Or(by.language, v.Content.Language), hash[:]
			if by.seen != nil {
				e.SettingsHash = by.seen
			}
		}
		if e.EvidenceNo, err = s.number(r.Course); err != nil {
			return nil, nil, err
		}
		kept, list = append(kept, r), append(list, e)
	}
	done, err := s.ledger.Append(ctx, tx, list...)
	if err != nil {
		return nil, nil, err
	}
	for _, e := range done {
		known.add(e)
	}
	others, err := s.besides(done, known, by.today)
	if err != nil {
		return nil, nil, err
	}
	_, err = s.ledger.Append(ctx, tx, others...)
	return kept, done, err
}

// besides are the completions of every other duty that one of the sources fulfils or
// renews. Those found are added to what is known, so that no duty is fulfilled twice.
func (s *Service) besides(sources []ledger.Event, known histories, today calendar.Date) ([]ledger.Event, error) {
	var list []ledger.Event
	for _, source := range sources {
		more, err := learning.Besides(s.courses, source, known[source.PersonID], today)
		if err != nil {
			return nil, err
		}
		for _, e := range more {
			e.ActorID, e.ConfirmedBy, e.BatchID = source.ActorID, source.ConfirmedBy, source.BatchID
			list = append(list, e)
			known.add(e)
		}
	}
	return list, nil
}

// termsFor are the terms under which a row counts.
func (s *Service) termsFor(course int64, by proof) (Terms, error) {
	terms, err := s.TermsOf(course, by.today, by.settings)
	if by.taught != nil {
		terms.House, terms.AgeMonths = true, 0
	}
	return terms, err
}

// histories are all events of persons by course.
type histories map[int64]map[int64][]ledger.Event

func (h histories) add(e ledger.Event) {
	if h[e.PersonID] == nil {
		h[e.PersonID] = map[int64][]ledger.Event{}
	}
	h[e.PersonID][e.CourseID] = append(h[e.PersonID][e.CourseID], e)
}

func (h histories) of(r Row) []ledger.Event { return h[r.PersonID][r.Course] }

func (s *Service) eventsOf(ctx context.Context, c db.Conn, rows []Row) (histories, error) {
	list, err := s.ledger.EventsOfAll(ctx, c, personsOf(rows))
	known := histories{}
	for _, e := range list {
		known.add(e)
	}
	return known, err
}
