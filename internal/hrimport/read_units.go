package hrimport

import (
	"regexp"
	"slices"
)

// unitColumns says where the department of a row stands.
type unitColumns struct {
	code  int   // column of the code, -1 without one
	names []int // columns of names from the top of the tree down
	both  bool  // cells such as «3120 Einwohnerdienste» hold code and name
}

var (
	codeLike     = regexp.MustCompile(`^[A-Za-z]{0,5}[-.]?\d[0-9A-Za-z./_-]*$`)
	codeThenName = regexp.MustCompile(`^([A-Za-z]{0,5}[-.]?\d[0-9A-Za-z./_-]*)\s*[-–:]?\s+(\S.*)$`)
)

// levels are the customary orders of the words for departments in the
// municipalities of DOMAIN.md §4.1. They serve only to tell a list from top to
// bottom from one that is the other way round.
var levels = map[string]int{
	"direktion": 1, "departement": 2, "dienstabteilung": 3, "abteilung": 3, "dienststelle": 3, "bereich": 4, "fachbereich": 5, "team": 6, "gruppe": 6,
}

// resolveUnits decides which unit columns hold codes and which hold names, by
// their values. A second column of codes is left out.
func (t *table) resolveUnits() unitColumns {
	u := unitColumns{code: t.column(fieldUnitCode)}
	var codes []int
	for column, field := range t.fields {
		if field != fieldUnit && field != fieldUnitName {
			continue
		}
		if t.mostly(column, codeLike) {
			codes = append(codes, column)
		} else {
			u.names = append(u.names, column)
		}
	}
	if u.code < 0 && len(codes) > 0 {
		u.code = codes[len(codes)-1] // the lowest unit
		codes = codes[:len(codes)-1]
	}
	for _, column := range codes {
		t.fields[column] = ""
		t.unknown = append(t.unknown, column)
	}
	slices.Sort(t.unknown)
	if u.code < 0 && len(u.names) > 0 {
		u.both = t.mostly(u.names[len(u.names)-1], codeThenName)
	}
	if t.bottomUp(u.names) {
		slices.Reverse(u.names)
	}
	return u
}

// mostly reports whether at least four fifths of the column's values match.
func (t *table) mostly(column int, pattern *regexp.Regexp) bool {
	filled, matching := 0, 0
	for _, row := range t.rows {
		if text := textOf(row.cells[column]); text != "" {
			filled++
			if pattern.MatchString(text) {
				matching++
			}
		}
	}
	return filled > 0 && matching*5 >= filled*4
}

// bottomUp reports whether every column names a higher level than the one
// before it.
func (t *table) bottomUp(columns []int) bool {
	for i, column := range columns {
		level, known := levels[Normalise(t.headers[column])]
		if !known || i > 0 && level >= levels[Normalise(t.headers[columns[i-1]])] {
			return false
		}
	}
	return len(columns) > 1
}

// unit is the code and the names of a line's department.
func (r *rowReader) unit(line *tableRow) (code string, names []string) {
	t := r.table
	if r.units.code >= 0 {
		code = t.textAt(line, r.units.code, fieldUnitCode)
	}
	for _, column := range r.units.names {
		name := t.textAt(line, column, fieldUnitName)
		if r.units.both {
			if m := codeThenName.FindStringSubmatch(name); m != nil {
				code, name = m[1], m[2] // the lowest one stays
			}
		}
		if name != "" {
			names = append(names, name)
		}
	}
	return code, names
}
