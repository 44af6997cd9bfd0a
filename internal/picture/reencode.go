package picture

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/draw"

	"zaemme/internal/apperr"
)

const (
	mostPixels = 40 << 20 // of a picture that is handed in: what a camera takes
	quality    = 85
)

// Reencode reads a picture by its content and writes it anew, its longer side at most
// longest pixels. ending is .png or .jpg. Errors: Invalid for what is no PNG or JPEG,
// TooLarge for too many pixels.
func Reencode(content []byte, longest int) (clean []byte, ending string, err error) {
	config, format, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil || format != "png" && format != "jpeg" {
		return nil, "", apperr.New(apperr.Invalid, "error.authoring.image_kind", nil)
	}
	if config.Width*config.Height > mostPixels || config.Width < 1 || config.Height < 1 {
		return nil, "", apperr.New(apperr.TooLarge, "error.authoring.image_pixels", map[string]any{"megapixels": mostPixels >> 20})
	}
	made, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, "", apperr.Wrap(apperr.Invalid, "error.authoring.image_kind", err)
	}
	turned := 1
	if format == "jpeg" {
		turned = orientation(content)
	}
	made = upright(fit(made, longest), turned)
	var out bytes.Buffer
	if format == "png" {
		ending, err = ".png", png.Encode(&out, made)
	} else {
		ending, err = ".jpg", jpeg.Encode(&out, made, &jpeg.Options{Quality: quality})
	}
	if err != nil {
		return nil, "", apperr.Wrap(apperr.Invalid, "error.authoring.image_kind", err)
	}
	return out.Bytes(), ending, nil
}

// fit makes a picture no longer than that, whichever side is longer.
func fit(made image.Image, longest int) image.Image {
	size := made.Bounds().Size()
	longer := max(size.X, size.Y)
	if longer <= longest {
		return made
	}
	scaled := image.NewRGBA(image.Rect(0, 0, max(size.X*longest/longer, 1), max(size.Y*longest/longer, 1)))
	draw.CatmullRom.Scale(scaled, scaled.Bounds(), made, made.Bounds(), draw.Src, nil)
	return scaled
}
