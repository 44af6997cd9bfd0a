package people

// MainDepartment is a lateral join, to be named by the caller, with the column name:
// the department of the person's main employment on the day @today, as Member.Main
// has it. person is a column.
func MainDepartment(person string) string {
	return `lateral (
		select n.name from employment_facts f
		join employments e on e.id = f.employment_id
		join department_facts n on n.department_id = f.department_id and n.valid_from <= @today and n.valid_to > @today
			and n.known_to = '9999-12-31 00:00:00+00'
		where f.person_id = ` + person + ` and f.valid_from <= @today and f.valid_to > @today and f.entry_on <= @today and f.exit_on >= @today
			and f.known_to = '9999-12-31 00:00:00+00'
		order by coalesce(f.pensum, 0) desc, f.entry_on, e.no limit 1)`
}
