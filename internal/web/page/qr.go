package page

import (
	"fmt"
	"html/template"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// quiet is the empty rim of a QR code, in modules (ISO/IEC 18004: at least four).
const quiet = 4

// QR is the text as a QR code, sized by the class: black on white in every colour
// scheme, since cameras expect it. The text beside it says the same, so it is
// decorative.
func QR(text, class string) (template.HTML, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return "", fmt.Errorf("page: QR code: %w", err)
	}
	size := code.Bounds().Dx()
	var path strings.Builder
	for y := range size {
		for x := range size {
			if red, _, _, _ := code.At(x, y).RGBA(); red == 0 {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	full := size + 2*quiet
	return template.HTML(fmt.Sprintf( //nolint:gosec // numbers, and a class escaped
		`<svg class="%s" viewBox="0 0 %d %d" aria-hidden="true" focusable="false" shape-rendering="crispEdges">`+
			`<rect width="%d" height="%d" fill="#fff"/><path d="%s" fill="#000"/></svg>`, template.HTMLEscapeString(class), full, full, full, full, path.String())), nil
}
