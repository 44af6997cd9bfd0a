package report

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

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
	var list []MonthEnd
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if err := prepareReading(ctx, tx); err != nil {
			return err
		}
		list, err = (&snapshot{tx: tx, query: q, known: known}).readMonths(ctx, days)
		return err
	})
	return list, err
}

// readMonths counts the rows of the total on earlier days, at most 62 of them, as
// known at the report's moment, in the order given. All slices are read once. Those
// that are alike in all that a status hangs on are counted first, with a mask of the
// days on which they hold and their persons belong to the total: of millions there are
// some ten thousand kinds. Only then are days and statuses reckoned. What belongs to
// which rate is decided where all other rows are.
func (s *snapshot) readMonths(ctx context.Context, days []calendar.Date) ([]MonthEnd, error) {
	if len(days) == 0 {
		return nil, nil
	}
	w, err := s.monthsOf(ctx, days)
	if err != nil {
		return nil, err
	}
	known, mask := ledger.AtDaysSQL("s", "@days::date[]", "@known")
	months := map[calendar.Date]*MonthEnd{}
	for _, day := range w.days {
		months[day] = &MonthEnd{Day: day}
	}
	// There are fewer kinds than the planner fears: it would sort all slices by them.
	if err := s.hashing(ctx, func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, `
			select m.day, `+ledger.StatusSQL("m", "m.day")+`, coalesce(m.first_due_on <= m.day, false), `+dueOn("m.day", "m")+`, sum(m.n)::bigint
			from (
				select d.day, k.*, null::date as started_on
				from (
					select t.months & `+mask+` as months, `+ledger.PublicColumns("s")+`, s.first_due_on, count(*) as n
					from (
						select f.person_id, coalesce(a.months, -1)
							& bit_or(case when f.category <> all (@outside::text[]) then i.days else 0 end)
							& bit_or(i.days & case when @departments::bigint[] is null then -1 else coalesce(d.months, 0) end) as months
						from employment_facts f
						cross join lateral (select `+ledger.DaysSQL("@days::date[]", "greatest(f.entry_on, f.valid_from)", "least(f.exit_on, f.valid_to - 1)")+` as days) i
						left join unnest(@departments::bigint[], @department_months::bigint[]) d (id, months) on d.id = f.department_id
						left join unnest(@persons::bigint[], @person_months::bigint[]) a (id, months) on a.id = f.person_id
						where f.known_from <= @known and f.known_to > @known and (@persons::bigint[] is null or f.person_id = any (@persons::bigint[]))
						group by f.person_id, a.months
					) t
					join assignment_states s on s.person_id = t.person_id
					where s.mandatory and `+known+` and (@persons::bigint[] is null or s.person_id = any (@persons::bigint[]))
						and (@courses::text[] is null or s.course_id in (select c.id from courses c where c.code = any (@courses::text[])))
					group by 1, `+ledger.PublicColumns("s")+`, s.first_due_on
				) k
				join unnest(@days::date[]) with ordinality d (day, i) on (k.months >> (d.i - 1)::int) & 1 = 1
			) m
			group by 1, 2, 3, 4`, w.args)
		if err != nil {
			return err
		}
		var day calendar.Date
		var status *string // none where the duty has no row
		var wasDue, dueToday bool
		var n int
		_, err = pgx.ForEachRow(rows, []any{&day, &status, &wasDue, &dueToday, &n}, func() error {
			if status != nil {
				months[day].addMany(rowLike(ledger.Status(*status).Public(), day, wasDue, dueToday), day, n)
			}
			return nil
		})
		return err
	}); err != nil {
		return nil, fmt.Errorf("report: month ends: %w", err)
	}
	list := make([]MonthEnd, len(days))
	for i, day := range days {
		list[i] = *months[day]
	}
	return list, nil
}

// window are the days of a trend and what a statement is asked about them.
type window struct {
	days []calendar.Date // ascending, each once
	args pgx.NamedArgs
}

