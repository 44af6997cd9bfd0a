package page

import (
	"strconv"
	"strings"

	"zaemme/internal/i18n"
	"zaemme/internal/people"
)

// DepartmentChoices is the whole tree as a flat list, set in by its depth; values are
// IDs. It is for forms in which any department is named at once; a page that is
// asked for again and again takes DepartmentFilter.
func DepartmentChoices(tree []people.TreeNode, selected string) []Choice {
	list := make([]Choice, len(tree))
	for i, d := range tree {
		value := strconv.FormatInt(d.ID, 10)
		list[i] = Choice{Value: value, Label: setIn(d), Selected: value == selected}
	}
	return list
}

// DepartmentFilter is the part of the tree that fits (people.Fit) around the one
// that is selected, set in by its depth. A department under which some are left out
// says how many: who selects it gets those below it offered. value is what is sent,
// DepartmentID or DepartmentCode.
func DepartmentFilter(l *i18n.Printer, tree []people.TreeNode, value func(people.TreeNode) string, selected string) []Choice {
	shown, below := people.FitTree(tree, people.FitRows, func(d people.TreeNode) bool { return selected != "" && value(d) == selected })
	list := make([]Choice, len(shown))
	for i, d := range shown {
		list[i] = Choice{Value: value(d), Label: setIn(d), Selected: value(d) == selected}
		if n := below[d.ID]; n > 0 {
			list[i].Label += " · " + l.N("trees.below", n)
		}
	}
	return list
}

// DepartmentID and DepartmentCode are values of DepartmentFilter.
func DepartmentID(d people.TreeNode) string { return strconv.FormatInt(d.ID, 10) }

// DepartmentCode is the code of the staff list.
func DepartmentCode(d people.TreeNode) string { return d.Code }

func setIn(d people.TreeNode) string { return strings.Repeat("\u2007\u2007", d.Depth) + d.Name }
