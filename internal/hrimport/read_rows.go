package hrimport

import (
	"regexp"
	"strings"

	"zaemme/internal/calendar"
)

// rowReader turns the lines of a table into rows.
type rowReader struct {
	table     *table
	units     unitColumns
	numbers   numbers
	fractions bool
	// byName are rows whose manager, deputy or trainer is given by name.
	byName []namedPerson
}

type namedPerson struct {
	line  *tableRow
	no    string // personnel number of the row
	field Field
	name  string
}

func (r *rowReader) read(line *tableRow, personnelNo string) Row {
	t := r.table
	row := Row{
		Line:         line.line,
		PersonnelNo:  personnelNo,
		LastName:     t.required(line, fieldLastName),
		FirstName:    t.required(line, fieldFirstName),
		Email:        t.email(line),
		Login:        t.text(line, fieldLogin),
		EmploymentNo: t.text(line, fieldEmployment),
		Site:         t.text(line, fieldSite),
		Function:     t.text(line, fieldFunction),
		Pensum:       t.pensum(line, r.fractions),
		Category:     t.category(line),
		EntryOn:      t.entry(line),
		ExitOn:       t.exit(line),
		Language:     t.language(line),
		HasPC:        t.yesNo(line, fieldPC),
		Tags:         t.tags(line),
	}
	row.UnitCode, row.UnitNames = r.unit(line)
	row.ManagerNo = r.person(line, fieldManager, personnelNo)
	row.DeputyNo = r.person(line, fieldDeputy, personnelNo)
	row.TrainerNo = r.person(line, fieldTrainer, personnelNo)
	return row
}

// entry is required and has an end.
func (t *table) entry(line *tableRow) calendar.Date {
	d := t.date(line, fieldEntry)
	column := t.column(fieldEntry)
	switch {
	case column < 0:
	case d == calendar.Forever:
		t.problem(line, column, severe, keyDate, nil)
		return 0
	case d.IsZero() && textOf(line.cells[column]) == "" && !line.failedAt(column):
		t.problem(line, column, severe, keyMissing, args("field", string(fieldEntry)))
	}
	return d
}

// exit is open where the cell is empty, and no date where there is no column.
func (t *table) exit(line *tableRow) calendar.Date {
	if t.column(fieldExit) < 0 {
		return 0
	}
	if d := t.date(line, fieldExit); !d.IsZero() {
		return d
	}
	return calendar.Forever
}

// numberLike is a personnel number: at least one digit, no spaces.
var numberLike = regexp.MustCompile(`^[0-9A-Za-z./_-]*[0-9][0-9A-Za-z./_-]*$`)

var numberInText = regexp.MustCompile(`[0-9][0-9A-Za-z./_-]*`)

// person reads the number of a manager, deputy or trainer: as it stands, with the zeros
// the file's own numbers have, or the one number inside a text such as «Muster
// Andrea (00087)». A name is kept for resolveNames.
func (r *rowReader) person(line *tableRow, field Field, own string) string {
	text := r.table.text(line, field)
	if text == "" {
		return ""
	}
	if numberLike.MatchString(text) {
		return r.numbers.known(text)
	}
	for _, part := range numberInText.FindAllString(text, -1) {
		if no := r.numbers.known(part); r.numbers.all[no] {
			return no
		}
	}
	r.byName = append(r.byName, namedPerson{line: line, no: own, field: field, name: text})
	return ""
}

// resolveNames finds managers, deputies and trainers that are given by name. One person
// of that name is taken and shown for confirmation; none or two is not.
func (r *rowReader) resolveNames(rows []Row) {
	if len(r.byName) == 0 {
		return
	}
	const nobody = -1
	found := map[string]int{} // key of a name → position in rows
	at := map[int]int{}       // line → position in rows
	for i, row := range rows {
		at[row.Line] = i
		for _, key := range []string{nameWords(row.LastName + " " + row.FirstName), nameWords(row.FirstName + " " + row.LastName)} {
			if other, taken := found[key]; taken && (other == nobody || rows[other].PersonnelNo != row.PersonnelNo) {
				found[key] = nobody
			} else if !taken {
				found[key] = i
			}
		}
	}
	for _, n := range r.byName {
		column := r.table.column(n.field)
		i, ok := found[nameWords(n.name)]
		row, kept := at[n.line.line]
		if !ok || i == nobody || !kept {
			r.table.problem(n.line, column, mild, keyNameUnknown, nil)
			continue
		}
		r.table.problem(n.line, column, mild, keyByName, args("line", rows[i].Line))
		switch n.field {
		case fieldManager:
			rows[row].ManagerNo = rows[i].PersonnelNo
		case fieldTrainer:
			rows[row].TrainerNo = rows[i].PersonnelNo
		default:
			rows[row].DeputyNo = rows[i].PersonnelNo
		}
	}
}

// nameWords makes names comparable: «Müller-Zgraggen, René» and «mueller
// zgraggen rene».
func nameWords(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(" ,;-/()", r) })
	for i, word := range words {
		words[i] = Normalise(word)
	}
	return strings.Join(words, " ")
}
