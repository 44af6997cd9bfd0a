package people

import (
	"context"
	"strings"

	"zaemme/internal/calendar"
)

// cut says from which day on the facts of one thing hold no more.
type cut struct {
	ID   int64
	From calendar.Date
}

// closeFacts ends, as known from the stamp on, what holds from the day of each
// cut on; the part before that day is recorded anew. extra narrows the facts.
func (w *writer) closeFacts(ctx context.Context, table, key string, columns []string, cuts []cut, extra string) error {
	list := key + ", " + strings.Join(columns, ", ")
	_, err := w.withRows(ctx, cuts, len(cuts), `
		with closed as (
			update `+table+` f set known_to = @stamp
			from jsonb_to_recordset(cast(@rows as jsonb)) as r("ID" bigint, "From" date)
			where f.`+key+` = r."ID" and f.valid_to > r."From" and `+knownNow+extra+`
			returning f.*, r."From" as cut
		)
		insert into `+table+` (`+list+`, valid_from, valid_to, known_from, batch_id)
		select `+list+`, valid_from, cut, @stamp, nullif(@batch, 0) from closed where valid_from < cut`)
	return err
}

var (
	departmentColumns = []string{"parent_id", "name", "head_id"}
	traitColumns      = []string{"has_pc", "pc_source", "tags"}
	deputyColumns     = []string{"deputy_id"}
	employmentColumns = []string{"person_id", "department_id", "site_id", "function", "pensum", "category", "entry_on", "exit_on",
		"manager_id", "trainer_id"}
	joinColumns = []string{"into_id"}
)

// insertFacts adds the facts; a row has the key, the columns and valid_from.
func (w *writer) insertFacts(ctx context.Context, table, key string, columns []string, rows [][]any) error {
	all := append(append([]string{key}, columns...), "valid_from", "known_from", "batch_id")
	for i := range rows {
		rows[i] = append(rows[i], w.stamp, number(w.batch))
	}
	return w.copyIn(ctx, table, all, rows)
}

// id looks a key up; an empty key is 0.
func id(known map[string]int64, what, key string) (int64, error) {
	if key == "" {
		return 0, nil
	}
	if found := known[key]; found != 0 {
		return found, nil
	}
	return 0, stale("%s %q does not exist", what, key)
}

func (w *writer) writeDepartments(ctx context.Context) error {
	var fresh []DepartmentChange
	for _, d := range w.change.Departments {
		if exists := w.ids.Departments[d.Code] != 0; exists == d.Created() {
			return stale("department %q: exists is %t", d.Code, exists)
		}
		switch idle := w.idle.Departments[d.Code]; {
		case d.Created() && idle != 0:
			w.ids.Departments[d.Code] = idle
		case d.Created():
			fresh = append(fresh, d)
		}
	}
	ids, err := w.reserve(ctx, "departments", len(fresh))
	if err != nil {
		return err
	}
	var rows, facts [][]any
	for i, d := range fresh {
		w.ids.Departments[d.Code] = ids[i]
		rows = append(rows, []any{ids[i], d.Code, d.Official})
	}
	if err := w.copyIn(ctx, "departments", []string{"id", "code", "official"}, rows); err != nil {
		return err
	}
	var cuts []cut
	for _, d := range w.change.Departments {
		if d.Ended {
			cuts = append(cuts, cut{w.ids.Departments[d.Code], d.From})
			continue
		}
		parent, err := id(w.ids.Departments, "department", d.After.Parent)
		if err != nil {
			return err
		}
		head, err := id(w.ids.Persons, "person", d.After.Head)
		if err != nil {
			return err
		}
		own := w.ids.Departments[d.Code]
		if !d.Created() {
			cuts = append(cuts, cut{own, d.From})
		}
		facts = append(facts, []any{own, number(parent), d.After.Name, number(head), day(d.From)})
	}
	if err := w.closeFacts(ctx, "department_facts", "department_id", departmentColumns, cuts, ""); err != nil {
		return err
	}
	return w.insertFacts(ctx, "department_facts", "department_id", departmentColumns, facts)
}

func (w *writer) writeTraits(ctx context.Context) error {
	var cuts []cut
	var facts [][]any
	for _, p := range w.change.Persons {
		if p.Traits == nil {
			continue
		}
		own := w.ids.Persons[p.Key]
		if p.Traits.Before != nil {
			cuts = append(cuts, cut{own, p.Traits.From})
		}
		tags := p.Traits.After.Tags
		if tags == nil {
			tags = []string{}
		}
		facts = append(facts, []any{own, p.Traits.After.HasPC, p.Traits.After.Source, tags, day(p.Traits.From)})
	}
	if err := w.closeFacts(ctx, "person_traits", "person_id", traitColumns, cuts, ""); err != nil {
		return err
	}
	return w.insertFacts(ctx, "person_traits", "person_id", traitColumns, facts)
}

func (w *writer) writeDeputies(ctx context.Context) error {
	var cuts []cut
	var facts [][]any
	for _, p := range w.change.Persons {
		if p.Deputy == nil {
			continue
		}
		own := w.ids.Persons[p.Key]
		cuts = append(cuts, cut{own, p.Deputy.From})
		if p.Deputy.After != "" {
			deputy, err := id(w.ids.Persons, "person", p.Deputy.After)
			if err != nil {
				return err
			}
			facts = append(facts, []any{own, deputy, day(p.Deputy.From)})
		}
	}
	if err := w.closeFacts(ctx, "deputies", "person_id", deputyColumns, cuts, ` and f.valid_to = '9999-12-31'`); err != nil {
		return err
	}
	return w.insertFacts(ctx, "deputies", "person_id", deputyColumns, facts)
}
