package card

import (
	"strconv"

	"zaemme/internal/pdf"
)

// sheet draws cards and slips.
type sheet struct{ *pdf.Sheet }

const stepSize = 13.5 // pt

// name sets the person's name below y, as large as it goes in two lines, and
// returns the baseline of the last one.
func (s *sheet) name(name string, y float64) float64 {
	for size := 26.0; ; size-- {
		list := s.Wrap(pdf.Bold, size, textRight-left, name)
		fits := len(list) <= 2
		for _, line := range list {
			fits = fits && s.GetStringWidth(line) <= textRight-left
		}
		if fits || size <= 8 {
			height := size * pdf.MMPerPt
			return s.Lines(pdf.Bold, size, left, y+.85*height, textRight-left, name) - pdf.Leading*height
		}
	}
}

// step sets a numbered step and returns the baseline after it.
func (s *sheet) step(no int, y, until float64, text string) float64 {
	s.Put(pdf.Bold, stepSize, left, y, strconv.Itoa(no))
	return s.Lines(pdf.Regular, stepSize, left+9, y, until-left-9, text)
}

// address is one that people type, with where it answers.
func (s *sheet) address(url string, inside bool) string {
	if inside {
		return s.L.T("reachable.inside", "address", pdf.Typed(url))
	}
	return pdf.Typed(url)
}
