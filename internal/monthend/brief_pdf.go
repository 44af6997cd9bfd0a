package monthend

import (
	"fmt"
	"strings"

	"zaemme/internal/pdf"
	"zaemme/internal/report"
)

// Measures of the page in mm.
const (
	left, right = 20.0, 190.0
	half        = 108.0 // where the second column begins
	foot        = 287.0
)

// PDF is the Kurzbericht on one A4 page, black on white: what is done is filled,
// what is behind is hatched, and each number stands beside. It is tagged: it is read
// aloud in the order and with the headings of the page, the divisions as a table, and
// what bars and the trend show is said.
func PDF(b Brief) ([]byte, error) {
	f, err := pdf.New(b.AsOf)
	if err != nil {
		return nil, err
	}
	title := b.L.T("brief.title") + ", " + b.L.LongDate(b.AsOf)
	f.SetTitle(title, true)
	f.SetAuthor(b.Municipality, true)
	f.SetSubject(b.Class.Name(b.L), true)
	f.SetKeywords(b.Class.Name(b.L), true)
	f.SetLang(b.L.Tag())
	f.AddPage()
	s := f.In(b.L)
	f.Tag("P", "", func() {
		s.Put(pdf.Bold, 10, left, 16, b.Municipality+" ")
		s.PutRight(pdf.Regular, 9, right, 16, b.L.T("brief.class", "class", b.Class.Name(b.L)))
	})
	f.Artifact(func() { s.Rule(left, right, 18.5, .6) })
	f.Tag("H1", "", func() { s.Put(pdf.Regular, 10, left, 26, title) })
	f.Tag("P", "", func() {
		s.Put(pdf.Bold, 30, left, 38, b.Rate+" ")
		width := s.GetStringWidth(b.Rate)
		s.Put(pdf.Regular, 10, left+width+4, 34, b.L.T("brief.fulfilled")+" ")
		s.Put(pdf.Regular, 10, left+width+4, 38.4, b.Of)
	})
	f.Artifact(func() { mark(s, b.Light, right-42, 36.4) })
	f.Tag("P", "", func() { s.Put(pdf.Bold, 10, right-37, 38, b.L.T("status."+string(b.Light))) })
	y := 46.5
	for _, sentence := range b.Sentences {
		f.Tag("P", "", func() { y = s.Lines(pdf.Regular, 10, left, y, right-left, sentence) + .8 })
	}
	y = divisions(f, s, b, y+3.5)
	y = trend(f, s, b, y+3)
	y = columns(f, s, b, y+4)
	notes(f, s, b, y+2)
	return f.Bytes()
}

// heading sets the title of a part above a thin rule and returns the next baseline.
func heading(f *pdf.File, s *pdf.Sheet, x, to, y float64, text string) float64 {
	f.Artifact(func() { s.Rule(x, to, y-4.2, .15) })
	f.Tag("H2", "", func() { y = s.Lines(pdf.Bold, 10, x, y, to-x, text) + .6 })
	return y
}

// divisions sets a line for each of them; the more there are, the closer.
func divisions(f *pdf.File, s *pdf.Sheet, b Brief, y float64) float64 {
	y = heading(f, s, left, right, y, b.L.T("brief.lines"))
	if len(b.Lines) == 0 {
		return y
	}
	step := min(6.4, 74/float64(len(b.Lines)))
	size := min(9, step*1.45)
	names := size // the longest decides for all
	for _, line := range b.Lines {
		for names > 5 && len(s.Wrap(pdf.Regular, names, 53, line.Name)) > 1 {
			names -= .25
		}
	}
	f.Group("Table", func() {
		for _, line := range b.Lines {
			f.Group("TR", func() { division(f, s, b, line, y, names, size, step) })
			y += step
		}
	})
	for _, line := range b.Lines {
		if line.Apart != "" {
			f.Tag("P", "", func() { y = s.Lines(pdf.Regular, 7, left, y-.8, right-left, "* "+b.L.T("brief.apart_note")) + .6 })
			break
		}
	}
	return y
}

// division sets the cells of a line; what is behind is in the bar alone.
func division(f *pdf.File, s *pdf.Sheet, b Brief, line BriefLine, y, names, size, step float64) {
	f.Tag("TH", "", func() { s.Put(pdf.Regular, names, left, y, line.Name) })
	f.Group("TD", func() {
		f.Tag("Figure", b.L.T("brief.bar_alt", "of", line.Of, "late", line.Late), func() { bar(s, line, left+54, y-2.7, 40, min(3.4, step*.55)) })
	})
	f.Artifact(func() { mark(s, line.Light, left+98, y-1.3) })
	f.Tag("TD", "", func() { s.Put(pdf.Regular, size, left+102, y, line.Word) })
	f.Tag("TD", "", func() { s.PutRight(pdf.Bold, size, left+143, y, line.Rate) })
	text := line.Of
	if line.Apart != "" {
		text += " *"
	}
	f.Tag("TD", "", func() {
		text = s.Fitted(pdf.Regular, size-.5, right-left-145, 1, text)[0]
		s.Text(right-s.GetStringWidth(text), y, text)
	})
}

