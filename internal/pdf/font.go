package pdf

import (
	"fmt"
	"strings"
	"unicode"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"
)

// fonts are the Go fonts (BSD): made to DIN 1450, so that 0 and O, 1, l and I are
// told apart, and with the letters of Europe's Latin, Greek and Cyrillic names.
type fonts map[string]*sfnt.Font // by style

func addFonts(f *fpdf.Fpdf) (fonts, error) {
	list := fonts{}
	for _, one := range []struct {
		style string
		ttf   []byte
	}{{Regular, goregular.TTF}, {Bold, gobold.TTF}} {
		f.AddUTF8FontFromBytes(family, one.style, one.ttf)
		font, err := sfnt.Parse(one.ttf)
		if err != nil {
			return nil, fmt.Errorf("pdf: font: %w", err)
		}
		list[one.style] = font
	}
	if err := f.Error(); err != nil {
		return nil, fmt.Errorf("pdf: font: %w", err)
	}
	return list, nil
}

// printable replaces what the font has no drawing for: a letter by the letter
// without its mark (ș by s), anything else by a dot in the middle.
func (f fonts) printable(style, text string) string {
	var buf sfnt.Buffer
	has := func(r rune) bool {
		if r > 0xffff { // the file counts letters in two bytes
			return false
		}
		i, err := f[style].GlyphIndex(&buf, r)
		return err == nil && i != 0
	}
	var out strings.Builder
	for _, r := range norm.NFC.String(text) {
		switch {
		case r == '\u00a0' || unicode.IsSpace(r):
			out.WriteByte(' ')
		case has(r):
			out.WriteRune(r)
		case unicode.IsMark(r):
		default:
			base := []rune(norm.NFD.String(string(r)))[0]
			if base == r || !has(base) {
				base = '·'
			}
			out.WriteRune(base)
		}
	}
	return out.String()
}
