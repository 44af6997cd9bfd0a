package people

import "strings"

// WhereAt is Where for lists of people who may have left: each is judged as of a day
// of its own, by the roles that the viewer has today. day is an SQL expression of
// type date; a day still to come should be today, since rights are judged today.
func (s Scope) WhereAt(column, day string) (string, map[string]any) {
	where, args := s.Where(column)
	delete(args, "scope_day")
	return strings.ReplaceAll(where, "cast(@scope_day as date)", day), args
}
