package exchange

import "strings"

// withWhys is the general feedback of a question whose parts have no feedback of
// their own: the explanation, then a line for each part.
func withWhys(explanation string, heads, whys []string) string {
	var lines strings.Builder
	for i, why := range whys {
		if why != "" {
			lines.WriteString(whyLine(heads[i]) + why)
		}
	}
	if lines.Len() == 0 {
		return explanation
	}
	return strings.TrimSpace(explanation + "\n" + lines.String())
}

func whyLine(head string) string { return "\n– " + head + ": " }

// splitWhys is the reverse; without such lines the whys are empty.
func splitWhys(general string, heads []string) (explanation string, whys []string) {
	whys = make([]string, len(heads))
	rest := "\n" + general
	for i := len(heads) - 1; i >= 0; i-- {
		line := whyLine(heads[i])
		if at := strings.LastIndex(rest, line); at >= 0 {
			whys[i], rest = strings.TrimSpace(rest[at+len(line):]), rest[:at]
		}
	}
	if explanation = strings.TrimSpace(rest); withWhys(explanation, heads, whys) == general {
		return explanation, whys
	}
	return general, make([]string, len(heads))
}
