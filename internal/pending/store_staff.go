package pending

import (
	"zaemme/internal/people"
)

// staff is a table of everybody whom the scope contains and who is employed on
// @day, a row each, with the main employment and the last day of all of them.
func staff(scope people.Scope) (table string, args map[string]any) {
	where, args := scope.Where("f.person_id")
	args["day"] = scope.Day
	return `staff as materialized (
		select distinct on (f.person_id) f.person_id, f.department_id, f.category, f.manager_id,
			max(f.exit_on) over (partition by f.person_id) as last_on
		from employment_facts f
		join persons p on p.id = f.person_id and p.forgotten_at is null and p.withdrawn_at is null
		where f.valid_from <= @day and f.valid_to > @day and f.entry_on <= @day and f.exit_on >= @day
			and f.known_to = '9999-12-31 00:00:00+00' and ` + where + `
		order by f.person_id, f.pensum desc nulls last, f.entry_on, f.employment_id)`, args
}
