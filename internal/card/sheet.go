package card

import (
	"strconv"
	"strings"

	"codeberg.org/go-pdf/fpdf"

	"zaemme/internal/i18n"
)

// sheet draws on one page. Heights are baselines in mm from the top, sizes in pt.
type sheet struct {
	*fpdf.Fpdf
	fonts fonts
	l     *i18n.Printer
}

const (
	regular  = ""
	bold     = "B"
	family   = "go"
	mmPerPt  = 25.4 / 72
	stepSize = 13.5
	leading  = 1.32 // baseline to baseline, in sizes
)

func (s *sheet) set(style string, size float64, text string) string {
	s.SetFont(family, style, size)
	return s.fonts.printable(style, text)
}

func (s *sheet) text(style string, size, x, y float64, text string) {
	text = s.set(style, size, text)
	s.Text(x, y, text)
}

func (s *sheet) textRight(style string, size, x, y float64, text string) {
	text = s.set(style, size, text)
	s.Text(x-s.GetStringWidth(text), y, text)
}

func (s *sheet) textMiddle(style string, size, x, y float64, text string) {
	text = s.set(style, size, text)
	s.Text(x-s.GetStringWidth(text)/2, y, text)
}

// lines sets a paragraph from the baseline y on and returns the baseline of the
// line after it.
func (s *sheet) lines(style string, size, x, y, width float64, text string) float64 {
	for _, line := range s.wrap(style, size, width, text) {
		s.Text(x, y, line)
		y += size * mmPerPt * leading
	}
	return y
}

// wrap breaks a text at spaces, and after hyphens where a word is too wide.
func (s *sheet) wrap(style string, size, width float64, text string) []string {
	var list []string
	line := ""
	for _, word := range strings.Fields(s.set(style, size, text)) {
		for i, part := range strings.SplitAfter(word, "-") {
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

// name sets the person's name below y, as large as it goes in two lines, and
// returns the baseline of the last one.
func (s *sheet) name(name string, y float64) float64 {
	for size := 26.0; ; size-- {
		list := s.wrap(bold, size, textRight-left, name)
		fits := len(list) <= 2
		for _, line := range list {
			fits = fits && s.GetStringWidth(line) <= textRight-left
		}
		if fits || size <= 8 {
			height := size * mmPerPt
			return s.lines(bold, size, left, y+.85*height, textRight-left, name) - leading*height
		}
	}
}

// step sets a numbered step and returns the baseline after it.
func (s *sheet) step(no int, y, until float64, text string) float64 {
	s.text(bold, stepSize, left, y, strconv.Itoa(no))
	return s.lines(regular, stepSize, left+9, y, until-left-9, text)
}

func (s *sheet) rule(from, to, y, width float64) {
	s.SetLineWidth(width)
	s.Line(from, y, to, y)
}

func (s *sheet) box(x, y, width, height float64) {
	s.SetLineWidth(.5)
	s.Rect(x, y, width, height, "D")
}

// short leaves the scheme away: people type the rest.
func short(url string) string {
	return strings.TrimPrefix(strings.TrimPrefix(url, "https://"), "http://")
}
