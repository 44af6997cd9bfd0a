// Package peopletest has what tests of several packages need of organisations.
package peopletest

import (
	"fmt"
	"slices"
	"strings"

	"zaemme/internal/people"
)

// Dump writes an organisation by keys, so that two can be compared whatever IDs
// their parts have.
func Dump(o *people.Org) string {
	var lines []string
	add := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	key := func(id int64) string {
		if m := o.Member(id); m != nil {
			return m.PersonKey()
		}
		return ""
	}
	code := func(id int64) string {
		if d := o.Departments[id]; d != nil {
			return d.Code
		}
		return ""
	}
	site := func(id int64) string {
		if s := o.Sites[id]; s != nil {
			return s.Name
		}
		return ""
	}
	for _, d := range o.Departments {
		add("department %s %q under %q head %q official %t", d.Code, d.Name, code(d.ParentID), key(d.HeadID), d.Official)
	}
	for _, s := range o.Sites {
		add("site %s %s", s.Name, s.Calendar)
	}
	for _, m := range o.Members {
		add("person %s %q %q %q %q %s pc %t %s tags %v absent %v", m.PersonKey(), m.LastName, m.FirstName, m.Email, m.Login, m.Language,
			m.HasPC, m.PCSource, m.Tags, days(m.Absences))
		for _, e := range m.Employments {
			add("employment %s/%s in %q at %q as %q %v%% %s %s–%s led by %q trained by %q since %s", m.PersonKey(), e.No, code(e.DepartmentID),
				site(e.SiteID), e.Function, e.Pensum, e.Category, e.EntryOn, e.ExitOn, key(e.ManagerID), key(e.TrainerID), e.ValidFrom)
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// days of the absences, whoever is away.
func days(list []people.Absence) []string {
	out := make([]string, len(list))
	for i, a := range list {
		out[i] = a.FromOn.String() + "–" + a.UntilOn.String()
	}
	return out
}
