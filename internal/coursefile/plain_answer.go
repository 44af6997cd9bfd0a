package coursefile

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// PlainAnswer is a typed answer without what does not matter: upper and lower
// case, blanks, punctuation at its ends, and how a letter with an accent is
// stored.
func PlainAnswer(text string) string {
	text = cases.Fold().String(norm.NFKC.String(text))
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) { // also soft hyphens and joiners
			return -1
		}
		return r
	}, text)
	return norm.NFC.String(strings.TrimFunc(text, unicode.IsPunct))
}
