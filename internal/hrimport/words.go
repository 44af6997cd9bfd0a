package hrimport

import (
	"strconv"

	"zaemme/internal/i18n"
)

// ProblemText is the sentence of a problem; fields and kinds of data in it are
// words, numbers that came out of a stored plan are whole again.
func ProblemText(l *i18n.Printer, p Problem) string {
	args := map[string]any{}
	for name, value := range p.Args {
		switch value := value.(type) {
		case float64:
			args[name] = int(value)
		case string:
			args[name] = value
			if key := "import.field." + value; name == "field" && l.Has(key) {
				args[name] = l.T(key)
			}
			if key := "import.kind." + value; name == "kind" && l.Has(key) {
				args[name] = l.T(key)
			}
		default:
			args[name] = value
		}
	}
	return l.Map(p.Key, args)
}

// PlaceText is «Zeile 12, Spalte F (Eintritt)».
func PlaceText(l *i18n.Printer, p Problem) string {
	if p.Line == 0 && p.Column == 0 {
		return l.T("hr.import.whole_file")
	}
	place := ""
	if p.Line > 0 {
		place = l.T("hr.import.line", "line", strconv.Itoa(p.Line))
	}
	if p.Column > 0 {
		if place != "" {
			place += ", "
		}
		place += l.T("hr.import.column", "letter", p.Letter())
		if p.Header != "" {
			place += " (" + p.Header + ")"
		}
	}
	return place
}
