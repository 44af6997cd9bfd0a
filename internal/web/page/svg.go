package page

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"html/template"
	"io"
	"regexp"
	"slices"
	"strings"
)

const maxSVG = 16 << 10

var (
	svgElements = []string{"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
	svgAttrs    = []string{
		"viewBox", "fill", "fill-rule", "fill-opacity", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin",
		"d", "x", "y", "width", "height", "cx", "cy", "r", "rx", "ry", "x1", "y1", "x2", "y2", "points", "transform", "opacity",
	}
	// No url(), no quote, no colon, no semicolon: a value cannot lead anywhere.
	svgValue = regexp.MustCompile(`^[-#a-zA-Z0-9 .,()+%\n\t]*$`)
	svgURL   = regexp.MustCompile(`(?i)url\s*\(`)
)

// SafeSVG checks a drawing against an allow-list of elements and attributes and
// writes it anew as an emblem: decorative (aria-hidden), sized by the stylesheet,
// always with a viewBox. It refuses, rather than repairs, anything else: scripts,
// styles, links, text, references, entities, more than 16 KiB. The error names the
// element or attribute.
func SafeSVG(src []byte) (template.HTML, error) {
	if len(src) > maxSVG {
		return "", fmt.Errorf("the drawing has %d bytes, at most %d are allowed", len(src), maxSVG)
	}
	var out strings.Builder
	decoder := xml.NewDecoder(bytes.NewReader(src))
	depth, closed := 0, false
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", fmt.Errorf("the drawing is no XML: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if closed || (depth == 0) != (t.Name.Local == "svg") {
				return "", fmt.Errorf("one <svg> around everything is expected, not <%s>", t.Name.Local)
			}
			if err := writeStart(&out, t, depth == 0); err != nil {
				return "", err
			}
			depth++
		case xml.EndElement:
			depth--
			closed = depth == 0
			out.WriteString("</" + t.Name.Local + ">")
		case xml.CharData:
			if strings.TrimSpace(string(t)) != "" {
				return "", errors.New("the drawing holds text; an emblem has shapes only")
			}
		case xml.Directive:
			return "", errors.New("the drawing has a document type; leave it out")
		case xml.Comment, xml.ProcInst: // dropped
		}
	}
	if !closed {
		return "", errors.New("there is no <svg>")
	}
	return template.HTML(out.String()), nil //nolint:gosec // written from the allow-list above
}

func writeStart(out *strings.Builder, el xml.StartElement, root bool) error {
	if !slices.Contains(svgElements, el.Name.Local) {
		return fmt.Errorf("<%s> is not allowed in an emblem", el.Name.Local)
	}
	out.WriteString("<" + el.Name.Local)
	if root {
		out.WriteString(` class="emblem" aria-hidden="true" focusable="false"`)
	}
	box := false
	for _, attr := range el.Attr {
		name := attr.Name.Local
		if name == "xmlns" || attr.Name.Space == "xmlns" || (root && (name == "width" || name == "height" || name == "role" || strings.HasPrefix(name, "aria-"))) {
			continue
		}
		if attr.Name.Space != "" || !slices.Contains(svgAttrs, name) {
			return fmt.Errorf("the attribute %s of <%s> is not allowed in an emblem", name, el.Name.Local)
		}
		if !svgValue.MatchString(attr.Value) || svgURL.MatchString(attr.Value) {
			return fmt.Errorf("the value of %s of <%s> is not allowed in an emblem", name, el.Name.Local)
		}
		box = box || name == "viewBox"
		out.WriteString(" " + name + `="` + attr.Value + `"`)
	}
	if root && !box {
		return errors.New("the drawing has no viewBox")
	}
	out.WriteString(">")
	return nil
}
