package change

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"zaemme/internal/calendar"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
)

// Row is an effect as a plan keeps it; Detail only where it is applied.
type Row struct {
	curriculum.Effect `gorm:"embedded"`
	Name, Department  string // of the person, as of the plan
	Anyway            bool   // the day of the plan brings it, whatever the plan changes
}

// keeper writes the rows of a plan, part by part.
type keeper struct {
	plan int64
	part int
}

// newKeeper takes the number of the plan to be.
func newKeeper(ctx context.Context, tx *db.Tx) (*keeper, error) {
	var k keeper
	if err := tx.Query(ctx).Raw(`select nextval(pg_get_serial_sequence('plans', 'id'))`).Scan(&k.plan).Error; err != nil {
		return nil, fmt.Errorf("change: number of a plan: %w", err)
	}
	return &k, nil
}

func (k *keeper) keep(ctx context.Context, tx *db.Tx, rows []Row) error {
	if len(rows) == 0 {
		return nil
	}
	_, err := tx.CopyIn(ctx, "plan_effects", []string{"plan_id", "part", "n", "person_id", "person", "name", "department", "course_id",
		"course", "kind", "from_due", "to_due", "reason", "anyway", "detail"},
		pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
			r := &rows[i]
			return []any{k.plan, k.part, i, r.PersonID, r.Person, r.Name, r.Department, r.CourseID,
				r.Course, string(r.Kind), dateOrNull(r.FromDue), dateOrNull(r.ToDue), r.Reason, r.Anyway, documentOrNull(r.Detail)}, nil
		}))
	k.part++
	return err
}

func dateOrNull(d calendar.Date) any {
	if d == 0 {
		return nil
	}
	return d.Time()
}

func documentOrNull(text json.RawMessage) any {
	if len(text) == 0 {
		return nil
	}
	return []byte(text)
}

// Kept narrows the rows of a plan; the zero value is all.
type Kept struct {
	Kind          curriculum.EffectKind
	Course        string // code
	Search        string // words that name, department or key contain
	PersonID      int64
	Limit, Offset int // rows; Limit 0: no limit
}

const (
	rowColumns = `r.person_id, r.person, r.name, r.department, r.course_id, r.course, r.kind, r.from_due, r.to_due, r.reason, r.anyway`
	rowOrder   = ` order by r.name collate "de-CH-x-icu", r.person collate "C", r.course collate "C", r.kind`
)

// condition is what the rows have, with its arguments.
func (k Kept) condition(plan int64) (sql string, args map[string]any) {
	sql, args = `r.plan_id = @plan`, map[string]any{"plan": plan}
	and := func(more, name string, value any) {
		sql += ` and ` + more
		args[name] = value
	}
	if k.Kind != "" {
		and(`r.kind = @kind`, "kind", k.Kind)
	}
	if k.Course != "" {
		and(`r.course = @course`, "course", k.Course)
	}
	if k.PersonID != 0 {
		and(`r.person_id = @person`, "person", k.PersonID)
	}
	for i, word := range strings.Fields(strings.ToLower(k.Search)) {
		name := fmt.Sprint("word", i)
		and(`position(@`+name+` in lower(r.name || ' ' || r.department || ' ' || r.person)) > 0`, name, word)
	}
	return sql, args
}

// Rows are rows of a plan by name, and how many there are in all; none of a plan
// whose term has ended.
func Rows(ctx context.Context, c db.Conn, plan int64, k Kept) (list []Row, total int, err error) {
	condition, args := k.condition(plan)
	args["limit"], args["offset"] = k.Limit, k.Offset
	var found []struct {
		Row   `gorm:"embedded"`
		Total int
		There bool
	}
	// The total comes even where the page asked for has no rows.
	if err := c.Query(ctx).Raw(`
		select whole.total, r.person_id is not null as there, `+rowColumns+`
		from (select count(*) as total from plan_effects r where `+condition+`) as whole
		left join (
			select `+rowColumns+` from plan_effects r where `+condition+rowOrder+` limit nullif(@limit, 0) offset @offset
		) as r on true`+rowOrder, args).Scan(&found).Error; err != nil {
		return nil, 0, fmt.Errorf("change: rows of plan %d: %w", plan, err)
	}
	for _, f := range found {
		total = f.Total
		if f.There {
			list = append(list, f.Row)
		}
	}
	return list, total, nil
}

