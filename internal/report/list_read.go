package report

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
)

// listReader makes a Listing of what the statement yields.
type listReader struct {
	query   ListQuery
	root    int64
	courses map[int64]bool
	out     *Listing
}

// counted is what comes with the first row.
type counted struct {
	tree, heaps, heads []byte
	chosen             *int64
	asides             []int64
}

// listHeap is a number of rows that are alike in everything a page counts.
type listHeap struct {
	Departments        []int64       `json:"departments"`
	Counted            bool          `json:"counted"`
	PC                 bool          `json:"pc"`
	Course             int64         `json:"course"`
	Status             ledger.Status `json:"status"`
	Due                bool          `json:"was_due"`
	Rows               int           `json:"rows"`
	Soonest            calendar.Date `json:"soonest"`
	Late30, Late60     int
	Ending30, Ending60 int
	Ending             int
}

// listHead is a number of persons who work in the same departments.
type listHead struct {
	Departments []int64 `json:"departments"`
	Counted     bool    `json:"counted"`
	PC          bool    `json:"pc"`
	Named       bool    `json:"named"`
	Persons     int     `json:"persons"`
}

func (r *listReader) count(c counted) error {
	var departments []*people.Department
	var heaps []listHeap
	var heads []listHead
	for into, text := range map[any][]byte{&departments: c.tree, &heaps: c.heaps, &heads: c.heads} {
		if err := json.Unmarshal(text, into); err != nil {
			return err
		}
	}
	out := r.out
	out.Overview = Overview{Departments: map[int64]*DepartmentFigures{}, Courses: map[int64]*Group{}, Tree: newTree(r.query.Day, departments)}
	out.Chosen = int(*c.chosen)
	for _, n := range c.asides {
		out.Asides = append(out.Asides, int(n))
	}
	if r.query.Department != "" {
		if out.Root = out.Tree.ByCode(r.query.Department); out.Root == nil {
			return apperr.New(apperr.NotFound, "error.report.department", nil)
		}
		r.root = out.Root.ID
	}
	for _, h := range heads {
		r.persons(h)
	}
	for _, h := range heaps {
		r.rows(h)
	}
	if out.Root == nil {
		out.Root = out.Tree.common(func(yield func(int64) bool) {
			for _, h := range heads {
				for _, id := range h.Departments {
					if h.Named && !yield(id) {
						return
					}
				}
			}
		})
	}
	for _, course := range ByCode(r.query.Courses) {
		if r.courses[course.ID] {
			out.Listed = append(out.Listed, course)
		}
	}
	return nil
}

func (r *listReader) persons(h listHead) {
	if !h.Named {
		r.out.Beyond += h.Persons
		return
	}
	r.out.All.Persons += h.Persons
	at := r.out.Tree.placeAll(h.Departments, r.root, h.Counted)
	at.persons = h.Persons
	r.out.fold(at)
}

func (r *listReader) rows(h listHeap) {
	out := r.out
	at := out.Tree.placeAll(h.Departments, r.root, h.Counted)
	out.add(at, alike{course: h.Course, pc: h.PC, status: slices.Index(statuses, h.Status), due: h.Due, rows: h.Rows})
	out.fold(at)
	r.courses[h.Course] = true
	out.All.add(h)
	if !h.Counted {
		return
	}
	if h.Status.Late() {
		for i, n := range []int{h.Late30, h.Late60, h.Rows - h.Late30 - h.Late60} {
			out.Late[i] += n
		}
	}
	for i, n := range []int{h.Ending30, h.Ending60, h.Ending} {
		out.Ending[i] += n
	}
}

func (s *Standing) add(h listHeap) {
	earlier := func(day *calendar.Date) {
		if h.Soonest != 0 && (*day == 0 || h.Soonest < *day) {
			*day = h.Soonest
		}
	}
	s.Rows += h.Rows
	switch {
	case h.Status.Late():
		s.Late += h.Rows
		earlier(&s.Oldest)
	case h.Status.ToDo():
		s.Open += h.Rows
		earlier(&s.Next)
	}
}

// ByCode are courses by ID in the order of their codes.
func ByCode(courses map[int64]*Course) []*Course {
	return slices.SortedFunc(maps.Values(courses), func(a, b *Course) int { return cmp.Compare(a.Code, b.Code) })
}

// byTitle are the places of the courses by title.
func (q ListQuery) byTitle() map[int64]int32 {
	title := q.Titles
	if title == nil {
		title = func(c *Course) string { return c.Code }
	}
	out := map[int64]int32{}
	list := ByCode(q.Courses)
	slices.SortStableFunc(list, func(a, b *Course) int { return cmp.Compare(title(a), title(b)) })
	for i, c := range list {
		out[c.ID] = int32(i)
	}
	return out
}
