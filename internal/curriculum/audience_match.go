package curriculum

import (
	"slices"
	"strings"

	"zaemme/internal/people"
)

// Matches reports whether the person is in the audience on the day of the
// organisation. Who has several employments is if one of them is.
func (a Audience) Matches(org *people.Org, m *people.Member) bool {
	matcher := a.in(org)
	return matcher.matches(m)
}

// matcher is an audience with its departments and sites looked up once, for
// thousands of persons.
type matcher struct {
	Audience
	org         *people.Org
	departments map[int64]bool
	sites       map[int64]bool
	functions   []string // lower case
	any         []matcher
	except      *matcher
}

func (a Audience) in(org *people.Org) matcher {
	m := matcher{Audience: a, org: org}
	if len(a.Departments) > 0 {
		m.departments = map[int64]bool{}
		for id := range org.Departments {
			m.departments[id] = a.has(org.Path(id))
		}
	}
	if len(a.Sites) > 0 {
		m.sites = map[int64]bool{}
		for id, s := range org.Sites {
			m.sites[id] = slices.Contains(a.Sites, s.Name)
		}
	}
	for _, f := range a.Functions {
		m.functions = append(m.functions, strings.ToLower(strings.TrimSpace(f)))
	}
	for _, one := range a.Any {
		m.any = append(m.any, one.in(org))
	}
	if a.Except != nil {
		except := a.Except.in(org)
		m.except = &except
	}
	return m
}

// has reports whether one of the departments is the last of the path or, with
// its subtree, any of it.
func (a Audience) has(path []*people.Department) bool {
	for i, d := range path {
		for _, ref := range a.Departments {
			if ref.Code == d.Code && (!ref.Only || i == len(path)-1) {
				return true
			}
		}
	}
	return false
}

func (a *matcher) matches(m *people.Member) bool {
	return slices.ContainsFunc(m.Employments, func(e people.Employment) bool { return a.employment(m, &e) })
}

func (a *matcher) employment(m *people.Member, e *people.Employment) bool {
	switch {
	case a.departments != nil && !a.departments[e.DepartmentID],
		a.sites != nil && !a.sites[e.SiteID],
		len(a.Categories) > 0 && !slices.Contains(a.Categories, e.Category),
		a.PC != nil && *a.PC != m.HasPC,
		a.LeadsPeople != nil && *a.LeadsPeople != a.org.Leads(m.ID),
		a.EntryFrom != 0 && e.EntryOn < a.EntryFrom,
		a.EntryUntil != 0 && e.EntryOn > a.EntryUntil,
		len(a.Tags) > 0 && !slices.ContainsFunc(a.Tags, func(tag string) bool { return slices.Contains(m.Tags, tag) }),
		len(a.Persons) > 0 && !slices.Contains(a.Persons, m.UID.String()),
		len(a.functions) > 0 && !a.function(e.Function),
		len(a.any) > 0 && !slices.ContainsFunc(a.any, func(one matcher) bool { return one.employment(m, e) }),
		a.except != nil && a.except.employment(m, e):
		return false
	}
	return true
}

func (a *matcher) function(function string) bool {
	function = strings.ToLower(strings.TrimSpace(function))
	for _, wanted := range a.functions {
		if beginning, ok := strings.CutSuffix(wanted, "*"); function == wanted || ok && strings.HasPrefix(function, beginning) {
			return true
		}
	}
	return false
}
