package report

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// scopeName is whom the report is about, in words.
func (s *snapshot) scopeName() string {
	switch {
	case s.query.Department == "" && s.query.Scope.Everyone:
		return s.settings.Text("municipality")
	case s.root != nil:
		return s.root.Name
	case s.query.By.ID != 0:
		return s.query.By.Name()
	default:
		return s.settings.Text("municipality")
	}
}

// fileName is such as 2026-12-31_Erfuellungsbericht_Direktion-Bau-und-Umwelt.xlsx:
// ASCII, so that every system keeps it.
func fileName(q Query, scope, extension string) string {
	return q.AsOf.String() + "_Erfuellungsbericht_" + ascii(scope) + "." + extension
}

// ascii writes a name in letters, digits and hyphens, at most 60 of them.
func ascii(s string) string {
	s = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue", "ß", "ss").Replace(s)
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		switch {
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
		default:
			if text := b.String(); text != "" && !strings.HasSuffix(text, "-") {
				b.WriteByte('-')
			}
		}
		if b.Len() >= 60 {
			break
		}
	}
	if name := strings.Trim(b.String(), "-"); name != "" {
		return name
	}
	return "Bericht"
}
