package people

import (
	"context"
	"fmt"
	"strings"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// Moment says which facts are meant: valid on Day, and known at Known (the zero
// time: now).
type Moment struct {
	Day   calendar.Date
	Known time.Time
}

// KnownForever is known_to of what is still held to be true.
var KnownForever = time.Date(9999, time.December, 31, 0, 0, 0, 0, time.UTC)

// args of a query at the moment: @day, @known. Now is a moment that only rows
// with an open known_to contain.
func (m Moment) args() map[string]any {
	known := m.Known
	if known.IsZero() {
		known = KnownForever.Add(-time.Microsecond)
	}
	return map[string]any{"day": m.Day, "known": known}
}

// Load reads the whole organisation at the moment: five statements whatever its
// size. Pass a reading transaction for a consistent picture.
func Load(ctx context.Context, c db.Conn, at Moment) (*Org, error) {
	args := at.args()
	departments, err := departmentsAt(ctx, c, args)
	if err != nil {
		return nil, err
	}
	var sites []*Site
	if err := c.Query(ctx).Raw(`
		select s.id, s.name, coalesce(k.code, s.calendar) as calendar
		from sites s
		left join site_calendars f on f.site_id = s.id
			and f.valid_from <= @day and f.valid_to > @day and f.known_from <= @known and f.known_to > @known
		left join calendars k on k.id = f.calendar_id
		where s.withdrawn_at is null or s.withdrawn_at > @known order by s.id`, args).Scan(&sites).Error; err != nil {
		return nil, fmt.Errorf("people: sites: %w", err)
	}
	members, index, err := loadMembers(ctx, c, args, "true", "true")
	if err != nil {
		return nil, err
	}
	var absences []Absence
	if err := c.Query(ctx).Raw(`
		select person_id, from_on, until_on from absences
		where known_from <= @known and known_to > @known
		order by person_id, from_on, until_on`, args).Scan(&absences).Error; err != nil {
		return nil, fmt.Errorf("people: absences: %w", err)
	}
	for _, a := range absences {
		m := index[a.PersonID]
		m.Absences = append(m.Absences, a)
	}
	return NewOrg(at.Day, departments, sites, members), nil
}

// LoadLeaders reads as much of the organisation as Leader needs for these employments:
// the departments, and of people who could lead them. Three statements.
func LoadLeaders(ctx context.Context, c db.Conn, at Moment, of []Employment) (*Org, error) {
	args := at.args()
	departments, err := departmentsAt(ctx, c, args)
	if err != nil {
		return nil, err
	}
	tree, leaders := NewOrg(at.Day, departments, nil, nil), []int64{}
	for _, e := range of {
		leaders = append(leaders, e.ManagerID)
		for _, d := range tree.Path(e.DepartmentID) {
			leaders = append(leaders, d.HeadID)
		}
	}
	args["leaders"] = db.Numbers(leaders)
	members, _, err := loadMembers(ctx, c, args, "p.id = any (cast(@leaders as bigint[]))", "f.person_id = any (cast(@leaders as bigint[]))")
	if err != nil {
		return nil, err
	}
	return NewOrg(at.Day, departments, nil, members), nil
}

// LoadTree reads the departments of a day with their heads, and nobody who works
// there: one statement.
func LoadTree(ctx context.Context, c db.Conn, day calendar.Date) (*Org, error) {
	departments, err := departmentsAt(ctx, c, Moment{Day: day}.args())
	if err != nil {
		return nil, err
	}
	return NewOrg(day, departments, nil, nil), nil
}

func departmentsAt(ctx context.Context, c db.Conn, args map[string]any) (list []*Department, err error) {
	if err := c.Query(ctx).Raw(`
		select d.id, d.code, d.official, f.name, coalesce(f.parent_id, 0) as parent_id, coalesce(f.head_id, 0) as head_id
		from departments d
		join department_facts f on f.department_id = d.id
		where f.valid_from <= @day and f.valid_to > @day and f.known_from <= @known and f.known_to > @known
		order by d.code`, args).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("people: departments: %w", err)
	}
	return list, nil
}

// employmentsAt selects the employments that contain @day, as known at @known.
const employmentsAt = `
	select f.employment_id as id, f.person_id, e.no, f.department_id, coalesce(f.site_id, 0) as site_id, f.function,
		coalesce(f.pensum, 0) as pensum, f.category, f.entry_on, f.exit_on, coalesce(f.manager_id, 0) as manager_id,
		coalesce(f.trainer_id, 0) as trainer_id, f.valid_from
	from employment_facts f
	join employments e on e.id = f.employment_id
	where f.valid_from <= @day and f.valid_to > @day and f.entry_on <= @day and f.exit_on >= @day
		and f.known_from <= @known and f.known_to > @known`

// personColumns reads a Person; NULL is empty.
const personColumns = `p.id, p.uid, coalesce(p.personnel_no, '') as personnel_no, p.last_name, p.first_name,
	coalesce(p.email, '') as email, coalesce(p.login, '') as login, p.language`

// loadMembers reads persons with their employments, of whom two conditions hold: on
// the person p, and the same on the employment f.
func loadMembers(ctx context.Context, c db.Conn, args map[string]any, person, employment string) ([]*Member, map[int64]*Member, error) {
	var rows []struct {
		Person
		HasPC    bool
		PCSource string
		Tags     string
	}
	if err := c.Query(ctx).Raw(`
		select `+personColumns+`, coalesce(t.has_pc, p.email is not null) as has_pc, coalesce(t.pc_source, '') as pc_source,
			coalesce(array_to_string(t.tags, E'\n'), '') as tags
		from persons p
		left join person_traits t on t.person_id = p.id
			and t.valid_from <= @day and t.valid_to > @day and t.known_from <= @known and t.known_to > @known
		where (p.withdrawn_at is null or p.withdrawn_at > @known) and `+person+`
		order by p.id`, args).Scan(&rows).Error; err != nil {
		return nil, nil, fmt.Errorf("people: persons: %w", err)
	}
	members := make([]*Member, len(rows))
	index := make(map[int64]*Member, len(rows))
	for i, r := range rows {
		m := &Member{Person: r.Person, HasPC: r.HasPC, PCSource: r.PCSource}
		if r.Tags != "" {
			m.Tags = strings.Split(r.Tags, "\n")
		}
		members[i], index[m.ID] = m, m
	}
	var employments []Employment
	if err := c.Query(ctx).Raw(employmentsAt+` and `+employment+` order by f.person_id`, args).Scan(&employments).Error; err != nil {
		return nil, nil, fmt.Errorf("people: employments: %w", err)
	}
	for _, e := range employments {
		m := index[e.PersonID]
		m.Employments = append(m.Employments, e)
	}
	return members, index, nil
}
