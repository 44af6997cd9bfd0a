package page

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"zaemme/internal/apperr"
)

// The grounds against which an accent is checked; they repeat the tokens of
// app.css, and a test compares the two.
const (
	paperLight  = "#fcfbf8"
	paperDark   = "#111416"
	inkDark     = "#15181b"
	inkLight    = "#ffffff"
	minContrast = 4.5 // WCAG 2.2, 1.4.3 (AA)
)

// Accent is the municipality's colour as it may be used: as close to the wish as
// contrast allows, for light and dark grounds, each with the ink that stands on
// it. All are "#rrggbb". The zero Accent is the default of the stylesheet.
type Accent struct {
	Wish             string
	Light, LightInk  string
	Dark, DarkInk    string
	Changed          bool // Light is not the wish: contrast did not allow it
	ContrastOnPaper  float64
	ContrastOfTheInk float64
}

// NewAccent checks "#rrggbb". A colour too pale is darkened for light pages, one
// too dark is lightened for dark pages, both to a contrast of 4.5. Kind invalid
// with "error.settings.colour" for anything that is no such colour.
func NewAccent(hex string) (Accent, error) {
	hex = strings.ToLower(strings.TrimSpace(hex))
	wish, ok := parseColour(hex)
	if !ok {
		return Accent{}, apperr.New(apperr.Invalid, "error.settings.colour", nil)
	}
	light := reach(wish, paperLight, rgb{})
	dark := reach(wish, paperDark, rgb{255, 255, 255})
	a := Accent{Wish: hex, Light: light.String(), Dark: dark.String(), Changed: light != wish}
	a.LightInk, a.DarkInk = AccentInk(a.Light), AccentInk(a.Dark)
	a.ContrastOnPaper, a.ContrastOfTheInk = Contrast(a.Light, paperLight), Contrast(a.Light, a.LightInk)
	return a, nil
}

// Path is the address part of the accent's stylesheet, "" for the default.
func (a Accent) Path() string {
	if a.Wish == "" {
		return ""
	}
	return "/static/accent-" + a.Wish[1:] + "/accent.css"
}

// CSS sets the tokens of the accent.
func (a Accent) CSS() string {
	return fmt.Sprintf(":root{--accent:%s;--accent-ink:%s}@media(prefers-color-scheme:dark){:root{--accent:%s;--accent-ink:%s}}"+
		"@media print{:root{--accent:%s;--accent-ink:%s}}", a.Light, a.LightInk, a.Dark, a.DarkInk, a.Light, a.LightInk)
}

// AccentInk is the ink that reads better on the colour: white or nearly black.
func AccentInk(colour string) string {
	if Contrast(colour, inkLight) >= Contrast(colour, inkDark) {
		return inkLight
	}
	return inkDark
}

// Contrast is the ratio of two colours "#rrggbb" by WCAG 2.2, from 1 to 21; 0
// where one is no colour.
func Contrast(a, b string) float64 {
	x, okX := parseColour(a)
	y, okY := parseColour(b)
	if !okX || !okY {
		return 0
	}
	high, low := max(x.luminance(), y.luminance()), min(x.luminance(), y.luminance())
	return (high + 0.05) / (low + 0.05)
}

type rgb struct{ r, g, b uint8 }

func parseColour(hex string) (rgb, bool) {
	if len(hex) != 7 || hex[0] != '#' {
		return rgb{}, false
	}
	n, err := strconv.ParseUint(hex[1:], 16, 32)
	if err != nil {
		return rgb{}, false
	}
	return rgb{uint8(n >> 16 & 255), uint8(n >> 8 & 255), uint8(n & 255)}, true
}

func (c rgb) String() string { return fmt.Sprintf("#%02x%02x%02x", c.r, c.g, c.b) }

func (c rgb) luminance() float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.r) + 0.7152*linear(c.g) + 0.0722*linear(c.b)
}

// reach moves the colour towards the end (black or white) in steps of 2 % until it
// stands out from the ground.
func reach(c rgb, ground string, end rgb) rgb {
	for step := range 51 {
		share := float64(step) / 50
		mix := func(from, to uint8) uint8 {
			return uint8(math.Round(float64(from) + (float64(to)-float64(from))*share))
		}
		mixed := rgb{mix(c.r, end.r), mix(c.g, end.g), mix(c.b, end.b)}
		if Contrast(mixed.String(), ground) >= minContrast && Contrast(mixed.String(), AccentInk(mixed.String())) >= minContrast {
			return mixed
		}
	}
	return end
}
