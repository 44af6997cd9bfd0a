package payroll

import (
	"context"
	"encoding/json"
	"fmt"

	"zaemme/internal/db"
	"zaemme/internal/people"
)

// Rows puts names to the lines of whom the viewer sees today; the lines of others are
// left out. Departments are called as they were called last. title is code and title
// of a course. Two statements.
func Rows(ctx context.Context, c db.Conn, lines []Line, scope people.Scope, title func(course int64) (code, name string)) ([]Row, error) {
	ids, events := make([]int64, len(lines)), make([]int64, len(lines))
	for i, l := range lines {
		ids[i], events[i] = l.PersonID, l.EventID
	}
	seen, err := scope.Among(ctx, c, ids)
	if err != nil {
		return nil, err
	}
	var text string
	if err := c.Query(ctx).Raw(`
		select jsonb_build_object(
			'Evidence', (select coalesce(jsonb_object_agg(e.id, coalesce(e.evidence_no, '')), '{}') from ledger_events e where e.id = any (cast(@events as bigint[]))),
			'Departments', (select coalesce(jsonb_object_agg(d.id, jsonb_build_array(d.code, coalesce(f.name, d.code))), '{}') from departments d
				left join lateral (select name from department_facts where department_id = d.id and known_to = '9999-12-31 00:00:00+00'
					order by valid_from desc limit 1) f on true
				where d.id in (select jsonb_array_elements_text(cast(@departments as jsonb))::bigint)))`,
		map[string]any{"events": db.Numbers(events), "departments": departmentsOf(lines)}).Scan(&text).Error; err != nil {
		return nil, fmt.Errorf("payroll: names: %w", err)
	}
	var names struct {
		Evidence    map[int64]string
		Departments map[int64][2]string
	}
	if err := json.Unmarshal([]byte(text), &names); err != nil {
		return nil, fmt.Errorf("payroll: names: %w", err)
	}
	var rows []Row
	for _, l := range lines {
		person, ok := seen[l.PersonID]
		if !ok {
			continue
		}
		r := Row{Line: l, Person: person, EvidenceNo: names.Evidence[l.EventID]}
		r.DepartmentCode, r.Department = names.Departments[l.DepartmentID][0], names.Departments[l.DepartmentID][1]
		r.CourseCode, r.Course = title(l.CourseID)
		rows = append(rows, r)
	}
	return rows, nil
}

func departmentsOf(lines []Line) string {
	list := make([]int64, len(lines))
	for i, l := range lines {
		list[i] = l.DepartmentID
	}
	text, err := json.Marshal(list)
	if err != nil {
		panic(err) // numbers always encode
	}
	return string(text)
}
