package hrimport

import (
	"cmp"
	"slices"

	"zaemme/internal/people"
)

// followJoins lets lines of a second record speak of the person whose record it
// is, after the person's own lines: payroll goes on writing both numbers.
func followJoins(r *people.Roster, rows []Row) []Row {
	if len(r.Joined) == 0 {
		return rows
	}
	rows = slices.Clone(rows)
	follow := func(number string) string { return cmp.Or(r.Joined[number], number) }
	second := func(row Row) int {
		if r.Joined[row.PersonnelNo] != "" {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(rows, func(a, b Row) int { return cmp.Compare(second(a), second(b)) })
	for i := range rows {
		row := &rows[i]
		if into := r.Joined[row.PersonnelNo]; into != "" {
			row.PersonnelNo, row.EmploymentNo = into, joinedNo(row.PersonnelNo, cmp.Or(row.EmploymentNo, "1"))
			row.Login = "" // that of the person's own line counts, as does the name
			if entry := r.Persons[into]; entry != nil {
				row.LastName, row.FirstName = entry.LastName, entry.FirstName
			}
		}
		if row.ManagerNo = follow(row.ManagerNo); row.ManagerNo == row.PersonnelNo {
			row.ManagerNo = "" // the two records led one another
		}
		row.DeputyNo = follow(row.DeputyNo)
		row.TrainerNo = follow(row.TrainerNo)
	}
	return rows
}
