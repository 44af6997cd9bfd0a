package page

import (
	"strconv"
	"strings"

	"zaemme/internal/i18n"
	"zaemme/internal/people"
)

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

// OfferBelow is the name of the button that asks for a form again as it was typed,
// with what is below the department that is selected in it. It stands behind the
// button that does what the form is for, which the enter key takes.
const OfferBelow = "anbieten"

// DepartmentID and DepartmentCode are values of DepartmentFilter.
func DepartmentID(d people.TreeNode) string { return strconv.FormatInt(d.ID, 10) }

// DepartmentCode is the code of the staff list.
func DepartmentCode(d people.TreeNode) string { return d.Code }

func setIn(d people.TreeNode) string { return strings.Repeat("\u2007\u2007", d.Depth) + d.Name }
