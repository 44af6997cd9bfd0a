package hr

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"zaemme/internal/curriculum"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
)

// groupFields are the inputs of one group of conditions.
type groupFields struct {
	ID                        int
	Join                      string
	Joins                     []page.Choice // how it joins the one before, empty for the first
	Heading                   string
	Departments, Only         []page.Choice
	Deeper                    bool // there are more departments than are offered
	Categories, PC, Leads     []page.Choice
	Sites, Tags               []page.Choice
	Functions, Persons        string
	EntryFrom, EntryUntil     string
	MoreUsed, Removable, Last bool
}

// F is the name of one input of this group: those of the first have no number.
func (g groupFields) F(what string) string { return fieldOf(what, g.ID) }

func fieldOf(what string, id int) string {
	if id == 0 {
		return what
	}
	return what + "_" + strconv.Itoa(id)
}

// groupLabels name the fields of all groups in the summary of errors.
func groupLabels() []string {
	var labels []string
	for id := range 10 * maxGroups {
		for what, key := range map[string]string{"entry_from": "hr.rule.entry_from", "entry_until": "hr.rule.entry_until",
			"functions": "hr.rule.functions", "persons": "hr.rule.persons", "departments": "hr.rule.departments"} {
			labels = append(labels, fieldOf(what, id), key)
		}
	}
	return labels
}

// readGroups reads the groups of the form; what is wrong stands at its field.
func readGroups(form *page.Form, org *people.Org) []conditions {
	ids := strings.Split(cmp.Or(form.Get("groups"), "0"), ",")
	var list []conditions
	for _, text := range ids[:min(len(ids), maxGroups)] {
		id, err := strconv.Atoi(text)
		if err != nil || id < 0 || id >= 10*maxGroups || slices.ContainsFunc(list, func(g conditions) bool { return g.ID == id }) {
			continue
		}
		g := conditions{ID: id, Join: form.Get(fieldOf("join", id)), Says: readGroup(form, org, id)}
		switch {
		case len(list) == 0 && g.Join != joinExcept:
			g.Join = joinFirst
		case len(list) > 0 && g.Join != joinAnd && g.Join != joinExcept:
			g.Join = joinOr
		}
		if g.Join == joinExcept && isEverybody(g.Says) && form.Get("do") == "" {
			form.Fail(fieldOf("departments", id), "error.curriculum.audience_nobody")
		}
		list = append(list, g)
	}
	if len(list) == 0 {
		list = []conditions{{Join: joinFirst}}
	}
	return list
}

func readGroup(form *page.Form, org *people.Org, id int) curriculum.Audience {
	all := func(what string) []string { return form.All(fieldOf(what, id)) }
	get := func(what string) string { return form.Get(fieldOf(what, id)) }
	var a curriculum.Audience
	for _, code := range all("departments") {
		a.Departments = append(a.Departments, curriculum.DepartmentRef{Code: code})
	}
	for _, code := range all("only") {
		a.Departments = append(a.Departments, curriculum.DepartmentRef{Code: code, Only: true})
	}
	for _, name := range strings.FieldsFunc(get("functions"), func(r rune) bool { return r == '\n' || r == ',' || r == ';' }) {
		if name = strings.TrimSpace(name); name != "" {
			a.Functions = append(a.Functions, name)
		}
	}
	for _, category := range all("categories") {
		a.Categories = append(a.Categories, people.Category(category))
	}
	a.PC, a.LeadsPeople = boolOf(get("pc")), boolOf(get("leads"))
	a.Sites, a.Tags = all("sites"), all("tags")
	a.EntryFrom, a.EntryUntil = form.Date(fieldOf("entry_from", id)), form.Date(fieldOf("entry_until", id))
	a.Persons = readPersons(form, fieldOf("persons", id), org)
	if err := a.Validate("group"); err != nil {
		form.Refused(atGroup(err, id))
	}
	return a
}

