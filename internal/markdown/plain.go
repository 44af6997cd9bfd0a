package markdown

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

var manyBreaks = regexp.MustCompile(`\n{3,}`)

// plain is the text of sanitised HTML: blocks parted by an empty line, list
// items begun with a dash, table cells parted by a bar.
func plain(source string) string {
	var out strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(source))
	pre := false
	for {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			break // the end: the tokenizer of a string fails in no other way
		}
		token := tokens.Token()
		switch kind {
		case html.TextToken:
			if pre {
				out.WriteString(token.Data)
			} else if strings.TrimSpace(token.Data) != "" {
				writeFlow(&out, token.Data)
			} else if out.Len() > 0 && !strings.Contains(token.Data, "\n") {
				out.WriteByte(' ')
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			pre = pre || token.Data == "pre"
			out.WriteString(opening[token.Data])
		case html.EndTagToken:
			pre = pre && token.Data != "pre"
			out.WriteString(closing[token.Data])
		}
	}
	lines := strings.Split(out.String(), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(line), "|"))
	}
	return strings.TrimSpace(manyBreaks.ReplaceAllString(strings.Join(lines, "\n"), "\n\n"))
}

// writeFlow writes running text with every white space as one blank.
func writeFlow(out *strings.Builder, text string) {
	fields := strings.Join(strings.Fields(text), " ")
	if strings.ContainsAny(text[:1], " \n\t") {
		out.WriteByte(' ')
	}
	out.WriteString(fields)
	if strings.ContainsAny(text[len(text)-1:], " \n\t") {
		out.WriteByte(' ')
	}
}

var opening = map[string]string{
	"p": "\n\n", "h1": "\n\n", "h2": "\n\n", "h3": "\n\n", "h4": "\n\n", "h5": "\n\n", "h6": "\n\n",
	"li": "\n– ", "pre": "\n\n", "table": "\n\n", "tr": "\n", "br": "\n",
	"blockquote": "\n\n", "div": "\n\n", "details": "\n\n", "summary": "\n\n",
}

var closing = map[string]string{
	"p": "\n\n", "h1": "\n\n", "h2": "\n\n", "h3": "\n\n", "h4": "\n\n", "h5": "\n\n", "h6": "\n\n",
	"ul": "\n\n", "ol": "\n\n", "pre": "\n\n", "table": "\n\n", "th": " | ", "td": " | ",
	"blockquote": "\n\n", "div": "\n\n", "details": "\n\n", "summary": "\n\n",
}
