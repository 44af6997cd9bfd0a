package exchange

import (
	"fmt"
	"strings"

	"zaemme/internal/coursefile"
)

// described is a question in one line: its type, a + at what is right, reasons in
// brackets, and the explanation after a bar.
func described(q *coursefile.Question) string {
	var out strings.Builder
	kind := string(q.Type)
	if q.Partial {
		kind += "/partial"
	}
	fmt.Fprintf(&out, "%s %s: %s", q.ID, kind, q.Text["de"])
	why := func(texts coursefile.Texts) string {
		if texts["de"] == "" {
			return ""
		}
		return " (" + texts["de"] + ")"
	}
	for _, option := range q.Options {
		mark := "-"
		if option.Correct {
			mark = "+"
		}
		out.WriteString(" " + mark + option.Text["de"] + why(option.Why))
	}
	for _, item := range q.Items {
		out.WriteString(" >" + item.Text["de"] + why(item.Why))
	}
	for _, p := range q.Pairs {
		out.WriteString(" " + p.Left["de"] + "=" + p.Right["de"] + why(p.Why))
	}
	for _, extra := range q.Extra {
		out.WriteString(" =" + extra["de"])
	}
	if q.Number != nil {
		fmt.Fprintf(&out, " %s±%s%s", q.Number.Value, q.Number.Tolerance, q.Number.Unit["de"])
	}
	for _, one := range q.Accept["de"] {
		out.WriteString(" +" + one)
	}
	out.WriteString(why(q.Why))
	if said := q.Explanation["de"]; said != "" {
		out.WriteString(" | " + said)
	}
	return out.String()
}

// listed are the problems, «12 image» each; those that every foreign question has
// are left out.
func listed(problems []Problem) []string {
	var list []string
	for _, p := range problems {
		if p.Key != "why_missing" && p.Key != "explanation_missing" && p.Key != "place_missing" {
			list = append(list, fmt.Sprintf("%d %s", p.Line, p.Key))
		}
	}
	return list
}
