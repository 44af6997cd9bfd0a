package coursefile

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The elements of an emblem: shapes, groups and what tells a screen reader what
// is drawn. No text, image, link, animation, script or style sheet.
var emblemElements = []string{
	"svg", "g", "title", "desc", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon",
	"defs", "clipPath", "mask", "use", "symbol", "pattern", "linearGradient", "radialGradient", "stop",
}

var urlInside = regexp.MustCompile(`url\(([^)]*)\)?`)

// emblem is the SVG that course.yaml names. A missing one is only a warning: the
// course gets one composed from its code until somebody draws it.
func (f *folder) emblem(o *object) string {
	name := o.text("emblem", true)
	node := o.fields["emblem"]
	if name == "" {
		return ""
	}
	if _, there := f.files[name]; !there && !strings.ContainsAny(name, `/\`) {
		o.warn(node, "emblem_missing", args("name", name))
		return ""
	}
	if !strings.HasSuffix(name, ".svg") {
		o.fault(node, "field_pattern", args("field", "emblem", "value", name, "example", "emblem.svg"))
	}
	if !f.claim(o, "emblem", name) {
		return ""
	}
	r := f.report(name)
	defer func() { f.keep(r) }()
	source, ok := f.read(name, r)
	if !ok {
		return ""
	}
	problem := emblemProblem(source)
	if problem != nil {
		r.add(Error, problem.Line, 0, problem.Key, problem.Args)
	}
	if problem != nil && problem.Key == "emblem_content" { // it may not stand in a page
		return ""
	}
	return strings.TrimSpace(source)
}

// MaxEmblem is the size of an emblem in bytes that is taken in the browser.
const MaxEmblem = 32 << 10

// ReadEmblem takes an SVG that somebody hands in, told by its content. The problem is
// what keeps it from being one, with its line, nil if nothing does.
func ReadEmblem(content []byte) (string, *Problem) {
	source := strings.TrimSpace(strings.TrimPrefix(string(content), "\ufeff"))
	if len(content) > MaxEmblem {
		return "", &Problem{File: emblemFile, Line: 1, Level: Error, Key: "file_too_large", Args: args("limit", MaxEmblem)}
	}
	if !utf8.ValidString(source) || strings.ContainsFunc(source, func(c rune) bool { return c < ' ' && c != '\n' && c != '\r' && c != '\t' }) {
		return "", &Problem{File: emblemFile, Line: 1, Level: Error, Key: "file_encoding"}
	}
	if p := emblemProblem(source); p != nil {
		return "", p
	}
	return strings.ReplaceAll(source, "\r\n", "\n"), nil
}

// emblemProblem is the first thing for which an SVG is no emblem, nil if there is none.
func emblemProblem(source string) *Problem {
	if line, what := unsafeSVG(source); what != "" {
		return &Problem{File: emblemFile, Line: line, Level: Error, Key: "emblem_content", Args: args("what", what)}
	}
	line, text, ground, ratio := faint(source)
	switch {
	case text == "":
		return nil
	case ratio == 0:
		return &Problem{File: emblemFile, Line: line, Level: Error, Key: "emblem_colour", Args: args("colour", text)}
	default:
		return &Problem{File: emblemFile, Line: line, Level: Error, Key: "emblem_contrast",
			Args: args("colour", text, "ground", ground, "ratio", strconv.FormatFloat(ratio, 'f', 1, 64), "want", leastContrast)}
	}
}

// unsafeSVG names the first thing in an SVG that may not stand in a page, with
// its line; what is empty if there is none.
func unsafeSVG(source string) (line int, what string) {
	if at := strings.Index(source, "<![CDATA["); at >= 0 { // HTML reads it otherwise than XML
		return 1 + strings.Count(source[:at], "\n"), "<![CDATA["
	}
	decoder := xml.NewDecoder(strings.NewReader(source))
	root := true
	for {
		token, err := decoder.Token()
		line, _ = decoder.InputPos()
		if errors.Is(err, io.EOF) {
			if root {
				return line, "<svg>"
			}
			return 0, ""
		}
		if err != nil {
			return line, "XML"
		}
		switch token := token.(type) {
		case xml.Directive:
			return line, "<!…>"
		case xml.Comment:
			if strings.Contains(string(token), ">") { // may end earlier in HTML
				return line, "<!--"
			}
		case xml.ProcInst:
			if token.Target != "xml" {
				return line, "<?" + token.Target + "?>"
			}
		case xml.StartElement:
			if root && token.Name.Local != "svg" || !slices.Contains(emblemElements, token.Name.Local) {
				return line, "<" + token.Name.Local + ">"
			}
			root = false
			for _, attribute := range token.Attr {
				if unsafeAttribute(attribute) {
					return line, attribute.Name.Local
				}
			}
		}
	}
}

func unsafeAttribute(attribute xml.Attr) bool {
	name, value := strings.ToLower(attribute.Name.Local), strings.TrimSpace(attribute.Value)
	if strings.HasPrefix(name, "on") || name == "style" || name == "src" || name == "base" || strings.Contains(value, `\`) {
		return true
	}
	if name == "href" && !strings.HasPrefix(value, "#") {
		return true
	}
	for _, match := range urlInside.FindAllStringSubmatch(value, -1) {
		if !strings.HasPrefix(strings.Trim(match[1], `"' `), "#") {
			return true
		}
	}
	return false
}
