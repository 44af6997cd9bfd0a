package card

import (
	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/pdf"
)

// Issue is what the cards of one printing share.
type Issue struct {
	Municipality string
	Contact      string // whom to ask: setting hr_contact
	URL          string // public address without a slash at the end
	CardPath     string // where a card's address leads, in front of its token
	TypePath     string // where the number is typed
	Inside       bool   // URL answers in the municipality's network alone
	By           string // name of who issues them
	On           calendar.Date
}

// Card is one person's.
type Card struct {
	L          *i18n.Printer // the person's language
	Name       string
	Department string
	Number     string // as it is shown, in groups
	Token      string
	Code       string // as it is shown, in groups
	Until      calendar.Date
}

// PDF is the file of the cards, one A4 page each, in their order.
func PDF(issue Issue, cards []Card) ([]byte, error) {
	f, err := pdf.New(issue.On)
	if err != nil {
		return nil, err
	}
	for _, c := range cards {
		s := &sheet{f.In(c.L)}
		f.AddPage()
		if err := s.keep(issue, c); err != nil {
			return nil, err
		}
		s.fold()
		s.once(issue, c)
	}
	return f.Bytes()
}

// Measures in mm. Left is wide enough for the holes of a ring binder.
const (
	left, right   = 20.0, 194.0
	middle        = 148.5
	qrSize        = 58.0
	qrLeft, qrTop = right - qrSize, 30.0
	textRight     = qrLeft - 10
)

// keep draws the upper half: the card.
func (s *sheet) keep(issue Issue, c Card) error {
	s.Put(pdf.Bold, 11, left, 16, issue.Municipality)
	s.PutRight(pdf.Regular, 11, right, 16, s.L.T("card.print.product"))
	s.Rule(left, right, 19, .6)
	s.Put(pdf.Regular, 10, left, 33, s.L.T("card.print.for"))
	y := s.name(c.Name, 36)
	y = s.Lines(pdf.Regular, 12, left, y+8.5, textRight-left, c.Department) + 8
	y = s.Lines(pdf.Bold, 13, left, y, textRight-left, s.L.T("card.print.every_time")) + 1.5
	scan := s.L.T("card.print.scan")
	if issue.Inside {
		scan = s.L.T("card.print.scan_inside")
	}
	for i, text := range []string{scan, s.L.T("card.print.pin"), s.L.T("card.print.learn")} {
		y = s.step(i+1, y, textRight, text) + 1
	}
	if err := s.QR(issue.URL+issue.CardPath+c.Token, qrLeft, qrTop, qrSize); err != nil {
		return err
	}
	s.PutMiddle(pdf.Regular, 10, qrLeft+qrSize/2, qrTop+qrSize+7, s.L.T("card.print.number"))
	s.PutMiddle(pdf.Bold, 21, qrLeft+qrSize/2, qrTop+qrSize+15.5, c.Number)
	s.Rule(left, right, 122, .2)
	y = s.Lines(pdf.Regular, 10, left, 128, right-left, s.L.T("card.print.no_camera", "address", s.address(issue.URL+issue.TypePath, issue.Inside))) + 1
	s.Lines(pdf.Regular, 10, left, y, right-left, s.L.T("card.print.lost", "contact", issue.Contact))
	return nil
}

// once draws the lower half: what is needed the first time.
func (s *sheet) once(issue Issue, c Card) {
	y := s.Lines(pdf.Bold, 17, left, 168, right-left, s.L.T("card.print.first_time")) + 3
	y = s.step(1, y, right, s.L.T("card.print.first_scan")) + 2
	y = s.step(2, y, right, s.L.T("card.print.first_code")) + 2
	s.Box(left+9, y-3, 86, 20)
	s.PutMiddle(pdf.Bold, 30, left+9+43, y+10.6, c.Code)
	y = s.step(3, y+25.5, right, s.L.T("card.print.first_pin")) + 4
	y = s.Lines(pdf.Regular, 11, left, y, right-left, s.L.T("card.print.until", "day", s.L.LongDate(c.Until))) + .5
	s.Lines(pdf.Regular, 11, left, y, right-left, s.L.T("card.print.throw"))
	s.Rule(left, right, 272, .2)
	s.Lines(pdf.Regular, 9, left, 277, right-left, s.L.T("card.print.issued", "name", c.Name, "day", issue.On, "by", issue.By))
}

// fold marks where the sheet is folded, and torn after the first time.
func (s *sheet) fold() {
	s.SetDashPattern([]float64{1.6, 1.6}, 0)
	s.Rule(6, 204, middle, .2)
	s.SetDashPattern(nil, 0)
	s.PutRight(pdf.Regular, 8, right, middle+4.2, s.L.T("card.print.tear"))
}
