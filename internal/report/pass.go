package report

import (
	"context"
	"iter"
	"slices"
)

// listing is what one sheet takes of the persons and rows that pass by.
type listing struct {
	person func(s *Subject, rows []Row, gap Gap) error // everybody with all rows; nil: nobody
	take   func(Row) bool                              // which rows with their details; nil: none
	row    func(*detail) error                         // must not keep what it gets
}

// everyRow takes all rows.
func everyRow(Row) bool { return true }

// progress counts the rows that pass, whichever sheet takes them.
func (b *book) progress() listing {
	return listing{person: func(_ *Subject, rows []Row, _ Gap) error {
		for range rows {
			b.query.Progress.Step()
		}
		return nil
	}}
}

// passing are the rows of some persons with the details of those that a sheet takes.
type passing struct {
	rows map[int64]personRows
	more extras
}

// pass hands about so many persons in the order given, with their rows by course code,
// to all listings: whatever many sheets show of them is read once.
func (b *book) pass(ctx context.Context, persons int, order iter.Seq[some], listings ...listing) error {
	taken := func(r Row) bool {
		return slices.ContainsFunc(listings, func(l listing) bool { return l.take != nil && l.take(r) })
	}
	read := func(part some) (p passing, err error) {
		if part.err != nil {
			return p, part.err
		}
		if p.rows, err = b.rowsOf(ctx, part.list); err != nil {
			return p, err
		}
		var wanted []*Row
		for _, e := range part.list {
			own := p.rows[e.id].rows
			for i := range own {
				if taken(own[i]) {
					wanted = append(wanted, &own[i])
				}
			}
		}
		p.more, err = b.readExtras(ctx, wanted)
		return p, err
	}
	d := &detail{b: b}
	return b.lookingUp(ctx, persons, func() error {
		return ahead(order, read, func(part some, p passing) error {
			for _, e := range part.list {
				for _, l := range listings {
					if err := l.hand(d, p.rows[e.id], p.more); err != nil {
						return err
					}
				}
			}
			return nil
		})
	})
}

// hand gives a listing what it takes of one person.
func (l listing) hand(d *detail, own personRows, more extras) error {
	if l.person != nil {
		if err := l.person(own.subject, own.rows, own.gap); err != nil {
			return err
		}
	}
	for _, r := range own.rows {
		if l.take == nil || !l.take(r) {
			continue
		}
		d.Row, d.extra = r, more.of(&r)
		if err := l.row(d); err != nil {
			return err
		}
	}
	return nil
}
