package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// settle writes departments, people, employments and absences of the crowd, all by
// COPY, and returns the IDs of the people in the order of the crowd.
func (c *crowd) settle(ctx context.Context, tx *db.Tx) ([]int64, error) {
	stamp, err := tx.Stamp(ctx)
	if err != nil {
		return nil, err
	}
	var persons, departments []int64
	if err := tx.Raw(func(conn *pgx.Conn) (err error) {
		if persons, err = newIDs(ctx, conn, "persons", len(c.people)); err != nil {
			return err
		}
		departments, err = newIDs(ctx, conn, "departments", len(c.branches))
		return err
	}); err != nil {
		return nil, fmt.Errorf("demo: number the people: %w", err)
	}
	person := func(i int) any {
		if i < 0 {
			return nil
		}
		return persons[i]
	}
	copyAll := func(table string, n int, row func(i int, add func(values ...any)), columns ...string) {
		if err != nil {
			return
		}
		var rows [][]any
		for i := range n {
			row(i, func(values ...any) { rows = append(rows, values) })
		}
		_, err = tx.CopyIn(ctx, table, columns, pgx.CopyFromRows(rows))
	}
	everybody := len(c.people)
	copyAll("persons", everybody, func(i int, add func(...any)) {
		p := &c.people[i]
		add(persons[i], [16]byte(p.uid), p.no, p.last, p.first, orNone(p.email))
	}, "id", "uid", "personnel_no", "last_name", "first_name", "email")
	copyAll("person_traits", everybody, func(i int, add func(...any)) {
		p := &c.people[i]
		add(persons[i], p.email != "", "mail", p.entry.Time(), stamp)
	}, "person_id", "has_pc", "pc_source", "valid_from", "known_from")
	copyAll("departments", len(c.branches), func(i int, add func(...any)) { add(departments[i], c.branches[i].code) }, "id", "code")
	copyAll("department_facts", len(c.branches), func(i int, add func(...any)) {
		b := c.branches[i]
		var parent any
		if b.parent >= 0 {
			parent = departments[b.parent]
		}
		add(departments[i], parent, b.name, person(b.head), calendar.NewDate(1990, 1, 1).Time(), stamp)
	}, "department_id", "parent_id", "name", "head_id", "valid_from", "known_from")
	if err != nil {
		return nil, err
	}
	stints := c.stints()
	var employments []int64
	if err := tx.Raw(func(conn *pgx.Conn) (err error) {
		employments, err = newIDs(ctx, conn, "employments", stints[len(stints)-1].employment+1)
		return err
	}); err != nil {
		return nil, fmt.Errorf("demo: number the employments: %w", err)
	}
	last := -1
	copyAll("employments", len(stints), func(i int, add func(...any)) {
		if s := stints[i]; s.employment != last {
			last = s.employment
			add(employments[s.employment], persons[s.person], s.no)
		}
	}, "id", "person_id", "no")
	copyAll("employment_facts", len(stints), func(i int, add func(...any)) {
		s := stints[i]
		p := &c.people[s.person]
		function, kind := c.kinds[s.unit].function, any(p.pensum)
		if p.head {
			function = "Leitung " + c.branches[c.units[s.unit]].name
		}
		if p.pensum == 0 {
			kind = nil
		}
		add(employments[s.employment], persons[s.person], departments[c.units[s.unit]], function, kind, string(p.category),
			p.entry.Time(), p.exit.Time(), person(c.manager(s.unit, s.person)), s.from.Time(), s.to.Time(), stamp)
	}, "employment_id", "person_id", "department_id", "function", "pensum", "category", "entry_on", "exit_on", "manager_id",
		"valid_from", "valid_to", "known_from")
	copyAll("absences", everybody, func(i int, add func(...any)) {
		if p := &c.people[i]; p.away.Valid() {
			add(persons[i], p.away.From.Time(), p.away.Until.Time(), stamp)
		}
	}, "person_id", "from_on", "until_on", "known_from")
	return persons, err
}

// spell is a stretch of one employment in one unit.
type spell struct {
	person, employment, unit int
	no                       string
	from, to                 calendar.Date // to is the first day after it
}

// stints are the spells of all, those of an employment in a row.
func (c *crowd) stints() []spell {
	var list []spell
	employment := 0
	for i := range c.people {
		p := &c.people[i]
		end := calendar.Forever
		if p.exit != calendar.Forever {
			end = p.exit + 1
		}
		now := spell{person: i, employment: employment, unit: p.unit, no: "1", from: p.entry, to: end}
		if p.before >= 0 {
			then := now
			then.unit, then.to, now.from = p.before, p.moved, p.moved
			list = append(list, then)
		}
		list = append(list, now)
		if p.second >= 0 {
			employment++
			list = append(list, spell{person: i, employment: employment, unit: p.second, no: "2", from: p.entry, to: end})
		}
		employment++
	}
	return list
}

func orNone(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// newIDs draws n numbers of a table's sequence; in a database that nobody else
// writes to they follow each other.
func newIDs(ctx context.Context, conn *pgx.Conn, table string, n int) ([]int64, error) {
	rows, err := conn.Query(ctx, `select nextval(pg_get_serial_sequence($1, 'id')::regclass) from generate_series(1, $2::integer)`, table, n)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[int64])
}

// cameAll notes the first sign-ins of many.
func cameAll(ctx context.Context, tx *db.Tx, persons []int64, on []calendar.Date) error {
	rows := make([][]any, len(persons))
	for i, id := range persons {
		rows[i] = []any{id, on[i].Time().Add(9 * time.Hour)}
	}
	_, err := tx.CopyIn(ctx, "first_sign_ins", []string{"person_id", "at"}, pgx.CopyFromRows(rows))
	return err
}
