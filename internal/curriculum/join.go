package curriculum

import (
	"context"
	"fmt"

	"zaemme/internal/db"
	"zaemme/internal/ledger"
)

// The codes of what a join writes.
const (
	reasonJoined = "joined_records"
	reasonParted = "parted_records"
)

// join lets what was completed on a record count for the person it belongs to,
// and takes that back where they are parted. No event of the record is touched.
func (s *Service) join(ctx context.Context, tx *db.Tx, a *applier, j Join) error {
	if j.Parted {
		credited, err := s.ledger.CreditedFrom(ctx, tx, j.Into, j.Record)
		for _, e := range credited {
			a.events = append(a.events, ledger.Event{PersonID: e.PersonID, CourseID: e.CourseID, Cycle: e.Cycle, Kind: ledger.KindCorrected,
				EffectiveOn: e.EffectiveOn, Voids: e.ID, Reason: reasonParted, ActorID: a.Actor, BatchID: a.Batch})
		}
		return err
	}
	for _, c := range s.facts() {
		held := a.duties[[2]int64{j.Record, c.ID}]
		if held == nil {
			continue
		}
		if err := a.follow(j.Into, c, *held); err != nil {
			return err
		}
	}
	return nil
}

// follow records the valid completion of a record for the person, in the cycle
// that is open, or as taken where there is no duty.
func (a *applier) follow(person int64, c CourseFacts, held ledger.Duty) error {
	best := held.Cycle
	if !best.ValidOn(a.Day) || held.Prev.ValidOn(a.Day) && held.Prev.ValidUntil > best.ValidUntil {
		best = held.Prev
	}
	var had ledger.Duty
	if known := a.duties[[2]int64{person, c.ID}]; known != nil {
		had = *known
	}
	if !best.ValidOn(a.Day) || had.ValidOn(a.Day) || had.Prev.ValidOn(a.Day) || a.credited(person, c.ID) {
		return nil // nothing to follow, or the person has evidence already
	}
	no, err := a.number(c.Code)
	if err != nil {
		return fmt.Errorf("curriculum: evidence that follows: %w", err)
	}
	e := ledger.Event{PersonID: person, CourseID: c.ID, Kind: ledger.KindTaken, Cycle: max(had.No, had.Prev.No) + 1, EffectiveOn: a.Day,
		How: ledger.HowEquivalence, Reason: reasonJoined, EvidenceNo: no, SourceEvent: best.CompletedEvent, VersionID: best.VersionID,
		ValidUntil: best.ValidUntil, WindowFrom: best.WindowFrom, ActorID: a.Actor, BatchID: a.Batch}
	if cycle := a.openCycle(person, c.ID, had); cycle != 0 {
		e.Kind, e.Cycle = ledger.KindRecorded, cycle
	}
	a.events = append(a.events, e)
	return nil
}

// openCycle is the cycle that the person is in once the events so far are
// written, 0 if there is no duty then.
func (a *applier) openCycle(person, course int64, had ledger.Duty) int16 {
	cycle := int16(0)
	if had.AssignedOn != 0 && had.WithdrawnOn == 0 {
		cycle = had.No
	}
	for _, e := range a.events {
		if e.PersonID != person || e.CourseID != course {
			continue
		}
		switch e.Kind {
		case ledger.KindAssigned:
			cycle = e.Cycle
		case ledger.KindWithdrawn:
			cycle = 0
		}
	}
	return cycle
}

// credited reports that an event so far is a completion of the person's.
func (a *applier) credited(person, course int64) bool {
	for _, e := range a.events {
		if e.PersonID == person && e.CourseID == course && e.How != "" {
			return true
		}
	}
	return false
}
