package card

import (
	"bytes"
	"fmt"

	"codeberg.org/go-pdf/fpdf"

	"zaemme/internal/calendar"
)

// newFile is an empty file of A4 pages; what is drawn on them alone decides its bytes.
func newFile(on calendar.Date) (*fpdf.Fpdf, fonts, error) {
	f := fpdf.New("P", "mm", "A4", "")
	f.SetMargins(0, 0, 0)
	f.SetAutoPageBreak(false, 0)
	f.SetCatalogSort(true) // the same bytes each time
	f.SetCreator("zämme", true)
	f.SetCreationDate(on.Time())
	f.SetModificationDate(on.Time())
	fonts, err := addFonts(f)
	return f, fonts, err
}

func written(f *fpdf.Fpdf) ([]byte, error) {
	var out bytes.Buffer
	if err := f.Output(&out); err != nil {
		return nil, fmt.Errorf("card: make the file: %w", err)
	}
	return out.Bytes(), nil
}
