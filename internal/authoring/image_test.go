package authoring_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"testing"

	"zaemme/internal/apperr"
	"zaemme/internal/authoring"
)

// held is a photo of 200 × 100 whose left end is white, with what the camera says
// of how it was held.
func held(t *testing.T, turned byte) []byte {
	t.Helper()
	made := image.NewGray(image.Rect(0, 0, 200, 100))
	for x := range 60 {
		for y := range 100 {
			made.SetGray(x, y, color.Gray{Y: 255})
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, made, nil); err != nil {
		t.Fatal(err)
	}
	exif := append([]byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00"), turned, 0, 0, 0, 0, 0, 0)
	segment := append([]byte{0xff, 0xe1, 0, byte(len(exif) + 2)}, exif...)
	return append(append(out.Bytes()[:2:2], segment...), out.Bytes()[2:]...)
}

func TestAPhotoStandsUpright(t *testing.T) {
	t.Parallel()
	for turned, c := range map[byte]struct {
		size  image.Point
		white image.Point // a place that is white
	}{
		1: {image.Pt(200, 100), image.Pt(10, 50)}, 2: {image.Pt(200, 100), image.Pt(190, 50)}, 3: {image.Pt(200, 100), image.Pt(190, 50)},
		4: {image.Pt(200, 100), image.Pt(10, 50)}, 5: {image.Pt(100, 200), image.Pt(50, 10)}, 6: {image.Pt(100, 200), image.Pt(50, 10)},
		7: {image.Pt(100, 200), image.Pt(50, 190)}, 8: {image.Pt(100, 200), image.Pt(50, 190)}, 9: {image.Pt(200, 100), image.Pt(10, 50)},
	} {
		clean, ending, err := authoring.Reencode(held(t, turned))
		if err != nil || ending != ".jpg" || bytes.Contains(clean, []byte("Exif")) {
			t.Fatalf("%d: %s, %v", turned, ending, err)
		}
		made, err := jpeg.Decode(bytes.NewReader(clean))
		if err != nil {
			t.Fatal(err)
		}
		shade, _, _, _ := made.At(c.white.X, c.white.Y).RGBA()
		if made.Bounds().Size() != c.size || shade < 0xf000 {
			t.Errorf("held as %d: %v, %v is %x", turned, made.Bounds().Size(), c.white, shade)
		}
	}
}

// FuzzReencode holds that whatever is handed in is a picture without anything else,
// or refused.
func FuzzReencode(f *testing.F) {
	f.Add([]byte("\x89PNG\r\n\x1a\n"))
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x04Ex"))
	f.Fuzz(func(t *testing.T, content []byte) {
		clean, _, err := authoring.Reencode(content)
		if err != nil {
			if !apperr.Is(err, apperr.Invalid) && !apperr.Is(err, apperr.TooLarge) {
				t.Error(err)
			}
			return
		}
		if _, _, err := image.Decode(bytes.NewReader(clean)); err != nil {
			t.Errorf("what was written cannot be read: %v", err)
		}
	})
}
