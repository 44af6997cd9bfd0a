package report

import (
	"context"
	"iter"
	"slices"

	"zaemme/internal/apperr"
)

// pair is a person now and at the previous report; one of them may be nil.
type pair struct{ now, then *entry }

// reckon makes the one pass over all rows that yields figures and hash, and beside
// it the figures of the previous report and what lies between the two.
func (b *book) reckon(ctx context.Context) error {
	then, err := b.openPrevious(ctx)
	if err != nil {
		return err
	}
	tally, hash := b.tally(), newCanonical(b.query, b.known)
	var earlier *Tally
	if then != nil {
		earlier = then.tally()
		if b.between, err = newMovements(ctx, b.snapshot, then); err != nil {
			return err
		}
	}
	err = b.eachPair(ctx, then, func(p pair, now, before personRows) {
		if p.now != nil {
			tally.Person(now.subject, now.rows, now.gap)
			for _, r := range now.rows {
				hash.add(r)
			}
			if b.listsLate() && !p.now.countedOnly && slices.ContainsFunc(now.rows, func(r Row) bool { return r.Status.Late() }) {
				b.late = append(b.late, lateness{p.now.id, b.superiors.place(now.subject.Main().ManagerSort)})
			}
		}
		if p.then != nil {
			earlier.Person(before.subject, before.rows, before.gap)
		}
		if b.between != nil {
			b.between.add(p, now, before)
		}
	})
	if err != nil {
		return err
	}
	b.figures, b.hash = tally.Figures(), hash.sum()
	if earlier != nil {
		b.before = earlier.Figures()
	}
	return nil
}

// openPrevious opens the previous report of this variant and scope as of its day
// and as known at its moment, so nothing of it had to be kept; nil without one. A
// department that did not exist then has no previous figures.
func (b *book) openPrevious(ctx context.Context) (*snapshot, error) {
	if b.proof.PreviousUID == "" {
		return nil, nil //nolint:nilnil // there is no previous report
	}
	q := b.query
	q.AsOf = b.proof.PreviousAsOf
	then, err := open(ctx, b.tx, q, b.proof.PreviousKnown.UTC(), b.settings)
	if apperr.Is(err, apperr.NotFound) || apperr.Is(err, apperr.Invalid) {
		return nil, nil //nolint:nilnil // no such department then, or nobody's line
	}
	return then, err
}

// eachPair hands everybody of either snapshot to fn by Kennung, some persons with
// their rows in memory at a time; then may be nil, and of a pair that lacks one of the
// two the rows are empty. fn must not use the transaction.
func (s *snapshot) eachPair(ctx context.Context, then *snapshot, fn func(p pair, now, before personRows)) error {
	type both struct{ now, before map[int64]personRows }
	read := func(part pairs) (r both, err error) {
		if part.err != nil {
			return r, part.err
		}
		if r.now, err = s.readOf(ctx, part.list, func(p pair) *entry { return p.now }); err != nil {
			return r, err
		}
		if part.all {
			s.kept = r.now
		}
		if then != nil {
			r.before, err = then.readOf(ctx, part.list, func(p pair) *entry { return p.then })
		}
		return r, err
	}
	persons := s.persons
	if then != nil {
		persons = max(persons, then.persons)
	}
	return s.lookingUp(ctx, persons, func() error {
		return ahead(s.pairs(ctx, then), read, func(part pairs, r both) error {
			for _, p := range part.list {
				var now, before personRows
				if p.now != nil {
					now = r.now[p.now.id]
				}
				if p.then != nil {
					before = r.before[p.then.id]
				}
				fn(p, now, before)
			}
			return nil
		})
	})
}

// pairs are worked on together; all of them if all is set.
type pairs struct {
	list []pair
	all  bool
	err  error
}

// pairs goes through both snapshots at once, by Kennung; then may be nil.
func (s *snapshot) pairs(ctx context.Context, then *snapshot) iter.Seq[pairs] {
	return func(yield func(pairs) bool) {
		now, err := s.walk(ctx, byKennung)
		earlier := &walk{last: true}
		if err == nil && then != nil {
			earlier, err = then.walk(ctx, byKennung)
		}
		for first := true; err == nil; first = false {
			part := pairs{list: make([]pair, 0, batch)}
			var more bool
			if more, err = part.fill(ctx, now, earlier); err != nil {
				break
			}
			part.all = first && !more
			if len(part.list) == 0 || !yield(part) || !more {
				now.end(ctx)
				earlier.end(ctx)
				return
			}
		}
		yield(pairs{err: err})
	}
}

// fill takes the next pairs and reports whether there are more.
func (p *pairs) fill(ctx context.Context, now, earlier *walk) (more bool, err error) {
	for {
		a, err := now.peek(ctx)
		if err != nil {
			return false, err
		}
		b, err := earlier.peek(ctx)
		if err != nil || a == nil && b == nil {
			return false, err
		}
		if len(p.list) == batch {
			return true, nil
		}
		order := -1
		switch {
		case a == nil:
			order = 1
		case b != nil:
			order = slices.Compare(a.uid[:], b.uid[:])
		}
		var one pair
		if order <= 0 {
			one.now, now.rows = a, now.rows[1:]
		}
		if order >= 0 {
			one.then, earlier.rows = b, earlier.rows[1:]
		}
		p.list = append(p.list, one)
	}
}

func (s *snapshot) readOf(ctx context.Context, part []pair, of func(pair) *entry) (map[int64]personRows, error) {
	list := make([]*entry, 0, len(part))
	for _, p := range part {
		if one := of(p); one != nil {
			list = append(list, one)
		}
	}
	return s.read(ctx, list)
}

// tally begins figures by the settings of the report.
func (s *snapshot) tally() *Tally {
	return NewTally(s.query.AsOf).Securing(s.settings.List("security_courses"))
}
