package people

import (
	"context"
	"fmt"
	"strings"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// Dossier is all that is held to be true about one person, past and coming facts
// included: what HR sees.
type Dossier struct {
	Person
	Traits      []TraitFact      // newest first
	Employments []EmploymentFact // by employment, newest fact first
	Absences    []Absence        // latest first, without a reason
	Deputies    []DeputyFact     // who deputises for the person, newest first
	Records     []RecordFact     // other records of the person, newest first
}

// RecordFact says that two records are one person, from one day to another.
type RecordFact struct {
	UID         string // of the other record
	PersonnelNo string
	Name        string
	Main        bool // the other one is the person's, this one the second record
	ValidFrom   calendar.Date
	ValidTo     calendar.Date // first day on which it no longer holds, Forever: open
}

// TraitFact says since when and until when the person has a PC, and which tags.
type TraitFact struct {
	HasPC     bool
	Source    string
	Tags      []string
	ValidFrom calendar.Date
	ValidTo   calendar.Date // first day on which it no longer holds, Forever: open
}

// EmploymentFact is what holds of one employment from one day to another.
type EmploymentFact struct {
	Employment
	ValidTo    calendar.Date // first day on which it no longer holds, Forever: open
	Code       string        // of the department
	Department string        // its name during these days
	Site       string
	ManagerUID string // empty without one
	Manager    string
	TrainerUID string // of an apprentice's vocational trainer, empty without one
	Trainer    string
}

// Holds reports whether the fact describes an employment of the day.
func (e EmploymentFact) Holds(day calendar.Date) bool {
	return e.ValidFrom <= day && day < e.ValidTo && e.EntryOn <= day && day <= e.ExitOn
}

// Held are the employments of the day.
func (d Dossier) Held(day calendar.Date) (list []Employment) {
	for _, e := range d.Employments {
		if e.Holds(day) {
			list = append(list, e.Employment)
		}
	}
	return list
}

// DeputyFact is a deputy from one day to another.
type DeputyFact struct {
	UID       string
	Key       string // PersonKey
	Name      string
	ValidFrom calendar.Date
	ValidTo   calendar.Date
}

// DossierOf reads a person's dossier: four statements. The caller has judged the
// right to see it.
func DossierOf(ctx context.Context, c db.Conn, person Person, day calendar.Date) (Dossier, error) {
	d := Dossier{Person: person}
	var traits []struct {
		HasPC              bool
		Source, Tags       string
		ValidFrom, ValidTo calendar.Date
	}
	args := map[string]any{"person": person.ID, "day": day}
	for _, part := range []struct {
		into any
		sql  string
	}{
		{&traits, `
			select has_pc, pc_source as source, array_to_string(tags, E'\n') as tags, valid_from, valid_to from person_traits
			where person_id = @person and known_to = '9999-12-31 00:00:00+00' order by valid_from desc`},
		{&d.Absences, `
			select person_id, from_on, until_on from absences
			where person_id = @person and known_to = '9999-12-31 00:00:00+00' order by from_on desc`},
		{&d.Deputies, `
			select p.uid, ` + keyOf("p") + ` as key, trim(p.first_name || ' ' || p.last_name) as name, f.valid_from, f.valid_to
			from deputies f join persons p on p.id = f.deputy_id
			where f.person_id = @person and f.known_to = '9999-12-31 00:00:00+00' order by f.valid_from desc`},
		{&d.Records, `
			select p.uid::text as uid, coalesce(p.personnel_no, '') as personnel_no, trim(p.first_name || ' ' || p.last_name) as name,
				p.id = f.into_id as main, f.valid_from, f.valid_to
			from person_joins f join persons p on p.id in (f.person_id, f.into_id) and p.id <> @person
			where @person in (f.person_id, f.into_id) and f.known_to = '9999-12-31 00:00:00+00' order by f.valid_from desc`},
		{&d.Employments, `
			select f.employment_id as id, f.person_id, e.no, f.department_id, coalesce(f.site_id, 0) as site_id, f.function,
				coalesce(f.pensum, 0) as pensum, f.category, f.entry_on, f.exit_on, coalesce(f.manager_id, 0) as manager_id,
				f.valid_from, f.valid_to, u.code, coalesce(n.name, u.code) as department, coalesce(s.name, '') as site,
				coalesce(m.uid::text, '') as manager_uid, coalesce(trim(m.first_name || ' ' || m.last_name), '') as manager,
				coalesce(v.uid::text, '') as trainer_uid, coalesce(trim(v.first_name || ' ' || v.last_name), '') as trainer
			from employment_facts f
			join employments e on e.id = f.employment_id
			join departments u on u.id = f.department_id
			left join sites s on s.id = f.site_id
			left join persons m on m.id = f.manager_id
			left join persons v on v.id = f.trainer_id
			left join lateral (
				select n.name from department_facts n
				where n.department_id = f.department_id and n.known_to = '9999-12-31 00:00:00+00'
				order by case when n.valid_from < f.valid_to and n.valid_to > f.valid_from then 0 else 1 end,
					case when n.valid_from <= @day then 0 else 1 end, n.valid_from desc
				limit 1) n on true
			where f.person_id = @person and f.known_to = '9999-12-31 00:00:00+00'
			order by e.no, f.valid_from desc`},
	} {
		if err := c.Query(ctx).Raw(part.sql, args).Scan(part.into).Error; err != nil {
			return d, fmt.Errorf("people: dossier: %w", err)
		}
	}
	for _, t := range traits {
		fact := TraitFact{HasPC: t.HasPC, Source: t.Source, ValidFrom: t.ValidFrom, ValidTo: t.ValidTo}
		if t.Tags != "" {
			fact.Tags = strings.Split(t.Tags, "\n")
		}
		d.Traits = append(d.Traits, fact)
	}
	return d, nil
}
