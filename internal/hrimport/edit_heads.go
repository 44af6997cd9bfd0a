package hrimport

import (
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// HeadsEdit names a head for each department without one, out of the managers
// whom the staff list names: staff lists know managers and no heads.
type HeadsEdit struct{}

func (*HeadsEdit) about() (person, department string) { return "", "" }

func (*HeadsEdit) plan(r *people.Roster, from calendar.Date) (people.Change, error) {
	var c people.Change
	paths := map[string][]string{}
	for code := range r.Departments {
		paths[code] = above(r, code)
	}
	for code, entry := range r.Departments {
		if entry.Official || entry.Head != "" || from < entry.Since || entry.Ends != calendar.Forever || entry.Next != 0 {
			continue
		}
		head := likelyHead(r, paths, code, from)
		if head == "" {
			continue
		}
		before, after := entry.DepartmentState, entry.DepartmentState
		after.Head = head
		c.Departments = append(c.Departments, people.DepartmentChange{Code: code, Before: &before, After: after, From: from})
	}
	return c, nil
}

// likelyHead is who works in the department or below it and, counting the
// employments in and below it, leads most of them and is led by nobody there;
// nobody where two are alike. paths are the departments with all above them.
func likelyHead(r *people.Roster, paths map[string][]string, code string, on calendar.Date) string {
	led, here, below := map[string]int{}, map[string]bool{}, map[string][]string{}
	for key, entry := range r.Persons {
		for _, e := range entry.Employments {
			if e.At(on) && slices.Contains(paths[e.Department], code) {
				here[key] = true
				led[e.Manager]++
				below[key] = append(below[key], e.Manager)
			}
		}
	}
	best, alike := "", false
	for key, n := range led {
		if !here[key] || slices.ContainsFunc(below[key], func(manager string) bool { return here[manager] && manager != key }) {
			continue
		}
		switch {
		case best == "" || n > led[best]:
			best, alike = key, false
		case n == led[best]:
			alike = true
		}
	}
	if alike {
		return ""
	}
	return best
}
