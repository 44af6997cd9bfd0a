package hrimport

import (
	"strings"
	"testing"

	"zaemme/internal/calendar"
)

// A list that still names a department that was merged into another neither loses
// its people in it nor hides the matter: it is opened again unless HR says which
// one is meant, as which it is then read.
func TestADissolvedDepartmentInTheFile(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		ends  calendar.Date
		units map[string]string
		want  string // what happens to the department
		known bool
	}{
		"ended before":     {december, nil, "1110", false},
		"ends later":       {december.AddDays(60), nil, "", false},
		"HR names another": {december, map[string]string{"1110": "1120"}, "", true},
		"HR named itself":  {december, map[string]string{"1110": "1110"}, "1110", false},
	} {
		roster := settled(t)
		roster.Departments["1110"].Ends = c.ends
		got := Plan(roster, fileOf(town()), Options{Units: c.units}, shares)
		again := ""
		for _, d := range got.Change.Departments {
			if d.Again {
				again += d.Code
			}
		}
		if again != c.want {
			t.Errorf("%s: opens %q again, want %q", name, again, c.want)
		}
		noted := len(got.Units) == 1 && got.Units[0].Key == "1110" && got.Units[0].Known == c.known
		if shown := c.want != "" || c.known; noted != shown {
			t.Errorf("%s: shown to HR is %t, want %t: %v", name, noted, shown, got.Units)
		}
		if text := describe(got.Change); c.known != strings.Contains(text, "moved") {
			t.Errorf("%s:\n%s", name, text)
		}
	}
}
