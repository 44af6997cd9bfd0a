package report

import (
	"cmp"
	"context"
	"slices"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
)

// batch is the number of persons whose rows are in memory at one time.
const batch = 2000

// snapshot is one opened report: a reading transaction, what is true at (D, T),
// and the persons in scope.
type snapshot struct {
	tx       *db.Tx
	query    Query
	known    time.Time
	tree     *Tree
	subjects []*Subject // by name
	outside  int        // persons of the subtree at D who are not in the viewer's line today
	root     *people.Department
	looks    *lookups
	kept     map[int64]personRows // all rows, where they fit in one batch
}

type personRows struct {
	rows []Row
	gap  Gap
}

// open reads everything but the rows. The moment T is below the horizon, taken
// before the transaction began.
func open(ctx context.Context, tx *db.Tx, q Query, known time.Time) (*snapshot, error) {
	if err := prepareReading(ctx, tx); err != nil {
		return nil, err
	}
	s := &snapshot{tx: tx, query: q, known: known}
	var err error
	if s.tree, err = readTree(ctx, tx, q.AsOf, known); err != nil {
		return nil, err
	}
	root, err := s.tree.root(q)
	if err != nil {
		return nil, err
	}
	if s.subjects, s.outside, err = readSubjects(ctx, tx, q, known, s.tree, root); err != nil {
		return nil, err
	}
	if s.root = s.tree.Department(root); s.root == nil {
		s.root = s.tree.Root(s.subjects)
	}
	s.looks, err = readLookups(ctx, tx, q.AsOf, known)
	return s, err
}

// each hands the persons to fn in the order given, with their rows by course
// code. Rows are read for a batch of persons at a time.
func (s *snapshot) each(ctx context.Context, order []*Subject, fn func(*Subject, []Row, Gap) error) error {
	for part := range slices.Chunk(order, batch) {
		rows := s.kept
		if rows == nil {
			var err error
			if rows, err = s.read(ctx, part); err != nil {
				return err
			}
			if len(s.subjects) <= batch && len(part) == len(s.subjects) {
				s.kept = rows
			}
		}
		for _, subject := range part {
			own := rows[subject.ID]
			if own.gap == "" {
				own.gap = GapNone
			}
			if err := fn(subject, own.rows, own.gap); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *snapshot) read(ctx context.Context, subjects []*Subject) (map[int64]personRows, error) {
	ids := make([]int64, len(subjects))
	byID := make(map[int64]*Subject, len(subjects))
	for i, subject := range subjects {
		ids[i], byID[subject.ID] = subject.ID, subject
	}
	out := make(map[int64]personRows, len(subjects))
	err := eachDuty(ctx, s.tx, s.query.AsOf, s.known, ids, func(person, course int64, d *ledger.Dates) {
		c := s.looks.courses[course]
		if c == nil || !s.query.Filter.takes(c) {
			return
		}
		own := out[person]
		if row, ok := rowOf(byID[person], c, d, s.query.AsOf); ok {
			s.refer(&row)
			own.rows = append(own.rows, row)
		} else {
			own.gap = max(own.gap, gapOf(d, s.query.AsOf))
		}
		out[person] = own
	})
	for id, own := range out {
		slices.SortFunc(own.rows, func(a, b Row) int { return cmp.Compare(a.Course.Code, b.Course.Code) })
		out[id] = own
	}
	return out, err
}

// refer gives the row its version and rule.
func (s *snapshot) refer(r *Row) {
	if r.Cycle.CompletedOn != 0 {
		r.Version = s.looks.versions[r.Cycle.VersionID]
	}
	r.Rule = s.looks.rules[ruleKey{r.Cycle.RuleID, r.Cycle.RuleVersion}]
}

// gapOf says why a duty has no row; the greatest of a person's gaps counts.
func gapOf(d *ledger.Dates, day calendar.Date) Gap {
	switch {
	case d.WithdrawnOn != 0 && d.WithdrawnOn <= day:
		return GapWithdrawn
	case !d.Mandatory || d.AssignedOn == 0 && d.CompletedOn != 0:
		return GapVoluntary
	default:
		return GapNone
	}
}

// byKennung is the order of the hash.
func (s *snapshot) byKennung() []*Subject {
	order := slices.Clone(s.subjects)
	slices.SortFunc(order, func(a, b *Subject) int { return slices.Compare(a.UID[:], b.UID[:]) })
	return order
}

// previous counts the previous report of this variant and scope again: as of its
// day and as known at its moment, so nothing of it had to be kept. A department
// that did not exist then has no previous figures.
func (s *snapshot) previous(ctx context.Context, p proof) (*Figures, error) {
	if p.PreviousUID == "" {
		return nil, nil //nolint:nilnil // there is no previous report
	}
	q := s.query
	q.AsOf = p.PreviousAsOf
	then, err := open(ctx, s.tx, q, p.PreviousKnown.UTC())
	if apperr.Is(err, apperr.NotFound) {
		return nil, nil //nolint:nilnil // no such department then
	}
	if err != nil {
		return nil, err
	}
	f, _, err := then.count(ctx)
	return f, err
}

// count is the one pass that yields figures and hash.
func (s *snapshot) count(ctx context.Context) (*Figures, [32]byte, error) {
	tally, hash := NewTally(s.query.AsOf), newCanonical(s.query, s.known)
	err := s.each(ctx, s.byKennung(), func(subject *Subject, rows []Row, gap Gap) error {
		tally.Person(subject, rows, gap)
		for _, r := range rows {
			hash.add(r)
		}
		return nil
	})
	return tally.Figures(), hash.sum(), err
}
