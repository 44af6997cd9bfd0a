package pending

import (
	"cmp"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// Months is how far ahead the workload is seen, with the current month.
const Months = 6

// Work is the planned learning that comes due, in minutes.
type Work struct {
	First calendar.Date // of the first month
	Total [Months]int
	Late  int // of the first month: what is overdue already
	Parts []Part
}

// Part is the work of a department with all below it.
type Part struct {
	Department people.TreeNode // without ID: of departments that are no longer in the tree
	Minutes    [Months]int
}

// Month is the first day of the n-th month, from 0.
func (w Work) Month(n int) calendar.Date { return calendar.FirstOfMonth(w.First).AddMonths(n) }

// Sum of the months, in minutes.
func (w Work) Sum() (sum int) {
	for _, m := range w.Total {
		sum += m
	}
	return sum
}

// Peak is the month with the most work, the first of equals.
func (w Work) Peak() int {
	best := 0
	for i, m := range w.Total {
		if m > w.Total[best] {
			best = i
		}
	}
	return best
}

// load is what comes due in a department and a month.
type load struct {
	DepartmentID int64
	CourseID     int64
	Month        calendar.Date // first day
	Count, Late  int
}

// newWork adds loads up. Departments are those of the tree one level below the
// lowest one that holds all of the work; minutes are those of a course as it is
// offered today, whole, also for a renewal.
func newWork(today calendar.Date, tree []people.TreeNode, loads []load, minutes func(course int64) int) Work {
	w := Work{First: calendar.FirstOfMonth(today)}
	last := w.Month(Months - 1)
	byDepartment := map[int64]*[Months]int{}
	for _, l := range loads {
		at, n := 0, minutes(l.CourseID)
		for at < Months-1 && w.Month(at) < min(calendar.FirstOfMonth(l.Month), last) {
			at++
		}
		w.Total[at] += l.Count * n
		w.Late += l.Late * n
		if byDepartment[l.DepartmentID] == nil {
			byDepartment[l.DepartmentID] = &[Months]int{}
		}
		byDepartment[l.DepartmentID][at] += l.Count * n
	}
	w.Parts = parts(tree, byDepartment)
	return w
}

// parts rolls departments up to the level on which the work first divides.
func parts(tree []people.TreeNode, work map[int64]*[Months]int) []Part {
	byID, used := map[int64]people.TreeNode{}, map[int64]bool{}
	for _, node := range tree {
		byID[node.ID] = node
	}
	paths := map[int64][]int64{} // from the top
	for id := range work {
		var path []int64
		for node, ok := byID[id]; ok && !slices.Contains(path, node.ID); node, ok = byID[node.ParentID] {
			path = append(path, node.ID)
		}
		slices.Reverse(path)
		paths[id] = path
	}
	level := 0
	for divides := false; !divides; level++ {
		clear(used)
		deeper := false
		for _, path := range paths {
			if len(path) > 0 {
				used[path[min(level, len(path)-1)]] = true
			}
			deeper = deeper || len(path) > level+1
		}
		divides = len(used) > 1 || !deeper
	}
	sums := map[int64]*Part{}
	for id, minutes := range work {
		var at int64
		if path := paths[id]; len(path) > 0 {
			at = path[min(level-1, len(path)-1)]
		}
		if sums[at] == nil {
			sums[at] = &Part{Department: byID[at]}
		}
		for i, n := range minutes {
			sums[at].Minutes[i] += n
		}
	}
	list := make([]Part, 0, len(sums))
	for _, part := range sums {
		list = append(list, *part)
	}
	slices.SortFunc(list, func(a, b Part) int { return cmp.Compare(a.Department.Code, b.Department.Code) })
	return list
}