// bar is done, neither, late, from zero.
func bar(s *pdf.Sheet, line BriefLine, x, y, width, height float64) {
	if line.Sum.Counted == 0 {
		return
	}
	all := float64(line.Sum.Counted)
	done, late := width*float64(line.Sum.Fulfilled.Min)/all, width*float64(line.Sum.Behind.Max)/all
	s.SetLineWidth(.2)
	s.SetFillColor(60, 60, 60)
	s.Rect(x, y, done, height, "F")
	s.SetFillColor(0, 0, 0)
	s.Rect(x, y, width, height, "D")
	if late <= 0 {
		return
	}
	from := x + width - late
	s.Rect(from, y, late, height, "D")
	for at := from; at < from+late; at += 1.1 { // hatched
		end := min(at+height, from+late)
		s.Line(at, y+height, end, y+height-(end-at))
	}
}

// mark draws the light as a shape beside its word.
func mark(s *pdf.Sheet, light report.Light, x, y float64) {
	s.SetLineWidth(.5)
	switch light {
	case report.LightGreen:
		s.Line(x-1.4, y, x-.4, y+1.1)
		s.Line(x-.4, y+1.1, x+1.5, y-1.3)
	case report.LightAmber:
		s.Circle(x, y, 1.4, "D")
		s.Rect(x, y-1.4, .5, 1.4, "F")
	case report.LightRed:
		s.Rect(x-.35, y-1.6, .7, 2, "F")
		s.Circle(x, y+1.2, .42, "F")
	default:
		s.Line(x-1.2, y, x+1.2, y)
	}
}

// trend draws the share of the months from 0 to 100 per cent.
func trend(f *pdf.File, s *pdf.Sheet, b Brief, y float64) float64 {
	y = heading(f, s, left, right, y, b.Rising)
	var months []string
	for _, p := range b.Trend {
		if p.Sum.Counted > 0 {
			months = append(months, b.L.Month(p.AsOf)+" "+p.Rate)
		}
	}
	f.Tag("Figure", b.L.T("brief.trend_alt", "months", strings.Join(months, "; ")), func() { y = curve(s, b, y) })
	return y
}

// curve draws the axis and a point for each month that has counted somebody.
func curve(s *pdf.Sheet, b Brief, y float64) float64 {
	const height, indent = 38.0, 12.0
	top, from := y+1, left+indent
	width := right - from - 12
	at := func(i int) float64 {
		if len(b.Trend) < 2 {
			return from + width/2
		}
		return from + width*float64(i)/float64(len(b.Trend)-1)
	}
	up := func(share float64) float64 { return top + height*(1-share/100) }
	for _, level := range []float64{0, 50, 100} {
		s.SetDrawColor(170, 170, 170)
		s.Rule(from-2, right, up(level), .15)
		s.SetDrawColor(0, 0, 0)
		s.PutRight(pdf.Regular, 7, from-3, up(level)+1, fmt.Sprintf("%.0f %%", level))
	}
	s.SetLineWidth(.6)
	last := len(b.Trend) - 1
	for i, p := range b.Trend {
		if p.Sum.Counted == 0 {
			continue
		}
		if i > 0 && b.Trend[i-1].Sum.Counted > 0 {
			s.Line(at(i-1), up(b.Trend[i-1].Share), at(i), up(p.Share))
		}
		s.Circle(at(i), up(p.Share), .8, "F")
	}
	for i, p := range b.Trend {
		s.PutMiddle(pdf.Regular, 6.5, at(i), top+height+4, month(p.AsOf))
		if p.Sum.Counted > 0 {
			style := pdf.Regular
			if i == last {
				style = pdf.Bold
			}
			s.PutMiddle(style, 6.5, at(i), up(p.Share)-2, p.Plain)
		}
	}
	return top + height + 9.5
}

// columns sets the gaps beside people without a PC and the hours.
func columns(f *pdf.File, s *pdf.Sheet, b Brief, y float64) float64 {
	a := heading(f, s, left, half-6, y, b.L.T("brief.gaps"))
	for _, gap := range b.Gaps {
		f.Tag("P", "", func() { a = s.Lines(pdf.Regular, 9, left, a, half-6-left, gap) + .8 })
	}
	c := heading(f, s, half, right, y, b.L.T("brief.pc"))
	for _, text := range append(b.PC, b.Hours) {
		f.Tag("P", "", func() { c = s.Lines(pdf.Regular, 9, half, c, right-half, text) + .8 })
	}
	return max(a, c)
}

// notes set the definitions and how the report is checked, at the foot of the page
// and as small as they have to be.
func notes(f *pdf.File, s *pdf.Sheet, b Brief, y float64) {
	texts := append([]string{}, b.Notes...)
	proof := ""
	for i, p := range b.Proof {
		if i > 0 {
			proof += " · "
		}
		proof += p[0] + ": " + p[1]
	}
	texts = append(texts, proof)
	for size := 7.5; ; size -= .25 {
		height := 0.0
		for _, text := range texts {
			height += s.Height(pdf.Regular, size, right-left, text) + .6
		}
		if y+height <= foot || size <= 5 {
			y = max(y, foot-height)
			f.Artifact(func() { s.Rule(left, right, y-3.6, .15) })
			for _, text := range texts {
				f.Tag("P", "", func() { y = s.Lines(pdf.Regular, size, left, y, right-left, text) + .6 })
			}
			return
		}
	}
}
