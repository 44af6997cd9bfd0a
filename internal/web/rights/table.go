package rights

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

//go:embed rights.tsv
var file string

// Outcome is what a route answers a role.
type Outcome string

// The outcomes.
const (
	Yes    Outcome = "yes"     // it is served; a form may still be refused for what is in it
	No     Outcome = "no"      // refused
	Absent Outcome = "absent"  // not found: nobody learns that it exists
	SignIn Outcome = "sign_in" // nobody is signed in
)

// Target is whom or whose thing the address names, seen from the viewer.
type Target string

// The targets. In the line of a manager works whom HR of a part, too, has in
// its part.
const (
	None     Target = "-"        // the address names nobody
	Own      Target = "own"      // the viewer
	Line     Target = "line"     // somebody in the line or part
	Outside  Target = "outside"  // an employee outside of it
	Official Target = "official" // an elected member
)

// Columns are the roles of the table, in its order: those of people.Roles, HR
// twice, and who needs none.
var Columns = []string{
	"anonymous", "program", "employee", "manager", "deputy", "hr", "hr_part", "author", "trainer", "management", "auditor", "privacy",
	"alliance", "admin", "officials_care",
}

// Row is one route with one kind of target.
type Row struct {
	Area     string // what the route is about; a text key rights.area.<Area>
	Method   string
	Path     string
	Target   Target
	Outcomes map[string]Outcome // by column
}

// Key names a row.
func (r Row) Key() string { return r.Method + " " + r.Path + " " + string(r.Target) }

// Table is the table that the walk is held to.
func Table() []Row {
	rows, err := Parse(file)
	if err != nil {
		panic(err) // compiled in, and a test reads it
	}
	return rows
}

// Parse reads a table: a line of headers, then one line per row, separated by
// tabs.
func Parse(text string) ([]Row, error) {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if header := strings.Split(lines[0], "\t"); !slices.Equal(header, headers()) {
		return nil, fmt.Errorf("rights: the columns are %v, want %v", header, headers())
	}
	var rows []Row
	for no, line := range lines[1:] {
		fields := strings.Split(line, "\t")
		if len(fields) != len(headers()) {
			return nil, fmt.Errorf("rights: line %d has %d fields, want %d", no+2, len(fields), len(headers()))
		}
		row := Row{Area: fields[0], Method: fields[1], Path: fields[2], Target: Target(fields[3]), Outcomes: map[string]Outcome{}}
		for i, column := range Columns {
			row.Outcomes[column] = Outcome(fields[4+i])
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// Format writes a table as Parse reads it, by area, path, method and target.
func Format(rows []Row) string {
	var out strings.Builder
	out.WriteString(strings.Join(headers(), "\t") + "\n")
	rows = slices.Clone(rows)
	slices.SortFunc(rows, func(a, b Row) int {
		return strings.Compare(a.Area+"\t"+a.Path+"\t"+a.Key(), b.Area+"\t"+b.Path+"\t"+b.Key())
	})
	for _, r := range rows {
		fields := []string{r.Area, r.Method, r.Path, string(r.Target)}
		for _, column := range Columns {
			fields = append(fields, string(r.Outcomes[column]))
		}
		out.WriteString(strings.Join(fields, "\t") + "\n")
	}
	return out.String()
}

func headers() []string { return append([]string{"area", "method", "path", "target"}, Columns...) }
