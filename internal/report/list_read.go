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
	tree, heads                []byte
	byHead, byCourse, byStatus []byte
	chosen                     *int64
	asides                     []int64
}

// listHead is a number of persons who work in the same departments.
type listHead struct {
	Head        int64   `json:"head"`
	Departments []int64 `json:"departments"`
	Counted     bool    `json:"counted"`
	PC          bool    `json:"pc"`
	Named       bool    `json:"named"`
	Persons     int     `json:"persons"`
}

// listHeap is a number of rows of a head or of a course.
type listHeap struct {
	Head    int64         `json:"head"`
	Course  int64         `json:"course"`
	Counted bool          `json:"counted"` // of a course
	Status  ledger.Status `json:"status"`
	Due     bool          `json:"was_due"`
	Rows    int           `json:"rows"`
}

func (h listHeap) alike() alike {
	return alike{status: slices.Index(statuses, h.Status), due: h.Due, rows: h.Rows}
}

// listStanding is a number of rows by status.
type listStanding struct {
	Counted            bool          `json:"counted"`
	Status             ledger.Status `json:"status"`
	Rows               int           `json:"rows"`
	Soonest            calendar.Date `json:"soonest"`
	Late30, Late60     int
	Ending30, Ending60 int
	Ending             int
}

func (r *listReader) count(c counted) error {
	var departments []*people.Department
	var heads []listHead
	var byHead, byCourse []listHeap
	var byStatus []listStanding
	for into, text := range map[any][]byte{&departments: c.tree, &heads: c.heads, &byHead: c.byHead, &byCourse: c.byCourse, &byStatus: c.byStatus} {
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
	r.persons(heads, byHead)
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
	for _, h := range byCourse {
		r.courses[h.Course] = true
		if h.Counted {
			out.course(h.Course).alike(h.alike())
		}
	}
	for _, course := range ByCode(r.query.Courses) {
		if r.courses[course.ID] {
			out.Listed = append(out.Listed, course)
		}
	}
	for _, h := range byStatus {
		r.standing(h)
	}
	return nil
}

// persons counts persons and their rows where they work.
func (r *listReader) persons(heads []listHead, rows []listHeap) {
	places := make(map[int64]*place, len(heads))
	for _, h := range heads {
		if !h.Named {
			r.out.Beyond += h.Persons
			continue
		}
		r.out.All.Persons += h.Persons
		at := r.out.Tree.placeAll(h.Departments, r.root, h.Counted)
		at.persons, places[h.Head] = h.Persons, at
	}
	for _, h := range rows {
		places[h.Head].rows.alike(h.alike())
	}
	for _, h := range heads {
		if at := places[h.Head]; at != nil {
			r.out.fold(at)
			r.out.split(at, h.PC)
		}
	}
}

// standing is what headings and figures say of rows.
func (r *listReader) standing(h listStanding) {
	out := r.out
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

func (s *Standing) add(h listStanding) {
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
