package hr

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
)

// pair is a value with its word.
type pair struct{ value, label string }

func choices(selected string, pairs ...pair) []page.Choice {
	list := make([]page.Choice, len(pairs))
	for i, p := range pairs {
		list[i] = page.Choice{Value: p.value, Label: p.label, Selected: p.value == selected}
	}
	return list
}

// sortChoices puts them into the order of their words.
func sortChoices(list []page.Choice) {
	slices.SortFunc(list, func(a, b page.Choice) int { return cmp.Compare(strings.ToLower(a.Label), strings.ToLower(b.Label)) })
}

func categoryText(l *i18n.Printer, c people.Category) string {
	return l.T("people.category." + string(c))
}

func yesNo(l *i18n.Printer, yes bool) string {
	if yes {
		return l.T("common.yes")
	}
	return l.T("common.no")
}

// listName is «Name Vorname», as lists are sorted.
func listName(p people.Person) string {
	if name := strings.TrimSpace(p.LastName + " " + p.FirstName); name != "" {
		return name
	}
	return p.UID.String()
}

func personURL(uid string) string { return "/personen/" + uid }

// span is «1.3.2021 bis 31.7.2028», with an open end «seit».
func span(l *i18n.Printer, from, last calendar.Date) string {
	if last == calendar.Forever || last == 0 {
		return l.T("hr.since", "day", from)
	}
	return l.T("hr.span", "from", from, "until", last)
}

// dayText is a day, «–» for none.
func dayText(l *i18n.Printer, d calendar.Date) string {
	if d == 0 || d == calendar.Forever {
		return "–"
	}
	return l.Date(d)
}

// accessText says whether somebody has been here, or else since when invited.
func accessText(l *i18n.Printer, beenIn bool, invitedAt *time.Time) string {
	switch {
	case beenIn:
		return l.T("hr.access.used")
	case invitedAt != nil:
		return l.T("hr.access.invited_on", "day", calendar.DateOf(*invitedAt))
	default:
		return l.T("hr.access.never")
	}
}
