package page

import (
	"fmt"
	"hash/fnv"
	"html/template"
	"strings"
)

// palettes are ground, tint and second tint of composed emblems; ink is common.
var palettes = [][3]string{
	{"#dce8e2", "#0b5d66", "#8fb9ae"}, {"#f1e2d0", "#b4552d", "#dda77f"}, {"#e0e4f0", "#2f4a8a", "#99a9d3"},
	{"#f2e6c4", "#8a6a00", "#d9b84a"}, {"#eedde2", "#8b2f4e", "#cf93a7"}, {"#e2e6d5", "#4d6323", "#a8b983"},
}

// Emblem composes the emblem of a course that nobody has drawn one for: four
// fields of a 64 grid, each a shape from a set, chosen by the code alone. The same
// code gives the same emblem for ever.
func Emblem(code string) template.HTML {
	hash := fnv.New64a()
	hash.Write([]byte(strings.ToUpper(strings.TrimSpace(code)))) // never fails
	bits := hash.Sum64()
	bits ^= bits >> 29 // codes differ in their last letters: spread them
	bits *= 0xbf58476d1ce4e5b9
	bits ^= bits >> 32
	take := func(n uint64) int {
		v := bits % n
		bits /= n
		return int(v)
	}
	palette := palettes[take(uint64(len(palettes)))]
	colours := [3]string{palette[1], "#15181b", palette[2]}
	first := take(3)
	var out strings.Builder
	fmt.Fprintf(&out, `<svg class="emblem" aria-hidden="true" focusable="false" viewBox="0 0 64 64"><path fill="%s" d="M0 0h64v64H0z"/>`, palette[0])
	for i := range 4 {
		x, y := 32*(i%2), 32*(i/2)
		out.WriteString(shape(take(7), take(4), x, y, colours[(first+i)%3]))
	}
	out.WriteString("</svg>")
	return template.HTML(out.String()) //nolint:gosec // numbers and constants only
}

// shape draws one of seven shapes into the 32 × 32 field at x, y, turned by
// quarters.
func shape(kind, quarters, x, y int, colour string) string {
	var body string
	switch kind {
	case 0: // quarter disc
		body = `<path d="M0 0A32 32 0 0 1 32 32H0Z"/>`
	case 1: // disc
		body = `<circle cx="16" cy="16" r="12"/>`
	case 2: // ring
		body = `<path fill-rule="evenodd" d="M16 2A14 14 0 1 1 16 30A14 14 0 1 1 16 2ZM16 10A6 6 0 1 0 16 22A6 6 0 1 0 16 10Z"/>`
	case 3: // bars
		body = `<path d="M0 0h32v8H0zM0 12h32v8H0zM0 24h32v8H0z"/>`
	case 4: // quarter ring
		body = `<path d="M0 0A32 32 0 0 1 32 32H16A16 16 0 0 0 0 16Z"/>`
	case 5: // half disc
		body = `<path d="M0 16A16 16 0 0 1 32 16Z"/>`
	default: // square
		body = `<path d="M4 4h24v24H4z"/>`
	}
	return fmt.Sprintf(`<g fill="%s" transform="translate(%d %d) rotate(%d 16 16)">%s</g>`, colour, x, y, 90*quarters, body)
}

// CourseEmblem is a course's own drawing, or the one composed from its code where
// it has none, or one that SafeSVG refuses.
func CourseEmblem(svg, code string) template.HTML {
	if drawn, err := SafeSVG([]byte(svg)); err == nil {
		return drawn
	}
	return Emblem(code)
}
