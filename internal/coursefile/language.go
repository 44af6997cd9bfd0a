package coursefile

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"zaemme/internal/markdown"
)

// languages are those a text may be written in.
var languages = []string{"de", "en", "fr", "it"}

var (
	germanQuotes = regexp.MustCompile(`["„“”]`)
	codeSpan     = regexp.MustCompile("`[^`\n]*`")
	// localPhone is a Swiss subscriber number written out; short numbers and
	// 0800 numbers of public bodies are the same everywhere and may stand.
	localPhone = regexp.MustCompile(`(?:\+41|\b0041|\b0)[  ]?[1-79][0-9][  ]?[0-9]{3}[  ]?[0-9]{2}[  ]?[0-9]{2}\b`)
)

// texts reads a text by language; the required languages must be there. Titles
// and the like take no placeholders: they stand in mails and lists.
func (o *object) texts(name string, placeholders bool, required ...string) Texts {
	node := o.field(name, len(required) > 0)
	if node == nil {
		return nil
	}
	return o.textsOf(node, o.path+name, placeholders, required...)
}

func (r *report) textsOf(node *yaml.Node, path string, placeholders bool, required ...string) Texts {
	inner := r.object(node, path)
	texts := Texts{}
	for _, language := range inner.order {
		inner.asked[language] = true
		if !slices.Contains(languages, language) {
			r.fault(inner.keys[language], "language_unknown", args("field", path, "language", language))
			continue
		}
		value := inner.fields[language]
		text := r.scalar(value, inner.path+language)
		if text == "" {
			continue
		}
		texts[language] = text
		r.proofread(text, language, value.Line, value.Column, value.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0)
		r.placeholders(value, text, placeholders)
	}
	for _, language := range required {
		if inner.fields[language] == nil && node.Kind == yaml.MappingNode {
			r.fault(node, "language_missing", args("field", path, "language", language))
		}
	}
	return texts
}

// proofread finds what a Swiss German text does not hold: ß, straight or German
// quotation marks, and local phone numbers. With block set the text begins on
// the line after.
func (r *report) proofread(text, language string, line, column int, block bool) {
	if block {
		line, column = line+1, 0
	}
	fenced := false
	for i, content := range strings.Split(text, "\n") {
		at := 0
		if i == 0 {
			at = column
		}
		if strings.HasPrefix(strings.TrimLeft(content, " >"), "```") {
			fenced = !fenced
		}
		content = codeSpan.ReplaceAllString(content, "")
		if fenced {
			continue
		}
		if found := localPhone.FindString(content); found != "" {
			r.add(Warning, line+i+r.offset, at, "text_phone", args("text", found))
		}
		if language != "de" {
			continue
		}
		if found := strings.IndexAny(content, "ßẞ"); found >= 0 {
			r.add(Error, line+i+r.offset, at, "text_sharp_s", args("text", around(content, found)))
		}
		if found := germanQuotes.FindStringIndex(content); found != nil {
			r.add(Error, line+i+r.offset, at, "text_quotes", args("text", around(content, found[0])))
		}
	}
}

// around is the text near a byte, cut between words, to find it by.
func around(text string, at int) string {
	start, end := max(at-20, 0), min(at+20, len(text))
	return strings.TrimSpace(strings.ToValidUTF8(text[start:end], ""))
}

// placeholders reports unknown ones, or all where none may stand.
func (r *report) placeholders(node *yaml.Node, text string, allowed bool) {
	options := markdown.Options{FirstLine: node.Line}
	if allowed {
		options.Values = placeholderSamples()
	}
	_, err := markdown.FillLine(text, options)
	var problems markdown.Problems
	if !errors.As(err, &problems) {
		return
	}
	for _, problem := range problems {
		if allowed {
			r.fault(node, strings.TrimPrefix(problem.Key, "error.markdown."), problem.Args)
			continue
		}
		shown := problem.Args["text"]
		if name, named := problem.Args["name"]; named {
			shown = "{{" + name.(string) + "}}"
		}
		r.fault(node, "placeholder_broken", args("text", shown))
	}
}

func placeholderSamples() map[string]string {
	samples := map[string]string{}
	for _, name := range Placeholders() {
		samples[name] = "Beispiel"
	}
	return samples
}
