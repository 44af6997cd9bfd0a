package people

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// Lock makes the transaction the only one that changes people, until it ends.
// Take it before reading what a change is decided on, and before the stamp.
func Lock(ctx context.Context, tx *db.Tx) error {
	if err := tx.Query(ctx).Exec(`select pg_advisory_xact_lock(4, 0)`).Error; err != nil {
		return fmt.Errorf("people: lock: %w", err)
	}
	return nil
}

// nearest orders the facts of one thing: the one that contains @day, else the
// next one, else the last one.
const nearest = `case when f.valid_from <= @day and f.valid_to > @day then 0 when f.valid_from > @day then 1 else 2 end,
	case when f.valid_from > @day then f.valid_from - date '2000-01-01' else date '2000-01-01' - f.valid_from end`

// knownNow is the condition on facts held to be true now.
const knownNow = `f.known_to = '9999-12-31 00:00:00+00'`

// keyOf is PersonKey in SQL.
func keyOf(alias string) string {
	return `coalesce(` + alias + `.personnel_no, 'uid:' || ` + alias + `.uid::text)`
}

// LoadRoster reads what is known now, as seen from the day: eight statements
// whatever its size.
func LoadRoster(ctx context.Context, c db.Conn, day calendar.Date) (*Roster, error) {
	r := &Roster{Day: day, Departments: map[string]*DepartmentEntry{}, Sites: map[string]int64{}, Persons: map[string]*PersonEntry{},
		Joined: map[string]string{}}
	for _, load := range []func(context.Context, db.Conn, map[string]any) error{
		r.loadDepartments, r.loadSites, r.loadPersons, r.loadDeputies, r.loadAbsences, r.loadJoins, r.loadEmployments,
	} {
		if err := load(ctx, c, map[string]any{"day": day}); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func (r *Roster) loadDepartments(ctx context.Context, c db.Conn, args map[string]any) error {
	var rows []struct {
		ID                       int64
		Code, Name, Parent, Head string
		Official                 bool
		Since, Ends, Next        calendar.Date
	}
	if err := c.Query(ctx).Raw(`
		select distinct on (d.id) d.id, d.code, d.official, f.name, coalesce(p.code, '') as parent,
			coalesce(`+keyOf("h")+`, '') as head, min(f.valid_from) over (partition by d.id) as since,
			max(f.valid_to) over (partition by d.id) as ends,
			min(f.valid_from) filter (where f.valid_from > @day) over (partition by d.id) as next
		from departments d
		join department_facts f on f.department_id = d.id and `+knownNow+`
		left join departments p on p.id = f.parent_id
		left join persons h on h.id = f.head_id
		order by d.id, `+nearest, args).Scan(&rows).Error; err != nil {
		return fmt.Errorf("people: roster of departments: %w", err)
	}
	for _, d := range rows {
		r.Departments[d.Code] = &DepartmentEntry{ID: d.ID, Official: d.Official, Since: d.Since, Ends: d.Ends, Next: d.Next,
			DepartmentState: DepartmentState{Name: d.Name, Parent: d.Parent, Head: d.Head}}
	}
	return nil
}

func (r *Roster) loadSites(ctx context.Context, c db.Conn, _ map[string]any) error {
	var rows []Site
	if err := c.Query(ctx).Raw(`select id, name from sites where withdrawn_at is null`).Scan(&rows).Error; err != nil {
		return fmt.Errorf("people: roster of sites: %w", err)
	}
	for _, s := range rows {
		r.Sites[s.Name] = s.ID
	}
	return nil
}

func (r *Roster) loadPersons(ctx context.Context, c db.Conn, args map[string]any) error {
	var rows []struct {
		ID                                          int64
		Key                                         string
		LastName, FirstName, Email, Login, Language string
		LanguageChosen                              bool
		HasPC                                       *bool
		Source, Tags                                string
		Next                                        calendar.Date
	}
	if err := c.Query(ctx).Raw(`
		select distinct on (p.id) p.id, `+keyOf("p")+` as key, p.last_name, p.first_name, coalesce(p.email, '') as email,
			coalesce(p.login, '') as login, p.language, p.language_chosen,
			f.has_pc, coalesce(f.pc_source, '') as source, coalesce(array_to_string(f.tags, E'\n'), '') as tags,
			case when f.valid_from <= @day then min(f.valid_from) filter (where f.valid_from > @day) over (partition by p.id) end as next
		from persons p
		left join person_traits f on f.person_id = p.id and `+knownNow+`
		where p.forgotten_at is null and p.withdrawn_at is null
		order by p.id, `+nearest, args).Scan(&rows).Error; err != nil {
		return fmt.Errorf("people: roster of persons: %w", err)
	}
	for _, p := range rows {
		entry := &PersonEntry{ID: p.ID, LanguageChosen: p.LanguageChosen, TraitsNext: p.Next, Employments: map[string]*EmploymentEntry{}, PersonState: PersonState{
			LastName: p.LastName, FirstName: p.FirstName, Email: p.Email, Login: p.Login, Language: p.Language}}
		if p.HasPC != nil {
			entry.Traits = &TraitState{HasPC: *p.HasPC, Source: p.Source}
			if p.Tags != "" {
				entry.Traits.Tags = strings.Split(p.Tags, "\n")
			}
		}
		r.Persons[p.Key] = entry
	}
	return nil
}

func (r *Roster) loadDeputies(ctx context.Context, c db.Conn, args map[string]any) error {
	var rows []struct {
		Person, Deputy     string
		ValidFrom, ValidTo calendar.Date
	}
	if err := c.Query(ctx).Raw(`
		select `+keyOf("p")+` as person, `+keyOf("d")+` as deputy, f.valid_from, f.valid_to
		from deputies f join persons p on p.id = f.person_id join persons d on d.id = f.deputy_id
		where `+knownNow+` and f.valid_to > @day
		order by p.id, f.valid_from desc, f.id desc`, args).Scan(&rows).Error; err != nil {
		return fmt.Errorf("people: roster of deputies: %w", err)
	}
	for _, d := range slices.Backward(rows) { // of the standing ones the newest counts
		switch p := r.Persons[d.Person]; {
		case p == nil:
		case d.ValidTo == calendar.Forever:
			p.Deputy = d.Deputy
		default:
			p.Substitutes = append(p.Substitutes, SubstituteChange{Deputy: d.Deputy, From: d.ValidFrom, Until: d.ValidTo.AddDays(-1)})
		}
	}
	return nil
}

func (r *Roster) loadAbsences(ctx context.Context, c db.Conn, _ map[string]any) error {
	var rows []struct {
		Person          string
		FromOn, UntilOn calendar.Date
	}
	if err := c.Query(ctx).Raw(`
		select ` + keyOf("p") + ` as person, f.from_on, f.until_on
		from absences f join persons p on p.id = f.person_id
		where ` + knownNow + ` order by p.id, f.from_on, f.until_on`).Scan(&rows).Error; err != nil {
		return fmt.Errorf("people: roster of absences: %w", err)
	}
	for _, a := range rows {
		if p := r.Persons[a.Person]; p != nil {
			p.Absences = append(p.Absences, calendar.Interval{From: a.FromOn, Until: a.UntilOn})
		}
	}
	return nil
}

func (r *Roster) loadJoins(ctx context.Context, c db.Conn, args map[string]any) error {
	var rows []struct{ Person, Into string }
	if err := c.Query(ctx).Raw(`
		select `+keyOf("p")+` as person, `+keyOf("i")+` as into
		from person_joins f join persons p on p.id = f.person_id join persons i on i.id = f.into_id
		where `+knownNow+` and f.valid_from <= @day and f.valid_to > @day`, args).Scan(&rows).Error; err != nil {
		return fmt.Errorf("people: roster of joined records: %w", err)
	}
	for _, j := range rows {
		r.Joined[j.Person] = j.Into
	}
	return nil
}

// employmentRow is an EmploymentEntry as it is read.
type employmentRow struct {
	ID                                                       int64
	Person, No, Department, Site, Function, Manager, Trainer string
	Pensum                                                   float64
	Category                                                 Category
	EntryOn, ExitOn, ValidFrom, Earlier, Later               calendar.Date
	Facts                                                    int
}

func (e employmentRow) entry() *EmploymentEntry {
	return &EmploymentEntry{ID: e.ID, ValidFrom: e.ValidFrom, Facts: e.Facts, Earlier: e.Earlier, Later: e.Later, EmploymentState: EmploymentState{
		Department: e.Department, Site: e.Site, Function: e.Function, Pensum: e.Pensum, Category: e.Category,
		EntryOn: e.EntryOn, ExitOn: e.ExitOn, Manager: e.Manager, Trainer: e.Trainer}}
}

func (r *Roster) loadEmployments(ctx context.Context, c db.Conn, args map[string]any) error {
	rows, err := employmentRows(ctx, c, args, "true")
	if err != nil {
		return err
	}
	for _, e := range rows {
		if p := r.Persons[e.Person]; p != nil { // else forgotten
			p.Employments[e.No] = e.entry()
		}
	}
	if rows, err = employmentRows(ctx, c, args, "f.valid_from > @day"); err != nil {
		return err
	}
	for _, e := range rows {
		if p := r.Persons[e.Person]; p != nil && p.Employments[e.No].ValidFrom <= r.Day {
			now, next := p.Employments[e.No], e.entry()
			now.Next, next.Earlier = next, now.ExitOn
		}
	}
	return nil
}

// employmentRows reads the nearest facts of each employment among those that
// meet the condition.
func employmentRows(ctx context.Context, c db.Conn, args map[string]any, condition string) ([]employmentRow, error) {
	var rows []employmentRow
	if err := c.Query(ctx).Raw(`
		select distinct on (e.id) e.id, `+keyOf("p")+` as person, e.no, d.code as department, coalesce(s.name, '') as site,
			f.function, coalesce(f.pensum, 0) as pensum, f.category, f.entry_on, f.exit_on, f.valid_from,
			coalesce(`+keyOf("m")+`, '') as manager, coalesce(`+keyOf("v")+`, '') as trainer, count(*) over (partition by e.id) as facts,
			lag(f.exit_on) over (partition by e.id order by f.valid_from) as earlier,
			lead(f.valid_from) over (partition by e.id order by f.valid_from) as later
		from employments e
		join employment_facts f on f.employment_id = e.id and `+knownNow+` and `+condition+`
		join persons p on p.id = e.person_id
		join departments d on d.id = f.department_id
		left join sites s on s.id = f.site_id
		left join persons m on m.id = f.manager_id
		left join persons v on v.id = f.trainer_id
		order by e.id, `+nearest, args).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("people: roster of employments: %w", err)
	}
	return rows, nil
}
