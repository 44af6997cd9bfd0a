package pdf

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

var pathParts = regexp.MustCompile(`[MmLlHhVvAaZz]|-?[0-9]*\.?[0-9]+`)

// arguments of a command of a path, in numbers.
var arguments = map[string]int{"M": 2, "L": 2, "H": 1, "V": 1, "A": 7, "Z": 0}

// path reads the outline of a path (SVG 2, 9.3) of lines and circular arcs.
func path(text string, m matrix) (steps []step, err error) {
	if strings.Trim(pathParts.ReplaceAllString(text, ""), " ,\n\t") != "" {
		return nil, errEmblem
	}
	parts := pathParts.FindAllString(text, -1)
	var at, start point
	command := ""
	for i := 0; i < len(parts); {
		if _, is := arguments[strings.ToUpper(parts[i])]; is {
			command = parts[i]
			i++
		} else if command == "" || strings.ToUpper(command) == "Z" {
			return nil, errEmblem
		}
		kind := strings.ToUpper(command)
		count := arguments[kind]
		if i+count > len(parts) {
			return nil, errEmblem
		}
		n := make([]float64, count)
		for j := range n {
			if n[j], err = strconv.ParseFloat(parts[i+j], 64); err != nil {
				return nil, errEmblem
			}
		}
		i += count
		from := point{}
		if command != kind {
			from = at
		}
		to := at
		switch kind {
		case "M", "L":
			to = point{from[0] + n[0], from[1] + n[1]}
		case "H":
			to[0] = from[0] + n[0]
		case "V":
			to[1] = from[1] + n[0]
		case "A":
			to = point{from[0] + n[5], from[1] + n[6]}
			steps = append(steps, arc(at, to, n[0], n[3] != 0, n[4] != 0, m)...)
		case "Z":
			to = start
			steps = append(steps, step{})
		}
		switch kind {
		case "M":
			start = to
			steps = append(steps, step{move: true, points: []point{m.at(to)}})
			command = map[string]string{"M": "L", "m": "l"}[command] // what follows without a letter
		case "L", "H", "V":
			steps = append(steps, step{points: []point{m.at(to)}})
		}
		at = to
	}
	return steps, nil
}

// arc is a circular arc as curves of at most a quarter (SVG 2, B.2.4).
func arc(from, to point, r float64, large, sweep bool, m matrix) []step {
	dx, dy := (to[0]-from[0])/2, (to[1]-from[1])/2
	half := math.Hypot(dx, dy)
	if half == 0 || r == 0 {
		return []step{{points: []point{m.at(to)}}}
	}
	r = math.Max(r, half)
	height := math.Sqrt(r*r-half*half) / half
	if large == sweep {
		height = -height
	}
	centre := point{(from[0]+to[0])/2 - height*dy, (from[1]+to[1])/2 + height*dx}
	first := math.Atan2(from[1]-centre[1], from[0]-centre[0])
	turn := math.Atan2(to[1]-centre[1], to[0]-centre[0]) - first
	if sweep && turn < 0 {
		turn += 2 * math.Pi
	} else if !sweep && turn > 0 {
		turn -= 2 * math.Pi
	}
	pieces := math.Ceil(math.Abs(turn)/(math.Pi/2) - 1e-9)
	part := turn / pieces
	k := 4.0 / 3 * math.Tan(part/4)
	var steps []step
	for i := range int(pieces) {
		sin, cos := math.Sincos(first + part*float64(i))
		sinTo, cosTo := math.Sincos(first + part*float64(i+1))
		steps = append(steps, step{points: []point{
			m.at(point{centre[0] + r*(cos-k*sin), centre[1] + r*(sin+k*cos)}),
			m.at(point{centre[0] + r*(cosTo+k*sinTo), centre[1] + r*(sinTo-k*cosTo)}),
			m.at(point{centre[0] + r*cosTo, centre[1] + r*sinTo}),
		}})
	}
	return steps
}
