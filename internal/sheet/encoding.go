package sheet

import (
	"bytes"
	"encoding/binary"
	"path/filepath"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// sample is how much of a file decides on its encoding and delimiter.
const sample = 64 << 10

// decodeText finds the encoding by content: a byte order mark, UTF-16 without
// one (every other byte NUL), UTF-8, else Windows-1252. False means that this
// is no text. A file that is UTF-8 for the most part keeps being read as such;
// its stray bytes become U+FFFD, which is a problem at their cell.
func decodeText(content []byte) (string, bool) {
	switch {
	case bytes.HasPrefix(content, []byte("\xEF\xBB\xBF")):
		return plausible(strings.ToValidUTF8(string(content[3:]), "\uFFFD"))
	case bytes.HasPrefix(content, []byte("\xFF\xFE")):
		return plausible(decodeUTF16(content[2:], binary.LittleEndian))
	case bytes.HasPrefix(content, []byte("\xFE\xFF")):
		return plausible(decodeUTF16(content[2:], binary.BigEndian))
	}
	if order := utf16Order(content); order != nil {
		return plausible(decodeUTF16(content, order))
	}
	if good, bad := multibyte(content); bad == 0 || good > bad {
		return plausible(strings.ToValidUTF8(string(content), "\uFFFD"))
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(content)
	if err != nil {
		return "", false
	}
	return plausible(string(text))
}

// multibyte counts the sequences of several bytes that are UTF-8 and the bytes
// that are not.
func multibyte(content []byte) (good, bad int) {
	for len(content) > 0 {
		r, size := utf8.DecodeRune(content)
		if r == utf8.RuneError && size == 1 {
			bad++
		} else if size > 1 {
			good++
		}
		content = content[size:]
	}
	return good, bad
}

// utf16Order recognises UTF-16 text without a mark by its NUL bytes.
func utf16Order(content []byte) binary.ByteOrder {
	head := content[:min(len(content), sample)]
	if len(head) < 4 {
		return nil
	}
	var nul [2]int
	for i, b := range head {
		if b == 0 {
			nul[i%2]++
		}
	}
	half := len(head) / 2
	switch {
	case nul[1] > half*7/10 && nul[0] < half/20+1:
		return binary.LittleEndian
	case nul[0] > half*7/10 && nul[1] < half/20+1:
		return binary.BigEndian
	}
	return nil
}

func decodeUTF16(content []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(content)/2)
	for i := range units {
		units[i] = order.Uint16(content[2*i:])
	}
	return string(utf16.Decode(units))
}

func utf16Bytes(text string) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		out = binary.LittleEndian.AppendUint16(out, unit)
	}
	return out
}

// plausible refuses what has more control characters than a damaged text.
func plausible(text string) (string, bool) {
	head := text[:min(len(text), sample)]
	control := 0
	for _, r := range head {
		if isControl(r) || r == utf8.RuneError {
			control++
		}
	}
	return text, control*10 <= len(head)
}

// isControl reports a character that has no place in a cell.
func isControl(r rune) bool {
	return r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r >= 0x7F && r < 0xA0 || r == 0xFFFE || r == 0xFFFF
}

// looksLikeMarkup recognises the web pages that some systems export as .xls.
func looksLikeMarkup(text string) bool {
	head := strings.ToLower(strings.TrimSpace(text[:min(len(text), 512)]))
	for _, start := range []string{"<?xml", "<html", "<!doctype", "<table", "<head", "<meta"} {
		if strings.HasPrefix(head, start) {
			return true
		}
	}
	return false
}

func isExcelName(name string) bool {
	return strings.HasPrefix(strings.ToLower(filepath.Ext(name)), ".xl")
}
