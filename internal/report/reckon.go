package report

import (
	"context"
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
				if p.now.late == 0 && r.Status.Late() {
					p.now.late = b.superiors.place(now.subject.Main().ManagerSort)
				}
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
		b.before, then.people = earlier.Figures(), nil
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
	pairs := s.pairs(then)
	type both struct{ now, before map[int64]personRows }
	read := func(part []pair) (r both, err error) {
		if r.now, err = s.readOf(ctx, part, func(p pair) *entry { return p.now }); err != nil {
			return r, err
		}
		if len(pairs) <= batch {
			s.kept = r.now
		}
		if then != nil {
			r.before, err = then.readOf(ctx, part, func(p pair) *entry { return p.then })
		}
		return r, err
	}
	return s.lookingUp(ctx, len(pairs), func() error {
		return ahead(slices.Chunk(pairs, batch), read, func(part []pair, r both) error {
			for _, p := range part {
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

func (s *snapshot) pairs(then *snapshot) []pair {
	now := s.byKennung()
	pairs := make([]pair, 0, len(now))
	var earlier []*entry
	if then != nil {
		earlier = then.byKennung()
	}
	for len(now) > 0 || len(earlier) > 0 {
		order := -1
		switch {
		case len(now) == 0:
			order = 1
		case len(earlier) > 0:
			order = slices.Compare(now[0].uid[:], earlier[0].uid[:])
		}
		var p pair
		if order <= 0 {
			p.now, now = now[0], now[1:]
		}
		if order >= 0 {
			p.then, earlier = earlier[0], earlier[1:]
		}
		pairs = append(pairs, p)
	}
	return pairs
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
