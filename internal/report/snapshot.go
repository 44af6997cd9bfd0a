package report

import (
	"cmp"
	"context"
	"maps"
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
const batch = 500

// snapshot is one opened report: a reading transaction, what is true at (D, T),
// and who is in scope.
type snapshot struct {
	tx       *db.Tx
	query    Query
	known    time.Time
	tree     *Tree
	persons  int            // in scope
	nameless int            // of them whom the report only counts
	near     map[int64]bool // whom a line names; nil: everybody
	outside  int            // persons of the subtree at D who are not in the viewer's line today
	rootID   int64          // of the department that was asked for, 0: none was
	root     *people.Department
	looks    *lookups
	settings settings.Settings
	kept     map[int64]personRows // all rows, where they fit in one batch
	past     *past                // nil until it is read
}

// personRows is a person with all rows, by course code, and why there are none.
type personRows struct {
	subject *Subject
	rows    []Row
	gap     Gap
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
	s.rootID = root
	if q.Variant == Line {
		if err := s.line(ctx); err != nil {
			return nil, err
		}
	}
	places, err := s.survey(ctx)
	if err != nil {
		return nil, err
	}
	if q.Variant == Line && s.persons == 0 && s.outside == 0 && q.AsOf != q.Scope.Day {
		return nil, apperr.New(apperr.Invalid, "error.report.not_in_charge", nil).At("as_of")
	}
	if s.root = s.tree.Department(root); s.root == nil {
		s.root = s.tree.common(maps.Keys(places))
	}
	s.looks, err = readLookups(ctx, tx, q.AsOf, known)
	return s, err
}

// line keeps the names of those further down than names are read, by the setting
// of today.
func (s *snapshot) line(ctx context.Context) error {
	today, err := settings.Load(ctx, s.tx, s.query.Scope.Day)
	if err != nil {
		return err
	}
	if levels := today.Int("line_depth"); levels > 0 {
		s.near, err = s.query.Scope.Nearest(ctx, s.tx, levels)
	}
	return err
}

// countsOnly reports whether the report counts the person and does not name them.
func (s *snapshot) countsOnly(person int64) bool { return s.near != nil && !s.near[person] }

// each hands everybody to fn in the order given, with their rows by course code. fn
// must not use the transaction.
func (s *snapshot) each(ctx context.Context, order string, fn func(*Subject, []Row, Gap) error) error {
	read := func(part some) (map[int64]personRows, error) {
		if part.err != nil {
			return nil, part.err
		}
		return s.rowsOf(ctx, part.list)
	}
	return s.lookingUp(ctx, s.persons, func() error {
		return ahead(s.batches(ctx, order), read, func(part some, rows map[int64]personRows) error {
			for _, e := range part.list {
				own := rows[e.id]
				if err := fn(own.subject, own.rows, own.gap); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// rowsOf reads the rows of a batch of persons, once where everybody is in it.
func (s *snapshot) rowsOf(ctx context.Context, part []*entry) (map[int64]personRows, error) {
	if s.kept != nil {
		return s.kept, nil
	}
	rows, err := s.read(ctx, part)
	if err == nil && len(part) == s.persons {
		s.kept = rows
	}
	return rows, err
}

// read reads the persons and their rows.
func (s *snapshot) read(ctx context.Context, part []*entry) (map[int64]personRows, error) {
	out := make(map[int64]personRows, len(part))
	if len(part) == 0 {
		return out, nil
	}
	if err := s.readSubjects(ctx, part, func(one *Subject) { out[one.ID] = personRows{subject: one, gap: GapNone} }); err != nil {
		return nil, err
	}
	err := eachDuty(ctx, s.tx, s.query.AsOf, s.known, ids(part), func(person, course int64, d *ledger.Dates) {
		c := s.looks.courses[course]
		if c == nil || !s.query.Filter.takes(c) {
			return
		}
		own := out[person]
		if own.rows == nil {
			own.rows = make([]Row, 0, len(s.looks.courses))
		}
		if row, ok := rowOf(own.subject, c, d, s.query.AsOf); ok {
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

// count yields figures and hash without a report before.
func (s *snapshot) count(ctx context.Context) (*Figures, [32]byte, error) {
	tally, hash := s.tally(), newCanonical(s.query, s.known)
	err := s.eachPair(ctx, nil, func(_ pair, now, _ personRows) {
		tally.Person(now.subject, now.rows, now.gap)
		for _, r := range now.rows {
			hash.add(r)
		}
	})
	return tally.Figures(), hash.sum(), err
}
