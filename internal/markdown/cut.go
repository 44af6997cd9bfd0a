package markdown

import "strings"

// Piece is one paragraph, heading, list, table or call-out of a text as it is
// written.
type Piece struct {
	Text       string // without white space around it
	Start, End int    // its bytes in the text
}

// Cut parts a text where an empty line stands between two pieces, but for those in
// a block of code.
func Cut(text string) []Piece {
	var list []Piece
	start, end, fenced := -1, 0, false
	for at := 0; at < len(text); {
		line := text[at:]
		if i := strings.IndexByte(line, '\n'); i >= 0 {
			line = line[:i]
		}
		if strings.HasPrefix(strings.TrimLeft(line, " "), "```") {
			fenced = !fenced
		}
		switch {
		case strings.TrimSpace(line) != "":
			if start < 0 {
				start = at + len(line) - len(strings.TrimLeft(line, " \t"))
			}
			end = at + len(strings.TrimRight(line, " \t"))
		case start >= 0 && !fenced:
			list = append(list, Piece{text[start:end], start, end})
			start = -1
		}
		at += len(line) + 1
	}
	if start >= 0 {
		list = append(list, Piece{text[start:end], start, end})
	}
	return list
}