// EachRow hands over all rows of a plan by person, one after the other.
func EachRow(ctx context.Context, c db.Conn, plan int64, fn func(Row) error) error {
	return eachRow(ctx, c, `select `+rowColumns+` from plan_effects r where r.plan_id = ? order by r.person collate "C", r.course collate "C", r.kind`,
		fn, plan)
}

func eachRow(ctx context.Context, c db.Conn, query string, fn func(Row) error, args ...any) error {
	q := c.Query(ctx).Raw(query, args...)
	rows, err := q.Rows()
	if err != nil {
		return fmt.Errorf("change: rows: %w", err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var r Row
		if err := q.ScanRows(rows, &r); err != nil {
			return fmt.Errorf("change: row: %w", err)
		}
		if err := fn(r); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("change: rows: %w", err)
	}
	return nil
}

// Concerned are the IDs of the persons on record whom the rows of a plan concern,
// in order.
func Concerned(ctx context.Context, c db.Conn, plan int64) ([]int64, error) {
	var ids []int64
	if err := c.Query(ctx).Raw(`select distinct person_id from plan_effects where plan_id = ? and person_id > 0 order by 1`, plan).
		Scan(&ids).Error; err != nil {
		return nil, fmt.Errorf("change: persons of plan %d: %w", plan, err)
	}
	return ids, nil
}

// storedParts hands the effects of a plan over as they were kept; number gives new
// persons the ID that they have by now.
func storedParts(ctx context.Context, tx *db.Tx, plan int64, number func(*curriculum.Effect) error) curriculum.Parts {
	return func(yield func(curriculum.Effects) error) error {
		for part := 0; ; part++ {
			effects, err := storedPart(ctx, tx, plan, part)
			if err != nil {
				return fmt.Errorf("change: part %d of plan %d: %w", part, plan, err)
			}
			if len(effects) == 0 {
				return nil
			}
			for i := range effects {
				if err := number(&effects[i]); err != nil {
					return err
				}
			}
			if err := yield(effects); err != nil {
				return err
			}
		}
	}
}

func storedPart(ctx context.Context, tx *db.Tx, plan int64, part int) (effects curriculum.Effects, err error) {
	err = tx.Raw(func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, `
			select person_id, person, course_id, course, kind, from_due, to_due, reason, detail
			from plan_effects where plan_id = $1 and part = $2 order by n`, plan, part)
		if err != nil {
			return err
		}
		var e curriculum.Effect
		var detail []byte
		_, err = pgx.ForEachRow(rows, []any{&e.PersonID, &e.Person, &e.CourseID, &e.Course, (*string)(&e.Kind), &e.FromDue, &e.ToDue, &e.Reason, &detail},
			func() error {
				one := e
				one.Detail = slices.Clone(detail)
				effects = append(effects, one)
				return nil
			})
		return err
	})
	return effects, err
}

// unequalDuties counts the duties for which one plan keeps something else than the
// other.
func unequalDuties(ctx context.Context, tx *db.Tx, one, other int64) (n int, err error) {
	of := func(plan string) string {
		return `select person, course, greatest(person_id, 0), course_id, kind, from_due, to_due, reason, cast(detail as jsonb) from plan_effects where plan_id = ` + plan
	}
	if err := tx.Query(ctx).Raw(`
		select count(distinct (person, course)) from (
			(`+of("@one")+` except all `+of("@other")+`) union all (`+of("@other")+` except all `+of("@one")+`)
		) as d`, map[string]any{"one": one, "other": other}).Scan(&n).Error; err != nil {
		return 0, fmt.Errorf("change: compare plans %d and %d: %w", one, other, err)
	}
	return n, nil
}
