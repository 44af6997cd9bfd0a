package exchange

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// MaxFile is the largest file that Import reads, in bytes: some thousand
// questions, or a hundred with pictures.
const MaxFile = 10 << 20

// Limits of what a file may hold; beyond them it is no list of questions.
const (
	mostQuestions = 5_000
	mostAnswers   = 100
)

// clean is the file in UTF-8 with line ends of one byte, without byte order mark
// and control characters; false, with the line, where it is not UTF-8.
func clean(content []byte) (source string, line int, ok bool) {
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(content) {
		at := 0
		for at < len(content) {
			r, size := utf8.DecodeRune(content[at:])
			if r == utf8.RuneError && size == 1 {
				break
			}
			at += size
		}
		return "", 1 + bytes.Count(content[:at], []byte("\n")), false
	}
	source = strings.ReplaceAll(strings.ReplaceAll(string(content), "\r\n", "\n"), "\r", "\n")
	return readable(source), 0, true
}

// readable is the text without the characters that no course may have, nor XML.
func readable(words string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, words)
}
