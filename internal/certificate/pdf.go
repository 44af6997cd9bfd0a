package certificate

import "zaemme/internal/pdf"

// Measures in mm. Left is wide enough for the holes of a ring binder.
const (
	left, right = 25.0, 190.0
	terms       = 48.0 // width of the terms of facts
	qrSize      = 32.0
	foot        = 272.0
)

// typed is an address as people type it.
func typed(address string) string { return pdf.Typed(address) }

// PDF is the certificate on one A4 page.
func PDF(c Sheet) ([]byte, error) {
	f, err := pdf.New(c.On)
	if err != nil {
		return nil, err
	}
	f.SetTitle(c.L.T("learner.certificate")+": "+c.Course+", "+c.Person, true)
	f.SetLang(c.L.Tag())
	f.AddPage()
	s := f.In(c.L)
	s.Put(pdf.Bold, 11, left, 20, c.Municipality)
	s.PutRight(pdf.Regular, 11, right, 20, c.L.T("card.print.product"))
	s.Rule(left, right, 23.5, .6)
	s.Put(pdf.Regular, 12, left, 52, c.L.T("learner.certificate"))
	y := 63.0
	const title, line = 26.0, 11.0
	for _, text := range s.Fitted(pdf.Bold, title, right-left, 3, c.Course) {
		s.Text(left, y, text)
		y += line
	}
	y += 7
	for _, text := range s.Fitted(pdf.Bold, 17, right-left, 2, c.Person) {
		s.Text(left, y, text)
		y += 7.5
	}
	y = s.Lines(pdf.Regular, 12, left, y, right-left, c.Sentence) + 1
	if c.Expired != "" {
		y = s.Lines(pdf.Bold, 12, left, y, right-left, c.Expired) + 1
	}
	y = modules(s, c, y+4)
	facts(s, c, y+6)
	return written(f, s, c)
}

// modules sets what the course was about.
func modules(s *pdf.Sheet, c Sheet, y float64) float64 {
	if len(c.Modules) == 0 {
		return y
	}
	y = s.Lines(pdf.Regular, 10, left, y, right-left, c.L.T("learner.certificate.content")) + .5
	for _, title := range c.Modules {
		s.Rect(left, y-2.2, 1.3, 2.2, "F")
		y = s.Lines(pdf.Regular, 11, left+4, y, right-left-4, title)
	}
	return y
}

func facts(s *pdf.Sheet, c Sheet, y float64) {
	for _, fact := range c.Facts {
		s.Rule(left, right, y-4.6, .15)
		s.Put(pdf.Regular, 10, left, y, fact.Term)
		y = s.Lines(pdf.Bold, 10, left+terms, y, right-left-terms, fact.Text) + 1.6
	}
	s.Rule(left, right, y-4.6, .15)
}

// written sets the foot: how anybody checks the certificate.
func written(f *pdf.File, s *pdf.Sheet, c Sheet) ([]byte, error) {
	width := right - left
	if c.Link != "" {
		width -= qrSize + 8
		if err := s.QR(c.Link, right-qrSize, foot-qrSize, qrSize); err != nil {
			return nil, err
		}
	}
	y := foot - qrSize + 3
	y = s.Lines(pdf.Regular, 10, left, y, width, c.Check) + 2
	s.Lines(pdf.Regular, 10, left, y, width, c.Issued)
	s.Rule(left, right, foot+5, .2)
	s.Put(pdf.Regular, 8, left, foot+9.5, c.No)
	return f.Bytes()
}
