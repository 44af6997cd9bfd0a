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
	"zaemme/internal/settings"
)

// batch is the number of persons whose rows are read at one time; those of two
// batches are in memory.
const batch = 1000

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
	settings settings.Settings
	kept     map[int64]personRows // all rows, where they fit in one batch
	past     *past                // nil until it is read
}

type personRows struct {
	rows []Row
	gap  Gap
}

// open reads everything but the rows. The moment T is below the horizon, taken
// before the transaction began.
//
// NotFound: no such department at D. Invalid: the viewer led nobody then.
func open(ctx context.Context, tx *db.Tx, q Query, known time.Time, inForce settings.Settings) (*snapshot, error) {
	if err := prepareReading(ctx, tx); err != nil {
		return nil, err
	}
	s := &snapshot{tx: tx, query: q, known: known, settings: inForce}
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
	if q.Variant == Line {
		if err := s.line(ctx); err != nil {
			return nil, err
		}
	}
	if s.root = s.tree.Department(root); s.root == nil {
		s.root = s.tree.Root(s.subjects)
	}
	s.looks, err = readLookups(ctx, tx, q.AsOf, known)
	return s, err
}

// line keeps the names of those further down than names are read, by the setting
// of today, and refuses a day on which the viewer led nobody.
func (s *snapshot) line(ctx context.Context) error {
	if len(s.subjects) == 0 && s.outside == 0 && s.query.AsOf != s.query.Scope.Day {
		return apperr.New(apperr.Invalid, "error.report.not_in_charge", nil).At("as_of")
	}
	today, err := settings.Load(ctx, s.tx, s.query.Scope.Day)
	if err != nil {
		return err
	}
	levels := today.Int("line_depth")
	if levels == 0 {
		return nil
	}
	near, err := s.query.Scope.Nearest(ctx, s.tx, levels)
	if err != nil {
		return err
	}
	for _, one := range s.subjects {
		one.CountedOnly = !near[one.ID]
	}
	return nil
}

// named are the persons whom the report names.
func (s *snapshot) named() []*Subject {
	return slices.DeleteFunc(slices.Clone(s.subjects), func(one *Subject) bool { return one.CountedOnly })
}

// each hands the persons to fn in the order given, with their rows by course
// code. fn must not use the transaction.
func (s *snapshot) each(ctx context.Context, order []*Subject, fn func(*Subject, []Row, Gap) error) error {
	read := func(part []*Subject) (map[int64]personRows, error) { return s.rowsOf(ctx, part) }
	return s.lookingUp(ctx, len(order), func() error {
		return ahead(slices.Chunk(order, batch), read, func(part []*Subject, rows map[int64]personRows) error {
			for _, subject := range part {
				own := rows[subject.ID].orNone()
				if err := fn(subject, own.rows, own.gap); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// rowsOf reads the rows of a batch of persons, once where everybody is in it.
func (s *snapshot) rowsOf(ctx context.Context, part []*Subject) (map[int64]personRows, error) {
	if s.kept != nil {
		return s.kept, nil
	}
	rows, err := s.read(ctx, part)
	if err == nil && len(part) == len(s.subjects) {
		s.kept = rows
	}
	return rows, err
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
		if own.rows == nil {
			own.rows = make([]Row, 0, len(s.looks.courses))
		}
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

// count yields figures and hash without a report before.
func (s *snapshot) count(ctx context.Context) (*Figures, [32]byte, error) {
	tally, hash := s.tally(), newCanonical(s.query, s.known)
	err := s.eachPair(ctx, nil, func(p pair, now, _ personRows) {
		tally.Person(p.now, now.rows, now.gap)
		for _, r := range now.rows {
			hash.add(r)
		}
	})
	return tally.Figures(), hash.sum(), err
}
