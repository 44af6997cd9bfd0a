package sheet

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
)

// numberStyle is what the format of a cell says about its number.
type numberStyle struct{ percent, dated bool }

// readStrings loads the shared texts. The reading of a word in another script
// (rPh) is no part of the text.
func (b *book) readStrings(part string) error {
	x, closer, err := b.open(part)
	if err != nil {
		return err
	}
	defer closer.Close() //nolint:errcheck // reading from memory
	var item strings.Builder
	reading, phonetic := false, false
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "si":
				item.Reset()
			case "t":
				reading = !phonetic
			case "rPh":
				phonetic = true
			}
		case xml.CharData:
			// A text may be split by comments into any number of pieces.
			if reading && item.Len() < maxXMLRun {
				item.Write(t)
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "si":
				if len(b.strings) == maxStrings {
					return broken(errHostile)
				}
				b.strings = append(b.strings, unescape(item.String()))
			case "t":
				reading = false
			case "rPh":
				phonetic = false
			}
		}
	}
}

// readStyles finds out which cell styles show a date or a percentage.
func (b *book) readStyles(part string) error {
	codes := map[int]string{}
	inCells := false
	return b.visit(part, func(start xml.StartElement, depth int) error {
		switch start.Name.Local {
		case "numFmt":
			if id, err := strconv.Atoi(attr(start, "numFmtId")); err == nil && len(codes) < maxStyles {
				codes[id] = attr(start, "formatCode")
			}
		case "xf":
			if !inCells {
				return nil
			}
			if len(b.styles) == maxStyles {
				return broken(errHostile)
			}
			id, _ := strconv.Atoi(attr(start, "numFmtId")) // none is 0, the general format
			b.styles = append(b.styles, styleOf(id, codes[id]))
		default:
			if depth == 2 {
				inCells = start.Name.Local == "cellXfs" // cellStyleXfs holds xf too
			}
		}
		return nil
	})
}

// styleOf judges a number format: the built-in ones by their number (ECMA-376
// part 1, 18.8.30), others by the letters outside quotes and brackets.
func styleOf(id int, code string) numberStyle {
	switch {
	case id == 9 || id == 10:
		return numberStyle{percent: true}
	case id >= 14 && id <= 22, id >= 27 && id <= 36, id >= 45 && id <= 47, id >= 50 && id <= 58:
		return numberStyle{dated: true}
	case code == "" || strings.EqualFold(code, "general"):
		return numberStyle{}
	}
	var style numberStyle
	quoted, bracketed := false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"' && !bracketed:
			quoted = !quoted
		case quoted:
		case c == '\\' || c == '_' || c == '*':
			i++
		case c == '[':
			bracketed = true
		case c == ']':
			bracketed = false
		case bracketed:
		case c == '%':
			style.percent = true
		case strings.IndexByte("dmyhsDMYHS", c) >= 0:
			style.dated = true
		}
	}
	return style
}
