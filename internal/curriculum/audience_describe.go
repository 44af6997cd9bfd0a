package curriculum

import (
	"reflect"
	"strings"

	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
)

// Part is one piece of the sentence that says whom an audience concerns.
type Part struct {
	Key   string        // of the message catalogue, with {names} or {day}
	Names []string      // proper names: of departments, functions, sites, tags
	Keys  []string      // text keys instead of names
	Day   calendar.Date // of an entry
	Any   [][]Part      // of {names}: one of these
}

// Describe says in pieces whom the audience concerns, without a language. A
// department or person that org does not know stands with its code.
func (a Audience) Describe(org *people.Org) []Part {
	var parts []Part
	if alone := (Audience{Any: a.Any, Except: a.Except}); len(a.Any) > 1 && a.alike(alone) {
		any := Part{Key: "audience.one_of"}
		for _, one := range a.Any {
			any.Any = append(any.Any, one.Describe(org))
		}
		return append([]Part{any}, a.exception(org)...)
	}
	who := Part{Key: "audience.all"}
	switch {
	case len(a.Persons) > 0:
		who = Part{Key: "audience.persons", Names: personNames(org, a.Persons)}
	case len(a.Categories) > 0:
		who.Key = "audience.categories"
		for _, c := range a.Categories {
			who.Keys = append(who.Keys, "audience.category."+string(c))
		}
	}
	parts = append(parts, who)
	yes := func(set *bool, with, without string) {
		if set != nil && *set {
			parts = append(parts, Part{Key: with})
		} else if set != nil {
			parts = append(parts, Part{Key: without})
		}
	}
	names := func(key string, list []string) {
		if len(list) > 0 {
			parts = append(parts, Part{Key: key, Names: list})
		}
	}
	yes(a.PC, "audience.pc", "audience.no_pc")
	yes(a.LeadsPeople, "audience.leads", "audience.leads_not")
	names("audience.functions", a.Functions)
	var below, only []string
	for _, d := range a.Departments {
		if d.Only {
			only = append(only, departmentName(org, d.Code))
		} else {
			below = append(below, departmentName(org, d.Code))
		}
	}
	names("audience.departments", below)
	names("audience.departments_only", only)
	names("audience.sites", a.Sites)
	names("audience.tags", a.Tags)
	if a.EntryFrom != 0 {
		parts = append(parts, Part{Key: "audience.entry_from", Day: a.EntryFrom})
	}
	if a.EntryUntil != 0 {
		parts = append(parts, Part{Key: "audience.entry_until", Day: a.EntryUntil})
	}
	if len(a.Any) > 0 {
		any := Part{Key: "audience.any"}
		for _, one := range a.Any {
			any.Any = append(any.Any, one.Describe(org))
		}
		parts = append(parts, any)
	}
	return append(parts, a.exception(org)...)
}

// exception says whom the audience leaves out, nothing if nobody.
func (a Audience) exception(org *people.Org) []Part {
	if a.Except == nil {
		return nil
	}
	key := "audience.except_who"
	if len(a.Except.Categories)+len(a.Except.Persons) > 0 {
		key = "audience.except"
	}
	return []Part{{Key: key, Any: [][]Part{a.Except.Describe(org)}}}
}

// alike compares what two audiences ask for.
func (a Audience) alike(o Audience) bool { return reflect.DeepEqual(a, o) }

// Sentence puts the pieces together in the printer's language: «Alle mit PC in
// Bau und Umwelt, ohne Externe».
func Sentence(p *i18n.Printer, parts []Part) string {
	var out strings.Builder
	for i, part := range parts {
		text := p.T(part.Key, "names", part.names(p), "day", part.Day)
		if i > 0 && !strings.HasPrefix(text, ",") {
			out.WriteByte(' ')
		}
		out.WriteString(text)
	}
	return out.String()
}

func (part Part) names(p *i18n.Printer) string {
	list := append([]string{}, part.Names...)
	for _, key := range part.Keys {
		list = append(list, p.T(key))
	}
	for _, one := range part.Any {
		list = append(list, Sentence(p, one))
	}
	if n := len(list); n > 1 {
		return strings.Join(list[:n-1], ", ") + " " + p.T("audience.or") + " " + list[n-1]
	}
	return strings.Join(list, "")
}

func departmentName(org *people.Org, code string) string {
	for _, d := range org.Departments {
		if d.Code == code {
			return d.Name
		}
	}
	return code
}

func personNames(org *people.Org, kennungen []string) []string {
	known := make(map[string]string, len(org.Members))
	for _, m := range org.Members {
		known[m.UID.String()] = m.Name()
	}
	list := make([]string, len(kennungen))
	for i, uid := range kennungen {
		if list[i] = known[uid]; list[i] == "" {
			list[i] = uid
		}
	}
	return list
}
