package hr

import (
	"zaemme/internal/hrimport"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
)

// importHeadline says what a list changes: «2 Abwesenheiten sind neu und 1 entfällt.»
func importHeadline(l *i18n.Printer, c people.Change, list hrimport.List) string {
	switch {
	case c.Empty():
		return peopleHeadline(l, c)
	case list == hrimport.Absences:
		return sentence(l, "hr.headline.absences.", absenceCounts(c))
	case list == hrimport.Tree && len(c.Departments) > 0:
		return sentence(l, "hr.headline.units.", unitCounts(c))
	default:
		return peopleHeadline(l, c)
	}
}

// counted is how many of a list are new, changed or gone, by the last part of a
// text key.
type counted struct {
	key string
	n   int
}

// sentence lists the counts; only the first says what is counted.
func sentence(l *i18n.Printer, prefix string, counts []counted) string {
	var parts []string
	for _, one := range counts {
		if one.n == 0 {
			continue
		}
		key := prefix + one.key
		if len(parts) > 0 {
			key = "hr.headline.then." + one.key
		}
		parts = append(parts, l.N(key, one.n))
	}
	return l.List(parts) + "."
}

func absenceCounts(c people.Change) []counted {
	list := []counted{{"added", 0}, {"altered", 0}, {"dropped", 0}}
	for _, p := range c.Persons {
		for _, a := range p.Absences {
			switch {
			case a.Before == nil:
				list[0].n++
			case a.After == nil:
				list[2].n++
			default:
				list[1].n++
			}
		}
	}
	return list
}

func unitCounts(c people.Change) []counted {
	list := []counted{{"added", 0}, {"altered", 0}, {"dropped", 0}}
	for _, d := range c.Departments {
		switch {
		case d.Created():
			list[0].n++
		case d.Ended:
			list[2].n++
		default:
			list[1].n++
		}
	}
	return list
}
