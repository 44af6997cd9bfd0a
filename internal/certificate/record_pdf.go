package certificate

import (
	"fmt"

	"zaemme/internal/i18n"
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

// RecordPDF is the Bildungsnachweis on as many A4 pages as it needs.
func RecordPDF(r Record) ([]byte, error) {
	f, err := pdf.New(r.On)
	if err != nil {
		return nil, err
	}
	f.SetTitle(r.L.T("record.title")+": "+r.Person, true)
	f.SetLang(r.L.Tag())
	pages := 1
	f.SetFooterFunc(func() {
		s := f.In(r.L)
		s.Rule(left, right, foot+5, .2)
		s.Put(pdf.Regular, 8, left, foot+9.5, r.Person)
		s.PutRight(pdf.Regular, 8, right, foot+9.5, fmt.Sprintf("%s %d/{nb}", r.L.T("record.page"), pages))
		pages++
	})
	f.AliasNbPages("{nb}")
	f.AddPage()
	s := f.In(r.L)
	s.Put(pdf.Bold, 11, left, 20, r.Municipality)
	s.PutRight(pdf.Regular, 11, right, 20, r.L.T("card.print.product"))
	s.Rule(left, right, 23.5, .6)
	s.Put(pdf.Regular, 12, left, 46, r.L.T("record.title"))
	y := 57.0
	for _, text := range s.Fitted(pdf.Bold, 24, right-left, 2, r.Person) {
		s.Text(left, y, text)
		y += 10.5
	}
	y = s.Lines(pdf.Regular, 12, left, y+2, right-left, r.Sentence) + 6
	if len(r.Rows) > 0 {
		y = head(s, r.L, y)
	}
	for _, row := range r.Rows {
		titleHeight := s.Height(pdf.Bold, 10, courseWidth, row.Course)
		if y+titleHeight+9 > lastLine {
			f.AddPage()
			y = head(s, r.L, 28)
		}
		y = line(s, row, y)
	}
	end := s.Height(pdf.Regular, 10, right-left, r.Check) + s.Height(pdf.Regular, 10, right-left, r.Issued) + 8
	if y+end > foot {
		f.AddPage()
		y = 28
	}
	if r.Check != "" {
		y = s.Lines(pdf.Regular, 10, left, y+5, right-left, r.Check) + 2
	}
	s.Lines(pdf.Regular, 10, left, y+2, right-left, r.Issued)
	return f.Bytes()
}

// head sets the names of the columns and returns the baseline of the first line.
func head(s *pdf.Sheet, l *i18n.Printer, y float64) float64 {
	s.Put(pdf.Regular, 8, left, y, l.T("record.course"))
	s.PutRight(pdf.Regular, 8, colOn, y, l.T("record.on"))
	s.PutRight(pdf.Regular, 8, colUntil, y, l.T("record.until"))
	s.PutRight(pdf.Regular, 8, colVersion, y, l.T("record.version"))
	s.Put(pdf.Regular, 8, colNo, y, l.T("record.no"))
	s.Rule(left, right, y+1.8, .4)
	return y + 7.5
}

// line sets one completion and returns the baseline of the next.
func line(s *pdf.Sheet, row RecordRow, y float64) float64 {
	s.PutRight(pdf.Regular, 10, colOn, y, row.On)
	s.PutRight(pdf.Regular, 10, colUntil, y, row.Until)
	s.PutRight(pdf.Regular, 10, colVersion, y, row.Version)
	s.Put(pdf.Regular, 9, colNo, y, row.No)
	s.Put(pdf.Regular, 8, colNo, y+4.4, s.L.T("certificate.code")+" "+row.Code)
	next := s.Lines(pdf.Bold, 10, left, y, courseWidth, row.Course)
	next = s.Lines(pdf.Regular, 8, left, next-.4, courseWidth, row.How)
	next = max(next, y+8.6)
	s.Rule(left, right, next-1.4, .15)
	return next + 3.6
}
