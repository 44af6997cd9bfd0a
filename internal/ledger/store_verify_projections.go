package ledger

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"zaemme/internal/db"
)

// verifyProjections reads events, slices and duties side by side.
func verifyProjections(ctx context.Context, tx *db.Tx, v *Verdict, progress func(Progress)) error {
	states, err := open[Slice](ctx, tx, "states", `select `+selected("", sliceColumns)+` from assignment_states
		order by person_id, course_id, valid_from, known_from`)
	if err != nil {
		return err
	}
	duties, err := open[Duty](ctx, tx, "duties", `select `+selected("", dutyColumns)+` from assignments
		order by person_id, course_id`)
	if err != nil {
		return err
	}
	broken := func(k key, table, validFrom string) error {
		v.Broken = &Broken{What: Projection, Table: table, ValidFrom: validFrom}
		return cmp.Or(whose(ctx, tx, v.Broken, `from (select $1::bigint as person, $2::bigint as course) k
			left join persons p on p.id = k.person left join courses c on c.id = k.course`, k.person, k.course), errFound)
	}
	err = eachHistory(ctx, tx, func(events []Event) error {
		k := keyOf(&events[0])
		n := entry{key: k, known: events}
		duty, err := duties.peek(ctx)
		if err != nil {
			return err
		}
		if duty == nil || *duty != n.duty() {
			at := k
			if duty != nil && (key{duty.PersonID, duty.CourseID}).compare(k) < 0 {
				at = key{duty.PersonID, duty.CourseID}
			}
			return broken(at, "assignments", "")
		}
		duties.take()
		want := History(events)
		slices.SortFunc(want, func(a, b Slice) int {
			return cmp.Or(cmp.Compare(a.ValidFrom, b.ValidFrom), a.KnownFrom.Compare(b.KnownFrom))
		})
		for i := range want {
			s, err := states.peek(ctx)
			if err != nil {
				return err
			}
			if s == nil || *s != want[i] {
				at, from := k, want[i].ValidFrom
				if s != nil && (key{s.PersonID, s.CourseID}).compare(k) <= 0 {
					at, from = key{s.PersonID, s.CourseID}, min(from, s.ValidFrom)
				}
				return broken(at, "assignment_states", from.String())
			}
			states.take()
		}
		v.Duties++
		if v.Duties%10_000 == 0 {
			progress(Progress{Seals: v.Seals, Rows: v.Rows, Duties: v.Duties})
		}
		return nil
	})
	if err == nil {
		err = surplus(ctx, duties, states, broken)
	}
	if errors.Is(err, errFound) {
		return nil
	}
	progress(Progress{Seals: v.Seals, Rows: v.Rows, Duties: v.Duties})
	return err
}

// surplus finds rows of duties without any event after the last one with some.
func surplus(ctx context.Context, duties *cursor[Duty, *Duty], states *cursor[Slice, *Slice],
	broken func(k key, table, validFrom string) error,
) error {
	duty, err := duties.peek(ctx)
	if err != nil {
		return err
	}
	if duty != nil {
		return broken(key{duty.PersonID, duty.CourseID}, "assignments", "")
	}
	s, err := states.peek(ctx)
	if err != nil {
		return err
	}
	if s != nil {
		return broken(key{s.PersonID, s.CourseID}, "assignment_states", s.ValidFrom.String())
	}
	return nil
}
