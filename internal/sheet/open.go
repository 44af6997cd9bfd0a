package sheet

import (
	"bytes"
	"iter"

	"zaemme/internal/apperr"
)

// Info is one sheet of a file.
type Info struct {
	Name   string // empty for csv
	Hidden bool
}

// RowSource is an opened file. It may be read any number of times.
type RowSource interface {
	// Sheets are the sheets in the file's order, at least one.
	Sheets() []Info
	// Rows yields the rows with content of the sheet with that index. An
	// error ends the sequence; it is an apperr with a key error.sheet.….
	Rows(sheet int) iter.Seq2[Row, error]
}

// Open recognises a csv, tsv or xlsx file by its content; the name serves for
// nothing but the choice between broken texts. Errors are of kind Invalid or
// TooLarge with a key that says what to do: error.sheet.empty, too_large,
// unzipped_too_large, xls, encrypted, ods, xlsb, html, pdf, binary, not_xlsx,
// broken; while reading also rows, columns and gap.
func Open(name string, content []byte, limits Limits) (RowSource, error) {
	switch {
	case len(content) > limits.Bytes:
		return nil, apperr.New(apperr.TooLarge, "error.sheet.too_large", map[string]any{"megabytes": limits.Bytes >> 20})
	case len(bytes.TrimSpace(content)) == 0:
		return nil, refuse("error.sheet.empty")
	case bytes.HasPrefix(content, []byte("PK\x03\x04")), bytes.HasPrefix(content, []byte("PK\x05\x06")):
		return openXLSX(content, limits)
	case bytes.HasPrefix(content, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		if bytes.Contains(content, utf16Bytes("EncryptedPackage")) {
			return nil, refuse("error.sheet.encrypted")
		}
		return nil, refuse("error.sheet.xls")
	case bytes.HasPrefix(content, []byte("%PDF")):
		return nil, refuse("error.sheet.pdf")
	}
	text, ok := decodeText(content)
	if !ok {
		if isExcelName(name) {
			return nil, refuse("error.sheet.broken") // says xlsx, is nothing of the kind
		}
		return nil, refuse("error.sheet.binary")
	}
	if looksLikeMarkup(text) {
		return nil, refuse("error.sheet.html")
	}
	return openCSV(text, limits), nil
}

func refuse(key string) error { return apperr.New(apperr.Invalid, key, nil) }

func broken(cause error) error { return apperr.Wrap(apperr.Invalid, "error.sheet.broken", cause) }

// tooMany refuses a count of rows or columns, at the line where it was passed.
func tooMany(what string, limit, line int) error {
	return apperr.New(apperr.TooLarge, "error.sheet."+what, map[string]any{"limit": limit, "line": line})
}

// counter holds the limits that both formats share.
type counter struct {
	limits Limits
	rows   int
	last   int // line of the last row with content
}

func (c *counter) add(line int) error {
	if c.rows > 0 && line-c.last-1 > c.limits.EmptyRun {
		return tooMany("gap", c.limits.EmptyRun, line)
	}
	c.last = line
	if c.rows++; c.rows > c.limits.Rows {
		return tooMany("rows", c.limits.Rows, line)
	}
	return nil
}
