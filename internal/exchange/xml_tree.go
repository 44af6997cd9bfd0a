package exchange

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// Limits of an XML file: how deep elements may lie in each other, of which a
// question needs seven, and how many there may be, of which it has about forty.
const (
	mostDepth    = 40
	mostElements = 200_000
)

// element is an element of an XML file with its text and children.
type element struct {
	name     string
	attrs    map[string]string
	text     string
	children []*element
	line     int
}

// child is the first child of the name, an empty one if there is none.
func (e *element) child(name string) *element {
	for _, one := range e.children {
		if one.name == name {
			return one
		}
	}
	return &element{line: e.line}
}

// all are the children of the name.
func (e *element) all(name string) []*element {
	var found []*element
	for _, one := range e.children {
		if one.name == name {
			found = append(found, one)
		}
	}
	return found
}

// trimmed is the text, or that of the element text within it.
func (e *element) trimmed() string {
	if inner := e.child("text"); inner.name != "" {
		return strings.TrimSpace(inner.text)
	}
	return strings.TrimSpace(e.text)
}

// readTree reads the elements below the root, as far as the file is well formed;
// then why it is not. Nothing is ever fetched or expanded: a document type is
// refused, and of entities there are the five of XML alone.
func readTree(source string) (questions []*element, refused *fault) {
	decoder := xml.NewDecoder(strings.NewReader(source))
	// The file is UTF-8, that is known; what it calls itself does not matter.
	decoder.CharsetReader = func(_ string, file io.Reader) (io.Reader, error) { return file, nil }
	count := 0
	var stack []*element
	var content []*strings.Builder
	for {
		line, _ := decoder.InputPos()
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			if len(stack) > 0 || questions == nil {
				return questions, &fault{line, "", newNote("xml_end")}
			}
			return questions, nil
		}
		if err != nil {
			return questions, syntax(err, line)
		}
		switch token := token.(type) {
		case xml.Directive:
			return questions, &fault{line, "", newNote("xml_doctype")}
		case xml.StartElement:
			one := &element{name: token.Name.Local, attrs: map[string]string{}, line: line}
			for _, attr := range token.Attr {
				one.attrs[attr.Name.Local] = attr.Value
			}
			if len(stack) == 0 && one.name != "quiz" {
				return questions, &fault{line, "", newNote("xml_root", "name", shown(one.name))}
			}
			if count++; len(stack) == mostDepth || count > mostElements {
				return questions, &fault{line, "", newNote("xml_size")}
			}
			if questions == nil {
				questions = []*element{}
			}
			stack, content = append(stack, one), append(content, &strings.Builder{})
		case xml.CharData:
			if len(content) > 0 {
				content[len(content)-1].Write(token)
			}
		case xml.EndElement:
			last := len(stack) - 1
			one := stack[last]
			one.text = content[last].String()
			stack, content = stack[:last], content[:last]
			switch {
			case last == 1:
				questions = append(questions, one)
			case last > 1 && one.name != "file": // a picture in base64 has no use here
				stack[last-1].children = append(stack[last-1].children, one)
			case last > 1:
				stack[last-1].children = append(stack[last-1].children, &element{name: one.name, attrs: one.attrs, line: one.line})
			}
		}
	}
}

// syntax is the fault that an error of the decoder means.
func syntax(err error, line int) *fault {
	cause := err.Error()
	var known *xml.SyntaxError
	if errors.As(err, &known) {
		line, cause = known.Line, known.Msg
	}
	return &fault{max(line, 1), "", newNote("xml_syntax", "cause", shown(cause))}
}
