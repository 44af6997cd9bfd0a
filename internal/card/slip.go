package card

import (
	"strconv"

	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
)

// Slips is what the slips (Merkzettel) of one printing share.
type Slips struct {
	Municipality string
	Contact      string // whom to ask: setting hr_contact
	URL          string // public address without a slash at the end
	TypePath     string // where somebody signs in with a card
	On           calendar.Date
}

// Slip is one person's: what a mail would have said.
type Slip struct {
	L          *i18n.Printer // the person's language
	Name       string
	Department string
	Lines      []SlipLine
}

// SlipLine is one course.
type SlipLine struct{ Title, Facts string }

// SlipsPDF is the file of the slips, four A6 sheets on each A4 page, in their
// order, to be cut along the dashes.
func SlipsPDF(s Slips, slips []Slip) ([]byte, error) {
	f, fonts, err := newFile(s.On)
	if err != nil {
		return nil, err
	}
	place := 0
	for _, one := range slips {
		on := &sheet{Fpdf: f, fonts: fonts, l: one.L}
		parts := on.parts(one)
		for i, lines := range parts {
			if place%4 == 0 {
				f.AddPage()
				on.cuts()
			}
			one.Lines = lines
			of := ""
			if len(parts) > 1 {
				of = strconv.Itoa(i+1) + "/" + strconv.Itoa(len(parts))
			}
			if err := on.slip(s, one, of, float64(place%2)*slipWidth, float64(place%4/2)*slipHeight); err != nil {
				return nil, err
			}
			place++
		}
	}
	return written(f)
}

// parts spreads the courses over as many sheets as they need.
func (s *sheet) parts(one Slip) [][]SlipLine {
	width := slipWidth - 2*slipMargin
	top := 24 + 7*float64(len(s.fitted(bold, 17, width, 2, one.Name))) - 1 +
		s.height(regular, 9, width, one.Department) + 4 + s.height(regular, 10.5, width, s.l.N("mail.slip.lead", 2)) + 2.5
	room := slipHeight - slipMargin - slipQR - 9 - top
	var parts [][]SlipLine
	var sheet []SlipLine
	used := 0.0
	for _, line := range one.Lines {
		height := s.height(bold, 11.5, width-4, line.Title) + s.height(regular, 10, width-4, line.Facts) + 2
		if len(sheet) > 0 && used+height > room {
			parts, sheet, used = append(parts, sheet), nil, 0
		}
		sheet, used = append(sheet, line), used+height
	}
	return append(parts, sheet)
}

// height of a paragraph in mm.
func (s *sheet) height(style string, size, width float64, text string) float64 {
	return float64(len(s.wrap(style, size, width, text))) * size * mmPerPt * leading
}

// Measures of an A6 sheet in mm.
const (
	slipWidth, slipHeight = 105.0, 148.5
	slipMargin            = 11.0
	slipQR                = 24.0
)

// slip draws one sheet with its upper left corner at x, y.
func (s *sheet) slip(all Slips, one Slip, of string, x, y float64) error {
	from, to := x+slipMargin, x+slipWidth-slipMargin
	s.text(bold, 9, from, y+13, all.Municipality)
	s.textRight(regular, 9, to, y+13, s.l.T("slip.print.title")+" "+of)
	s.rule(from, to, y+15, .5)
	at := y + 24
	for _, line := range s.fitted(bold, 17, to-from, 2, one.Name) {
		s.Text(from, at, line)
		at += 7
	}
	at = s.lines(regular, 9, from, at-1, to-from, one.Department) + 4
	at = s.lines(regular, 10.5, from, at, to-from, s.l.N("mail.slip.lead", len(one.Lines))) + 2.5
	for _, line := range one.Lines {
		s.Rect(from, at-2.4, 1.4, 2.4, "F")
		at = s.lines(bold, 11.5, from+4, at, to-from-4, line.Title)
		at = s.lines(regular, 10, from+4, at, to-from-4, line.Facts) + 2
	}
	foot := y + slipHeight - slipMargin
	s.rule(from, to, foot-slipQR-5, .2)
	if err := s.qr(all.URL+all.TypePath, to-slipQR, foot-slipQR, slipQR); err != nil {
		return err
	}
	at = s.lines(regular, 9, from, foot-slipQR+2.6, to-from-slipQR-5,
		s.l.T("slip.print.how", "address", short(all.URL)+all.TypePath)) + .6
	s.lines(regular, 9, from, at, to-from-slipQR-5, s.l.T("slip.print.ask", "contact", all.Contact))
	return nil
}

// fitted breaks a text and sets it smaller until it needs no more than the given
// lines, each within the width; the font stays set.
func (s *sheet) fitted(style string, size, width float64, most int, text string) []string {
	for ; ; size -= .5 {
		list := s.wrap(style, size, width, text)
		fits := len(list) <= most
		for _, line := range list {
			fits = fits && s.GetStringWidth(line) <= width
		}
		if fits || size <= 6 {
			return list
		}
	}
}

// cuts marks where the page is cut.
func (s *sheet) cuts() {
	s.SetDashPattern([]float64{1.6, 1.6}, 0)
	s.rule(6, 204, slipHeight, .2)
	s.SetLineWidth(.2)
	s.Line(slipWidth, 6, slipWidth, 291)
	s.SetDashPattern(nil, 0)
}
