package markdown

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "æ", "ae", "œ", "oe", "ø", "o")

// Slug is the text as the last part of an address: a to z, digits and single
// hyphens; umlauts are written out, other accents dropped. «Für Größe & Zahl»
// is fuer-groesse-zahl. A text without such letters gives the empty string.
func Slug(text string) string {
	text = umlauts.Replace(strings.ToLower(norm.NFC.String(text)))
	var out strings.Builder
	gap := false
	for _, r := range norm.NFD.String(text) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if gap && out.Len() > 0 {
				out.WriteByte('-')
			}
			gap = false
			out.WriteRune(r)
		case unicode.Is(unicode.Mn, r): // an accent
		case r == '\'' || r == '’': // l'information stays one word
		default:
			gap = true
		}
	}
	return out.String()
}

// names gives out ids that are unique within one text.
type names struct {
	prefix string
	used   map[string]bool
}

func (n *names) take(text, fallback string) string {
	base := Slug(text)
	if base == "" {
		base = fallback
	}
	name := n.prefix + base
	for i := 2; n.used[name]; i++ {
		name = n.prefix + base + "-" + strconv.Itoa(i)
	}
	n.used[name] = true
	return name
}
