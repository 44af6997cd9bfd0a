package certificate

import (
	"fmt"

	"zaemme/internal/pdf"
)

// Columns of the table, as distances in mm from the left edge of the page.
const (
	colOn      = 105.0 // right edges of the dates
	colUntil   = 127.0
	colVersion = 143.0
	colNo      = 148.0
	lastLine   = 264.0 // of the table

	courseWidth = colOn - left - 20
)

// RecordPDF is the Bildungsnachweis on as many A4 pages as it needs, tagged: the
// completions are read aloud as one table, each with its course as the name of the row.
func RecordPDF(r Record) ([]byte, error) {
	f, err := pdf.New(r.On)
	if err != nil {
		return nil, err
	}
	f.SetTitle(r.L.T("record.title")+": "+r.Person, true)
	f.SetLang(r.L.Tag())
	s := f.In(r.L)
	pages := 1
	f.SetFooterFunc(func() {
		f.Artifact(func() {
			s.Rule(left, right, foot+5, .2)
			s.Put(pdf.Regular, 8, left, foot+9.5, r.Person)
			s.PutRight(pdf.Regular, 8, right, foot+9.5, fmt.Sprintf("%s %d/{nb}", r.L.T("record.page"), pages))
		})
		pages++
	})
	f.AliasNbPages("{nb}")
	f.AddPage()
	f.Tag("P", "", func() {
		s.Put(pdf.Bold, 11, left, 20, r.Municipality+" ")
		s.PutRight(pdf.Regular, 11, right, 20, r.L.T("card.print.product"))
	})
	f.Artifact(func() { s.Rule(left, right, 23.5, .6) })
	f.Tag("P", "", func() { s.Put(pdf.Regular, 12, left, 46, r.L.T("record.title")) })
	y := 57.0
	f.Tag("H1", "", func() {
		for _, text := range s.Fitted(pdf.Bold, 24, right-left, 2, r.Person) {
			s.Text(left, y, text+" ")
			y += 10.5
		}
	})
	f.Tag("P", "", func() { y = s.Lines(pdf.Regular, 12, left, y+2, right-left, r.Sentence) + 6 })
	y = table(f, s, r, y)
	end := s.Height(pdf.Regular, 10, right-left, r.Check) + s.Height(pdf.Regular, 10, right-left, r.Issued) + 8
	if y+end > foot {
		f.AddPage()
		y = 28
	}
	if r.Check != "" {
		f.Tag("P", "", func() { y = s.Lines(pdf.Regular, 10, left, y+5, right-left, r.Check) + 2 })
	}
	f.Tag("P", "", func() { s.Lines(pdf.Regular, 10, left, y+2, right-left, r.Issued) })
	return f.Bytes()
}

// table sets the completions and returns the baseline below; nothing without one.
func table(f *pdf.File, s *pdf.Sheet, r Record, y float64) float64 {
	if len(r.Rows) == 0 {
		return y
	}
	f.Group("Table", func() {
		f.Group("THead", func() {
			f.Group("TR", func() { y = head(f, s, y, func(draw func()) { f.Tag("TH", "", draw) }) })
		})
		f.Group("TBody", func() {
			for _, row := range r.Rows {
				if y+s.Height(pdf.Bold, 10, courseWidth, row.Course)+9 > lastLine {
					f.AddPage()
					y = head(f, s, 28, f.Artifact) // said once is enough
				}
				f.Group("TR", func() { y = line(f, s, row, y) })
			}
		})
	})
	return y
}

// head sets the names of the columns, each by mark, and returns the baseline of the
// first line.
func head(f *pdf.File, s *pdf.Sheet, y float64, mark func(draw func())) float64 {
	mark(func() { s.Put(pdf.Regular, 8, left, y, s.L.T("record.course")) })
	mark(func() { s.PutRight(pdf.Regular, 8, colOn, y, s.L.T("record.on")) })
	mark(func() { s.PutRight(pdf.Regular, 8, colUntil, y, s.L.T("record.until")) })
	mark(func() { s.PutRight(pdf.Regular, 8, colVersion, y, s.L.T("record.version")) })
	mark(func() { s.Put(pdf.Regular, 8, colNo, y, s.L.T("record.no")) })
	f.Artifact(func() { s.Rule(left, right, y+1.8, .4) })
	return y + 7.5
}

// line sets one completion and returns the baseline of the next.
func line(f *pdf.File, s *pdf.Sheet, row RecordRow, y float64) float64 {
	next := y
	f.Tag("TH", "", func() {
		next = s.Lines(pdf.Bold, 10, left, y, courseWidth, row.Course)
		next = s.Lines(pdf.Regular, 8, left, next-.4, courseWidth, row.How)
	})
	f.Tag("TD", "", func() { s.PutRight(pdf.Regular, 10, colOn, y, row.On) })
	f.Tag("TD", "", func() { s.PutRight(pdf.Regular, 10, colUntil, y, row.Until) })
	f.Tag("TD", "", func() { s.PutRight(pdf.Regular, 10, colVersion, y, row.Version) })
	f.Tag("TD", "", func() {
		s.Put(pdf.Regular, 9, colNo, y, row.No+" ")
		s.Put(pdf.Regular, 8, colNo, y+4.4, s.L.T("certificate.code")+" "+row.Code)
	})
	next = max(next, y+8.6)
	f.Artifact(func() { s.Rule(left, right, next-1.4, .15) })
	return next + 3.6
}
