package people

import (
	"context"
	"fmt"

	"zaemme/internal/db"
)

func (w *writer) writeEmployments(ctx context.Context) error {
	numbers, err := w.employments(ctx)
	if err != nil {
		return err
	}
	var cuts []cut
	var facts [][]any
	for _, p := range w.change.Persons {
		person := w.ids.Persons[p.Key]
		for _, e := range p.Employments {
			own := numbers[employment{person, e.No}]
			if e.Before != nil {
				cuts = append(cuts, cut{own, e.From})
			}
			if e.After == nil {
				continue
			}
			row, err := w.employmentRow(own, person, e)
			if err != nil {
				return fmt.Errorf("people: employment %s of %s: %w", e.No, p.Key, err)
			}
			facts = append(facts, row)
		}
	}
	if err := w.closeFacts(ctx, "employment_facts", "employment_id", employmentColumns, cuts, ""); err != nil {
		return err
	}
	return w.insertFacts(ctx, "employment_facts", "employment_id", employmentColumns, facts)
}

func (w *writer) employmentRow(own, person int64, e EmploymentChange) ([]any, error) {
	a := e.After
	department, err := id(w.ids.Departments, "department", a.Department)
	if err != nil {
		return nil, err
	}
	if department == 0 {
		return nil, stale("no department")
	}
	site, err := id(w.ids.Sites, "site", a.Site)
	if err != nil {
		return nil, err
	}
	manager, err := id(w.ids.Persons, "person", a.Manager)
	if err != nil {
		return nil, err
	}
	trainer, err := id(w.ids.Persons, "person", a.Trainer)
	if err != nil {
		return nil, err
	}
	var pensum any
	if a.Pensum > 0 {
		pensum = a.Pensum
	}
	return []any{own, person, department, number(site), a.Function, pensum, string(a.Category), day(a.EntryOn), day(a.ExitOn),
		number(manager), number(trainer), day(e.ValidFrom())}, nil
}

// employment names an employment.
type employment struct {
	person int64
	no     string
}

// employments finds or creates the rows of the employments that the change
// names.
func (w *writer) employments(ctx context.Context) (map[employment]int64, error) {
	var had []int64
	for _, p := range w.change.Persons {
		if !w.isNew[p.Key] && len(p.Employments) > 0 {
			had = append(had, w.ids.Persons[p.Key])
		}
	}
	var rows []struct {
		ID, PersonID int64
		No           string
	}
	if err := w.tx.Query(ctx).Raw(`select id, person_id, no from employments where person_id = any (cast(? as bigint[]))`,
		db.Numbers(had)).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("people: read employments: %w", err)
	}
	known := map[employment]int64{}
	for _, r := range rows {
		known[employment{r.PersonID, r.No}] = r.ID
	}
	var fresh []employment
	for _, p := range w.change.Persons {
		for _, e := range p.Employments {
			name := employment{w.ids.Persons[p.Key], e.No}
			switch found := known[name] != 0; {
			case !found && e.Before != nil:
				return nil, stale("employment %s of %s does not exist", e.No, p.Key)
			case !found:
				fresh = append(fresh, name)
			}
		}
	}
	ids, err := w.reserve(ctx, "employments", len(fresh))
	if err != nil {
		return nil, err
	}
	copied := make([][]any, len(fresh))
	for i, e := range fresh {
		known[e] = ids[i]
		copied[i] = []any{ids[i], e.person, e.no}
	}
	return known, w.copyIn(ctx, "employments", []string{"id", "person_id", "no"}, copied)
}
