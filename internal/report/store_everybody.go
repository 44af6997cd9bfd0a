package report

import (
	"context"
	"fmt"
	"maps"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// readPeople lists everybody in scope by name, counts who of the subtree at the day
// is outside the viewer's line today, and says in which departments those listed work.
func (s *snapshot) readPeople(ctx context.Context) (places map[int64]bool, err error) {
	q := s.query
	atDay, today, args := inScope(q.Scope, q.AsOf, "p.id")
	asked := pgx.NamedArgs{"day": q.AsOf.Time(), "known": s.known}
	maps.Copy(asked, plain(args))
	part := `order by ` + byName
	if q.part != nil {
		part = `where p.uid > @after order by p.uid limit @persons`
		asked["after"], asked["persons"] = [16]byte(q.part.after), q.part.persons
	}
	places = map[int64]bool{}
	err = s.tx.Raw(func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, `
			select id, uid, named, departments from (
				select p.id, p.uid, p.sort_name, `+today+` as named, w.departments
				from persons p
				cross join lateral (
					select array_agg(f.department_id) as departments from employment_facts f where f.person_id = p.id and `+contains("@day")+`) w
				where w.departments is not null and `+atDay+`
			) p `+part, asked)
		if err != nil {
			return err
		}
		var id int64
		var uid [16]byte
		var named bool
		var departments []int64
		_, err = pgx.ForEachRow(rows, []any{&id, &uid, &named, &departments}, func() error {
			if q.part != nil {
				q.part.read, q.part.last = q.part.read+1, uid
			}
			in := s.tree.within(departments, s.rootID)
			switch {
			case len(in) == 0:
			case !named:
				s.outside++
			default:
				s.people = append(s.people, entry{id: id, uid: uuid.UUID(uid)})
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
