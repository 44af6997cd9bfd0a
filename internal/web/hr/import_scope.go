package hr

import (
	"strings"

	"zaemme/internal/hrimport"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
)

// Values of the field «Umfang»; a department is inUnit and its code.
const (
	scopeAll  = "all" // not empty: browsers refuse an empty choice where one is required
	scopePart = "part"
	inUnit    = "in:"
)

// scopeChoices are the whole staff, any part of it, or one department; the one with
// the code is selected.
func scopeChoices(l *i18n.Printer, tree []people.TreeNode, code string) []page.Choice {
	list := []page.Choice{{Value: scopeAll, Label: l.T("hr.import.scope.all")}, {Value: scopePart, Label: l.T("hr.import.scope.part")}}
	for _, d := range tree {
		list = append(list, page.Choice{Value: inUnit + d.Code, Label: l.T("hr.import.scope.unit", "indent", strings.Repeat("\u2007\u2007", d.Depth), "unit", d.Name), Selected: d.Code == code && code != ""})
	}
	return list
}

// unfold are the departments of a tree that fits around the one with the code, and
// those under which some are left out: who picks one gets what is below it.
func unfold(l *i18n.Printer, tree []people.TreeNode, code string) (shown []people.TreeNode, more []page.Choice) {
	shown, below := people.FitTree(tree, people.FitRows, func(d people.TreeNode) bool { return code != "" && d.Code == code })
	for _, d := range shown {
		if n := below[d.ID]; n > 0 {
			more = append(more, page.Choice{Value: d.Code, Label: strings.Repeat("\u2007\u2007", d.Depth) + d.Name + " · " + l.N("trees.below", n)})
		}
	}
	return shown, more
}

// importOptions of the form.
func importOptions(form *page.Form) hrimport.Options {
	if listNamed(form.Get("list")) != hrimport.Staff {
		return hrimport.Options{Complete: form.Checked("complete")}
	}
	scope := form.Get("scope")
	code, isUnit := strings.CutPrefix(scope, inUnit)
	if isUnit {
		return hrimport.Options{Scope: code}
	}
	return hrimport.Options{KeepMissing: scope == scopePart}
}

// scopeText says who is meant by the list, where it is not everybody.
func scopeText(l *i18n.Printer, o hrimport.Options, d directory) string {
	switch {
	case o.Scope != "":
		return l.T("hr.plan.scope", "unit", d.department(o.Scope))
	case o.Complete:
		return l.T("hr.plan.complete")
	case o.KeepMissing:
		return l.T("hr.plan.part")
	default:
		return ""
	}
}
