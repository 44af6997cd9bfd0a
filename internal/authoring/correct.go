package authoring

import (
	"regexp"
	"strings"
	"unicode"

	"zaemme/internal/coursefile"
)

// Correct mends in a course what has one right form only: ß in German texts,
// straight and German quotation marks, and headings that leave out a level. It
// returns what it did, per part.
func Correct(c *coursefile.Course) []Note {
	var notes []Note
	tally := func(place Place, count map[string]int) {
		for _, key := range []string{"sharp_s", "quotes", "headings"} {
			if n := count[key]; n > 0 {
				notes = append(notes, Note{Key: "author.note." + key, Args: map[string]any{"n": n, "part": string(place.Part), "no": place.No}})
			}
		}
	}
	german := func(count map[string]int, texts ...coursefile.Texts) {
		for _, t := range texts {
			if text, there := t["de"]; there {
				t["de"] = mendText(text, count)
			}
		}
	}
	count := map[string]int{}
	german(count, c.Titles, c.Summaries, c.Audience, c.ReviewNotes, c.Version.Note)
	tally(Place{Part: PartMeta}, count)
	for _, m := range texts(c) {
		count := map[string]int{}
		german(count, m.Titles)
		for i, goal := range m.Goals["de"] {
			m.Goals["de"][i] = mendText(goal, count)
		}
		m.Body = mendHeadings(m.Body, count)
		if c.Language == "de" {
			m.Body = mendText(m.Body, count)
		}
		for lang, body := range m.Translations {
			body = mendHeadings(body, map[string]int{})
			if lang == "de" {
				body = mendText(body, count)
			}
			m.Translations[lang] = body
		}
		tally(Place{Part: m.part, No: m.No}, count)
	}
	for i, m := range c.Media {
		count := map[string]int{}
		german(count, m.Transcripts)
		tally(Place{Part: PartMedia, No: i + 1}, count)
	}
	for i := range c.Questions {
		count, q := map[string]int{}, &c.Questions[i]
		german(count, q.Text, q.Why, q.Explanation)
		for _, o := range q.Options {
			german(count, o.Text, o.Why)
		}
		for _, o := range q.Items {
			german(count, o.Text, o.Why)
		}
		for _, o := range q.Pairs {
			german(count, o.Left, o.Right, o.Why)
		}
		german(count, q.Extra...)
		if q.Number != nil {
			german(count, q.Number.Unit)
		}
		for j, word := range q.Accept["de"] {
			q.Accept["de"][j] = mendText(word, count)
		}
		tally(Place{Part: PartQuestion, No: i + 1}, count)
	}
	return notes
}

// code is what stands as it is: spans and blocks of code, and addresses.
var code = regexp.MustCompile("(?s)```.*?(?:```|$)|`[^`\n]*`|\\]\\([^)\\s]*\\)")

// mendText puts ss for ß and guillemets for other quotation marks, outside code.
func mendText(text string, count map[string]int) string {
	var out strings.Builder
	open := false
	last := 0
	for _, span := range append(code.FindAllStringIndex(text, -1), []int{len(text), len(text)}) {
		open = mendPlain(text[last:span[0]], open, &out, count)
		out.WriteString(text[span[0]:span[1]])
		last = span[1]
	}
	return out.String()
}

// mendPlain writes the text mended; open says whether a quotation is.
func mendPlain(text string, open bool, out *strings.Builder, count map[string]int) bool {
	before := ' '
	for _, r := range text {
		switch r {
		case 'ß':
			out.WriteString("ss")
			count["sharp_s"]++
		case 'ẞ':
			out.WriteString("SS")
			count["sharp_s"]++
		case '„':
			out.WriteRune('«')
			open = true
			count["quotes"]++
		case '"', '“', '”':
			// At the beginning of a word it opens, unless one is open already.
			opens := !open && (unicode.IsSpace(before) || strings.ContainsRune("([«–—/>", before))
			if opens || !open && r == '"' {
				out.WriteRune('«')
				open = true
			} else {
				out.WriteRune('»')
				open = false
			}
			count["quotes"]++
		default:
			out.WriteRune(r)
		}
		if r == '\n' && before == '\n' {
			open = false // a quotation ends with its paragraph
		}
		before = r
	}
	return open
}

var headingLine = regexp.MustCompile(`^(#{1,6})([ \t])`)

// mendHeadings gives headings the levels 2 and 3, none of which is left out.
func mendHeadings(body string, count map[string]int) string {
	lines := strings.Split(body, "\n")
	before, fenced := 1, false
	for i, line := range lines {
		if strings.HasPrefix(strings.TrimLeft(line, " >"), "```") {
			fenced = !fenced
		}
		match := headingLine.FindStringSubmatch(line)
		if match == nil || fenced {
			continue
		}
		level := min(max(len(match[1]), 2), 3, before+1)
		before = level
		if level != len(match[1]) {
			lines[i] = strings.Repeat("#", level) + line[len(match[1]):]
			count["headings"]++
		}
	}
	return strings.Join(lines, "\n")
}
