package auth

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"zaemme/internal/apperr"
)

//go:embed common.txt
var commonText string

// CheckPassword says why a new password is refused, nil if it is not: fewer than
// MinPasswordLen characters, nothing but what is tried first everywhere, or
// nothing but names. It asks for no kinds of characters, and nothing expires
// (NIST SP 800-63B, BACS). names are words that an attacker knows of the person:
// name, number, mail address, municipality; of longer ones each part counts.
func CheckPassword(password string, names ...string) error {
	wrong := func(key string) error {
		return apperr.New(apperr.Invalid, key, map[string]any{"min": MinPasswordLen}).At("password")
	}
	if utf8.RuneCountInString(password) < MinPasswordLen {
		return wrong("error.password.short")
	}
	if len(password) > 1000 {
		return wrong("error.password.long")
	}
	own := knownWords(names)
	if rest := without(plain(password), own); rest != plain(password) && utf8.RuneCountInString(rest) < 6 {
		return wrong("error.password.own_name")
	}
	for _, text := range []string{plain(password), plain(unleet(password))} {
		rest := without(noRuns(text), own)
		if less := without(rest, commonWords()); (less != text) && countLetters(less) < 4 {
			return wrong("error.password.common")
		}
	}
	return nil
}

// commonWords are those of common.txt, the longest first, so that «passwort» goes
// before «pass» would.
func commonWords() []string {
	var words []string
	for line := range strings.Lines(commonText) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			words = append(words, line)
		}
	}
	slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
	return words
}

// knownWords are the parts of names of three letters or more, the longest first.
func knownWords(names []string) []string {
	var words []string
	for _, name := range names {
		parts := strings.FieldsFunc(plain(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		for _, part := range append(parts, strings.Join(parts, "")) {
			if utf8.RuneCountInString(part) >= 3 {
				words = append(words, part)
			}
		}
	}
	slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
	return words
}

func without(text string, words []string) string {
	for _, word := range words {
		text = strings.ReplaceAll(text, word, "")
	}
	return text
}

// plain is the text in lower case with umlauts written out, however they were
// typed.
func plain(text string) string {
	return strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "é", "e", "è", "e", "à", "a").
		Replace(norm.NFC.String(strings.ToLower(text)))
}

// unleet turns digits and signs that stand for letters back into them; what
// hangs on at the end («2026!!») stands for nothing and goes.
func unleet(text string) string {
	text = strings.TrimRightFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	return strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "8", "b", "@", "a", "$", "s", "!", "i", "€", "e").
		Replace(text)
}

// rows of keyboards and alphabets along which fingers walk.
var rows = []string{
	"abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertzuiopue", "qwertyuiop", "asdfghjkloeae", "yxcvbnm", "zxcvbnm",
	"1qay2wsx3edc4rfv5tgb6zhn7ujm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "qayxswedcvfrtgbnhyzujm",
}

const shortestRun = 4

// noRuns leaves out four and more characters that are one key again and again, or
// a walk along a row, forwards or backwards.
func noRuns(text string) string {
	runes := []rune(text)
	var kept strings.Builder
	for i := 0; i < len(runes); {
		n := run(runes[i:])
		if n < shortestRun {
			kept.WriteRune(runes[i])
			n = 1
		}
		i += n
	}
	return kept.String()
}

// run is the length of the run with which the text begins.
func run(text []rune) int {
	longest := 1
	for longest < len(text) && text[longest] == text[0] {
		longest++
	}
	for _, row := range rows {
		keys := []rune(row)
		for _, walk := range [][]rune{keys, reversed(keys)} {
			for start := range walk {
				n := 0
				for n < len(text) && start+n < len(walk) && walk[start+n] == text[n] {
					n++
				}
				longest = max(longest, n)
			}
		}
	}
	return longest
}

func reversed(list []rune) []rune {
	list = slices.Clone(list)
	slices.Reverse(list)
	return list
}

func countLetters(text string) (n int) {
	for _, r := range text {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}
