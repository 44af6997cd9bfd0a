package sheet

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// CSVWriter writes rows as csv: UTF-8 with a byte order mark, semicolons, every
// field quoted, CR LF. A text that a spreadsheet program might take for a
// formula (CWE-1236) gets an apostrophe in front.
type CSVWriter struct {
	out     *bufio.Writer
	windows bool
	rows    int
}

// NewCSV writes the header and is ready for rows.
func NewCSV(out io.Writer, header ...string) (*CSVWriter, error) {
	w := &CSVWriter{out: bufio.NewWriterSize(out, 1<<16)}
	if _, err := w.out.WriteString("\uFEFF"); err != nil {
		return nil, fmt.Errorf("sheet: csv: %w", err)
	}
	return w, w.header(header)
}

// NewWindowsCSV is NewCSV in Windows-1252 without a mark, as payroll systems
// write it; what the character set lacks becomes a question mark.
func NewWindowsCSV(out io.Writer, header ...string) (*CSVWriter, error) {
	w := &CSVWriter{out: bufio.NewWriterSize(out, 1<<16), windows: true}
	return w, w.header(header)
}

func (w *CSVWriter) header(header []string) error {
	values := make([]any, len(header))
	for i, h := range header {
		values[i] = h
	}
	err := w.Row(values...)
	w.rows = 0
	return err
}

// Row writes one row of values as Table.Row takes them. Dates are dd.mm.yyyy,
// numbers have a decimal point, a Percent has one decimal and a per cent sign.
func (w *CSVWriter) Row(values ...any) error {
	for i, v := range values {
		prepared, err := prepareFull(v)
		if err != nil {
			return fmt.Errorf("row %d, column %d: %w", w.rows+1, i+1, err)
		}
		if i > 0 {
			_ = w.out.WriteByte(';') // bufio keeps the error for Flush
		}
		_, _ = w.out.WriteString(`"` + w.encode(strings.ReplaceAll(prepared, `"`, `""`)) + `"`)
	}
	w.rows++
	if _, err := w.out.WriteString("\r\n"); err != nil {
		return fmt.Errorf("sheet: csv: %w", err)
	}
	return nil
}

// halfUp lifts what is a half but for the error of binary fractions: 87.45 %
// becomes 87.5 %.
const halfUp = 1e-9

// Rows is the number of rows written, the header not counted.
func (w *CSVWriter) Rows() int { return w.rows }

// Close writes what is still buffered; it does not close the destination.
func (w *CSVWriter) Close() error {
	if err := w.out.Flush(); err != nil {
		return fmt.Errorf("sheet: csv: %w", err)
	}
	return nil
}

func (w *CSVWriter) encode(s string) string {
	if !w.windows {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if c, ok := charmap.Windows1252.EncodeRune(r); ok {
			b.WriteByte(c)
		} else {
			b.WriteByte('?')
		}
	}
	return b.String()
}

// prepareFull is the whole text of a value: csv has no longest cell.
func prepareFull(v any) (string, error) {
	if s, ok := v.(string); ok {
		return harmless(writable(s)), nil
	}
	p, err := prepare(v)
	if err != nil {
		return "", err
	}
	switch p.kind {
	case valText:
		return harmless(p.text), nil
	case valDate:
		return formatDate(p.date), nil
	case valPercent:
		return strconv.FormatFloat(math.Floor(p.number*1000+0.5+halfUp)/10, 'f', 1, 64) + "%", nil
	case valNumber:
		return strconv.FormatFloat(p.number, 'f', -1, 64), nil
	case valTruth:
		return strconv.FormatBool(p.number == 1), nil
	default:
		return "", nil
	}
}

// harmless puts an apostrophe before what begins like a formula; a text that is
// a plain number stays one. White space before the sign does not hide it.
func harmless(s string) string {
	if s == "" {
		return s
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, " \u00A0"))
	if strings.ContainsRune("=+-@\uFF1D\uFF0B\uFF0D\uFF20", first) && !plainNumber(s) || strings.ContainsRune("\t\r\n", rune(s[0])) {
		return "'" + s
	}
	return s
}

func plainNumber(s string) bool {
	if strings.Trim(s, "+-.0123456789") != "" {
		return false
	}
	_, err := strconv.ParseFloat(s, 64)
	return err == nil
}
