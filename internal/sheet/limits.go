package sheet

// Limits bound what is taken from a file that somebody uploaded.
type Limits struct {
	Bytes    int   // size of the file
	Unzipped int64 // size of one inflated part of an xlsx
	Rows     int   // rows with content
	Columns  int   // columns with content
	EmptyRun int   // empty rows between two rows with content
	CellText int   // characters of a cell; what is longer is cut, with a problem
}

// DefaultLimits fit the staff list of a city and refuse what only an attacker
// or a wrong file needs.
func DefaultLimits() Limits {
	return Limits{
		Bytes:    20 << 20,
		Unzipped: 100 << 20,
		Rows:     100_000,
		Columns:  100,
		EmptyRun: 1_000,
		CellText: 5_000,
	}
}

const (
	maxStrings  = 4_000_000 // shared texts of an xlsx
	maxParts    = 10_000    // files in the archive
	maxSheets   = 255
	maxStyles   = 65_490 // what Excel allows
	maxXMLDepth = 64
	maxXMLRun   = 1 << 20 // bytes without a new tag: far above the longest cell of 32,767 characters
)
