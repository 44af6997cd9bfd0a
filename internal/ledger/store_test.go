package ledger

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/testing/dbtest"
)

// fixture has persons and courses numbered from 1, and a rule.
func fixture(t testing.TB, persons, courses int) *db.DB {
	t.Helper()
	d := dbtest.New(t)
	exec(t, d, `insert into persons (personnel_no) select n::text from generate_series(1, $1::integer) n`, persons)
	exec(t, d, `insert into courses (code, namespace) select 'C-' || n, 'test' from generate_series(1, $1::integer) n`, courses)
	exec(t, d, `insert into rules (code) values ('one'), ('two')`)
	return d
}

func exec(t testing.TB, d *db.DB, sql string, args ...any) {
	t.Helper()
	if _, err := d.Pool().ExecContext(t.Context(), sql, args...); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

func add(ctx context.Context, d *db.DB, events ...Event) (out []Event, err error) {
	err = d.Write(ctx, func(tx *db.Tx) error {
		out, err = New().Append(ctx, tx, events...)
		return err
	})
	return out, err
}

func mustAdd(t testing.TB, d *db.DB, events ...Event) []Event {
	t.Helper()
	out, err := add(t.Context(), d, events...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func assigned(person, course int64, on calendar.Date) Event {
	return Event{PersonID: person, CourseID: course, Cycle: 1, Kind: KindAssigned, EffectiveOn: on, DueOn: on + 30, RuleID: 1, RuleVersion: 1}
}

func completed(person, course int64, on calendar.Date, no string) Event {
	return Event{PersonID: person, CourseID: course, Cycle: 1, Kind: KindCompleted, How: HowOnline, EffectiveOn: on, EvidenceNo: no}
}

func TestAppend(t *testing.T) {
	t.Parallel()
	ctx, d, l := t.Context(), fixture(t, 2, 2), New()
	yes, months := true, int16(24)
	given := assigned(1, 1, day0)
	given.Mandatory, given.ValidityMonths, given.TestOut, given.Variant = &yes, &months, &yes, "short"
	given.Reasons, given.Calculation = []Reason{{1, 1}, {2, 3}}, []byte(`[{"step": "assigned"}]`)
	given.Reason, given.SettingsHash, given.ContentLanguage = "joined", []byte{1, 2}, "de"
	written := mustAdd(t, d, given)
	read, err := l.Events(ctx, d, 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(written, read); diff != "" {
		t.Errorf("an event comes back otherwise: %s", diff)
	}
	if written[0].ID == 0 || written[0].RecordedAt.IsZero() || written[0].GraceUntil != given.DueOn {
		t.Errorf("not completed: %+v", written[0])
	}
	duty, err := l.Duty(ctx, d, 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	if duty.Revision != 1 || duty.Status(day0+3) != StatusOpen || duty.Status(day0+31) != StatusOverdue || duty.Status(day0-1) != StatusNone {
		t.Errorf("%+v", duty)
	}
	if _, err := l.Duty(ctx, d, 2, 1); !apperr.Is(err, apperr.NotFound) {
		t.Errorf("a duty nobody has: %v", err)
	}

	// two events of one duty and one of another, in one transaction
	start := Event{PersonID: 1, CourseID: 1, Cycle: 1, Kind: KindStarted, EffectiveOn: day0 + 2}
	three := mustAdd(t, d, completed(1, 1, day0+3, "E-1"), assigned(2, 1, day0), start)
	if !three[0].RecordedAt.Equal(three[2].RecordedAt) {
		t.Error("one transaction, two stamps")
	}
	duties, err := l.Duties(ctx, d, []int64{1, 2})
	if err != nil || len(duties) != 2 {
		t.Fatal(len(duties), err)
	}
	if duties[0].Revision != 3 || duties[0].Status(day0+3) != StatusFulfilled || duties[0].EvidenceNo != "E-1" || duties[0].StartedOn != day0+2 {
		t.Errorf("%+v", duties[0])
	}
	var streamed []Duty
	if err := d.Read(ctx, func(tx *db.Tx) error {
		return l.EachDuty(ctx, tx, func(one Duty) error {
			streamed = append(streamed, one)
			return nil
		})
	}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(duties, streamed); diff != "" {
		t.Error(diff)
	}
	var byGORM []Duty // as a report's own struct with an embedded Dates would be read
	if err := d.Query(ctx).Raw(`select person_id, course_id, revision, ` + DatesColumns("a") + `
		from assignments a order by person_id, course_id`).Scan(&byGORM).Error; err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(duties, byGORM); diff != "" {
		t.Error(diff)
	}
	if err := d.Read(ctx, func(tx *db.Tx) error {
		broken := errors.New("enough")
		for range 2 { // what was left early can be begun again
			if err := l.EachDuty(ctx, tx, func(Duty) error { return broken }); !errors.Is(err, broken) {
				t.Error(err)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	// what was known before the second transaction
	for known, want := range map[time.Time]Status{
		written[0].RecordedAt: StatusOpen, three[0].RecordedAt: StatusFulfilled,
	} {
		rows, err := l.At(ctx, d, day0+3, known, []int64{1})
		if err != nil || len(rows) != 1 || rows[0].Status(day0+3) != want {
			t.Errorf("at %s: %v %+v", known, err, rows)
		}
	}
	all, err := l.At(ctx, d, day0+3, three[0].RecordedAt, nil)
	if err != nil || len(all) != 2 {
		t.Errorf("all: %d %v", len(all), err)
	}
}

func TestAppendRefuses(t *testing.T) {
	t.Parallel()
	ctx, d := t.Context(), fixture(t, 3, 2)
	done := mustAdd(t, d, assigned(1, 1, day0), completed(1, 1, day0+1, "E-1"))
	mustAdd(t, d, assigned(2, 1, day0))
	void := mustAdd(t, d, Event{PersonID: 2, CourseID: 1, Kind: KindCorrected, Voids: mustAdd(t, d,
		completed(2, 1, day0+1, "E-2"))[0].ID, EffectiveOn: day0 + 1, ActorID: 9})
	change := func(e Event, f func(e *Event)) Event { f(&e); return e }
	recorded := Event{PersonID: 2, CourseID: 1, Cycle: 1, Kind: KindRecorded, How: HowPaper, EvidenceNo: "E-9",
		EffectiveOn: day0 + 1, ActorID: 9, ConfirmedBy: 8}
	for name, test := range map[string]struct {
		event Event
		kind  apperr.Kind
	}{
		"twice assigned":       {assigned(2, 1, day0+3), apperr.Conflict},
		"second cycle open":    {change(assigned(2, 1, day0+3), func(e *Event) { e.Cycle = 2 }), apperr.Conflict},
		"cycle left out":       {change(assigned(1, 1, day0+3), func(e *Event) { e.Cycle = 3 }), apperr.Invalid},
		"unknown duty":         {completed(3, 2, day0+3, "E-8"), apperr.Conflict},
		"before assigned":      {completed(2, 1, day0-1, "E-8"), apperr.Conflict},
		"completed twice":      {completed(1, 1, day0+2, "E-8"), apperr.Conflict},
		"no evidence":          {completed(2, 1, day0+3, ""), apperr.Invalid},
		"evidence twice":       {completed(2, 1, day0+3, "E-1"), apperr.Conflict},
		"no how":               {change(completed(2, 1, day0+3, "E-8"), func(e *Event) { e.How = "" }), apperr.Invalid},
		"paper unconfirmed":    {change(recorded, func(e *Event) { e.ConfirmedBy = 0 }), apperr.Invalid},
		"confirmed by actor":   {change(recorded, func(e *Event) { e.ConfirmedBy = 9 }), apperr.Forbidden},
		"confirmed by subject": {change(recorded, func(e *Event) { e.ConfirmedBy = 2 }), apperr.Forbidden},
		"own paper":            {change(recorded, func(e *Event) { e.ActorID = 2 }), apperr.Forbidden},
		"own extension": {Event{PersonID: 2, CourseID: 1, Cycle: 1, Kind: KindExtended, DueOn: day0 + 99,
			EffectiveOn: day0 + 1, ActorID: 2}, apperr.Forbidden},
		"voids nothing":       {Event{PersonID: 2, CourseID: 1, Kind: KindCorrected, EffectiveOn: day0, ActorID: 9}, apperr.Invalid},
		"voids another duty":  {Event{PersonID: 2, CourseID: 1, Kind: KindCorrected, Voids: done[0].ID, EffectiveOn: day0, ActorID: 9}, apperr.Invalid},
		"voids twice":         {change(void[0], func(e *Event) { e.ID, e.RecordedAt = 0, time.Time{} }), apperr.Conflict},
		"revokes nothing":     {Event{PersonID: 2, CourseID: 1, Cycle: 1, Kind: KindRevoked, EffectiveOn: day0 + 5, ActorID: 9}, apperr.Conflict},
		"taken with a duty":   {Event{PersonID: 2, CourseID: 1, Cycle: 1, Kind: KindTaken, How: HowOnline, EvidenceNo: "E-8", EffectiveOn: day0 + 5}, apperr.Conflict},
		"equivalence of self": {change(recorded, func(e *Event) { e.How, e.SourceEvent, e.ConfirmedBy = HowEquivalence, done[1].ID, 0 }), apperr.Invalid},
		"unknown person":      {assigned(77, 1, day0), apperr.NotFound},
		"unknown kind":        {Event{PersonID: 2, CourseID: 1, Cycle: 1, Kind: "invented", EffectiveOn: day0}, apperr.Invalid},
		"grace before due":    {change(assigned(3, 1, day0), func(e *Event) { e.GraceUntil = e.DueOn - 1 }), apperr.Invalid},
	} {
		var mine *apperr.Error
		if _, err := add(ctx, d, test.event); !apperr.Is(err, test.kind) || !errors.As(err, &mine) {
			t.Errorf("%s: %v, want %s", name, err, test.kind)
		}
	}
	if n := count(t, d, `select count(*) from ledger_events`); n != 5 {
		t.Errorf("%d events: a refusal left some", n)
	}
	mustAdd(t, d, recorded) // what is right is accepted
}

func count(t testing.TB, d *db.DB, sql string, args ...any) (n int) {
	t.Helper()
	if err := d.Pool().QueryRowContext(t.Context(), sql, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestEquivalenceRestsOnACompletion(t *testing.T) {
	t.Parallel()
	d := fixture(t, 1, 2)
	source := mustAdd(t, d, assigned(1, 1, day0), completed(1, 1, day0+2, "E-1"))[1]
	out := mustAdd(t, d, assigned(1, 2, day0), Event{PersonID: 1, CourseID: 2, Cycle: 1, Kind: KindRecorded, How: HowEquivalence,
		SourceEvent: source.ID, EvidenceNo: "E-2", EffectiveOn: day0 + 2})
	if out[1].ValidUntil != calendar.Forever {
		t.Errorf("%+v", out[1])
	}
	duty, err := New().Duty(t.Context(), d, 1, 2)
	if err != nil || duty.Status(day0+2) != StatusFulfilled || duty.How != HowEquivalence {
		t.Errorf("%+v %v", duty, err)
	}
}

// Two transactions open the same duty: one wins, the other hears of it.
func TestTwoOpenOneDuty(t *testing.T) {
	t.Parallel()
	ctx, d := t.Context(), fixture(t, 1, 1)
	results := make(chan error, 6)
	for range cap(results) {
		go func() {
			_, err := add(ctx, d, assigned(1, 1, day0))
			results <- err
		}()
	}
	var won int
	for range cap(results) {
		switch err := <-results; {
		case err == nil:
			won++
		case !apperr.Is(err, apperr.Conflict):
			t.Error(err)
		}
	}
	if won != 1 || count(t, d, `select count(*) from ledger_events`) != 1 {
		t.Errorf("%d won", won)
	}
}

// Generated histories, each event in its own transaction or several in one:
// slices and rows are what History and Fold say, and (D, T) is Fold.
func TestProjectionsAreTheFold(t *testing.T) {
	t.Parallel()
	const people = 60
	ctx, d, l := t.Context(), fixture(t, people+99, 1), New()
	for p := range int64(people) {
		events := newGenerator(uint64(p) + 500).history(10)
		ids := map[int64]int64{}
		for len(events) > 0 {
			n := min(len(events), 1+int(p)%3)
			err := d.Write(ctx, func(tx *db.Tx) error {
				for i, e := range events[:n] {
					old := e.ID
					e.ID, e.RecordedAt, e.PersonID, e.ActorID, e.Voids = 0, time.Time{}, p+1, 150, ids[e.Voids]
					out, err := l.Append(ctx, tx, e)
					if err != nil {
						return fmt.Errorf("person %d event %d %s: %w", p, i, e.Kind, err)
					}
					ids[old] = out[0].ID
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			events = events[n:]
		}
		written, err := l.Events(ctx, d, p+1, 1)
		if err != nil {
			t.Fatal(err)
		}
		comparePast(t, d, written)
	}
	sumsBefore := sums(t, d)
	if err := d.Write(ctx, func(tx *db.Tx) error { return l.Rebuild(ctx, tx) }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(sumsBefore, sums(t, d)); diff != "" {
		t.Errorf("rebuilt is not live: %s", diff)
	}
}

// Who stamps before the duties are locked is told, unless LockPersons came first.
func TestStampBeforeTheLock(t *testing.T) {
	t.Parallel()
	ctx, d, l := t.Context(), fixture(t, 1, 1), New()
	mustAdd(t, d, assigned(1, 1, day0))
	due := Event{PersonID: 1, CourseID: 1, Cycle: 1, Kind: KindDueSet, EffectiveOn: day0 + 2, DueOn: day0 + 40}
	err := d.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Stamp(ctx); err != nil {
			return err
		}
		mustAdd(t, d, completed(1, 1, day0+1, "E-1"))
		_, err := l.Append(ctx, tx, due)
		return err
	})
	if !apperr.Is(err, apperr.Conflict) {
		t.Errorf("an event before the last one: %v", err)
	}
	if err := d.Write(ctx, func(tx *db.Tx) error {
		if err := l.LockPersons(ctx, tx, []int64{1}); err != nil {
			return err
		}
		if _, err := tx.Stamp(ctx); err != nil {
			return err
		}
		short, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
		defer cancel()
		if _, err := add(short, d, due); err == nil {
			t.Error("a locked duty got an event")
		}
		_, err := l.Append(ctx, tx, due)
		return err
	}); err != nil {
		t.Error(err)
	}
}

func comparePast(t *testing.T, d *db.DB, events []Event) {
	t.Helper()
	ctx, l := t.Context(), New()
	person := []int64{events[0].PersonID}
	duty, err := l.Duty(ctx, d, person[0], 1)
	if err != nil {
		t.Fatal(err)
	}
	folded := Fold(events)
	if len(folded) > 0 && folded[len(folded)-1].Dates != duty.Dates || duty.Revision != int64(len(events)) {
		t.Fatalf("person %d: the row differs", person[0])
	}
	for n := range events {
		known := events[n].RecordedAt
		past := Fold(slices.DeleteFunc(slices.Clone(events), func(e Event) bool { return e.RecordedAt.After(known) }))
		for _, offset := range []int{0, 7, 23, 50, 90, 140, 200} {
			day := day0.AddDays(offset)
			rows, err := l.At(ctx, d, day, known, person)
			if err != nil {
				t.Fatal(err)
			}
			want, ok := at(past, day)
			if ok != (len(rows) == 1) || ok && rows[0].Dates != want {
				t.Fatalf("person %d, event %d, %s: %d rows, want %v", person[0], n, day, len(rows), ok)
			}
		}
	}
}

func sums(t *testing.T, d *db.DB) []string {
	t.Helper()
	var out []string
	if err := d.Read(t.Context(), func(tx *db.Tx) error {
		s, err := New().Sums(t.Context(), tx)
		for _, one := range s {
			out = append(out, fmt.Sprintf("%+v", one))
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return out
}
