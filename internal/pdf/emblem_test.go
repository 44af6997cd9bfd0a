package pdf

import (
	"math"
	"testing"
)

// An arc stays on its circle, ends where it should, and turns the way it is told.
func TestAnArcStaysOnItsCircle(t *testing.T) {
	t.Parallel()
	one := matrix{1, 0, 0, 1, 0, 0}
	for text, want := range map[string][2]point{ // centre, and the point half way
		"M32 0A32 32 0 0 1 64 32":   {{32, 32}, {32 + 32*math.Sqrt2/2, 32 - 32*math.Sqrt2/2}},
		"M0 0A32 32 0 0 1 32 32H0Z": {{0, 32}, {32 * math.Sqrt2 / 2, 32 - 32*math.Sqrt2/2}},
		"M0 16A16 16 0 0 1 32 16Z":  {{16, 16}, {16, 0}},
		"M0 16A16 16 0 0 0 32 16Z":  {{16, 16}, {16, 32}},
		"M32 8A16 16 0 1 0 48 24":   {{32, 24}, {32 - 16*math.Sqrt2/2, 24 + 16*math.Sqrt2/2}},
	} {
		steps, err := path(text, one)
		if err != nil {
			t.Fatal(err)
		}
		near, from := math.Inf(1), steps[0].points[0]
		for _, s := range steps {
			if len(s.points) != 3 {
				if len(s.points) == 1 {
					from = s.points[0]
				}
				continue
			}
			for k := range 21 {
				u := float64(k) / 20
				at := point{}
				for axis := range at {
					at[axis] = (1-u)*(1-u)*(1-u)*from[axis] + 3*u*(1-u)*(1-u)*s.points[0][axis] + 3*u*u*(1-u)*s.points[1][axis] + u*u*u*s.points[2][axis]
				}
				centre := want[0]
				first := steps[0].points[0]
				if r := math.Hypot(at[0]-centre[0], at[1]-centre[1]); math.Abs(r-math.Hypot(first[0]-centre[0], first[1]-centre[1])) > .02 {
					t.Errorf("%s: %v lies %.3f from the middle", text, at, r)
				}
				near = min(near, math.Hypot(at[0]-want[1][0], at[1]-want[1][1]))
			}
			from = s.points[2]
		}
		if near > .6 {
			t.Errorf("%s turns the other way: never nearer than %.2f", text, near)
		}
	}
}

// Moved and turned, a shape is where SVG has it; what is no emblem is refused.
func TestOtherDrawingsAreRefused(t *testing.T) {
	t.Parallel()
	const head = `<svg viewBox="0 0 64 64">`
	list, err := shapesOf(head+`<g fill="#0b5d66" transform="translate(32 0) rotate(90 16 16)"><path d="M4 0h8v2z"/></g></svg>`, matrix{1, 0, 0, 1, 0, 0})
	if err != nil || len(list) != 1 || list[0].colour != [3]int{0x0b, 0x5d, 0x66} {
		t.Fatalf("%+v, %v", list, err)
	}
	if at := list[0].steps[0].points[0]; math.Abs(at[0]-64) > 1e-9 || math.Abs(at[1]-4) > 1e-9 {
		t.Errorf("%v", at)
	}
	for name, svg := range map[string]string{
		"a text": head + `<text>x</text></svg>`, "a curve": head + `<path fill="#000000" d="M0 0C1 1 2 2 3 3"/></svg>`, "no colour": head + `<path d="M0 0H1"/></svg>`,
		"a name": head + `<path fill="red" d="M0 0H1"/></svg>`, "skewed": head + `<g transform="skewX(3)"></g></svg>`, "another size": `<svg viewBox="0 0 9 9"></svg>`,
		"cut off": head + `<path fill="#000000" d="M0 0L1"/></svg>`, "numbers first": head + `<path fill="#000000" d="1 2"/></svg>`, "no XML": "<svg", "a circle of nothing": head + `<circle fill="#000000" r="x"/></svg>`,
		"after the end": head + `<path fill="#000000" d="M0 0Z 4 4"/></svg>`,
	} {
		if _, err := shapesOf(svg, matrix{}); err == nil {
			t.Errorf("%s is drawn", name)
		}
	}
}
