package search

import (
	"strings"
	"unicode"
)

// What is looked for at once, and the length of a word in bytes.
const (
	maxWords = 8
	maxWord  = 60
)

// Words are the words of what somebody typed, in lower case: letters and digits
// alone.
func Words(typed string) []string {
	var words []string
	for _, word := range strings.FieldsFunc(strings.ToLower(typed), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if len(words) < maxWords && len(word) <= maxWord {
			words = append(words, word)
		}
	}
	return words
}

// all asks for texts in which each word, or one that begins with it, stands. Words
// hold nothing that the query language knows.
func all(words []string) string { return strings.Join(words, ":* & ") + ":*" }
