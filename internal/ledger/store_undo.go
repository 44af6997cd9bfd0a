package ledger

import (
	"context"
	"slices"

	"zaemme/internal/db"
)

// BatchPersons are those on whose duties the batch has written, in order: whom to
// lock before its events are undone.
func (l *Ledger) BatchPersons(ctx context.Context, conn db.Conn, batch int64) ([]int64, error) {
	events, err := read[Event](ctx, conn, `select `+selected("", eventColumns)+` from ledger_events where `+ofBatch+` order by person_id`, batch)
	if err != nil {
		return nil, err
	}
	persons := make([]int64, len(events))
	for i, e := range events {
		persons[i] = e.PersonID
	}
	return slices.Compact(persons), nil
}

// ofBatch finds the events of batch $1 by its moment, which has an index.
const ofBatch = `recorded_at = (select applied_at from batches where id = $1) and batch_id = $1`

// Undo voids what the batch has written, each event by a correction of the batch
// undo; duties on which something else rests are kept as they are. It says what
// that did to every duty of the batch, by person and course. Lock BatchPersons
// before.
func (l *Ledger) Undo(ctx context.Context, tx *db.Tx, batch, undo, actor int64) ([]Undone, error) {
	events, err := read[Event](ctx, tx, `
		select `+selected("", eventColumns)+` from ledger_events
		where (person_id, course_id) in (select person_id, course_id from ledger_events where `+ofBatch+`)
		order by person_id, course_id, id`, batch)
	if err != nil || len(events) == 0 {
		return nil, err
	}
	var corrections []Event
	var persons []int64
	kept := map[key]bool{}
	touched := map[key]bool{}
	for start := 0; start < len(events); {
		k := keyOf(&events[start])
		end := start + 1
		for end < len(events) && keyOf(&events[end]) == k {
			end++
		}
		void, ok := undoable(events[start:end], batch)
		touched[k], kept[k] = true, !ok
		persons = append(persons, k.person)
		for _, e := range void {
			corrections = append(corrections, Event{PersonID: e.PersonID, CourseID: e.CourseID, Cycle: e.Cycle, Kind: KindCorrected,
				EffectiveOn: e.EffectiveOn, Voids: e.ID, Reason: ReasonUndone, ActorID: actor, BatchID: undo})
		}
		start = end
	}
	persons = slices.Compact(persons)
	before, err := l.Duties(ctx, tx, persons)
	if err != nil {
		return nil, err
	}
	if _, err := l.Append(ctx, tx, corrections...); err != nil {
		return nil, err
	}
	after, err := l.Duties(ctx, tx, persons)
	if err != nil {
		return nil, err
	}
	var list []Undone
	for i := range before { // no duty comes or goes, so both lists have the same order
		k := key{before[i].PersonID, before[i].CourseID}
		if touched[k] {
			list = append(list, Undone{Before: before[i], After: after[i], Kept: kept[k]})
		}
	}
	return list, nil
}
