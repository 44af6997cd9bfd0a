package hrimport

import (
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// strokes are letters whose plain form Unicode does not give.
var strokes = map[rune]rune{'Ł': 'L', 'ł': 'l', 'Đ': 'D', 'đ': 'd', 'ı': 'i', 'Ħ': 'H', 'ħ': 'h', 'Ŧ': 'T', 'ŧ': 't'}

// beyond1252 reports whether a name of the file has a letter that Windows-1252
// cannot write. Where none has, the system that wrote the file may have lost
// them.
func (p *planner) beyond1252() bool {
	for _, row := range p.file.Rows {
		for _, r := range row.LastName + row.FirstName {
			if !in1252(r) {
				return true
			}
		}
	}
	return false
}

func in1252(r rune) bool {
	_, ok := charmap.Windows1252.EncodeRune(r)
	return ok
}

// keptName is the name on record where the file's differs only in letters that
// Windows-1252 cannot write (Marković, Markovic, Markovi?), and no name of the
// file has such a letter; else the name of the file.
func (p *planner) keptName(record, file string, line int) string {
	if record == file || !p.lossy {
		return file
	}
	was, is := []rune(norm.NFC.String(record)), []rune(norm.NFC.String(file))
	if len(was) != len(is) {
		return file
	}
	for i, r := range was {
		if r != is[i] && (in1252(r) || is[i] != '?' && is[i] != plain(r)) {
			return file
		}
	}
	if n := len(p.lossyRows); n == 0 || p.lossyRows[n-1] != line {
		p.lossyRows = append(p.lossyRows, line)
	}
	return record
}

// plain is a letter without its marks.
func plain(r rune) rune {
	if base, known := strokes[r]; known {
		return base
	}
	for _, base := range norm.NFD.String(string(r)) {
		return base
	}
	return r
}
