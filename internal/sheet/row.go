package sheet

import (
	"fmt"
	"strconv"
	"strings"

	"zaemme/internal/calendar"
)

// Rows are written here and not by the library's stream writer: that one takes
// four times as long for a cell, and keeps the text of every sheet uncompressed
// on the disk until the package is written. A test holds the two to the same
// values. Texts are written into their cells, never as formulas.

// look says how a value of a row is shown when it says nothing itself.
type look struct {
	format Format
	wrap   bool
	top    bool
	left   bool
	head   uint8
}

// pieceSize is how much of a sheet waits before it is compressed, in bytes.
const pieceSize = 256 << 10

// put writes the next row; at answers the look of the column with that index. A
// height in points is stated unless it is 0.
func (p *page) put(values []any, at func(column int) look, height float64) error {
	if p.w.closed {
		return errClosed
	}
	number := strconv.Itoa(p.row + 1)
	b := append(append(append(p.xml, `<row r="`...), number...), '"')
	if height > 0 {
		b = append(b, ` ht="`...)
		b = append(strconv.AppendFloat(b, height, 'f', -1, 64), `" customHeight="1"`...)
	}
	b = append(b, '>')
	for i, v := range values {
		prepared, err := prepare(v)
		if err != nil {
			return fmt.Errorf("row %s, column %s: %w", number, ColumnLetter(i+1), err)
		}
		l := at(i)
		if prepared.kind == valNone && l.head == 0 && prepared.tone == Plain {
			continue
		}
		id, err := p.styleOf(prepared, l)
		if err != nil {
			return err
		}
		if prepared.cut {
			p.cut++
		}
		p.wide = max(p.wide, i+1)
		b = append(append(append(b, `<c r="`...), p.w.letter(i)...), number...)
		if id != 0 {
			b = strconv.AppendInt(append(b, `" s="`...), int64(id), 10)
		}
		b = appendValue(b, prepared)
	}
	p.row++
	if p.xml = append(b, `</row>`...); len(p.xml) < pieceSize {
		return nil
	}
	return p.pack()
}

// pack hands the rows so far to the spool.
func (p *page) pack() (err error) {
	if len(p.xml) > 0 {
		p.xml, err = p.w.spool.take(&p.packed, p.xml)
	}
	return err
}

func (p *page) styleOf(v value, l look) (int, error) {
	format := l.format
	if v.kind == valNumber && format == AsText || v.kind == valText && format != AsText {
		format = General
	}
	return p.w.styleID(style{
		kind: v.kind, format: format, bold: v.bold, tone: v.tone,
		wrap: l.wrap && v.kind == valText, top: l.top, left: l.left && v.kind != valText, head: l.head,
	})
}

// appendValue closes the opening tag of a cell and writes the rest of it.
func appendValue(b []byte, v value) []byte {
	switch v.kind {
	case valText:
		return appendText(b, v.text)
	case valDate:
		serial := int64(v.date - epoch1900)
		if serial < 61 { // before March 1900 Excel has no dates
			return appendText(b, formatDate(v.date))
		}
		b = strconv.AppendInt(append(b, `"><v>`...), serial, 10)
	case valTruth:
		b = strconv.AppendInt(append(b, `" t="b"><v>`...), int64(v.number), 10)
	case valNumber, valPercent:
		b = strconv.AppendFloat(append(b, `"><v>`...), v.number, 'f', -1, 64)
	default:
		return append(b, `"/>`...)
	}
	return append(b, `</v></c>`...)
}

func appendText(b []byte, s string) []byte {
	b = append(b, `" t="inlineStr"><is><t`...)
	if strings.TrimSpace(s) != s {
		b = append(b, ` xml:space="preserve"`...)
	}
	b = append(b, '>')
	from := 0
	for i := range len(s) {
		var instead string
		switch s[i] {
		case '<':
			instead = "&lt;"
		case '>':
			instead = "&gt;"
		case '&':
			instead = "&amp;"
		case '\r': // XML would read it as a line feed
			instead = "&#xD;"
		case '_':
			if !escapes(s[i:]) {
				continue
			}
			instead = "_x005F_"
		default:
			continue
		}
		b = append(append(b, s[from:i]...), instead...)
		from = i + 1
	}
	return append(append(b, s[from:]...), `</t></is></c>`...)
}

// escapes reports that a text begins with what programs read as the escape of a
// character, such as _x0041_.
func escapes(s string) bool {
	if len(s) < 7 || s[1] != 'x' || s[6] != '_' {
		return false
	}
	_, err := strconv.ParseUint(s[2:6], 16, 16)
	return err == nil
}

// letter is the name of the column with that index.
func (w *Writer) letter(column int) string {
	for len(w.letters) <= column {
		w.letters = append(w.letters, ColumnLetter(len(w.letters)+1))
	}
	return w.letters[column]
}

func formatDate(d calendar.Date) string {
	year, month, day := d.YMD()
	return fmt.Sprintf("%02d.%02d.%04d", day, month, year)
}
