package sheettest

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// order of the children of worksheet (ECMA-376 part 1, 18.3.1.99).
var order = []string{
	"sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
	"protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
	"phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
	"headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing",
	"legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
}

type sheetChecker struct {
	*checker
	sheet     string
	dimension string
	depth     int
	last      int // position in order of the last child
	row, col  int
	wide      int
	text      strings.Builder
}

// worksheet streams through one sheet.
func (c *checker) worksheet(sheet, part string) {
	s := sheetChecker{checker: c, sheet: sheet, last: -1}
	decoder := xml.NewDecoder(bytes.NewReader(c.parts[part]))
	for {
		token, err := decoder.Token()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				c.add("sheet %q: %v", sheet, err)
			}
			break
		}
		switch t := token.(type) {
		case xml.StartElement:
			s.depth++
			s.start(t)
		case xml.CharData:
			s.text.Write(t)
		case xml.EndElement:
			s.end(t)
			s.depth--
		}
	}
	s.finish()
}

func (s *sheetChecker) start(t xml.StartElement) {
	s.text.Reset()
	if s.depth == 2 {
		position := slices.Index(order, t.Name.Local)
		if position < s.last || position == s.last && t.Name.Local != "conditionalFormatting" {
			s.add("sheet %q: element %s is unknown or out of order", s.sheet, t.Name.Local)
		}
		s.last = position
	}
	switch t.Name.Local {
	case "dimension":
		s.dimension = attr(t, "ref")
	case "row":
		row, err := strconv.Atoi(attr(t, "r"))
		if err != nil || row <= s.row || row > 1_048_576 {
			s.add("sheet %q: row %q after row %d", s.sheet, attr(t, "r"), s.row)
		}
		s.row, s.col = row, 0
		s.style(t, fmt.Sprintf("row %d", row))
	case "c":
		s.cell(t)
	case "f":
		s.add("sheet %q: formula in row %d", s.sheet, s.row)
	case "mergeCell", "autoFilter":
		if _, _, _, _, ok := parseRange(attr(t, "ref")); !ok {
			s.add("sheet %q: %s %q", s.sheet, t.Name.Local, attr(t, "ref"))
		}
	}
}

func (s *sheetChecker) cell(t xml.StartElement) {
	col, row, ok := parseRef(attr(t, "r"))
	if !ok || row != s.row || col <= s.col || col > 16_384 {
		s.add("sheet %q: cell %q in row %d after column %d", s.sheet, attr(t, "r"), s.row, s.col)
		return
	}
	s.col, s.wide = col, max(s.wide, col)
	s.style(t, "cell "+attr(t, "r"))
}

func (s *sheetChecker) style(t xml.StartElement, where string) {
	given := attr(t, "s")
	if given == "" {
		return
	}
	if style, err := strconv.Atoi(given); err != nil || style < 0 || style >= s.styles {
		s.add("sheet %q: %s has style %s of %d", s.sheet, where, given, s.styles)
	}
}

func (s *sheetChecker) end(t xml.EndElement) {
	text := s.text.String()
	switch t.Name.Local {
	case "t", "v":
		if len(utf16.Encode([]rune(text))) > 32_767 {
			s.add("sheet %q: text in row %d is too long", s.sheet, s.row)
		}
	case "oddHeader", "oddFooter":
		if len(text) > 255 {
			s.add("sheet %q: %s is too long", s.sheet, t.Name.Local)
		}
	}
}

func (s *sheetChecker) finish() {
	want := "A1"
	if s.row > 1 || s.wide > 1 {
		want = "A1:" + letter(s.wide) + strconv.Itoa(s.row)
	}
	if s.dimension != want {
		s.add("sheet %q: dimension %q, but the cells fill %s", s.sheet, s.dimension, want)
	}
}

func attr(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

func parseRange(ref string) (c1, r1, c2, r2 int, ok bool) {
	from, to, found := strings.Cut(ref, ":")
	if !found {
		to = from
	}
	var ok1, ok2 bool
	c1, r1, ok1 = parseRef(from)
	c2, r2, ok2 = parseRef(to)
	return c1, r1, c2, r2, ok1 && ok2 && c1 <= c2 && r1 <= r2
}

func parseRef(ref string) (col, row int, ok bool) {
	ref = strings.ReplaceAll(ref, "$", "") // an autofilter may be written absolute
	i := 0
	for ; i < len(ref) && ref[i] >= 'A' && ref[i] <= 'Z'; i++ {
		col = col*26 + int(ref[i]-'A') + 1
	}
	row, err := strconv.Atoi(ref[i:])
	return col, row, err == nil && col > 0 && row > 0
}

func letter(col int) string {
	name := ""
	for ; col > 0; col = (col - 1) / 26 {
		name = string(rune('A'+(col-1)%26)) + name
	}
	return name
}
