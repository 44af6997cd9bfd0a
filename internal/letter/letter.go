package letter

import (
	"html/template"
	"strings"

	"zaemme/internal/mail"
)

// Letter is a message as its template places it: finished texts.
type Letter struct {
	Lang     string
	Subject  string
	Greeting string
	Sections []Section
	Help     []string // sentences after the list
	Link     Link     // a zero Link shows none
	Without  string   // how to get there without the link
	Closing  string
	Sender   string
	Why      string // why one gets this
	// Attachments go beside the text.
	Attachments []mail.Attachment
}

// Section is a block of courses, numbers or a code under one sentence.
type Section struct {
	Title string // heading, empty for none
	Lead  string
	Code  string // set big, to be typed elsewhere
	Lines []Line
	Note  string // of a slip: how to do it
}

// Text is the lines as Press.Set has printed them, empty unless it has printed all.
func (s Section) Text() string {
	var all strings.Builder
	for _, l := range s.Lines {
		if l.text == "" {
			return ""
		}
		all.WriteString(l.text)
	}
	return all.String()
}

// HTML is Text as markup.
func (s Section) HTML() template.HTML {
	var all strings.Builder
	for _, l := range s.Lines {
		if l.html == "" {
			return ""
		}
		all.WriteString(l.html)
	}
	return template.HTML(all.String()) //nolint:gosec // the template of a line has escaped it
}

// Line is one course.
type Line struct {
	Title string
	Facts string // until when, how long
	URL   string // empty: no link

	text, html string // as Press.Set has printed it
}

// Link is an address with its text.
type Link struct{ Text, URL string }
