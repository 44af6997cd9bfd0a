package certificate

import "zaemme/internal/pdf"

// Measures in mm. Left is wide enough for the holes of a ring binder.
const (
	left, right = 25.0, 190.0
	terms       = 48.0 // width of the terms of facts
	qrSize      = 32.0
	emblemSize  = 24.0
	foot        = 272.0
)

// typed is an address as people type it.
func typed(address string) string { return pdf.Typed(address) }

// PDF is the certificate on one A4 page, tagged: it is read aloud in the order and
// with the headings of the page, and what its pictures show is said. emblem is the
// course's, as the page has it; empty, or of other shapes than those: none.
func PDF(c Sheet, emblem string) ([]byte, error) {
	f, err := pdf.New(c.On)
	if err != nil {
		return nil, err
	}
	f.SetTitle(c.L.T("learner.certificate")+": "+c.Course+", "+c.Person, true)
	f.SetLang(c.L.Tag())
	f.AddPage()
	s := f.In(c.L)
	f.Tag("P", "", func() {
		s.Put(pdf.Bold, 11, left, 20, c.Municipality+" ")
		s.PutRight(pdf.Regular, 11, right, 20, c.L.T("card.print.product"))
	})
	f.Artifact(func() { s.Rule(left, right, 23.5, .6) })
	width := right - left
	f.Artifact(func() {
		if emblem != "" && s.Emblem(emblem, right-emblemSize, 32, emblemSize) == nil {
			width -= emblemSize + 8
		}
	})
	f.Tag("P", "", func() { s.Put(pdf.Regular, 12, left, 52, c.L.T("learner.certificate")) })
	y := 63.0
	const title, line = 26.0, 11.0
	f.Tag("H1", "", func() {
		for _, text := range s.Fitted(pdf.Bold, title, width, 3, c.Course) {
			s.Text(left, y, text+" ")
			y += line
		}
	})
	y += 7
	f.Tag("P", "", func() {
		for _, text := range s.Fitted(pdf.Bold, 17, right-left, 2, c.Person) {
			s.Text(left, y, text+" ")
			y += 7.5
		}
	})
	f.Tag("P", "", func() { y = s.Lines(pdf.Regular, 12, left, y, right-left, c.Sentence) + 1 })
	if c.Expired != "" {
		f.Tag("P", "", func() { y = s.Lines(pdf.Bold, 12, left, y, right-left, c.Expired) + 1 })
	}
	y = modules(f, s, c, y+4)
	facts(f, s, c, y+6)
	return written(f, s, c)
}

// modules sets what the course was about.
func modules(f *pdf.File, s *pdf.Sheet, c Sheet, y float64) float64 {
	if len(c.Modules) == 0 {
		return y
	}
	f.Tag("P", "", func() { y = s.Lines(pdf.Regular, 10, left, y, right-left, c.L.T("learner.certificate.content")) + .5 })
	f.Group("L", func() {
		for _, title := range c.Modules {
			f.Group("LI", func() {
				f.Artifact(func() { s.Rect(left, y-2.2, 1.3, 2.2, "F") })
				f.Tag("LBody", "", func() { y = s.Lines(pdf.Regular, 11, left+4, y, right-left-4, title) })
			})
		}
	})
	return y
}

func facts(f *pdf.File, s *pdf.Sheet, c Sheet, y float64) {
	rule := func() { f.Artifact(func() { s.Rule(left, right, y-4.6, .15) }) }
	for _, fact := range c.Facts {
		rule()
		f.Tag("P", "", func() {
			s.Put(pdf.Regular, 10, left, y, fact.Term+" ")
			y = s.Lines(pdf.Bold, 10, left+terms, y, right-left-terms, fact.Text) + 1.6
		})
	}
	rule()
}

// written sets the foot: how anybody checks the certificate.
func written(f *pdf.File, s *pdf.Sheet, c Sheet) ([]byte, error) {
	width := right - left
	if c.Link != "" {
		width -= qrSize + 8
		var err error
		f.Tag("Figure", c.L.T("certificate.qr_alt", "address", c.Link), func() { err = s.QR(c.Link, right-qrSize, foot-qrSize, qrSize) })
		if err != nil {
			return nil, err
		}
	}
	y := foot - qrSize + 3
	f.Tag("P", "", func() { y = s.Lines(pdf.Regular, 10, left, y, width, c.Check) + 2 })
	f.Tag("P", "", func() { s.Lines(pdf.Regular, 10, left, y, width, c.Issued) })
	f.Artifact(func() { s.Rule(left, right, foot+5, .2) })
	f.Tag("P", "", func() { s.Put(pdf.Regular, 8, left, foot+9.5, c.No) })
	return f.Bytes()
}
