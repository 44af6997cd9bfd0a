package leaver

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// endings are the last days from @from until @until, a row for each person; the
// employments whose exit lies there are found by its index.
const endings = `
	endings as (
		select f.person_id, max(least(f.exit_on, f.valid_to - 1)) as last_on
		from employment_facts f
		where f.known_to = '9999-12-31 00:00:00+00' and f.person_id in (
			select x.person_id from employment_facts x
			where x.exit_on >= @from and x.exit_on <= @until and x.exit_on < date '9999-12-31' and x.known_to = '9999-12-31 00:00:00+00')
		group by f.person_id
		having max(least(f.exit_on, f.valid_to - 1)) between @from and @until)`

// seen is the condition on a row l of endings that the scope contains the person: as
// of the last day of who has left, as of today for the others.
func seen(scope people.Scope) (string, map[string]any) {
	where, args := scope.WhereAt("l.person_id", "least(l.last_on, cast(@today as date))")
	args["today"] = scope.Day
	return where, args
}

// In are those of the scope who leave in the month (its first day), by last day, then
// name; who has been forgotten is among them without a name.
func In(ctx context.Context, c db.Conn, scope people.Scope, month calendar.Date) ([]Leaver, error) {
	where, args := seen(scope)
	args["from"], args["until"] = month, month.AddMonths(1).AddDays(-1)
	var list []Leaver
	if err := c.Query(ctx).Raw(`
		with `+endings+`
		select p.id, p.uid, coalesce(p.personnel_no, '') as personnel_no, p.last_name, p.first_name, coalesce(p.email, '') as email, p.language,
			p.forgotten_at is not null as forgotten, l.last_on, coalesce(n.name, '') as department, coalesce(e.function, '') as function
		from endings l
		join persons p on p.id = l.person_id and p.withdrawn_at is null
		left join lateral (
			select f.department_id, f.function from employment_facts f
			where f.person_id = l.person_id and f.known_to = '9999-12-31 00:00:00+00' and f.valid_from <= l.last_on and f.valid_to > l.last_on
				and f.exit_on >= l.last_on
			order by f.pensum desc nulls last, f.entry_on, f.employment_id limit 1) e on true
		left join department_facts n on n.department_id = e.department_id and n.valid_from <= l.last_on and n.valid_to > l.last_on
			and n.known_to = '9999-12-31 00:00:00+00'
		where `+where+`
		order by l.last_on, p.sort_name collate "de-CH-x-icu", p.uid`, args).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("leaver: of a month: %w", err)
	}
	return list, nil
}

// Counts are how many of the scope leave in each month (its first day) from the first
// to the last of them.
func Counts(ctx context.Context, c db.Conn, scope people.Scope, first, last calendar.Date) (map[calendar.Date]int, error) {
	where, args := seen(scope)
	args["from"], args["until"] = first, last.AddMonths(1).AddDays(-1)
	var rows []struct {
		Month calendar.Date
		Count int
	}
	if err := c.Query(ctx).Raw(`
		with `+endings+`
		select cast(date_trunc('month', l.last_on) as date) as month, count(*) as count
		from endings l join persons p on p.id = l.person_id and p.withdrawn_at is null
		where `+where+` group by 1`, args).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("leaver: counts: %w", err)
	}
	counts := make(map[calendar.Date]int, len(rows))
	for _, r := range rows {
		counts[r.Month] = r.Count
	}
	return counts, nil
}

// Find is the person with the Kennung if the scope contains them, today or on their
// last day; NotFound for anybody else and for who has been forgotten.
func Find(ctx context.Context, c db.Conn, scope people.Scope, uid string) (people.Person, error) {
	where, args := seen(scope)
	args["uid"] = uid
	var p people.Person
	err := db.One(c.Query(ctx), &p, `
		select p.id, p.uid, coalesce(p.personnel_no, '') as personnel_no, p.last_name, p.first_name, coalesce(p.email, '') as email, p.language
		from persons p
		join lateral (
			select f.person_id, max(least(f.exit_on, f.valid_to - 1)) as last_on from employment_facts f
			where f.person_id = p.id and f.known_to = '9999-12-31 00:00:00+00' group by f.person_id) l on true
		where p.uid::text = lower(@uid) and p.forgotten_at is null and p.withdrawn_at is null and `+where, args)
	if db.IsNotFound(err) {
		return p, apperr.New(apperr.NotFound, "error.person.not_found", nil)
	}
	if err != nil {
		return p, fmt.Errorf("leaver: find: %w", err)
	}
	return p, nil
}

// LastDay of the person, if it lies from the day on and at most the given days ahead;
// else none.
func LastDay(ctx context.Context, c db.Conn, person int64, today calendar.Date, days int) (last calendar.Date, err error) {
	var batch db.Batch
	QueueLastDay(&batch, person, today, days, &last)
	return last, c.Together(ctx, &batch)
}

// QueueLastDay puts into last what LastDay returns.
func QueueLastDay(batch *db.Batch, person int64, today calendar.Date, days int, last *calendar.Date) {
	batch.Queue(`
		select max(least(f.exit_on, f.valid_to - 1)) from employment_facts f
		where f.person_id = $1 and f.known_to = '9999-12-31 00:00:00+00'`, person).QueryRow(func(row pgx.Row) error {
		var found calendar.Date
		if err := row.Scan(&found); err != nil {
			return fmt.Errorf("leaver: last day: %w", err)
		}
		if found >= today && found <= today.AddDays(days) {
			*last = found
		}
		return nil
	})
}
