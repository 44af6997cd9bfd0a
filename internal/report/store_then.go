package report

import (
	"context"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/calendar"
)

// stay is where somebody worked, from the first to the last day.
type stay struct {
	from, until calendar.Date
	department  int64
}

// called is what a department was called, from the first day on until the last one.
type called struct {
	from, until calendar.Date
	name        string
}

// past are departments with what they were called, as known at a moment.
type past struct {
	codes  map[int64]string
	titles map[int64][]called
}

// name of a department on a day; its code where nothing is known of it then.
func (p *past) name(department int64, day calendar.Date) string {
	for _, t := range p.titles[department] {
		if t.from <= day && day <= t.until {
			return t.name
		}
	}
	return p.codes[department]
}

// readThen reads the departments on the day of completion. A person has few
// employments and a department few names, so they are matched here: the database
// would look both up for each completion.
func (s *snapshot) readThen(ctx context.Context, conn *pgx.Conn, persons []int64, all []*Row, e extras) error {
	if s.past == nil {
		var err error
		if s.past, err = s.readPast(ctx, conn); err != nil {
			return err
		}
	}
	rows, err := conn.Query(ctx, `
		select f.person_id, f.department_id, greatest(f.valid_from, f.entry_on), least(f.valid_to - 1, f.exit_on)
		from employment_facts f
		where f.person_id = any ($1::bigint[]) and f.known_from <= $2 and f.known_to > $2`, persons, s.known)
	if err != nil {
		return err
	}
	places := make(map[int64][]stay, len(persons))
	var person int64
	var p stay
	if _, err := pgx.ForEachRow(rows, []any{&person, &p.department, &p.from, &p.until}, func() error {
		places[person] = append(places[person], p)
		return nil
	}); err != nil {
		return err
	}
	for _, r := range all {
		if day := r.Cycle.CompletedOn; day != 0 {
			if names := s.past.names(places[r.Subject.ID], day); names != "" {
				e.at(keyOf(r)).completed = names
			}
		}
	}
	return nil
}

// names of the departments among the places on a day.
func (p *past) names(places []stay, day calendar.Date) string {
	var names []string
	for _, at := range places {
		if at.from <= day && day <= at.until {
			names = append(names, p.name(at.department, day))
		}
	}
	if len(names) > 1 {
		slices.Sort(names)
		names = slices.Compact(names)
	}
	return strings.Join(names, " | ")
}

// readPast reads all departments with the names that they ever had: there are few.
func (s *snapshot) readPast(ctx context.Context, conn *pgx.Conn) (*past, error) {
	rows, err := conn.Query(ctx, `
		select d.id, d.code, n.valid_from, n.valid_to - 1, coalesce(n.name, '')
		from departments d
		left join department_facts n on n.department_id = d.id and n.known_from <= $1 and n.known_to > $1`, s.known)
	if err != nil {
		return nil, err
	}
	p := &past{codes: map[int64]string{}, titles: map[int64][]called{}}
	var id int64
	var code string
	var t called
	_, err = pgx.ForEachRow(rows, []any{&id, &code, &t.from, &t.until, &t.name}, func() error {
		p.codes[id] = code
		if t.name != "" {
			p.titles[id] = append(p.titles[id], t)
		}
		return nil
	})
	return p, err
}
