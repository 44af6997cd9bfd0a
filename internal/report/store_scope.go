package report

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
)

// knownAt is the condition that a dated fact holds at (@day, @known).
func knownAt(alias string) string {
	return strings.ReplaceAll(`(%.valid_from <= @day and %.valid_to > @day and %.known_from <= @known and %.known_to > @known)`, "%", alias)
}

// inScope is the condition on a person's ID (a column) at the day and, as a second
// expression, whether the viewer may still read the person by name: rights are judged
// today.
func inScope(scope people.Scope, day calendar.Date, person string) (atDay, today string, args map[string]any) {
	today, args = scope.Where(person)
	if day == scope.Day || scope.Everyone {
		return today, "true", args
	}
	text, thenArgs := scope.Then(day).Where(person)
	for name, value := range thenArgs {
		renamed := "then_" + strings.TrimPrefix(name, "scope_")
		text = strings.ReplaceAll(text, "@"+name, "@"+renamed)
		args[renamed] = value
	}
	return text, "(" + today + ")", args
}

// population selects one row per person with an employment that contains the
// day, and these employments as JSON.
func population(atDay, today string) string {
	return `
		select p.id, p.uid, coalesce(p.personnel_no, '') as personnel_no, p.last_name, p.first_name, coalesce(p.email, '') as email,
			p.language, p.sort_name, coalesce(t.has_pc, p.email is not null) as has_pc, ` + today + ` as named, w.employments
		from persons p
		cross join lateral (` + employmentsOf("p.id") + `) w
		left join person_traits t on t.person_id = p.id and ` + knownAt("t") + `
		where w.employments is not null and ` + atDay
}

// employmentsOf selects the employments of a person that contain the day, as JSON;
// null without one.
func employmentsOf(person string) string {
	return `
			select jsonb_agg(jsonb_build_object('ID', f.employment_id, 'No', e.no, 'DepartmentID', f.department_id,
				'Function', f.function, 'Pensum', coalesce(f.pensum, 0), 'Category', f.category, 'EntryOn', f.entry_on,
				'ExitOn', f.exit_on, 'ManagerID', coalesce(f.manager_id, 0),
				'Manager', coalesce(trim(m.first_name || ' ' || m.last_name), ''), 'ManagerSort', coalesce(m.sort_name, ''))) as employments
			from employment_facts f
			join employments e on e.id = f.employment_id
			left join persons m on m.id = f.manager_id
			where f.person_id = ` + person + ` and f.entry_on <= @day and f.exit_on >= @day and ` + knownAt("f")
}

// tree selects every department as JSON; one without facts at (@day, @known) has
// its code for a name and stands at the top.
const tree = `
	select coalesce(jsonb_agg(jsonb_build_object('ID', d.id, 'Code', d.code, 'Name', coalesce(f.name, d.code),
		'ParentID', coalesce(f.parent_id, 0), 'HeadID', coalesce(f.head_id, 0), 'Official', d.official) order by d.code), '[]')
	from departments d
	left join department_facts f on f.department_id = d.id
		and f.valid_from <= @day and f.valid_to > @day and f.known_from <= @known and f.known_to > @known`

// within is a recursive table of the IDs of the department with the code @department
// and, unless @alone, of all that lie below it at (@day, @known).
var within = `within (department_id) as (
			select d.id from departments d where d.code = @department
			union
			select f.department_id from within w join department_facts f on f.parent_id = w.department_id and ` + knownAt("f") + ` where not @alone
		)`

// person is one row of population.
type person struct {
	Subject
	named       bool
	uid         [16]byte
	employments []byte
}

func (p *person) targets() []any {
	return []any{&p.ID, &p.uid, &p.PersonnelNo, &p.LastName, &p.FirstName, &p.Email, &p.Language, &p.HasPC, &p.named, &p.employments}
}

const personTargets = `id, uid, personnel_no, last_name, first_name, email, language, has_pc, named, employments`

// selectFrom puts an alias before each column of a list.
func selectFrom(alias, columns string) string {
	return alias + "." + strings.ReplaceAll(columns, ", ", ", "+alias+".")
}

// words are texts that many persons share, kept once.
type words map[string]string

func (w words) keep(text *string) {
	if known, ok := w[*text]; ok {
		*text = known
	} else if w != nil {
		w[*text] = *text
	}
}

