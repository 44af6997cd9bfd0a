package evidence

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/settings"
)

// Row is one line of a list: a completion of somebody's outside.
type Row struct {
	Line             int // of the file, from 1
	PersonID, Course int64
	Day              calendar.Date
	Issuer           string
}

// Noted is what would become of a row on a day: the code of why it brings nothing,
// empty if it counts.
type Noted struct {
	Row
	Why string
}

// Judge says of every row whether it would count, as things stand: what people have
// learned by then decides, not this.
func (s *Service) Judge(ctx context.Context, c db.Conn, rows []Row, today calendar.Date, set settings.Settings) ([]Noted, error) {
	known, err := s.eventsOf(ctx, c, rows)
	if err != nil {
		return nil, err
	}
	list := make([]Noted, len(rows))
	for i, r := range rows {
		terms, err := s.TermsOf(r.Course, today, set)
		if err != nil {
			return nil, err
		}
		_, no := Place(known.of(r), r.PersonID, r.Course, r.Day, terms)
		list[i] = Noted{Row: r, Why: string(no)}
	}
	return list, nil
}

func personsOf(rows []Row) []int64 {
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.PersonID
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func decodeRows(records json.RawMessage) ([]Row, error) {
	var rows []Row
	if err := json.Unmarshal(records, &rows); err != nil {
		return nil, fmt.Errorf("evidence: list: %w", err)
	}
	return rows, nil
}

// LockList locks the duties of everybody on a list; see RecordList.
func (s *Service) LockList(ctx context.Context, tx *db.Tx, records json.RawMessage) error {
	rows, err := decodeRows(records)
	if err != nil || len(rows) == 0 {
		return err
	}
	return s.ledger.LockPersons(ctx, tx, personsOf(rows))
}

// Listed is who stands behind a list, and with which batch it is written.
type Listed struct {
	Proposer, Confirmer int64 // neither is on the list
	Batch               int64
	Day                 calendar.Date
}

// RecordList writes a list of rows (JSON) that somebody proposed and somebody else
// confirmed; what no longer brings anything is left out. It returns how many count.
// Errors: Forbidden where one person is both, or is on the list.
func (s *Service) RecordList(ctx context.Context, tx *db.Tx, records json.RawMessage, l Listed) (int, error) {
	rows, err := decodeRows(records)
	if err != nil {
		return 0, err
	}
	if l.Proposer == l.Confirmer {
		return 0, apperr.New(apperr.Forbidden, "error.evidence.second_person", nil)
	}
	for _, r := range rows {
		if r.PersonID == l.Proposer || r.PersonID == l.Confirmer {
			return 0, apperr.New(apperr.Forbidden, "error.evidence.on_list", nil)
		}
	}
	set, err := settings.Load(ctx, tx, l.Day)
	if err != nil {
		return 0, err
	}
	kept, done, err := s.enter(ctx, tx, newest(rows), proof{how: ledger.HowImported, reason: reasonListed, actor: l.Proposer, confirmer: l.Confirmer,
		batch: l.Batch, today: l.Day, settings: set})
	if err != nil {
		return 0, err
	}
	stamp, err := tx.Stamp(ctx)
	if err != nil {
		return 0, err
	}
	if err := insertListed(ctx, tx, kept, done, l, stamp); err != nil {
		return 0, err
	}
	entries := make([]audit.Entry, len(done))
	for i, e := range done {
		entries[i] = audit.Entry{ActorID: l.Confirmer, Action: "evidence.recognition.confirmed", ObjectKind: "batch", ObjectID: fmt.Sprint(l.Batch), SubjectID: e.PersonID}
	}
	return len(done), audit.RecordMany(ctx, tx, entries)
}

// newest keeps of several rows of one duty the latest day: it lasts longest.
func newest(rows []Row) []Row {
	sorted := slices.Clone(rows)
	slices.SortStableFunc(sorted, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.PersonID, b.PersonID), cmp.Compare(a.Course, b.Course), cmp.Compare(b.Day, a.Day), cmp.Compare(a.Line, b.Line))
	})
	return slices.CompactFunc(sorted, func(a, b Row) bool { return a.PersonID == b.PersonID && a.Course == b.Course })
}
