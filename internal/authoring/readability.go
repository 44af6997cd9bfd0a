package authoring

import (
	"regexp"
	"strings"

	"zaemme/internal/coursefile"
	"zaemme/internal/markdown"
)

// The length of sentences that most people read without going back (DIN SPEC
// 33429 and the federal guide to plain language: up to 15 words, 20 at most): the
// average may be 18 words, and hardly any sentence more than 35.
const (
	mostAverage = 18
	mostWords   = 35
)

var sentenceEnd = regexp.MustCompile(`[.!?:;…]["»“)]*(?:\s+|$)|\n+`)

// sentences are the running sentences of a text: headings, lists of single words
// and cells of tables do not count.
func sentences(text string) []string {
	var list []string
	for _, part := range sentenceEnd.Split(text, -1) {
		if markdown.CountWords(part) >= 4 {
			list = append(list, strings.TrimSpace(part))
		}
	}
	return list
}

// unreadable are the texts whose sentences are long.
func unreadable(c *coursefile.Course) []Finding {
	var list []Finding
	for _, m := range texts(c) {
		doc, _ := markdown.Render(m.Body, markdown.Options{Values: sampleValues()})
		words, longest, worst := 0, 0, ""
		all := sentences(doc.Text)
		for _, sentence := range all {
			n := markdown.CountWords(sentence)
			words += n
			if n > longest {
				longest, worst = n, sentence
			}
		}
		place := Place{Part: m.part, No: m.No}
		if len(all) > 0 && words > mostAverage*len(all) {
			list = append(list, Finding{Weight: Reason, Code: "readability", Place: place, key: "author.finding.average",
				args: map[string]any{"words": (words + len(all)/2) / len(all), "max": mostAverage}})
		}
		if longest > mostWords {
			if runes := []rune(worst); len(runes) > 60 {
				worst = string(runes[:60]) + " …"
			}
			list = append(list, Finding{Weight: Reason, Code: "readability", Place: place, key: "author.finding.sentence",
				args: map[string]any{"words": longest, "max": mostWords, "text": worst}})
		}
	}
	return list
}

func sampleValues() map[string]string {
	values := map[string]string{}
	for _, name := range coursefile.Placeholders() {
		values[name] = "Beispiel"
	}
	return values
}
