package ledger

import (
	"cmp"
	"slices"
	"time"

	"zaemme/internal/calendar"
)

// History is all slices that the events of one duty have ever written: what was
// folded at each moment at which some were recorded. Events need RecordedAt and
// ID; their order does not matter.
func History(events []Event) []Slice {
	if len(events) == 0 {
		return nil
	}
	known := slices.Clone(events)
	slices.SortFunc(known, func(a, b Event) int {
		return cmp.Or(a.RecordedAt.Compare(b.RecordedAt), cmp.Compare(a.ID, b.ID))
	})
	out := make([]Slice, 0, len(known))
	for i := range known {
		if i+1 < len(known) && known[i+1].RecordedAt.Equal(known[i].RecordedAt) {
			continue
		}
		out = revise(out, Fold(known[:i+1]), known[i].RecordedAt)
	}
	for i := range out {
		out[i].PersonID, out[i].CourseID = known[0].PersonID, known[0].CourseID
	}
	return out
}

// revise makes rows say from known on what the fold says. A slice that stays and
// only gets a successor is marked; one that says something else, or ends on
// another day, is superseded.
func revise(rows []Slice, folded []ValidSlice, known time.Time) []Slice {
	kept := make([]bool, len(folded))
	for i := range rows {
		r := &rows[i]
		if r.KnownTo != Always {
			continue
		}
		at, found := slices.BinarySearchFunc(folded, r.ValidFrom, func(v ValidSlice, day calendar.Date) int {
			return cmp.Compare(v.ValidFrom, day)
		})
		switch {
		case !found || folded[at].Dates != r.Dates:
			r.KnownTo = known
		case folded[at].NextFrom == r.NextFrom:
			kept[at] = true
		case r.NextFrom == calendar.Forever:
			r.NextFrom, r.NextKnown = folded[at].NextFrom, known
			kept[at] = true
		default:
			r.KnownTo = known
		}
	}
	for i, v := range folded {
		if kept[i] {
			continue
		}
		s := Slice{ValidFrom: v.ValidFrom, NextFrom: v.NextFrom, KnownFrom: known, KnownTo: Always, NextKnown: Always, Dates: v.Dates}
		if v.NextFrom != calendar.Forever {
			s.NextKnown = known
		}
		rows = append(rows, s)
	}
	return rows
}

// difference is what turns one history of a duty into a longer one.
type difference struct {
	remove, update, insert []Slice
}

func compare(before, after []Slice) difference {
	type row struct {
		from  calendar.Date
		known int64
	}
	of := func(s *Slice) row { return row{s.ValidFrom, s.KnownFrom.UnixMicro()} }
	if len(before) == 0 {
		return difference{insert: after}
	}
	old := make(map[row]*Slice, len(before))
	for i := range before {
		old[of(&before[i])] = &before[i]
	}
	var d difference
	for i := range after {
		a := &after[i]
		b := old[of(a)]
		delete(old, of(a))
		switch {
		case b == nil:
			d.insert = append(d.insert, *a)
		case *b == *a:
		case b.Dates == a.Dates:
			d.update = append(d.update, *a)
		default: // said differently within one transaction
			d.remove = append(d.remove, *b)
			d.insert = append(d.insert, *a)
		}
	}
	for i := range before {
		if _, gone := old[of(&before[i])]; gone {
			d.remove = append(d.remove, before[i])
		}
	}
	return d
}