// monthsOf says which departments belong to the report on which of the days, and
// which persons: masks of days, bit 0 the first one. The whole organisation has
// neither list.
func (s *snapshot) monthsOf(ctx context.Context, days []calendar.Date) (window, error) {
	w := window{days: slices.Compact(slices.Sorted(slices.Values(days)))}
	times := make([]time.Time, len(w.days))
	departments, persons := masks{}, masks{}
	now := sync.OnceValues(func() ([]int64, error) { return s.personsToday(ctx) })
	for i, day := range w.days {
		times[i] = day.Time()
		list, err := s.departmentsOn(ctx, day)
		if err != nil {
			return w, err
		}
		departments.set(i, list)
		if s.query.Scope.Everyone {
			continue
		}
		if list, err = s.personsOn(ctx, day, now); err != nil {
			return w, err
		}
		persons.set(i, list)
	}
	w.args = pgx.NamedArgs{"days": times, "known": s.known, "outside": outsideTotal(), "courses": s.query.Filter.Courses}
	w.args["departments"], w.args["department_months"] = departments.lists(s.query.Department != "")
	w.args["persons"], w.args["person_months"] = persons.lists(!s.query.Scope.Everyone)
	return w, nil
}

// masks are the days of departments or persons by ID.
type masks map[int64]int64

func (m masks) set(day int, ids []int64) {
	for _, id := range ids {
		m[id] |= 1 << day
	}
}

// lists are the IDs and the masks, nil unless they are wanted.
func (m masks) lists(wanted bool) (ids, days []int64) {
	if !wanted {
		return nil, nil
	}
	ids, days = []int64{}, []int64{}
	for id, mask := range m {
		ids, days = append(ids, id), append(days, mask)
	}
	return ids, days
}

// personsOn are those of a line or of a part granted on a day whom the viewer may
// read today; now says who that is, read once for all days.
func (s *snapshot) personsOn(ctx context.Context, day calendar.Date, now func() ([]int64, error)) ([]int64, error) {
	atDay, today, args := inScope(s.query.Scope, day, "p.id")
	then, err := s.personsWhere(ctx, atDay, args)
	if err != nil || today == "true" {
		return then, err
	}
	allowed, err := now()
	return slices.DeleteFunc(then, func(id int64) bool {
		_, found := slices.BinarySearch(allowed, id)
		return !found
	}), err
}

// personsToday are whom the viewer may read today, by ID.
func (s *snapshot) personsToday(ctx context.Context) ([]int64, error) {
	where, args := s.query.Scope.Where("p.id")
	return s.personsWhere(ctx, where, args)
}

func (s *snapshot) personsWhere(ctx context.Context, where string, args map[string]any) (list []int64, err error) {
	err = s.tx.Raw(func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, `select p.id from persons p where `+where+` order by p.id`, pgx.NamedArgs(plain(args)))
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, pgx.RowTo[int64])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("report: scope of a trend: %w", err)
	}
	return list, nil
}

// hashing lends the connection for a statement that groups many rows. Hashing goes to
// the disk too when it takes more memory than it may.
func (s *snapshot) hashing(ctx context.Context, do func(*pgx.Conn) error) error {
	return s.tx.Raw(func(conn *pgx.Conn) error {
		if _, err := conn.Exec(ctx, `set local enable_sort = off`); err != nil {
			return err
		}
		if err := do(conn); err != nil {
			return err
		}
		_, err := conn.Exec(ctx, `set local enable_sort = on`)
		return err
	})
}

// dueOn is whether the due date in effect of a duty is the day. What it can be is
// asked first: reckoning it costs as much as the status, and hardly any is.
func dueOn(day, alias string) string {
	return strings.NewReplacer("%d", day, "%s", alias, "%e", ledger.DueSQL(alias, day)).Replace(
		`case when %d in (%s.due_on, %s.lapse_due_on, %s.valid_until, %s.prev_due_on, %s.prev_lapse_due_on, %s.prev_valid_until)
				then coalesce(%e = %d, false) else false end`)
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
