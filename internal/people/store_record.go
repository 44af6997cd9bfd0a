package people

import (
	"context"
	"fmt"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// Record is what is on record about one person on a day, for that person to read.
type Record struct {
	Person
	HasPC       bool
	Employments []RecordEmployment // main one first
	Absences    []Absence          // latest first; days only, nobody records a reason
}

// RecordEmployment is one employment in words.
type RecordEmployment struct {
	Department string
	Function   string
	Category   Category
	Pensum     float64 // per cent, 0: by the hour
	EntryOn    calendar.Date
	ExitOn     calendar.Date
	Manager    string // name, empty without one
}

// RecordOf reads the person's record: three statements.
func RecordOf(ctx context.Context, c db.Conn, person int64, day calendar.Date) (Record, error) {
	var r Record
	var err error
	if r.Person, err = Get(ctx, c, person); err != nil {
		return r, err
	}
	args := map[string]any{"person": person, "day": day}
	var rows []struct {
		RecordEmployment
		HasPC bool
	}
	if err := c.Query(ctx).Raw(`
		select d.name as department, f.function, f.category, coalesce(f.pensum, 0) as pensum, f.entry_on, f.exit_on,
			coalesce(trim(m.first_name || ' ' || m.last_name), '') as manager,
			coalesce((select t.has_pc from person_traits t where t.person_id = f.person_id
				and t.valid_from <= @day and t.valid_to > @day and t.known_to = '9999-12-31 00:00:00+00'), false) as has_pc
		from employment_facts f
		join department_facts d on d.department_id = f.department_id
			and d.valid_from <= @day and d.valid_to > @day and d.known_to = '9999-12-31 00:00:00+00'
		left join persons m on m.id = f.manager_id
		where f.person_id = @person and f.valid_from <= @day and f.valid_to > @day
			and f.entry_on <= @day and f.exit_on >= @day and f.known_to = '9999-12-31 00:00:00+00'
		order by f.pensum desc nulls last, f.entry_on`, args).Scan(&rows).Error; err != nil {
		return r, fmt.Errorf("people: record: %w", err)
	}
	for _, row := range rows {
		r.HasPC = row.HasPC
		r.Employments = append(r.Employments, row.RecordEmployment)
	}
	if err := c.Query(ctx).Raw(`
		select person_id, from_on, until_on from absences
		where person_id = @person and known_to = '9999-12-31 00:00:00+00'
		order by from_on desc`, args).Scan(&r.Absences).Error; err != nil {
		return r, fmt.Errorf("people: record of absences: %w", err)
	}
	return r, nil
}
