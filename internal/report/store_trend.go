package report

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
)

// MonthEnd is one point of the trend.
type MonthEnd struct {
	Day calendar.Date
	Group
	Frozen bool // as it was kept; else counted again as known at the report's moment
}

// Trend counts the rows of the total on each of the days, as known at T; a manager's
// are of the own line on that day. Days on which nothing was asked of anybody have
// no rows. The errors are those of Figures.
func (s *Service) Trend(ctx context.Context, q Query, days []calendar.Date) ([]MonthEnd, error) {
	if err := q.check(); err != nil {
		return nil, err
	}
	known, err := s.knownAt(ctx, q)
	if err != nil {
		return nil, err
	}
	list := make([]MonthEnd, len(days))
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if err := prepareReading(ctx, tx); err != nil {
			return err
		}
		shot := &snapshot{tx: tx, query: q, known: known}
		for i, day := range days {
			if list[i], err = shot.readMonth(ctx, day); err != nil {
				return err
			}
		}
		return nil
	})
	return list, err
}

// readMonth counts the rows of the total on an earlier day, as known at the
// report's moment. The database groups by what a row's status and due dates are;
// what belongs to which rate is decided where all other rows are.
func (s *snapshot) readMonth(ctx context.Context, day calendar.Date) (MonthEnd, error) {
	month := MonthEnd{Day: day}
	departments, err := s.departmentsOn(ctx, day)
	if err != nil {
		return month, err
	}
	atDay, today, args := inScope(s.query.Scope, day, "p.id")
	named := pgx.NamedArgs{"day": day.Time(), "known": s.known, "departments": departments, "outside": outsideTotal(), "courses": s.query.Filter.Courses}
	maps.Copy(named, plain(args))
	err = s.tx.Raw(func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, `
			with total as materialized (
				select p.id from persons p
				where exists (select from employment_facts f where f.person_id = p.id and `+contains("@day")+`
						and (@departments::bigint[] is null or f.department_id = any (@departments::bigint[])))
					and exists (select from employment_facts f where f.person_id = p.id and `+contains("@day")+`
						and f.category <> all (@outside::text[]))
					and `+atDay+` and `+today+`
			)
			select `+ledger.StatusSQL("s", "@day")+`, coalesce(s.first_due_on <= @day, false), `+dueOn("@day")+`, count(*)
			from total t
			join assignment_states s on s.person_id = t.id and s.mandatory and `+ledger.AtSQL("s", "@day", "@known")+`
			join courses c on c.id = s.course_id and (@courses::text[] is null or c.code = any (@courses::text[]))
			group by 1, 2, 3`, named)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var status *string // none where the duty has no row
			var wasDue, dueToday bool
			var n int
			if err := rows.Scan(&status, &wasDue, &dueToday, &n); err != nil {
				return err
			}
			if status != nil {
				month.addMany(rowLike(ledger.Status(*status).Public(), day, wasDue, dueToday), day, n)
			}
		}
		return rows.Err()
	})
	if err != nil {
		return month, fmt.Errorf("report: month end %s: %w", day, err)
	}
	return month, nil
}

// dueOn is whether the due date in effect of a duty s is the day. What it can be is
// asked first: reckoning it costs as much as the status, and hardly any is.
func dueOn(day string) string {
	return `case when ` + day + ` in (s.due_on, s.lapse_due_on, s.valid_until, s.prev_due_on, s.prev_lapse_due_on, s.prev_valid_until)
				then coalesce(` + ledger.DueSQL("s", day) + ` = ` + day + `, false) else false end`
}

// rowLike is a row that the rates treat as those that the database has grouped.
func rowLike(status ledger.Status, day calendar.Date, wasDue, dueToday bool) Row {
	r := Row{Status: status, FirstDueOn: day + 1, Due: day + 1}
	if wasDue {
		r.FirstDueOn = day
	}
	if dueToday {
		r.Due = day
	}
	return r
}

// departmentsOn are the departments of the report's subtree on a day, nil for the
// whole scope; empty if the department did not exist.
func (s *snapshot) departmentsOn(ctx context.Context, day calendar.Date) ([]int64, error) {
	if s.query.Department == "" {
		return nil, nil
	}
	t := s.tree
	if t == nil || day != s.query.AsOf {
		var err error
		if t, err = readTree(ctx, s.tx, day, s.known); err != nil {
			return nil, err
		}
	}
	list := []int64{}
	root := t.ByCode(s.query.Department)
	if root == nil {
		return list, nil
	}
	t.Walk(func(d *people.Department, _ int) {
		if t.Within(d.ID, root.ID) {
			list = append(list, d.ID)
		}
	})
	return list, nil
}

// contains is the condition that an employment f contains a day, as known at @known.
func contains(day string) string {
	return strings.ReplaceAll(`f.entry_on <= % and f.exit_on >= % and f.valid_from <= % and f.valid_to > %`, "%", day) +
		` and f.known_from <= @known and f.known_to > @known`
}

// outsideTotal are the categories that belong to no total.
func outsideTotal() (list []string) {
	for _, c := range people.Categories {
		if !c.Counted() {
			list = append(list, string(c))
		}
	}
	return list
}
