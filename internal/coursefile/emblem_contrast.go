package coursefile

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// leastContrast is what the sign of an emblem has against its ground (WCAG 2.2,
// 1.4.11 for graphics). An emblem holds no text, so that no higher one applies.
const leastContrast = 3

// The grounds of our pages on which an emblem without a ground of its own stands:
// light, as printed, and dark.
var pageGrounds = []string{"#fcfbf8", "#111416"}

// namedColours are the colours of CSS 1; others are written as numbers.
var namedColours = map[string]string{
	"black": "#000000", "silver": "#c0c0c0", "gray": "#808080", "grey": "#808080", "white": "#ffffff", "maroon": "#800000", "red": "#ff0000",
	"purple": "#800080", "fuchsia": "#ff00ff", "green": "#008000", "lime": "#00ff00", "olive": "#808000", "yellow": "#ffff00", "navy": "#000080",
	"blue": "#0000ff", "teal": "#008080", "aqua": "#00ffff",
}

// themed are colours that follow the page, light or dark, and stand out on both.
var themed = []string{"currentcolor", "var(--ink)", "var(--ink-2)", "var(--accent)"}

type colour struct{ r, g, b float64 } // 0 to 255

var hexColour = regexp.MustCompile(`^#(?:[0-9a-f]{3}|[0-9a-f]{6})$`)

// colourOf reads #rgb, #rrggbb and names.
func colourOf(text string) (colour, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	if hex, named := namedColours[text]; named {
		text = hex
	}
	if !hexColour.MatchString(text) {
		return colour{}, false
	}
	if len(text) == 4 {
		text = "#" + strings.Repeat(text[1:2], 2) + strings.Repeat(text[2:3], 2) + strings.Repeat(text[3:4], 2)
	}
	n, err := strconv.ParseUint(text[1:], 16, 32)
	return colour{float64(n >> 16), float64(n >> 8 & 255), float64(n & 255)}, err == nil
}

// over is the colour where it covers the ground by a share, 0 to 1.
func (c colour) over(ground colour, share float64) colour {
	mix := func(a, b float64) float64 { return a*share + b*(1-share) }
	return colour{mix(c.r, ground.r), mix(c.g, ground.g), mix(c.b, ground.b)}
}

// luminance is the relative luminance of WCAG.
func (c colour) luminance() float64 {
	linear := func(v float64) float64 {
		if v /= 255; v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.r) + 0.7152*linear(c.g) + 0.0722*linear(c.b)
}

// contrast is the ratio of WCAG, 1 to 21.
func contrast(a, b colour) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// paint is one colour that an emblem paints with.
type paint struct {
	text    string // as written, "" where nothing is: black
	line    int
	opacity float64
	ground  bool // covers the whole emblem
}

// faint says where an SVG has no sign that stands out: its line, and the best that it
// has, on which ground, and how much that is. text is "" where a sign stands out, or
// the colour that cannot be judged with contrast 0.
func faint(source string) (line int, text, ground string, ratio float64) {
	paints := paintsOf(source)
	grounds := pageGrounds
	if len(paints) > 0 && paints[0].ground && paints[0].opacity == 1 {
		if _, known := colourOf(paints[0].text); known {
			grounds, paints = []string{paints[0].text}, paints[1:]
		}
	}
	line = 1
	for _, g := range grounds {
		under, _ := colourOf(g)
		best := paint{line: line}
		most := 0.0
		for _, p := range paints {
			if slices.Contains(themed, strings.ToLower(p.text)) && p.opacity == 1 && len(grounds) > 1 {
				most = leastContrast
				continue
			}
			c, known := colourOf(p.text)
			if p.text == "" {
				c, known = colour{}, true
			}
			if !known {
				if slices.Contains(themed, strings.ToLower(p.text)) {
					continue // changes with the page, while the ground of the emblem does not
				}
				return p.line, p.text, "", 0
			}
			if ratio := contrast(c.over(under, p.opacity), under); ratio > most {
				most, best = ratio, p
			}
		}
		if most < leastContrast {
			if best.text == "" {
				best.text = "#000000"
			}
			return best.line, best.text, g, max(most, 1)
		}
	}
	return 0, "", "", 0
}

// paintsOf are the colours of an SVG that is safe, in the order in which it paints.
func paintsOf(source string) []paint {
	type state struct {
		fill, stroke string
		opacity      float64
		hidden       bool // shapes that clip or mask
	}
	var list []paint
	var box string
	stack := []state{{opacity: 1}}
	decoder := xml.NewDecoder(strings.NewReader(source))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) || err != nil {
			return list
		}
		line, _ := decoder.InputPos()
		switch token := token.(type) {
		case xml.StartElement:
			now, values := stack[len(stack)-1], map[string]string{}
			for _, a := range token.Attr {
				values[a.Name.Local] = strings.TrimSpace(a.Value)
			}
			name := token.Name.Local
			if name == "svg" {
				box = values["viewBox"]
			}
			now.hidden = now.hidden || name == "clipPath" || name == "mask" || name == "title" || name == "desc"
			for at, target := range map[string]*string{"fill": &now.fill, "stroke": &now.stroke} {
				if value, set := values[at]; set && value != "inherit" {
					*target = value
				}
			}
			now.opacity *= share(values["opacity"])
			stack = append(stack, now)
			if now.hidden {
				continue
			}
			if name == "stop" {
				list = append(list, paint{text: values["stop-color"], line: line, opacity: now.opacity * share(values["stop-opacity"])})
			}
			if slices.Contains([]string{"path", "circle", "ellipse", "rect", "polyline", "polygon", "use"}, name) && shows(now.fill) {
				list = append(list, paint{text: now.fill, line: line, opacity: now.opacity * share(values["fill-opacity"]), ground: covers(name, values, box)})
			}
			if now.stroke != "" && shows(now.stroke) && name != "g" && name != "svg" {
				list = append(list, paint{text: now.stroke, line: line, opacity: now.opacity * share(values["stroke-opacity"])})
			}
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		}
	}
}

// shows reports a fill or stroke that is a colour: a pattern or gradient has its own.
func shows(paint string) bool {
	lower := strings.ToLower(paint)
	return lower != "none" && lower != "transparent" && !strings.HasPrefix(lower, "url(")
}

// share reads an opacity, 1 where none is set.
func share(text string) float64 {
	percent := strings.HasSuffix(text, "%")
	n, err := strconv.ParseFloat(strings.TrimSuffix(text, "%"), 64)
	if err != nil || math.IsNaN(n) {
		return 1
	}
	if percent {
		n /= 100
	}
	return min(max(n, 0), 1)
}

// covers reports a shape that fills the box: a rectangle, or a path that draws one.
func covers(name string, values map[string]string, box string) bool {
	sides := strings.FieldsFunc(box, func(r rune) bool { return r == ' ' || r == ',' })
	if len(sides) != 4 || sides[0] != "0" || sides[1] != "0" || values["transform"] != "" {
		return false
	}
	zero := func(text string) bool { return text == "" || text == "0" }
	switch name {
	case "rect":
		full := func(text, side string) bool { return text == side || text == "100%" }
		return zero(values["x"]) && zero(values["y"]) && zero(values["rx"]) && full(values["width"], sides[2]) && full(values["height"], sides[3])
	case "path":
		plain := strings.NewReplacer(" ", "", ",", "").Replace(strings.ToUpper(values["d"]))
		return plain == "M00H"+sides[2]+"V"+sides[3]+"H0Z"
	default:
		return false
	}
}