// finish reads the JSON; nil words keep nothing.
func (p *person) finish(w words) (*Subject, error) {
	s := p.Subject
	s.UID = uuid.UUID(p.uid)
	var list []Employment
	if err := json.Unmarshal(p.employments, &list); err != nil {
		return nil, fmt.Errorf("report: employments of person %d: %w", p.ID, err)
	}
	w.keep(&s.Language)
	for i := range list {
		e := &list[i]
		e.PersonID = s.ID
		for _, text := range []*string{&e.No, &e.Function, (*string)(&e.Category), &e.Manager, &e.ManagerSort} {
			w.keep(text)
		}
	}
	s.Employments = append(make([]Employment, 0, len(list)), list...) // what JSON made has room for four
	return &s, nil
}

// readTree reads the departments at the moment.
func readTree(ctx context.Context, tx *db.Tx, day calendar.Date, known time.Time) (*Tree, error) {
	var list []*people.Department
	err := tx.Raw(func(conn *pgx.Conn) error {
		var text []byte
		if err := conn.QueryRow(ctx, tree, pgx.NamedArgs{"day": day.Time(), "known": known}).Scan(&text); err != nil {
			return err
		}
		return json.Unmarshal(text, &list)
	})
	if err != nil {
		return nil, fmt.Errorf("report: departments: %w", err)
	}
	return newTree(day, list), nil
}

// plain turns dates into what pgx encodes.
func plain(args map[string]any) map[string]any {
	out := make(map[string]any, len(args))
	for name, value := range args {
		if d, ok := value.(calendar.Date); ok {
			value = d.Time()
		}
		out[name] = value
	}
	return out
}

// eachDuty hands the slices at the moment of some persons to fn, in no order.
func eachDuty(ctx context.Context, tx *db.Tx, day calendar.Date, known time.Time, persons []int64,
	fn func(person, course int64, d *ledger.Dates),
) error {
	err := tx.Raw(func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, `
			select s.person_id, s.course_id, `+ledger.DatesColumns("s")+`
			from assignment_states s
			where s.person_id = any ($1::bigint[]) and `+ledger.AtSQL("s", "$2::date", "$3::timestamptz"), persons, day.Time(), known)
		if err != nil {
			return err
		}
		defer rows.Close()
		var person, course int64
		var d ledger.Dates
		targets := append([]any{&person, &course}, d.Targets()...)
		for rows.Next() {
			if err := rows.Scan(targets...); err != nil {
				return err
			}
			fn(person, course, &d)
		}
		return rows.Err()
	})
	if err != nil {
		return fmt.Errorf("report: duties: %w", err)
	}
	return nil
}

// prepareReading sets what report statements need (LEDGER.md, «Traps»): plans by
// the values, parallel where it helps, and time for large organisations.
func prepareReading(ctx context.Context, tx *db.Tx) error {
	if err := tx.Query(ctx).Exec(`
		select set_config('work_mem', '64MB', true), set_config('parallel_setup_cost', '0', true), set_config('parallel_tuple_cost', '0', true),
			set_config('random_page_cost', '4', true), set_config('plan_cache_mode', 'force_custom_plan', true), set_config('cursor_tuple_fraction', '1', true),
			set_config('jit', 'off', true),
			set_config('statement_timeout', '10min', true), set_config('idle_in_transaction_session_timeout', '10min', true)`).Error; err != nil {
		return fmt.Errorf("report: set local: %w", err)
	}
	return nil
}

// lookingUp does what reads rows batch by batch, of so many persons. Each batch is
// looked up: a scan of everything for each of them, in parallel, takes Postgres
// twice the time, and the cores are needed beside it.
func (s *snapshot) lookingUp(ctx context.Context, persons int, do func() error) error {
	if persons <= batch {
		return do()
	}
	set := func(page, workers string) error {
		if err := s.tx.Query(ctx).Exec(`select set_config('random_page_cost', ?, true), set_config('parallel_setup_cost', ?, true)`,
			page, workers).Error; err != nil {
			return fmt.Errorf("report: set local: %w", err)
		}
		return nil
	}
	if err := set("1", "1e9"); err != nil {
		return err
	}
	if err := do(); err != nil {
		return err
	}
	return set("4", "0")
}
