package report_test

import (
	"testing"
)

// How many rows there will be is counted up to a limit, for a scope and a department.
func TestManyRowsAreForeseen(t *testing.T) {
	t.Parallel()
	w := generate(t, 13, 20)
	department := w.hr(today)
	department.Department = "D1"
	gone := w.hr(today)
	gone.Department = "gone"
	whole := len(w.rows(w.hr(today)))
	part := 0
	for _, r := range w.rows(w.hr(today)) {
		if r.Subject.In(w.departments[1]) {
			part++
		}
	}
	if part == 0 || part == whole {
		t.Fatal("the department says nothing")
	}
	if many, err := w.service.AtLeast(t.Context(), w.hr(today), whole); err != nil || !many {
		t.Errorf("%d rows are not foreseen: %v", whole, err)
	}
	if many, err := w.service.AtLeast(t.Context(), department, part); err != nil || !many {
		t.Errorf("%d rows of a department are not foreseen: %v", part, err)
	}
	if many, err := w.service.AtLeast(t.Context(), department, whole); err != nil || many {
		t.Errorf("a department has as many rows as everybody: %v", err)
	}
	if many, err := w.service.AtLeast(t.Context(), w.hr(today), 10*whole); err != nil || many {
		t.Errorf("ten times as many are foreseen: %v", err)
	}
	if many, err := w.service.AtLeast(t.Context(), gone, 1); err != nil || many {
		t.Errorf("rows of a department that is not there: %v", err)
	}
	if many, err := w.service.AtLeast(t.Context(), w.line(today), 1); err != nil || !many {
		t.Errorf("rows of the line: %v", err)
	}
}