// readPersons finds the persons of a field, one a line: by personnel number, by
// mail address, or by the name if only one has it.
func readPersons(form *page.Form, field string, org *people.Org) (kennungen []string) {
	for line := range strings.Lines(form.Get(field)) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		first, _, _ := strings.Cut(line, " ")
		var found []*people.Member
		for _, m := range org.Members {
			switch {
			case m.PersonnelNo != "" && m.PersonnelNo == first, m.UID.String() == first, m.Email != "" && strings.EqualFold(m.Email, first):
				found = []*people.Member{m}
			case strings.EqualFold(m.Name(), line) || strings.EqualFold(m.LastName+" "+m.FirstName, line):
				found = append(found, m)
				continue
			default:
				continue
			}
			break
		}
		switch len(found) {
		case 1:
			if uid := found[0].UID.String(); !slices.Contains(kennungen, uid) {
				kennungen = append(kennungen, uid)
			}
		case 0:
			form.Fail(field, "error.hr.rule_nobody", "line", line)
		default:
			form.Fail(field, "error.hr.rule_several", "line", line, "n", len(found))
		}
	}
	return kennungen
}

// newGroupFields shows a group as it is.
func newGroupFields(l *i18n.Printer, f ruleFacts, g conditions, form *page.Form) groupFields {
	a := g.Says
	out := groupFields{ID: g.ID, Join: g.Join, Heading: l.T("hr.rule.join." + g.Join), Functions: strings.Join(a.Functions, "\n"), Removable: g.Join != joinFirst}
	if g.Join != joinFirst {
		out.Joins = choices(g.Join, pair{joinOr, l.T("hr.rule.join.or")}, pair{joinAnd, l.T("hr.rule.join.and")}, pair{joinExcept, l.T("hr.rule.join.except")})
	}
	out.Departments, out.Only = treeChoices(l, f.tree, a.Departments, form, g.ID)
	out.Deeper = len(out.Departments) < len(f.tree)
	for _, category := range people.Categories {
		out.Categories = append(out.Categories, page.Choice{Value: string(category), Label: categoryText(l, category), Selected: slices.Contains(a.Categories, category)})
	}
	out.PC = choices(answerOf(a.PC), pair{"any", l.T("hr.rule.any")}, pair{"yes", l.T("hr.pc.yes")}, pair{"no", l.T("hr.pc.no")})
	out.Leads = choices(answerOf(a.LeadsPeople), pair{"any", l.T("hr.rule.any")}, pair{"yes", l.T("hr.rule.leads")}, pair{"no", l.T("hr.rule.leads_not")})
	out.Sites, out.Tags = named(siteNames(f.org), a.Sites), named(tagNames(f.org), a.Tags)
	if a.EntryFrom != 0 {
		out.EntryFrom = l.Date(a.EntryFrom)
	}
	if a.EntryUntil != 0 {
		out.EntryUntil = l.Date(a.EntryUntil)
	}
	var persons []string
	for _, m := range f.org.Members {
		if uid := m.UID.String(); slices.Contains(a.Persons, uid) {
			persons = append(persons, strings.TrimSpace(cmp.Or(m.PersonnelNo, uid)+" "+m.Name()))
		}
	}
	slices.Sort(persons)
	out.Persons = strings.Join(persons, "\n")
	out.MoreUsed = len(a.Sites)+len(a.Tags)+len(a.Persons) > 0 || a.EntryFrom != 0 || a.EntryUntil != 0 ||
		slices.ContainsFunc(a.Departments, func(d curriculum.DepartmentRef) bool { return d.Only }) || form != nil && !form.OK()
	return out
}

// named are the names to choose from; one that is gone stays as long as it is
// chosen.
func named(known, chosen []string) []page.Choice {
	var list []page.Choice
	all := append(slices.Clone(known), chosen...)
	slices.Sort(all)
	for _, name := range slices.Compact(all) {
		list = append(list, page.Choice{Value: name, Label: name, Selected: slices.Contains(chosen, name)})
	}
	return list
}

func siteNames(org *people.Org) []string {
	names := map[string]bool{}
	for _, s := range org.Sites {
		names[s.Name] = true
	}
	return slices.Sorted(maps.Keys(names))
}

func tagNames(org *people.Org) []string {
	names := map[string]bool{}
	for _, m := range org.Members {
		for _, tag := range m.Tags {
			names[tag] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}
