package authoring

import (
	"fmt"
	"strings"

	"zaemme/internal/coursefile"
)

// plainQuestion is a question as lines of text, as it is compared and searched.
func plainQuestion(q *coursefile.Question, lang string) string {
	var lines []string
	add := func(mark string, texts coursefile.Texts) {
		if text := texts[lang]; text != "" {
			lines = append(lines, mark+text)
		}
	}
	add("", q.Text)
	for _, o := range q.Options {
		mark := "☐ "
		if o.Correct {
			mark = "☑ "
		}
		add(mark, o.Text)
		add("   ", o.Why)
	}
	for i, o := range q.Items {
		add(fmt.Sprintf("%d. ", i+1), o.Text)
		add("   ", o.Why)
	}
	for _, p := range q.Pairs {
		lines = append(lines, p.Left[lang]+" → "+p.Right[lang])
		add("   ", p.Why)
	}
	for _, extra := range q.Extra {
		add("→ ", extra)
	}
	if q.Number != nil {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("= %s ± %s %s", q.Number.Value, q.Number.Tolerance, q.Number.Unit[lang])))
	}
	for _, word := range q.Accept[lang] {
		lines = append(lines, "= "+word)
	}
	add("   ", q.Why)
	add("", q.Explanation)
	return strings.Join(lines, "\n")
}
