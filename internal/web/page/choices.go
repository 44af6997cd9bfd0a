package page

import (
	"strconv"
	"strings"

	"zaemme/internal/people"
)

// DepartmentChoices is the tree as a flat list, set in by its depth; values are
// IDs.
func DepartmentChoices(tree []people.TreeNode, selected string) []Choice {
	list := make([]Choice, len(tree))
	for i, d := range tree {
		value := strconv.FormatInt(d.ID, 10)
		list[i] = Choice{Value: value, Label: strings.Repeat("\u2007\u2007", d.Depth) + d.Name, Selected: value == selected}
	}
	return list
}
