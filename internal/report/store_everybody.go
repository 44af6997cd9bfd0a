package report

import (
	"context"
	"fmt"
	"maps"
	"sync/atomic"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// everybody selects who has an employment at (D, T) and is in the viewer's line then:
// ID, Kennung, whether the viewer may read the person today, departments.
func (s *snapshot) everybody(order string) (string, pgx.NamedArgs) {
	q := s.query
	atDay, today, args := inScope(q.Scope, q.AsOf, "p.id")
	asked := pgx.NamedArgs{"day": q.AsOf.Time(), "known": s.known}
	maps.Copy(asked, plain(args))
	part := ``
	if order != "" {
		part = ` order by ` + order
	}
	if q.part != nil {
		part = ` where p.uid > @after order by p.uid limit @persons`
		asked["after"], asked["persons"] = [16]byte(q.part.after), q.part.persons
	}
	return `
		select id, uid, named, departments from (
			select p.id, p.uid, p.sort_name, ` + today + ` as named, w.departments
			from persons p
			cross join lateral (
				select array_agg(f.department_id) as departments from employment_facts f where f.person_id = p.id and ` + contains("@day") + `) w
			where w.departments is not null and ` + atDay + `
		) p` + part, asked
}

// present is a row of everybody.
type present struct {
	id          int64
	uid         [16]byte
	named       bool
	departments []int64
}

func (p *present) targets() []any { return []any{&p.id, &p.uid, &p.named, &p.departments} }

// survey counts everybody in scope, and who of the subtree at the day is outside the
// viewer's line today, and says in which departments those in scope work.
func (s *snapshot) survey(ctx context.Context) (places map[int64]bool, err error) {
	statement, args := s.everybody("")
	places = map[int64]bool{}
	err = s.tx.Raw(func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, statement, args)
		if err != nil {
			return err
		}
		var one present
		_, err = pgx.ForEachRow(rows, one.targets(), func() error {
			if part := s.query.part; part != nil {
				part.read, part.last = part.read+1, one.uid
			}
			in := s.tree.within(one.departments, s.rootID)
			switch {
			case len(in) == 0:
			case !one.named:
				s.outside++
			default:
				s.persons++
				if s.countsOnly(one.id) {
					s.nameless++
				}
				for _, place := range in {
					places[place] = true
				}
			}
			return nil
		})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("report: persons: %w", err)
	}
	return places, nil
}

// walk goes through everybody in scope in an order. A transaction may have several
// walks at once, and be used in between.
type walk struct {
	s    *snapshot
	name string
	rows []*entry
	last bool
}

// walks numbers the cursors: two snapshots may share a transaction.
var walks atomic.Int64

func (s *snapshot) walk(ctx context.Context, order string) (*walk, error) {
	w := &walk{s: s, name: fmt.Sprintf("walk_%d", walks.Add(1))}
	statement, args := s.everybody(order)
	if err := s.tx.Raw(func(conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, `declare `+w.name+` no scroll cursor for `+statement, args)
		return err
	}); err != nil {
		return nil, fmt.Errorf("report: persons: %w", err)
	}
	return w, nil
}

// peek is the next person, whom take leaves behind; nil after the last one.
func (w *walk) peek(ctx context.Context) (*entry, error) {
	for len(w.rows) == 0 && !w.last {
		if err := w.s.tx.Raw(func(conn *pgx.Conn) error { return w.fill(ctx, conn) }); err != nil {
			return nil, fmt.Errorf("report: persons: %w", err)
		}
	}
	if len(w.rows) == 0 {
		return nil, nil //nolint:nilnil // there is nobody any more
	}
	return w.rows[0], nil
}

// take is the next persons, at most so many; none after the last one.
func (w *walk) take(ctx context.Context, most int) (list []*entry, err error) {
	for len(list) < most {
		e, err := w.peek(ctx)
		if err != nil || e == nil {
			return list, err
		}
		list, w.rows = append(list, e), w.rows[1:]
	}
	return list, nil
}

func (w *walk) fill(ctx context.Context, conn *pgx.Conn) error {
	rows, err := conn.Query(ctx, fmt.Sprintf(`fetch %d from %s`, batch, w.name), pgx.QueryExecModeDescribeExec)
	if err != nil {
		return err
	}
	w.rows = w.rows[:0]
	read := 0
	var one present
	if _, err := pgx.ForEachRow(rows, one.targets(), func() error {
		read++
		if one.named && len(w.s.tree.within(one.departments, w.s.rootID)) > 0 {
			w.rows = append(w.rows, &entry{id: one.id, uid: uuid.UUID(one.uid), countedOnly: w.s.countsOnly(one.id)})
		}
		return nil
	}); err != nil {
		return err
	}
	if w.last = read < batch; w.last {
		_, err = conn.Exec(ctx, `close `+w.name)
	}
	return err
}

// end closes the walk before its last person. What cannot be closed ends with the
// transaction.
func (w *walk) end(ctx context.Context) {
	if w.last {
		return
	}
	w.last, w.rows = true, nil
	_ = w.s.tx.Raw(func(conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, `close `+w.name)
		return err
	})
}

// readSubjects reads some of the persons, each once, and hands them to fn in any
// order.
func (s *snapshot) readSubjects(ctx context.Context, part []*entry, fn func(*Subject)) error {
	if len(part) == 0 {
		return nil
	}
	countedOnly := make(map[int64]bool, len(part))
	for _, e := range part {
		countedOnly[e.id] = e.countedOnly
	}
	err := s.tx.Raw(func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, `select `+personTargets+` from (`+population(`p.id = any (@persons::bigint[])`, "true")+`) p`,
			pgx.NamedArgs{"day": s.query.AsOf.Time(), "known": s.known, "persons": ids(part)})
		if err != nil {
			return err
		}
		shared := words{}
		var p person
		_, err = pgx.ForEachRow(rows, p.targets(), func() error {
			one, err := p.finish(shared)
			if err != nil {
				return err
			}
			s.tree.place(one, s.rootID)
			one.CountedOnly = countedOnly[one.ID]
			fn(one)
			return nil
		})
		return err
	})
	if err != nil {
		return fmt.Errorf("report: persons: %w", err)
	}
	return nil
}

// byNameOf puts persons with something late in the order of their names.
func (s *snapshot) byNameOf(ctx context.Context, list []lateness) (sorted []lateness, err error) {
	persons, superiors := make([]int64, len(list)), make([]int32, len(list))
	for i, l := range list {
		persons[i], superiors[i] = l.person, l.superior
	}
	err = s.tx.Raw(func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, `
			select l.person, l.superior from unnest($1::bigint[], $2::integer[]) as l (person, superior)
			join persons p on p.id = l.person order by p.sort_name collate "de-CH-x-icu", p.uid`, persons, superiors)
		if err != nil {
			return err
		}
		sorted = list[:0]
		var one lateness
		_, err = pgx.ForEachRow(rows, []any{&one.person, &one.superior}, func() error {
			sorted = append(sorted, one)
			return nil
		})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("report: names: %w", err)
	}
	return sorted, nil
}
