package picture

import (
	"bytes"
	"encoding/binary"
	"image"
)

// orientation is how a camera held the picture (Exif 2.3, tag 0x0112), 1 to 8; 1,
// upright, where the file does not say.
func orientation(content []byte) int {
	for at := 2; at+4 <= len(content) && content[at] == 0xff; {
		length := int(binary.BigEndian.Uint16(content[at+2:]))
		if content[at+1] == 0xda || at+2+length > len(content) || length < 2 { // the picture itself
			return 1
		}
		if segment := content[at+4 : at+2+length]; content[at+1] == 0xe1 && bytes.HasPrefix(segment, []byte("Exif\x00\x00")) {
			return tagged(segment[6:])
		}
		at += 2 + length
	}
	return 1
}

// tagged reads the tag in the first directory of a TIFF header.
func tagged(tiff []byte) int {
	var order binary.ByteOrder = binary.BigEndian
	switch {
	case len(tiff) < 14:
		return 1
	case tiff[0] == 'I':
		order = binary.LittleEndian
	}
	directory := int(order.Uint32(tiff[4:]))
	if directory < 8 || directory+2 > len(tiff) {
		return 1
	}
	for i := range int(order.Uint16(tiff[directory:])) {
		entry := directory + 2 + 12*i
		if entry+12 > len(tiff) {
			break
		}
		if order.Uint16(tiff[entry:]) == 0x0112 {
			if turned := int(order.Uint16(tiff[entry+8:])); turned >= 1 && turned <= 8 {
				return turned
			}
		}
	}
	return 1
}

// upright turns and mirrors a picture as the camera says.
func upright(picture image.Image, turned int) image.Image {
	if turned == 1 {
		return picture
	}
	bounds := picture.Bounds()
	w, h := bounds.Dx(), bounds.Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if turned >= 5 {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			to := [...]image.Point{{}, {}, {X: w - 1 - x, Y: y}, {X: w - 1 - x, Y: h - 1 - y}, {X: x, Y: h - 1 - y}, {X: y, Y: x}, {X: h - 1 - y, Y: x},
				{X: h - 1 - y, Y: w - 1 - x}, {X: y, Y: w - 1 - x}}[turned]
			out.Set(to.X, to.Y, picture.At(bounds.Min.X+x, bounds.Min.Y+y))
		}
	}
	return out
}
