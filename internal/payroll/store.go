package payroll

import (
	"context"
	"fmt"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/certificate"
	"zaemme/internal/db"
)

// First is the first month that was exported, none if none was: nothing before it is
// handed over any more.
func First(ctx context.Context, c db.Conn) (calendar.Date, error) {
	var first calendar.Date
	if err := c.Query(ctx).Raw(`select min(month) from payroll_exports`).Row().Scan(&first); err != nil {
		return 0, fmt.Errorf("payroll: first export: %w", err)
	}
	return first, nil
}

// Read is what the month (its first day) owes as known at the moment, and no export
// has yet: its own completions, earlier ones since the first export that were left
// out, and what is taken back. By day, then person; in six statements.
func Read(ctx context.Context, c db.Conn, month calendar.Date, known time.Time) ([]Line, error) {
	month = calendar.FirstOfMonth(month)
	since, err := First(ctx, c)
	if err != nil {
		return nil, err
	}
	if since == 0 || since > month {
		since = month
	}
	f, err := gather(ctx, c, since, month.AddMonths(1).AddDays(-1), known)
	if err != nil {
		return nil, err
	}
	return draft(f, since, month), nil
}

// gather reads all that the days since to until rest on, in four statements; in two
// where nobody is concerned.
func gather(ctx context.Context, c db.Conn, since, until calendar.Date, known time.Time) (f facts, err error) {
	if f.registered, err = registered(ctx, c); err != nil {
		return f, err
	}
	if f.employed, err = readEmployed(ctx, c, since, until, known, f.registered); err != nil || len(f.employed) == 0 {
		return f, err
	}
	persons := make([]int64, 0, len(f.employed))
	for person := range f.employed {
		persons = append(persons, person)
	}
	if f.events, err = certificate.History(ctx, c, persons, known); err != nil {
		return f, err
	}
	f.minutes, err = readMinutes(ctx, c, known)
	return f, err
}

const lineColumns = `l.event_id, l.person_id, l.course_id, l.department_id, l.completed_on, l.minutes, l.cause, l.known_on, l.salaried`

// registered are the lines that add a completion and that no later one takes back.
func registered(ctx context.Context, c db.Conn) ([]Line, error) {
	var list []Line
	if err := c.Query(ctx).Raw(`
		select * from (
			select distinct on (l.event_id) ` + lineColumns + ` from payroll_lines l order by l.event_id, l.export_id desc) l
		where l.minutes > 0`).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("payroll: lines: %w", err)
	}
	return list, nil
}

// readEmployed are all employments of whoever is paid by the hour on one of the days,
// and of whoever has a line.
func readEmployed(ctx context.Context, c db.Conn, from, until calendar.Date, known time.Time, lines []Line) (map[int64][]employed, error) {
	ids := make([]int64, len(lines))
	for i, l := range lines {
		ids[i] = l.PersonID
	}
	var rows []employed
	if err := c.Query(ctx).Raw(`
		select f.person_id, f.department_id, coalesce(f.pensum, 0) as pensum, f.category, greatest(f.entry_on, f.valid_from) as "from",
			least(f.exit_on, f.valid_to - 1) as until
		from employment_facts f
		where f.known_from <= @known and f.known_to > @known and f.person_id in (
			select h.person_id from employment_facts h
			where (h.pensum is null or h.category = 'hourly') and h.known_from <= @known and h.known_to > @known
				and h.valid_from <= @until and h.valid_to > @from and h.entry_on <= @until and h.exit_on >= @from
			union
			select unnest(cast(@ids as bigint[])))`,
		map[string]any{"known": known, "from": from, "until": until, "ids": db.Numbers(ids)}).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("payroll: employments: %w", err)
	}
	list := map[int64][]employed{}
	for _, r := range rows {
		list[r.PersonID] = append(list[r.PersonID], r)
	}
	return list, nil
}

// readMinutes is the planned length of a version, of the newest one where the
// completion names none.
func readMinutes(ctx context.Context, c db.Conn, known time.Time) (func(course, version int64) int, error) {
	var rows []struct {
		ID, CourseID int64
		Minutes      int
	}
	if err := c.Query(ctx).Raw(`select id, course_id, minutes from course_versions where known_from <= ? order by number`, known).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("payroll: minutes: %w", err)
	}
	byVersion, newest := map[int64]int{}, map[int64]int{}
	for _, r := range rows {
		byVersion[r.ID], newest[r.CourseID] = r.Minutes, r.Minutes
	}
	return func(course, version int64) int {
		if n, ok := byVersion[version]; ok {
			return n
		}
		return newest[course]
	}, nil
}

// closedMonths are the months of all exports, the first one first.
func closedMonths(ctx context.Context, c db.Conn) ([]calendar.Date, error) {
	var list []calendar.Date
	if err := c.Query(ctx).Raw(`select distinct month from payroll_exports order by month`).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("payroll: closed months: %w", err)
	}
	return list, nil
}

const exports = `select e.id, e.uid::text as uid, e.month, e.known_at, e.made_by, e.made_at, coalesce(s.lines, 0) as lines, coalesce(s.minutes, 0) as minutes
	from payroll_exports e
	left join lateral (select count(*) as lines, sum(l.minutes) as minutes from payroll_lines l where l.export_id = e.id) s on true `

// Exports of the month, the newest first.
func Exports(ctx context.Context, c db.Conn, month calendar.Date) ([]Export, error) {
	var list []Export
	if err := c.Query(ctx).Raw(exports+`where e.month = ? order by e.id desc`, calendar.FirstOfMonth(month)).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("payroll: exports: %w", err)
	}
	return list, nil
}

// ReadExport is one export with its lines, as it was made; NotFound if there is none.
func ReadExport(ctx context.Context, c db.Conn, uid string) (Export, []Line, error) {
	var e Export
	err := db.One(c.Query(ctx), &e, exports+`where e.uid::text = lower(?)`, uid)
	if db.IsNotFound(err) {
		return e, nil, apperr.New(apperr.NotFound, "error.payroll.not_found", nil)
	}
	if err != nil {
		return e, nil, fmt.Errorf("payroll: export: %w", err)
	}
	var lines []Line
	if err := c.Query(ctx).Raw(`select `+lineColumns+` from payroll_lines l where l.export_id = ? order by l.no`, e.ID).Scan(&lines).Error; err != nil {
		return e, nil, fmt.Errorf("payroll: lines of an export: %w", err)
	}
	return e, lines, nil
}
