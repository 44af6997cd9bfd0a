package report

import (
	"cmp"
	"context"
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"zaemme/internal/sheet"
)

var (
	columnStep   = detailColumn{"next_step", 32, 0, false, (*detail).nextStep}
	columnEnding = detailColumn{"days_left", 14, sheet.Integer, false, func(d *detail) any {
		return d.b.query.AsOf.DaysUntil(d.Cycle.ValidUntil)
	}}
)

// picked are columns of Detail by key, in the order given; in a manager's file
// those for HR are left out.
func (b *book) picked(keys ...string) []detailColumn {
	var list []detailColumn
	for _, key := range keys {
		i := slices.IndexFunc(allDetail, func(c detailColumn) bool { return c.key == key })
		if b.query.Variant == HR || !allDetail[i].hr {
			list = append(list, allDetail[i])
		}
	}
	return list
}

// overdue lists overdue and expired under the manager of the main employment: in an
// order of its own, so its rows are read apart from the others, late ones alone.
func (b *book) overdue(ctx context.Context) error {
	columns := append(b.picked("manager", "name", "first_name", "personnel_no", "department_code", "department", "category",
		"course_code", "course", "status_code", "status", "due", "grace", "days_late", "reminder"), columnStep)
	columns = append(columns, b.picked("kennung")...)
	l, err := b.listed(sheetOverdue, columns, func(r Row) bool { return r.Status.Late() })
	if err != nil {
		return err
	}
	order, err := b.lateByManager(ctx)
	if err != nil {
		return err
	}
	return b.pass(ctx, len(order), given(order), l)
}

// lateness is a person named who has late rows, with the place of the superior's name.
type lateness struct {
	person   int64
	superior int32
}

// listsLate reports whether the file has the sheet.
func (b *book) listsLate() bool { return b.extension == "xlsx" && b.query.Variant == HR }

// lateByManager are the persons with late rows in the order of their manager's name,
// those without one last.
func (b *book) lateByManager(ctx context.Context) ([]int64, error) {
	order, err := b.byNameOf(ctx, b.late)
	if err != nil {
		return nil, err
	}
	c := collate.New(language.MustParse("de-CH"))
	var keys collate.Buffer
	sorted := make([]string, len(b.superiors.list))
	for i, name := range b.superiors.list {
		if sorted[i] = "\xff"; name != "" {
			sorted[i] = string(c.KeyFromString(&keys, name))
			keys.Reset()
		}
	}
	slices.SortStableFunc(order, func(x, y lateness) int { return cmp.Compare(sorted[x.superior-1], sorted[y.superior-1]) })
	persons := make([]int64, len(order))
	for i, l := range order {
		persons[i] = l.person
	}
	return persons, nil
}

// todo is the manager's list: everything in which something has to be done, late
// first within each person.
func (b *book) todo(context.Context) error {
	columns := append(b.picked("name", "first_name", "department_code", "department", "course_code", "course", "status_code", "status",
		"due", "grace", "days_late", "rule", "manager"), columnStep)
	columns = append(columns, b.picked("kennung")...)
	return b.list(sheetTodo, columns, func(r Row) bool { return r.Status.ToDo() })
}

// expiring lists completions that end from D to D + 90.
func (b *book) expiring(context.Context) error {
	columns := append(b.picked("name", "first_name", "department_code", "department", "category", "course_code", "course", "status_code",
		"status", "fulfilled", "valid_until", "window"), columnEnding)
	columns = append(columns, b.picked("kennung", "personnel_no")...)
	return b.list(sheetExpiring, columns, func(r Row) bool { return r.EndsWithin(b.query.AsOf, expiringDays) })
}

// nextStep is what a superior can do: somebody without PC needs a slip and an
// appointment, the others time.
func (d *detail) nextStep() any {
	if d.Subject.HasPC {
		return d.b.l.T("report.next.pc")
	}
	return d.b.l.T("report.next.no_pc")
}
