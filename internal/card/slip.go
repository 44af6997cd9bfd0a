package card

import (
	"strconv"

	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/pdf"
)

// Slips is what the slips (Merkzettel) of one printing share.
type Slips struct {
	Municipality string
	Contact      string // whom to ask: setting hr_contact
	URL          string // public address without a slash at the end
	TypePath     string // where somebody signs in with a card
	Inside       bool   // URL answers in the municipality's network alone
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
	f, err := pdf.New(s.On)
	if err != nil {
		return nil, err
	}
	place := 0
	for _, one := range slips {
		on := &sheet{f.In(one.L)}
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
	return f.Bytes()
}

// parts spreads the courses over as many sheets as they need.
func (s *sheet) parts(one Slip) [][]SlipLine {
	width := slipWidth - 2*slipMargin
	top := 24 + 7*float64(len(s.Fitted(pdf.Bold, 17, width, 2, one.Name))) - 1 +
		s.Height(pdf.Regular, 9, width, one.Department) + 4 + s.Height(pdf.Regular, 10.5, width, s.L.N("mail.slip.lead", 2)) + 2.5
	room := slipHeight - slipMargin - slipQR - 9 - top
	var parts [][]SlipLine
	var sheet []SlipLine
	used := 0.0
	for _, line := range one.Lines {
		height := s.Height(pdf.Bold, 11.5, width-4, line.Title) + s.Height(pdf.Regular, 10, width-4, line.Facts) + 2
		if len(sheet) > 0 && used+height > room {
			parts, sheet, used = append(parts, sheet), nil, 0
		}
		sheet, used = append(sheet, line), used+height
	}
	return append(parts, sheet)
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
	s.Put(pdf.Bold, 9, from, y+13, all.Municipality)
	s.PutRight(pdf.Regular, 9, to, y+13, s.L.T("slip.print.title")+" "+of)
	s.Rule(from, to, y+15, .5)
	at := y + 24
	for _, line := range s.Fitted(pdf.Bold, 17, to-from, 2, one.Name) {
		s.Text(from, at, line)
		at += 7
	}
	at = s.Lines(pdf.Regular, 9, from, at-1, to-from, one.Department) + 4
	at = s.Lines(pdf.Regular, 10.5, from, at, to-from, s.L.N("mail.slip.lead", len(one.Lines))) + 2.5
	for _, line := range one.Lines {
		s.Rect(from, at-2.4, 1.4, 2.4, "F")
		at = s.Lines(pdf.Bold, 11.5, from+4, at, to-from-4, line.Title)
		at = s.Lines(pdf.Regular, 10, from+4, at, to-from-4, line.Facts) + 2
	}
	foot := y + slipHeight - slipMargin
	s.Rule(from, to, foot-slipQR-5, .2)
	width := to - from
	if !all.Inside { // elsewhere a phone of one's own would not get there
		width -= slipQR + 5
		if err := s.QR(all.URL+all.TypePath, to-slipQR, foot-slipQR, slipQR); err != nil {
			return err
		}
	}
	at = s.Lines(pdf.Regular, 9, from, foot-slipQR+2.6, width, s.L.T("slip.print.how", "address", s.address(all.URL+all.TypePath, all.Inside))) + .6
	s.Lines(pdf.Regular, 9, from, at, width, s.L.T("slip.print.ask", "contact", all.Contact))
	return nil
}

// cuts marks where the page is cut.
func (s *sheet) cuts() {
	s.SetDashPattern([]float64{1.6, 1.6}, 0)
	s.Rule(6, 204, slipHeight, .2)
	s.SetLineWidth(.2)
	s.Line(slipWidth, 6, slipWidth, 291)
	s.SetDashPattern(nil, 0)
}
