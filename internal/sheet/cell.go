package sheet

import (
	"math"
	"time"

	"zaemme/internal/calendar"
)

// Kind is what a cell holds. A csv file knows only Empty and Text.
type Kind uint8

// The kinds.
const (
	Empty   Kind = iota
	Text         // also a number that was entered as text
	Number       // also a date: spreadsheets count days
	Bool         // Text is "true" or "false"
	Formula      // Text is empty: a stored result is not trusted
	Failure      // an error value such as #N/A; Text is empty
)

// Cell is one cell as read.
type Cell struct {
	Kind      Kind
	Text      string  // a number in its shortest decimal form
	Number    float64 // of kind Number
	Percent   bool    // a Number shown with a per cent sign: 0.8 stands for 80 %
	Dated     bool    // a Number shown as a date
	since1904 bool
}

// Blank reports whether nothing was entered in the cell.
func (c Cell) Blank() bool { return c.Kind == Empty }

// Date is the day that a Number counts to, in the workbook's own epoch (1900
// or 1904); false for another kind or a number that is no day before the year
// 10000. Days before 1 March 1900 are refused: Excel counts them wrong.
func (c Cell) Date() (calendar.Date, bool) {
	if c.Kind != Number {
		return 0, false
	}
	return SerialDate(c.Number, c.since1904)
}

// SerialDate is the day of an Excel serial number; a time of day is dropped.
func SerialDate(serial float64, since1904 bool) (calendar.Date, bool) {
	if math.IsNaN(serial) || serial < 0 || serial >= 2_958_466 {
		return 0, false
	}
	epoch := epoch1900
	if since1904 {
		epoch = epoch1904
	} else if serial < 61 {
		return 0, false
	}
	day := epoch + calendar.Date(math.Floor(serial))
	if day > calendar.Forever {
		return 0, false
	}
	return day, true
}

// Excel's 1900 epoch counts a 29 February 1900 that never was, hence the 30th.
var (
	epoch1900 = calendar.NewDate(1899, time.December, 30)
	epoch1904 = calendar.NewDate(1904, time.January, 1)
)

// Row is one row with content.
type Row struct {
	Line     int    // 1-based line of the file
	Cells    []Cell // from column A on, without blank cells at the end
	Problems []Problem
}
