package sheet

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Props are the document properties of a workbook.
type Props struct {
	Title, Subject, Creator string
	Language                string    // such as de-CH
	Classification          string    // filed as the document's category
	Created                 time.Time // written in UTC
	TempDir                 string    // where compressed rows wait; the system's by default
}

// Writer writes one xlsx workbook. Sheets stand in the order in which they are
// begun; rows go to any of them until Close, which writes the file: until then
// nothing reaches the destination. Discard gives up; deferring it is always right.
// One goroutine writes rows.
type Writer struct {
	out     io.Writer
	file    *excelize.File
	props   Props
	styles  map[style]int
	pages   []*page
	spool   spool
	names   map[string]bool
	letters []string // of the columns
	// maxRows of a sheet with its header; 1,000,000 of the 1,048,576 that Excel takes.
	maxRows int
	closed  bool
}

// NewWriter begins a workbook that Close will write to out.
func NewWriter(out io.Writer, props Props) *Writer {
	return &Writer{
		out: out, props: props, file: excelize.NewFile(excelize.Options{TmpDir: props.TempDir}),
		styles: map[style]int{}, names: map[string]bool{}, maxRows: 1_000_000, spool: spool{dir: props.TempDir},
	}
}

// Close writes the workbook. A workbook without a sheet is an error.
func (w *Writer) Close() error {
	defer w.Discard()
	if w.closed {
		return errClosed
	}
	if len(w.pages) == 0 {
		return errors.New("sheet: a workbook needs a sheet")
	}
	for i, p := range w.pages {
		p.index = i
		if err := errors.Join(p.pack(), p.hand()); err != nil {
			return err
		}
	}
	if err := w.spool.close(); err != nil {
		return err
	}
	created := w.props.Created.UTC().Format(time.RFC3339)
	if err := w.file.SetDocProps(&excelize.DocProperties{
		Title: writable(w.props.Title), Subject: writable(w.props.Subject), Creator: writable(w.props.Creator),
		LastModifiedBy: writable(w.props.Creator), Category: writable(w.props.Classification),
		Language: w.props.Language, Created: created, Modified: created,
	}); err != nil {
		return fmt.Errorf("sheet: properties: %w", err)
	}
	buffered := bufio.NewWriterSize(w.out, 1<<16)
	w.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return newPackage(buffered, &w.spool, w.pages) })
	// The returned buffer stays empty: the package goes straight to out, else
	// the whole archive would be built in memory.
	if _, err := w.file.WriteToBuffer(); err != nil {
		return fmt.Errorf("sheet: write workbook: %w", err)
	}
	if err := buffered.Flush(); err != nil {
		return fmt.Errorf("sheet: write workbook: %w", err)
	}
	return nil
}

// Discard removes the temporary files; after Close it does nothing.
func (w *Writer) Discard() {
	if !w.closed {
		w.closed = true
		w.spool.remove()
		_ = w.file.Close() // nothing can be done about a temporary file that is gone
	}
}

// sheetName makes a name that Excel takes: at most 31 characters with the
// suffix, none of []:*?/\, no apostrophe at the ends, unique whatever the case.
func (w *Writer) sheetName(name string, part int) string {
	name = strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) || r < 0x20 {
			return '-'
		}
		return r
	}, writable(name)), "' ")
	if name == "" {
		name = "-"
	}
	for ; ; part++ {
		suffix := ""
		if part > 1 {
			suffix = fmt.Sprintf(" (%d)", part)
		}
		candidate := strings.TrimRight(firstRunes(name, 31-len(suffix)), "' ") + suffix
		if key := strings.ToLower(candidate); !w.names[key] {
			w.names[key] = true
			return candidate
		}
	}
}

func firstRunes(s string, n int) string {
	for utf8.RuneCountInString(s) > n {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	return s
}
