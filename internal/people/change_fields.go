package people

import (
	"strconv"
	"strings"

	"zaemme/internal/calendar"
)

// Field is one field of a change, old and new, as text: dates in ISO form, yes
// and no as true and false, an open end and an empty field as "".
type Field struct {
	Name       string // such as last_name, department, exit_on
	Employment string // number, empty for what belongs to the person
	Old, New   string
}

// Fields are the fields that differ, in the order of a preview. A new person or
// employment has all of them that are not empty; a withdrawn one empties them.
func (p PersonChange) Fields() []Field {
	var list []Field
	add := func(no string, before, after []Field) {
		for i := range after {
			f := Field{Name: after[i].Name, Employment: no, New: after[i].New}
			if before != nil {
				f.Old = before[i].New
			}
			if f.Old != f.New {
				list = append(list, f)
			}
		}
	}
	if p.After != nil {
		var before []Field
		if p.Before != nil {
			before = p.Before.fields()
		}
		add("", before, p.After.fields())
	}
	if t := p.Traits; t != nil {
		var before []Field
		if t.Before != nil {
			before = t.Before.fields()
		}
		add("", before, t.After.fields())
	}
	if p.NewNumber != "" {
		list = append(list, Field{Name: "personnel_no", Old: p.Key, New: p.NewNumber})
	}
	if d := p.Deputy; d != nil {
		list = append(list, Field{Name: "deputy", Old: d.Before, New: d.After})
	}
	for _, s := range p.Substitutes {
		f := Field{Name: "substitute", New: s.text()}
		if s.Remove {
			f.Old, f.New = f.New, ""
		}
		list = append(list, f)
	}
	for _, a := range p.Absences {
		list = append(list, Field{Name: "absence", Old: intervalText(a.Before), New: intervalText(a.After)})
	}
	for _, e := range p.Employments {
		var before []Field
		if e.Before != nil {
			before = e.Before.fields()
		}
		after := make([]Field, len(before)) // of an employment that never began
		for i := range before {
			after[i].Name = before[i].Name
		}
		if e.After != nil {
			after = e.After.fields()
		}
		add(e.No, before, after)
	}
	return list
}

// text is the deputy with both days.
func (s SubstituteChange) text() string {
	return s.Deputy + " " + intervalText(&calendar.Interval{From: s.From, Until: s.Until})
}

// intervalText is both days in ISO form with a slash between them (ISO 8601); an
// open end is "..".
func intervalText(i *calendar.Interval) string {
	switch {
	case i == nil:
		return ""
	case i.Open():
		return i.From.String() + "/.."
	default:
		return i.From.String() + "/" + i.Until.String()
	}
}

func (s PersonState) fields() []Field {
	return []Field{
		{Name: "last_name", New: s.LastName}, {Name: "first_name", New: s.FirstName},
		{Name: "email", New: s.Email}, {Name: "login", New: s.Login}, {Name: "language", New: s.Language},
	}
}

func (s TraitState) fields() []Field {
	return []Field{
		{Name: "has_pc", New: strconv.FormatBool(s.HasPC)}, {Name: "pc_source", New: s.Source},
		{Name: "tags", New: strings.Join(s.Tags, ", ")},
	}
}

func (s EmploymentState) fields() []Field {
	exit := ""
	if s.ExitOn != calendar.Forever {
		exit = s.ExitOn.String()
	}
	pensum := ""
	if s.Pensum > 0 {
		pensum = strconv.FormatFloat(s.Pensum, 'f', -1, 64)
	}
	return []Field{
		{Name: "department", New: s.Department}, {Name: "site", New: s.Site}, {Name: "function", New: s.Function},
		{Name: "pensum", New: pensum}, {Name: "category", New: string(s.Category)},
		{Name: "entry_on", New: s.EntryOn.String()}, {Name: "exit_on", New: exit}, {Name: "manager", New: s.Manager},
		{Name: "trainer", New: s.Trainer},
	}
}

// FieldNames are the names of the fields that differ, each once: what the audit
// keeps of a change.
func (p PersonChange) FieldNames() []string {
	var names []string
	seen := map[string]bool{}
	for _, f := range p.Fields() {
		if !seen[f.Name] {
			seen[f.Name] = true
			names = append(names, f.Name)
		}
	}
	return names
}
