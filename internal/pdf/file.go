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
	fonts fonts
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
	return &File{f, fonts}, err
}

// In draws on the current page in the printer's language.
func (f *File) In(l *i18n.Printer) *Sheet { return &Sheet{Fpdf: f.Fpdf, L: l, fonts: f.fonts} }

// Bytes closes the file.
func (f *File) Bytes() ([]byte, error) {
	var out bytes.Buffer
	if err := f.Output(&out); err != nil {
		return nil, fmt.Errorf("pdf: make the file: %w", err)
	}
	return out.Bytes(), nil
}
