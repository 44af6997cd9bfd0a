package exchange

import (
	"strconv"
	"strings"
)

// writeGIFT writes the entries, whose texts are plain.
func writeGIFT(path string, entries []*entry) []byte {
	var out strings.Builder
	out.WriteString(categoryMark + " " + path + "\n")
	for _, e := range entries {
		out.WriteString("\n// [id:" + inTag(e.id) + "]")
		for _, tag := range e.tags {
			out.WriteString(" [tag:" + inTag(tag) + "]")
		}
		out.WriteString("\n" + titleMark + escape(e.title) + titleMark + "[" + formatPlain + "]" + escape(e.stem.body) + "{")
		e.giftAnswers(&out)
		if e.general != nil {
			out.WriteString("\n\t" + generalMark + giftPlain(e.general.body))
		}
		out.WriteString("\n}\n")
	}
	return []byte(out.String())
}

func inTag(words string) string { return strings.ReplaceAll(words, "]", `\]`) }

// giftPlain is a text within the answers. One that might be read as a weight or
// a format gets its own format before it.
func giftPlain(body string) string {
	if strings.HasPrefix(body, "[") || strings.HasPrefix(body, "%") {
		return "[" + formatPlain + "]" + escape(body)
	}
	return escape(body)
}

func giftFeedback(t *text) string {
	if t == nil {
		return ""
	}
	return "#" + giftPlain(t.body)
}

func (e *entry) giftAnswers(out *strings.Builder) {
	switch e.kind {
	case trueFalse:
		word, wrong, right := "FALSE", e.choices[0].feedback, e.choices[1].feedback
		if e.choices[0].correct {
			word, wrong, right = "TRUE", right, wrong
		}
		out.WriteString(word)
		if wrong != nil || right != nil {
			out.WriteString("#")
			if wrong != nil {
				out.WriteString(giftPlain(wrong.body))
			}
			out.WriteString(giftFeedback(right))
		}
	case matching:
		for _, p := range e.pairs {
			out.WriteString("\n\t=" + giftPlain(p.left.body) + " " + pairMark + " " + giftPlain(p.right.body))
		}
	case numerical:
		out.WriteString("#")
		for _, c := range e.choices {
			out.WriteString("\n\t=" + c.number.value + ":" + c.number.tolerance + giftFeedback(c.feedback))
		}
	default:
		for i := range e.choices {
			c := &e.choices[i]
			out.WriteString("\n\t" + e.giftMark(c) + giftPlain(c.text.body) + giftFeedback(c.feedback))
		}
	}
}

// giftMark is what begins an answer.
func (e *entry) giftMark(c *choice) string {
	switch {
	case e.many:
		return "~%" + strconv.FormatFloat(*c.weight, 'f', -1, 64) + "%"
	case c.correct:
		return "="
	}
	return "~"
}
