package pdf

import (
	"fmt"
	"image/color"

	"github.com/boombuler/barcode/qr"
)

// QR draws the code of a text as rectangles, sharp at any size, without the white
// border of four modules, which the page leaves round it. Level M survives a
// folded or dirty eighth.
func (s *Sheet) QR(text string, x, y, size float64) error {
	code, err := qr.Encode(text, qr.M, qr.Unicode)
	if err != nil {
		return fmt.Errorf("pdf: qr code: %w", err)
	}
	side := code.Bounds().Dx()
	module := size / float64(side)
	dark := func(i, j int) bool { return i < side && color.GrayModel.Convert(code.At(i, j)).(color.Gray).Y < 128 }
	for j := range side {
		for i := 0; i < side; i++ {
			first := i
			for dark(i, j) {
				i++
			}
			if i > first { // a little taller, or fine white lines show between the rows
				s.Rect(x+float64(first)*module, y+float64(j)*module, float64(i-first)*module, module*1.02, "F")
			}
		}
	}
	return nil
}
