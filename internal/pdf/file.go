package pdf

import (
	"bytes"
	"fmt"

	"codeberg.org/go-pdf/fpdf"

	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
)

// File is a file of A4 pages as it is drawn.
type File struct {
	*fpdf.Fpdf
	fonts    fonts
	document *node       // what is tagged
	open     *node       // where the next element goes
	marks    map[int]int // parts marked so far, by page
}

// New is an empty file, dated on the day; what is drawn alone decides its bytes.
func New(on calendar.Date) (*File, error) {
	f := fpdf.New("P", "mm", "A4", "")
	f.SetMargins(0, 0, 0)
	f.SetAutoPageBreak(false, 0)
	f.SetCatalogSort(true) // the same bytes each time
	f.SetCreator("zämme", true)
	f.SetCreationDate(on.Time())
	f.SetModificationDate(on.Time())
	fonts, err := addFonts(f)
	document := &node{role: "Document"}
	return &File{f, fonts, document, document, map[int]int{}}, err
}

// In draws on the current page in the printer's language.
func (f *File) In(l *i18n.Printer) *Sheet { return &Sheet{Fpdf: f.Fpdf, L: l, fonts: f.fonts} }

// Bytes closes the file; where something is tagged, the file is.
func (f *File) Bytes() ([]byte, error) {
	var out bytes.Buffer
	if err := f.Output(&out); err != nil {
		return nil, fmt.Errorf("pdf: make the file: %w", err)
	}
	if len(f.document.kids) == 0 {
		return out.Bytes(), nil
	}
	return tagged(out.Bytes(), f.document)
}
