package session

import (
	"context"
	"fmt"
	"strings"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// employed reports that somebody is employed on the day.
func employed(ctx context.Context, c db.Conn, person int64, today calendar.Date) (is bool, err error) {
	if err := c.Query(ctx).Raw(`
		select exists (select from employment_facts f where f.person_id = @person and f.known_to = '9999-12-31 00:00:00+00' and f.valid_from <= @today
			and f.valid_to > @today and f.entry_on <= @today and f.exit_on >= @today)`,
		map[string]any{"person": person, "today": today}).Scan(&is).Error; err != nil {
		return false, fmt.Errorf("session: employed: %w", err)
	}
	return is, nil
}

// alike are the persons of the scope of whom one of the words is the number, the mail
// address or a part of the name; words are in small letters, numbers without zeros
// before them.
func alike(ctx context.Context, c db.Conn, scope people.Scope, words []string) ([]Candidate, error) {
	keys, err := keysOf(words)
	if err != nil {
		return nil, err
	}
	where, args := scope.Where("p.id")
	args["words"], args["today"] = keys, scope.Day
	var list []Candidate
	if err := c.Query(ctx).Raw(`
		with words as materialized (select jsonb_array_elements_text(cast(@words as jsonb)) as word)
		select p.id, p.uid::text as uid, p.last_name, p.first_name, coalesce(p.personnel_no, '') as personnel_no, coalesce(p.email, '') as email,
			coalesce(d.name, '') as department
		from persons p
		left join `+people.MainDepartment("p.id")+` d on true
		where p.forgotten_at is null and p.withdrawn_at is null and (
			lower(ltrim(p.personnel_no, '0')) in (select word from words) or lower(p.email) in (select word from words)
			or exists (select from regexp_split_to_table(lower(p.last_name), '[\s-]+') part join words on word = part))
			and `+where+`
		order by p.sort_name collate "de-CH-x-icu", p.uid`, args).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("session: persons of a list: %w", err)
	}
	return list, nil
}

// joinableBy are those of the persons to whom the session is open.
func joinableBy(ctx context.Context, c db.Conn, session int64, persons []int64, today calendar.Date) (map[int64]bool, error) {
	var ids []int64
	if err := c.Query(ctx).Raw(`
		select p.id from unnest(cast(@persons as bigint[])) p(id) where exists (
			select from training_sessions s where s.id = @session and `+strings.ReplaceAll(openTo, "@viewer", "p.id")+`)`,
		map[string]any{"session": session, "persons": db.Numbers(persons), "today": today}).Scan(&ids).Error; err != nil {
		return nil, fmt.Errorf("session: open to people: %w", err)
	}
	open := make(map[int64]bool, len(ids))
	for _, id := range ids {
		open[id] = true
	}
	return open, nil
}
