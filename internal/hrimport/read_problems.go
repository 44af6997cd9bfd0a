package hrimport

// Keys of the problems that reading finds, beside those of package sheet. W
// marks warnings. What no single line shows (numbers given twice, managers in a
// circle) is found by the plan, which also knows who is on record.
const (
	keyNoHeader        = "import.problem.no_header"        // no line has the headers; line 0
	keyStaffList       = "import.problem.staff_list"       // the headers of a staff list, where another list is wanted; line 0
	keyAbsenceList     = "import.problem.absence_list"     // the headers of a list of absences; line 0
	keyNumberList      = "import.problem.number_list"      // the headers of a list of new numbers; line 0
	keyTreeList        = "import.problem.tree_list"        // the headers of a list of departments; line 0
	keyHeaderOnly      = "import.problem.header_only"      // no line below the header
	keyColumnMissing   = "import.problem.column_missing"   // Args: field
	keyColumnTwice     = "import.problem.column_twice"     // W: two columns mean the same, the better one counts; Args: field
	keyForbidden       = "import.problem.forbidden_column" // W: a column that was dropped; Args: kind
	keyForbiddenCell   = "import.problem.forbidden_cell"   // W: an AHV number or IBAN, blanked; Args: kind
	keyMissing         = "import.problem.missing"          // a required cell is empty; Args: field
	keyTooLong         = "import.problem.too_long"         // Args: limit in characters
	keyFormulaText     = "import.problem.formula_text"     // a csv cell that begins like a formula
	keyShifted         = "import.problem.columns_shifted"  // more cells than headers
	keyBeside          = "import.problem.beside_table"     // W: a cell right of the table was left out
	keyLineSkipped     = "import.problem.line_skipped"     // W: a line with a single cell, such as a footnote
	keyNumber          = "import.problem.personnel_no"     // no personnel number
	keyPadded          = "import.problem.padded"           // W: leading zeros were added to a number
	keyUnpadded        = "import.problem.unpadded"         // W: a number among texts that may lack leading zeros
	keyDate            = "import.problem.date"             // no date, or an impossible one
	keyPensum          = "import.problem.pensum"           // no number from 0 to 100
	keyPensumOne       = "import.problem.pensum_one"       // W: 1 was read as one per cent
	keyCategory        = "import.problem.category"         // W: an unknown category, left empty
	keyLanguage        = "import.problem.language"         // W: an unknown language, left empty
	keyEmail           = "import.problem.email"            // W: no e-mail address, left empty
	keyEmailTwice      = "import.problem.email_twice"      // W: two persons with one address; Args: line
	keyYesNo           = "import.problem.yes_no"           // W: neither yes nor no
	keyByName          = "import.problem.person_by_name"   // W: a manager or deputy given by name and found once; Args: line
	keyNameUnknown     = "import.problem.person_name"      // W: a name that is not in the file, or more than once; left empty
	keyHeadName        = "import.problem.head_name"        // W: a head or deputy without a number, left out
	keyAbsenceReversed = "import.problem.absence_reversed" // it ends before it begins
	keyMore            = "import.problem.more"             // W: further problems were not listed; Args: count
)

// IsColumnMissing reports a problem that somebody who says what the columns mean
// may solve.
func IsColumnMissing(p Problem) bool { return p.Key == keyColumnMissing || p.Key == keyNoHeader }

// maxProblems of one file are listed; nobody reads more.
const maxProblems = 1_000

// problemList collects the problems of a file.
type problemList struct {
	list   []Problem
	more   int
	errors int
}

func (l *problemList) add(p Problem) {
	if p.Severity == severe {
		l.errors++
	}
	if len(l.list) >= maxProblems {
		l.more++
		return
	}
	l.list = append(l.list, p)
}

func (l *problemList) all() []Problem {
	if l.more > 0 {
		severity := mild
		if l.errors > 0 {
			severity = severe // an error beyond the list still stops the import
		}
		return append(l.list, Problem{Severity: severity, Key: keyMore, Args: map[string]any{"count": l.more}})
	}
	return l.list
}

func args(pairs ...any) map[string]any {
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i].(string)] = pairs[i+1]
	}
	return m
}
