package demo

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
)

// header of a staff file, as a payroll system writes it: one line per
// employment.
var header = []string{
	"Pers.-Nr.", "Name", "Vorname", "E-Mail geschäftlich", "Anstellungs-Nr.", "OE-Nr.", "Direktion", "Departement", "Bereich", "Funktion",
	"BG %", "Anstellungsart", "Eintritt", "Austritt", "Vorgesetzte (Pers.-Nr.)", "Stellvertretung", "Standort", "Korrespondenzsprache",
}

var categoryWords = map[people.Category]string{
	people.Permanent: "unbefristet", people.Hourly: "Stundenlohn", people.Apprentice: "Lernende", people.Teacher: "Lehrperson",
	people.Official: "Behördenmitglied",
}

// export is the staff list of the day: who is employed, who starts within two
// weeks, with the unit names of the day. Dates are dd.mm.yyyy.
func (w *world) export(day calendar.Date) [][]string {
	var lines [][]string
	for _, l := range w.lives {
		for _, s := range l.stints {
			starts := s.from > day && s.from == s.entry && s.from <= day.AddDays(14) && day >= w.today
			if !s.at(day) && !starts {
				continue
			}
			lines = append(lines, []string{
				l.no, l.last, l.first, l.email, s.employment, s.unit.code, s.unit.direktion, s.unit.department, w.nameOf(s.unit, day), s.function,
				percent(s.pensum), categoryWords[s.category], german(s.entry), exit(s.exit, day), w.manager(l, s), l.deputy, s.unit.site, l.language,
			})
		}
	}
	slices.SortFunc(lines, func(a, b []string) int { return cmp.Or(cmp.Compare(a[5], b[5]), cmp.Compare(a[0], b[0])) })
	return lines
}

// nameOf is the unit's name on the day: the reorganisation renamed some.
func (w *world) nameOf(u unit, day calendar.Date) string {
	if before, renamed := past[u.code]; renamed && day < w.reorganised() {
		return before
	}
	if new, renamed := w.renamed[u.code]; renamed && day >= new.from {
		return new.name
	}
	return u.name
}

func percent(pensum float64) string {
	if pensum == 0 {
		return ""
	}
	return strconv.FormatFloat(pensum, 'f', -1, 64)
}

func german(d calendar.Date) string {
	if d == calendar.Forever {
		return ""
	}
	return d.Time().Format("02.01.2006")
}

// exit is shown once notice is known: apprentices' contracts from the start,
// others two months ahead.
func exit(last, day calendar.Date) string {
	if last == calendar.Forever || (last > day.AddDays(62) && last < day.AddDays(200)) {
		return ""
	}
	return german(last)
}

// csv writes the lines with a semicolon, every cell as it is: none holds one.
func csv(lines [][]string, end string) string {
	var b strings.Builder
	for _, line := range append([][]string{header}, lines...) {
		b.WriteString(strings.Join(line, ";"))
		b.WriteString(end)
	}
	return b.String()
}
