package curriculum

import (
	"slices"
	"strconv"
	"strings"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// Audience says whom a rule concerns, as stored in rule_facts.audience. A list
// holds if one of its entries does; all fields that are set must hold, on one and
// the same employment; nothing set is everybody. Only who is employed on the day
// is ever in an audience, elected members included.
type Audience struct {
	Departments []DepartmentRef   `json:"departments,omitempty"`
	Functions   []string          `json:"functions,omitempty"` // whatever the case; «Sach*» is a beginning
	Categories  []people.Category `json:"categories,omitempty"`
	Sites       []string          `json:"sites,omitempty"` // names
	PC          *bool             `json:"pc,omitempty"`
	LeadsPeople *bool             `json:"leads_people,omitempty"`
	EntryFrom   calendar.Date     `json:"entry_from,omitempty"` // first and last day of entry
	EntryUntil  calendar.Date     `json:"entry_until,omitempty"`
	Tags        []string          `json:"tags,omitempty"`
	Persons     []string          `json:"persons,omitempty"` // Kennungen
	// Any holds if one of the audiences does; it is one more field.
	Any []Audience `json:"any,omitempty"`
	// Except leaves out whom it matches, by the same employment: somebody who is
	// employed and an external besides stays in an audience without externals.
	Except *Audience `json:"except,omitempty"`
}

// DepartmentRef names a department, with all that lies below it unless Only.
type DepartmentRef struct {
	Code string `json:"code"`
	Only bool   `json:"only,omitempty"`
}

// The limits of an audience, far above what a page can show.
const (
	maxEntries = 2000
	maxDepth   = 4
	maxText    = 200
)

// Validate says what is wrong with the audience, nil if nothing is; the field of
// the error begins with at, as in «audience.functions[2]». Whether departments,
// sites and tags exist is not asked: they come and go, the rule stays.
func (a Audience) Validate(at string) error { return a.validate(at, 1) }

func (a Audience) validate(at string, depth int) error {
	wrong := func(field, what string) error {
		return apperr.New(apperr.Invalid, "error.curriculum."+what, nil).At(at + "." + field)
	}
	if depth > maxDepth {
		return apperr.New(apperr.Invalid, "error.curriculum.audience_depth", nil).At(at)
	}
	codes := make([]string, len(a.Departments))
	for i, d := range a.Departments {
		codes[i] = d.Code
	}
	categories := make([]string, len(a.Categories))
	for i, c := range a.Categories {
		categories[i] = string(c)
	}
	for _, list := range []struct {
		name    string
		entries []string
	}{
		{"departments", codes}, {"functions", a.Functions}, {"categories", categories}, {"sites", a.Sites},
		{"tags", a.Tags}, {"persons", a.Persons},
	} {
		if len(list.entries) > maxEntries {
			return wrong(list.name, "audience_long")
		}
		for i, text := range list.entries {
			field := list.name + "[" + strconv.Itoa(i) + "]"
			switch {
			case strings.TrimSpace(text) == "" || len(text) > maxText || strings.ContainsAny(text, "\x00\r\n"):
				return wrong(field, "audience_text")
			case list.name == "functions" && strings.Contains(strings.TrimSuffix(text, "*"), "*"):
				return wrong(field, "audience_star")
			case list.name == "categories" && !slices.Contains(people.Categories, people.Category(text)):
				return wrong(field, "audience_category")
			}
		}
	}
	if a.EntryUntil != 0 && a.EntryUntil < a.EntryFrom {
		return wrong("entry_until", "audience_entry")
	}
	if len(a.Any) > maxEntries {
		return wrong("any", "audience_long")
	}
	for i, one := range a.Any {
		if err := one.validate(at+".any["+strconv.Itoa(i)+"]", depth+1); err != nil {
			return err
		}
	}
	if a.Except != nil {
		if a.Except.everybody() {
			return wrong("except", "audience_nobody")
		}
		return a.Except.validate(at+".except", depth+1)
	}
	return nil
}

// everybody reports that nothing is asked for.
func (a Audience) everybody() bool {
	return len(a.Departments) == 0 && len(a.Functions) == 0 && len(a.Categories) == 0 && len(a.Sites) == 0 && a.PC == nil &&
		a.LeadsPeople == nil && a.EntryFrom == 0 && a.EntryUntil == 0 && len(a.Tags) == 0 && len(a.Persons) == 0 &&
		len(a.Any) == 0 && a.Except == nil
}
