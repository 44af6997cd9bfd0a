package report

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// Subject is a person in the scope of a report, with what holds on its day.
type Subject struct {
	people.Person
	HasPC       bool
	Employments []Employment // that contain the day, main one first
	// Departments are those of the scope, by code, each once: an order that
	// outlives what forgetting takes away.
	Departments []*people.Department
	// Category is that of the main employment, or of the first one that counts.
	Category people.Category
	Counted  bool    // belongs to the total (REPORT.md §1)
	above    []int64 // Departments and all above them, each once
	// CountedOnly is set for somebody further down a manager's line than names are
	// read: the figures hold the person, no sheet does.
	CountedOnly bool
	flaws       []flaw // of the person, for the sheet of data quality
}

// Employment is an employment with the name of the manager.
type Employment struct {
	people.Employment
	Manager     string
	ManagerSort string // last name first
}

// Main is the employment with the highest pensum.
func (s *Subject) Main() Employment {
	if len(s.Employments) == 0 {
		return Employment{}
	}
	return s.Employments[0]
}

// Pensum is the sum of the employments in per cent, at most 100; 0 for somebody
// paid by the hour only.
func (s *Subject) Pensum() float64 {
	sum := 0.0
	for _, e := range s.Employments {
		sum += e.Pensum
	}
	return min(sum, 100)
}

// joined is the day of the first of the employments that hold, none without one.
func (s *Subject) joined() (day calendar.Date) {
	for _, e := range s.Employments {
		if day == 0 || e.EntryOn < day {
			day = e.EntryOn
		}
	}
	return day
}

// Codes are the codes of the departments in their order, as sheets and the hash
// have them.
func (s *Subject) Codes() string {
	return join(s.Departments, func(d *people.Department) string { return d.Code })
}

// Names are the names of the departments in the order of Codes.
func (s *Subject) Names() string {
	return join(s.Departments, func(d *people.Department) string { return d.Name })
}

// In reports whether the person works in the department or below it.
func (s *Subject) In(department int64) bool { return slices.Contains(s.above, department) }

func join(list []*people.Department, text func(*people.Department) string) string {
	texts := make([]string, len(list))
	for i, d := range list {
		texts[i] = text(d)
	}
	return strings.Join(texts, " | ")
}

// Tree is the department tree on the day of a report.
type Tree struct {
	org   *people.Org
	paths map[int64]string
}

func newTree(day calendar.Date, departments []*people.Department) *Tree {
	return &Tree{org: people.NewOrg(day, departments, nil, nil), paths: map[int64]string{}}
}

// Department finds a department, nil if unknown.
func (t *Tree) Department(id int64) *people.Department { return t.org.Departments[id] }

// ByCode finds a department by its code, nil if there is none.
func (t *Tree) ByCode(code string) *people.Department {
	for _, d := range t.org.Departments {
		if d.Code == code {
			return d
		}
	}
	return nil
}

// Path is «Direktion / Departement / Bereich» down to the department.
func (t *Tree) Path(id int64) string {
	if path, ok := t.paths[id]; ok {
		return path
	}
	var names []string
	for _, d := range t.org.Path(id) {
		names = append(names, d.Name)
	}
	t.paths[id] = strings.Join(names, " / ")
	return t.paths[id]
}

// Within reports whether a department is root or lies below it.
func (t *Tree) Within(department, root int64) bool { return t.org.Within(department, root) }

// TopLevel stands for what is above the departments at the top.
const TopLevel int64 = 0

// Below are the departments directly below one, or at the TopLevel, by code.
func (t *Tree) Below(id int64) []*people.Department { return t.org.Children(id) }

// Walk hands the departments to fn from the top, parents before children, by
// code, with their depth from 0.
func (t *Tree) Walk(fn func(d *people.Department, depth int)) {
	seen := map[int64]bool{}
	var walk func(parent int64, depth int)
	walk = func(parent int64, depth int) {
		for _, d := range t.org.Children(parent) {
			if !seen[d.ID] {
				seen[d.ID] = true
				fn(d, depth)
				walk(d.ID, depth+1)
			}
		}
	}
	walk(0, 0)
	// A parent that does not exist on the day, or a circle, hides nobody.
	var rest []*people.Department
	for _, d := range t.org.Departments {
		if !seen[d.ID] {
			rest = append(rest, d)
		}
	}
	slices.SortFunc(rest, func(a, b *people.Department) int { return cmp.Compare(a.Code, b.Code) })
	for _, d := range rest {
		if !seen[d.ID] {
			seen[d.ID] = true
			fn(d, 0)
			walk(d.ID, 1)
		}
	}
}

// within are those of the departments that exist and are root or lie below it; 0:
// all that exist.
func (t *Tree) within(departments []int64, root int64) []int64 {
	return slices.DeleteFunc(departments, func(id int64) bool {
		return t.Department(id) == nil || root != 0 && !t.Within(id, root)
	})
}

// Root is the lowest department that all subjects work in or below, nil if there
// is none.
func (t *Tree) Root(subjects []*Subject) *people.Department {
	return t.common(func(yield func(int64) bool) {
		for _, s := range subjects {
			for _, d := range s.Departments {
				if !yield(d.ID) {
					return
				}
			}
		}
	})
}

// common is the lowest department that is or lies above all of them, nil if there
// is none.
func (t *Tree) common(departments iter.Seq[int64]) *people.Department {
	var common []*people.Department
	first := true
	for id := range departments {
		path := t.org.Path(id)
		if first {
			common, first = path, false
			continue
		}
		n := 0
		for n < len(common) && n < len(path) && common[n] == path[n] {
			n++
		}
		common = common[:n]
	}
	if len(common) == 0 {
		return nil
	}
	return common[len(common)-1]
}

// led reports that the person has a manager, or works below somebody else who
// heads a department.
func (t *Tree) led(s *Subject) bool {
	main := s.Main()
	if main.ManagerID != 0 {
		return true
	}
	for _, d := range t.org.Path(main.DepartmentID) {
		if d.HeadID != 0 && d.HeadID != s.ID {
			return true
		}
	}
	return false
}

// place gives the subject its departments within root (0: all), its category,
// and whether it counts. It answers whether the subject is in scope.
func (t *Tree) place(s *Subject, root int64) bool {
	slices.SortFunc(s.Employments, func(a, b Employment) int {
		return cmp.Or(cmp.Compare(b.Pensum, a.Pensum), cmp.Compare(a.EntryOn, b.EntryOn), cmp.Compare(a.No, b.No))
	})
	for _, e := range s.Employments {
		if !s.Counted {
			if s.Category == "" || e.Category.Counted() {
				s.Category = e.Category
			}
			s.Counted = e.Category.Counted()
		}
		d := t.Department(e.DepartmentID)
		if d == nil || slices.Contains(s.Departments, d) || root != 0 && !t.Within(d.ID, root) {
			continue
		}
		s.Departments = append(s.Departments, d)
		for _, up := range t.org.Path(d.ID) {
			if !slices.Contains(s.above, up.ID) {
				s.above = append(s.above, up.ID)
			}
		}
	}
	slices.SortFunc(s.Departments, func(a, b *people.Department) int { return cmp.Compare(a.Code, b.Code) })
	if s.Counted && !t.led(s) {
		s.flaws = append(s.flaws, flawManager)
	}
	if s.HasPC && s.Email == "" {
		s.flaws = append(s.flaws, flawMail)
	}
	return len(s.Departments) > 0
}
