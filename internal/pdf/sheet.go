package pdf

import (
	"strings"
	"unicode"

	"codeberg.org/go-pdf/fpdf"

	"zaemme/internal/i18n"
)

// Sheet draws on one page. Heights are baselines in mm from the top, sizes in pt.
type Sheet struct {
	*fpdf.Fpdf
	L     *i18n.Printer
	fonts fonts
}

// The styles, and measures of type.
const (
	Regular = ""
	Bold    = "B"
	MMPerPt = 25.4 / 72
	Leading = 1.32 // baseline to baseline, in sizes
	family  = "go"
)

func (s *Sheet) set(style string, size float64, text string) string {
	s.SetFont(family, style, size)
	return s.fonts.printable(style, text)
}

// Put sets one line from x on.
func (s *Sheet) Put(style string, size, x, y float64, text string) {
	text = s.set(style, size, text)
	s.Text(x, y, text)
}

// PutRight sets one line that ends at x.
func (s *Sheet) PutRight(style string, size, x, y float64, text string) {
	text = s.set(style, size, text)
	s.Text(x-s.GetStringWidth(text), y, text)
}

// PutMiddle sets one line with its middle at x.
func (s *Sheet) PutMiddle(style string, size, x, y float64, text string) {
	text = s.set(style, size, text)
	s.Text(x-s.GetStringWidth(text)/2, y, text)
}

// Lines sets a paragraph from the baseline y on and returns the baseline of the
// line after it.
func (s *Sheet) Lines(style string, size, x, y, width float64, text string) float64 {
	for _, line := range s.Wrap(style, size, width, text) {
		s.Text(x, y, line+" ") // or who copies or hears it gets two words as one
		y += size * MMPerPt * Leading
	}
	return y
}

// Wrap breaks a text at spaces but for hard ones, and after hyphens where a word is too
// wide.
func (s *Sheet) Wrap(style string, size, width float64, text string) []string {
	var list []string
	line := ""
	s.SetFont(family, style, size)
	for _, word := range strings.FieldsFunc(text, breaks) {
		for i, part := range strings.SplitAfter(s.fonts.printable(style, word), "-") {
			gap := " "
			if i > 0 || line == "" {
				gap = ""
			}
			if line != "" && s.GetStringWidth(line+gap+part) > width {
				list, line, gap = append(list, line), "", ""
			}
			line += gap + part
		}
	}
	return append(list, line)
}

// breaks reports whether a line may end here: after «95» of «95 %» it may not.
func breaks(r rune) bool { return unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' }

// Height of a paragraph in mm.
func (s *Sheet) Height(style string, size, width float64, text string) float64 {
	return float64(len(s.Wrap(style, size, width, text))) * size * MMPerPt * Leading
}

// Fitted breaks a text and sets it smaller until it needs no more than the given
// lines, each within the width; the font stays set.
func (s *Sheet) Fitted(style string, size, width float64, most int, text string) []string {
	for ; ; size -= .5 {
		list := s.Wrap(style, size, width, text)
		fits := len(list) <= most
		for _, line := range list {
			fits = fits && s.GetStringWidth(line) <= width
		}
		if fits || size <= 6 {
			return list
		}
	}
}

// Rule draws a line across.
func (s *Sheet) Rule(from, to, y, width float64) {
	s.SetLineWidth(width)
	s.Line(from, y, to, y)
}

// Box draws a frame.
func (s *Sheet) Box(x, y, width, height float64) {
	s.SetLineWidth(.5)
	s.Rect(x, y, width, height, "D")
}

// Typed leaves the scheme away: people type the rest.
func Typed(url string) string {
	return strings.TrimPrefix(strings.TrimPrefix(url, "https://"), "http://")
}
