package report

import (
	"context"
	"fmt"
	"maps"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
)

// readPlaces hands each employment of the persons in scope to fn, in no order.
func readPlaces(ctx context.Context, tx *db.Tx, q Query, known time.Time, fn func(person, department int64, c people.Category, pc bool)) error {
	atDay, today, args := inScope(q.Scope, q.AsOf)
	named := pgx.NamedArgs{"day": q.AsOf.Time(), "known": known}
	maps.Copy(named, plain(args))
	err := tx.Raw(func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, `
			select p.id, f.department_id, f.category, coalesce(t.has_pc, p.email is not null)
			from employment_facts f
			join persons p on p.id = f.person_id
			left join person_traits t on t.person_id = p.id and `+knownAt("t")+`
			where f.entry_on <= @day and f.exit_on >= @day and `+knownAt("f")+` and `+atDay+` and `+today, named)
		if err != nil {
			return err
		}
		var person, department int64
		var category string
		var pc bool
		_, err = pgx.ForEachRow(rows, []any{&person, &department, &category, &pc}, func() error {
			fn(person, department, people.Category(category), pc)
			return nil
		})
		return err
	})
	if err != nil {
		return fmt.Errorf("report: overview: %w", err)
	}
	return nil
}

// alike is a number of rows that are alike in everything counted.
type alike struct {
	place  int32 // index
	course int64
	status int  // index of statuses
	due    bool // belongs to the Fälligkeitsgrad
	rows   int
}

// readAlike counts the rows of persons, each with the index of a place, and hands
// them to fn by place, course, status, and what tells whether they were due.
// Postgres groups by numbers several times as fast as by texts.
func readAlike(ctx context.Context, tx *db.Tx, q Query, known time.Time, persons []int64, places []int32, fn func(alike)) error {
	codes := make([]string, len(statuses))
	for i, s := range statuses {
		codes[i] = string(s)
	}
	named := pgx.NamedArgs{"day": q.AsOf.Time(), "known": known, "courses": q.Filter.Courses, "codes": codes, "persons": persons, "places": places}
	courses := ``
	if len(q.Filter.Courses) > 0 {
		courses = ` and s.course_id in (select c.id from courses c where c.code = any (@courses::text[]))`
	}
	err := tx.Raw(func(conn *pgx.Conn) error {
		// Only a few rows can fall due on the very day.
		rows, err := conn.Query(ctx, `
			select p.place, s.course_id, array_position(@codes::text[], replace(`+ledger.StatusSQL("s", "@day::date")+`, 'in_progress', 'open')) as status,
				coalesce(s.first_due_on <= @day, false) as was_due,
				coalesce(case when @day::date in (s.due_on, s.valid_until, s.lapse_due_on, s.prev_valid_until, s.prev_lapse_due_on)
					then `+ledger.DueSQL("s", "@day::date")+` = @day end, false) as due_today, count(*)
			from assignment_states s
			join unnest(@persons::bigint[], @places::integer[]) as p (id, place) on p.id = s.person_id
			where s.mandatory and `+ledger.AtSQL("s", "@day::date", "@known::timestamptz")+courses+`
			group by p.place, s.course_id, status, was_due, due_today`, named)
		if err != nil {
			return err
		}
		var h alike
		var status *int
		var wasDue, dueToday bool
		_, err = pgx.ForEachRow(rows, []any{&h.place, &h.course, &status, &wasDue, &dueToday, &h.rows}, func() error {
			if status == nil { // withdrawn, or not yet assigned
				return nil
			}
			h.status = *status - 1
			h.due = isDue(statuses[h.status], wasDue, dueToday)
			fn(h)
			return nil
		})
		return err
	})
	if err != nil {
		return fmt.Errorf("report: overview: %w", err)
	}
	return nil
}

// isDue is Row.DueBy of a alike.
func isDue(s ledger.Status, wasDue, dueToday bool) bool {
	switch {
	case s.Fulfilled():
		return wasDue
	case s == ledger.StatusOpen:
		return dueToday
	default:
		return s.Late() || s == ledger.StatusInGrace
	}
}
