package pdf

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// Emblem draws an emblem as the pages have it (64 units wide, of paths and circles
// filled with a colour, in groups that are moved or turned) as shapes, sharp at any
// size. It refuses anything else, and then nothing of it is drawn.
func (s *Sheet) Emblem(svg string, x, y, size float64) error {
	shapes, err := shapesOf(svg, matrix{size / 64, 0, 0, size / 64, x, y})
	if err != nil {
		return err
	}
	for _, one := range shapes {
		s.SetFillColor(one.colour[0], one.colour[1], one.colour[2])
		for _, step := range one.steps {
			switch p := step.points; len(p) {
			case 0:
				s.ClosePath()
			case 1:
				if step.move {
					s.MoveTo(p[0][0], p[0][1])
				} else {
					s.LineTo(p[0][0], p[0][1])
				}
			default:
				s.CurveBezierCubicTo(p[0][0], p[0][1], p[1][0], p[1][1], p[2][0], p[2][1])
			}
		}
		rule := "f"
		if one.evenOdd {
			rule = "f*"
		}
		s.DrawPath(rule)
	}
	s.SetFillColor(0, 0, 0)
	return nil
}

type point [2]float64

// matrix is a c e / b d f, as SVG writes it.
type matrix [6]float64

func (m matrix) at(p point) point {
	return point{m[0]*p[0] + m[2]*p[1] + m[4], m[1]*p[0] + m[3]*p[1] + m[5]}
}

func (m matrix) times(n matrix) matrix {
	a, b, c := m.at(point{n[0], n[1]}), m.at(point{n[2], n[3]}), m.at(point{n[4], n[5]})
	return matrix{a[0] - m[4], a[1] - m[5], b[0] - m[4], b[1] - m[5], c[0], c[1]}
}

// step is a part of an outline: no point closes it, one is a line or a move, three
// are a curve.
type step struct {
	move   bool
	points []point
}

type outline struct {
	colour  [3]int
	evenOdd bool
	steps   []step
}

var errEmblem = errors.New("pdf: an emblem of other shapes")

type frame struct {
	m    matrix
	fill string
}

func shapesOf(svg string, m matrix) (list []outline, err error) {
	decoder := xml.NewDecoder(strings.NewReader(svg))
	stack := []frame{{m, ""}}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return nil, fmt.Errorf("pdf: emblem: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			values := map[string]string{}
			for _, a := range t.Attr {
				values[a.Name.Local] = a.Value
			}
			in := stack[len(stack)-1]
			if fill := values["fill"]; fill != "" {
				in.fill = fill
			}
			if in.m, err = moved(in.m, values["transform"]); err != nil {
				return nil, err
			}
			stack = append(stack, in)
			one, err := drawn(t.Name.Local, values, in)
			if err != nil {
				return nil, err
			}
			if len(one.steps) > 0 {
				list = append(list, one)
			}
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		}
	}
}

// drawn is the outline of an element; svg and g have none of their own.
func drawn(name string, values map[string]string, in frame) (one outline, err error) {
	switch name {
	case "svg":
		if values["viewBox"] != "0 0 64 64" {
			err = errEmblem
		}
		return one, err
	case "g":
		return one, nil
	case "path":
		one.steps, err = path(values["d"], in.m)
	case "circle":
		var c [3]float64
		for i, key := range []string{"cx", "cy", "r"} {
			if c[i], err = strconv.ParseFloat(values[key], 64); err != nil {
				return one, errEmblem
			}
		}
		one.steps, err = path(fmt.Sprintf("M%g %gA%g %g 0 1 1 %g %gA%g %g 0 1 1 %g %gZ",
			c[0]-c[2], c[1], c[2], c[2], c[0]+c[2], c[1], c[2], c[2], c[0]-c[2], c[1]), in.m)
	default:
		err = errEmblem
	}
	if err != nil {
		return one, err
	}
	one.evenOdd = values["fill-rule"] == "evenodd"
	if n, err := fmt.Sscanf(in.fill, "#%02x%02x%02x", &one.colour[0], &one.colour[1], &one.colour[2]); n != 3 || err != nil || len(in.fill) != 7 {
		return one, errEmblem
	}
	return one, nil
}

var transforms = regexp.MustCompile(`^(translate|rotate)\(([-0-9. ,]+)\)\s*`)

func moved(m matrix, text string) (matrix, error) {
	for text != "" {
		found := transforms.FindStringSubmatch(text)
		if found == nil {
			return m, errEmblem
		}
		text = text[len(found[0]):]
		n := [3]float64{}
		for i, field := range strings.FieldsFunc(found[2], func(r rune) bool { return r == ' ' || r == ',' }) {
			value, err := strconv.ParseFloat(field, 64)
			if err != nil || i > 2 {
				return m, errEmblem
			}
			n[i] = value
		}
		if found[1] == "translate" {
			m = m.times(matrix{1, 0, 0, 1, n[0], n[1]})
			continue
		}
		sin, cos := math.Sincos(n[0] * math.Pi / 180)
		m = m.times(matrix{1, 0, 0, 1, n[1], n[2]}).times(matrix{cos, sin, -sin, cos, 0, 0}).times(matrix{1, 0, 0, 1, -n[1], -n[2]})
	}
	return m, nil
}
