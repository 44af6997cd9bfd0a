package report

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
)

// held are persons with one employment, in the same department and counted, or
// one employment of somebody listed.
type held struct {
	person, employment int64 // of somebody listed, else 0
	department         int64
	category           people.Category // of somebody listed
	persons            int
}

// readHeld hands the employments of the persons in scope to fn, in no order. If
// alone, those who have one and belong to the total come as numbers by department;
// else everybody is listed.
func readHeld(ctx context.Context, tx *db.Tx, q Query, known time.Time, alone bool, fn func(held)) error {
	atDay, today, args := inScope(q.Scope, q.AsOf, "f.person_id")
	named := pgx.NamedArgs{"day": q.AsOf.Time(), "known": known, "alone": alone, "outside": people.Uncounted()}
	maps.Copy(named, plain(args))
	err := tx.Raw(func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, `
			select case when listed then person_id else 0 end as person, case when listed then employment_id else 0 end as employment,
				department_id, case when listed then category else '' end as kind, count(*)
			from (
				select f.person_id, f.employment_id, f.department_id, f.category,
					not @alone or f.category = any (@outside::text[]) or count(*) over (partition by f.person_id) > 1 as listed
				from employment_facts f
				where f.entry_on <= @day and f.exit_on >= @day and `+knownAt("f")+` and `+atDay+` and `+today+`) e
			group by person, employment, department_id, kind`, named)
		if err != nil {
			return err
		}
		var h held
		var category string
		_, err = pgx.ForEachRow(rows, []any{&h.person, &h.employment, &h.department, &category, &h.persons}, func() error {
			h.category = people.Category(category)
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

// listed are persons whom a statement does not place by itself: each with the number
// of a place, and the employments that they have besides the first.
type listed struct {
	alone            bool // everybody else counts too, in the department of their one employment
	persons, numbers []int64
	besides          []int64
}

// alike is a number of rows that are alike in everything counted.
type alike struct {
	place  int64 // a department, or the number of a place below 0
	course int64
	pc     bool
	status int  // index of statuses
	due    bool // belongs to the Fälligkeitsgrad
	rows   int
}

// readAlike counts the rows of persons and hands them to fn by place, course, status,
// PC, and what tells whether they were due.
func readAlike(ctx context.Context, tx *db.Tx, q Query, known time.Time, l listed, fn func(alike)) error {
	index := map[string]int{string(ledger.StatusInProgress): slices.Index(statuses, ledger.StatusOpen)}
	for i, s := range statuses {
		index[string(s)] = i
	}
	named := pgx.NamedArgs{"day": q.AsOf.Time(), "known": known, "courses": q.Filter.Courses,
		"alone": l.alone, "persons": l.persons, "places": l.numbers, "besides": l.besides}
	courses := ``
	if len(q.Filter.Courses) > 0 {
		courses = ` and s.course_id in (select c.id from courses c where c.code = any (@courses::text[]))`
	}
	err := tx.Raw(func(conn *pgx.Conn) error {
		// «offset 0» keeps the planner from taking every combination of the dates in a
		// status for a group of its own, and so from sorting all rows. mandatory is one
		// of the last columns: asked after the join, it need not be dug out of rows of
		// other moments. Only a few rows can fall due on the very day.
		rows, err := conn.Query(ctx, `
			select place, course_id, status, was_due, due_today, pc, count(*)
			from (
				select coalesce(l.place, f.department_id) as place, s.course_id,
					case when s.mandatory then `+ledger.StatusSQL("s", "@day::date")+` end as status,
					coalesce(s.first_due_on <= @day, false) as was_due,
					coalesce(case when @day::date in (s.due_on, s.valid_until, s.lapse_due_on, s.prev_valid_until, s.prev_lapse_due_on)
						then `+ledger.DueSQL("s", "@day::date")+` = @day end, false) as due_today,
					coalesce(t.has_pc, p.email is not null) as pc
				from assignment_states s
				join employment_facts f on f.person_id = s.person_id and f.entry_on <= @day and f.exit_on >= @day and `+knownAt("f")+`
					and f.employment_id <> all (@besides::bigint[])
				join persons p on p.id = f.person_id
				left join person_traits t on t.person_id = f.person_id and `+knownAt("t")+`
				left join unnest(@persons::bigint[], @places::bigint[]) as l (person, place) on l.person = f.person_id
				where (@alone or l.person is not null) and `+ledger.AtSQL("s", "@day::date", "@known::timestamptz")+courses+`
				offset 0) s
			group by place, course_id, status, was_due, due_today, pc`, named)
		if err != nil {
			return err
		}
		var h alike
		var status *string
		var wasDue, dueToday bool
		_, err = pgx.ForEachRow(rows, []any{&h.place, &h.course, &status, &wasDue, &dueToday, &h.pc, &h.rows}, func() error {
			if status == nil { // voluntary, withdrawn, or not yet assigned
				return nil
			}
			h.status = index[*status]
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

// isDue is Row.DueBy of an alike.
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
