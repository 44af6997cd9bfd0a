package sheet

import (
	"iter"
	"strings"
)

// csvSource is a decoded csv or tsv file.
type csvSource struct {
	text   string
	first  int // line of the first character
	comma  byte
	limits Limits
}

func openCSV(text string, limits Limits) *csvSource {
	s := &csvSource{text: text, first: 1, limits: limits}
	if end := strings.IndexAny(text, "\r\n"); end == 5 && strings.EqualFold(text[:4], "sep=") {
		s.comma = text[4] // Excel's own hint, which is no row
		s.text, s.first = strings.TrimPrefix(strings.TrimPrefix(text[5:], "\r"), "\n"), 2
		return s
	}
	s.comma = guessComma(text)
	return s
}

// Sheets is one sheet without a name.
func (s *csvSource) Sheets() []Info { return []Info{{}} }

// Rows yields the records of the file, whatever the index.
func (s *csvSource) Rows(int) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		count := counter{limits: s.limits}
		scan := csvScanner{text: s.text, line: s.first, comma: s.comma, limits: s.limits}
		for scan.more() {
			row, err := scan.row()
			if err == nil && len(row.Cells) == 0 && len(row.Problems) == 0 {
				continue
			}
			if err == nil {
				err = count.add(row.Line)
			}
			if err != nil {
				yield(Row{}, err)
				return
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// csvScanner reads records by RFC 4180, leniently where the intention is
// plain: a quotation mark inside a field is a character, any line ending ends a
// record, the last record may be unfinished.
type csvScanner struct {
	text   string
	at     int
	line   int
	comma  byte
	limits Limits
}

func (s *csvScanner) more() bool { return s.at < len(s.text) }

func (s *csvScanner) row() (Row, error) {
	row := Row{Line: s.line}
	for column := 1; ; column++ {
		text, problem := s.field()
		if problem != "" {
			row.Problems = append(row.Problems, Problem{Line: row.Line, Column: column, Severity: Error, Key: problem})
		}
		text, problems := checkText(unprotect(text), row.Line, column, s.limits)
		row.Problems = append(row.Problems, problems...)
		cell := textCell(text)
		if column <= s.limits.Columns {
			row.Cells = append(row.Cells, cell)
		} else if !cell.Blank() {
			return row, tooMany("columns", s.limits.Columns, row.Line)
		}
		if !s.more() || s.text[s.at] != s.comma {
			break
		}
		s.at++
	}
	s.newline()
	row.Cells = trimRight(row.Cells)
	return row, nil
}

// field reads up to the comma or the end of the line, which stay unread.
func (s *csvScanner) field() (text, problem string) {
	if !s.more() || s.text[s.at] != '"' {
		return s.bare(), ""
	}
	start := s.line
	s.at++
	var b strings.Builder
	for {
		end := strings.IndexByte(s.text[s.at:], '"')
		if end < 0 {
			s.take(&b, len(s.text)-s.at)
			return b.String(), KeyQuote
		}
		s.take(&b, end)
		s.at++
		if s.more() && s.text[s.at] == '"' {
			b.WriteByte('"')
			s.at++
			continue
		}
		break
	}
	if s.line > start && strings.IndexByte(b.String(), s.comma) >= 0 {
		problem = KeyLineBreak
	}
	b.WriteString(s.bare()) // "Meier" AG: what follows the closing mark belongs to it
	return b.String(), problem
}

func (s *csvScanner) bare() string {
	start := s.at
	for s.more() && s.text[s.at] != s.comma && s.text[s.at] != '\n' && s.text[s.at] != '\r' {
		s.at++
	}
	return s.text[start:s.at]
}

// take moves n bytes of quoted text and counts their lines.
func (s *csvScanner) take(b *strings.Builder, n int) {
	part := s.text[s.at : s.at+n]
	b.WriteString(part)
	s.at += n
	s.line += countLines(part)
}

func (s *csvScanner) newline() {
	if s.more() && s.text[s.at] == '\r' {
		s.at++
		if s.more() && s.text[s.at] == '\n' {
			s.at++
		}
	} else if s.more() {
		s.at++
	}
	s.line++
}

// countLines counts line ends: LF, CR LF, or a CR alone.
func countLines(text string) int {
	return strings.Count(text, "\n") + strings.Count(text, "\r") - strings.Count(text, "\r\n")
}

// unprotect undoes ="00123", by which some systems keep leading zeros.
func unprotect(text string) string {
	if inner, ok := strings.CutPrefix(text, `="`); ok {
		if inner, ok = strings.CutSuffix(inner, `"`); ok && !strings.Contains(inner, `"`) {
			return inner
		}
	}
	return text
}

// guessComma takes the delimiter that most lines have the same number of.
// Lines above the header and commas inside names do not mislead it.
func guessComma(text string) byte {
	text = text[:min(len(text), sample)]
	best, bestScore := byte(';'), 0
	for _, comma := range []byte{';', '\t', ',', '|'} {
		perCount := map[int]int{}
		for n, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
			if n == 100 {
				break
			}
			if found := countOutsideQuotes(line, comma); found > 0 {
				perCount[found]++
			}
		}
		for found, lines := range perCount {
			if score := found * lines; score > bestScore {
				best, bestScore = comma, score
			}
		}
	}
	return best
}

func countOutsideQuotes(line string, comma byte) int {
	found, quoted := 0, false
	for i := range len(line) {
		switch {
		case line[i] == '"':
			quoted = !quoted
		case line[i] == comma && !quoted:
			found++
		}
	}
	return found
}
