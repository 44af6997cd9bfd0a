package i18n

import "strings"

var plain = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "é", "e", "è", "e", "à", "a", "ç", "c")

// Slug makes «badeanlagen-rossmoos» of a title: small letters, digits and single
// hyphens, at most 40 bytes; empty where nothing of the title is left.
func Slug(title string) string {
	var b strings.Builder
	for _, r := range plain.Replace(strings.ToLower(title)) {
		switch {
		case b.Len() >= 40:
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}
