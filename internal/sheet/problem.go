package sheet

// Severity says whether a problem stops an import.
type Severity string

// The severities.
const (
	Warning Severity = "warning" // shown; the import may go on
	Error   Severity = "error"   // nothing is applied while it stands
)

// Problem is one thing wrong with a file, at its place. It never carries the
// content of a cell: people look it up in their file.
type Problem struct {
	Line     int            // 1-based line of the file, 0 for the file as a whole
	Column   int            // 1-based column, 0 for the whole line
	Header   string         // header of that column, where known
	Severity Severity       //
	Key      string         // of the message catalogue, such as "import.problem.formula"
	Args     map[string]any // placeholders of that text: numbers, headers, other lines
}

// Letter is the column as spreadsheet programs name it, empty without one.
func (p Problem) Letter() string { return ColumnLetter(p.Column) }

// Keys of the problems that reading a cell can have.
const (
	KeyFormula   = "import.problem.formula"    // the cell holds a formula
	KeyErrorCell = "import.problem.error_cell" // the cell holds #N/A, #REF! …
	KeyControl   = "import.problem.control"    // NUL or another control character, removed
	KeyEncoding  = "import.problem.encoding"   // a character that was lost in an earlier conversion
	KeyCut       = "import.problem.cut"        // longer than allowed and cut; Args: limit
	KeyQuote     = "import.problem.quote"      // a quotation mark that is never closed
	KeyLineBreak = "import.problem.line_break" // a quoted csv cell that swallowed the next lines
)

// ColumnLetter is the name of a 1-based column (A, B, …, AA), empty below 1.
func ColumnLetter(column int) string {
	name := ""
	for ; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}
