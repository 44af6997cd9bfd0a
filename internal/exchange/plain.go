package exchange

import (
	"errors"
	"html"
	"regexp"
	"strings"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/unicode/norm"

	"zaemme/internal/coursefile"
	"zaemme/internal/markdown"
)

// plain is the text as questions have it here; what it loses is told to lost.
func (t *text) plain(lost func(note)) string {
	if t == nil {
		return ""
	}
	body := t.body
	switch t.format {
	case formatHTML:
		body = htmlText(body, lost)
	case formatMarkdown:
		body = htmlText(fromMarkdown(body, lost), lost)
	case formatMoodle:
		if marked(body) {
			body = htmlText(strings.ReplaceAll(body, "\n", "<br>"), lost)
		}
	}
	return strings.TrimSpace(norm.NFC.String(readable(body)))
}

var (
	tagStart  = regexp.MustCompile(`</?([a-zA-Z][a-zA-Z0-9]*)[\s/>]`)
	reference = regexp.MustCompile(`&(?:[a-zA-Z]{2,8}|#[0-9]{1,6}|#[xX][0-9a-fA-F]{1,6});`)
)

// marked reports whether running text holds HTML: a tag or a character reference
// that HTML knows. «a < b» and «<Enter>» are none.
func marked(body string) bool {
	for _, match := range tagStart.FindAllStringSubmatch(body, -1) {
		if atom.Lookup([]byte(strings.ToLower(match[1]))) != 0 {
			return true
		}
	}
	found := reference.FindString(body)
	return found != "" && html.UnescapeString(found) != found
}

// mostMarkdown is the longest text that is read as Markdown, in bytes.
const mostMarkdown = 100_000

// fromMarkdown is the HTML of a Markdown text. Names in {{…}} stay.
func fromMarkdown(body string, lost func(note)) string {
	if len(body) > mostMarkdown {
		return nethtml.EscapeString(body)
	}
	values := map[string]string{}
	for _, name := range coursefile.Placeholders() {
		values[name] = "{{" + name + "}}"
	}
	doc, err := markdown.Render(body, markdown.Options{Values: values})
	var problems markdown.Problems
	if errors.As(err, &problems) {
		for _, problem := range problems {
			switch problem.Key {
			case markdown.KeyImage:
				lost(newNote("image", "text", ""))
			case markdown.KeyRawHTML:
				lost(newNote("element", "name", "HTML"))
			default:
				return nethtml.EscapeString(body) // not the Markdown that is known here: as it stands
			}
		}
	}
	return doc.HTML
}
