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

// scopeChoices are the whole staff, any part of it, or one department.
func scopeChoices(l *i18n.Printer, tree []people.TreeNode) []page.Choice {
	list := []page.Choice{{Value: scopeAll, Label: l.T("hr.import.scope.all")}, {Value: scopePart, Label: l.T("hr.import.scope.part")}}
	for _, d := range tree {
		list = append(list, page.Choice{Value: inUnit + d.Code, Label: l.T("hr.import.scope.unit", "indent", strings.Repeat("\u2007\u2007", d.Depth), "unit", d.Name)})
	}
	return list
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
