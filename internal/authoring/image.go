package authoring

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/jpeg"
	"image/png"
	"path"
	"strconv"
	"strings"

	"golang.org/x/image/draw"

	"zaemme/internal/apperr"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/markdown"
)

const (
	mostPixels = 40 << 20 // of an uploaded picture: what a camera takes
	widest     = 1600     // of a picture in a text, twice the width of the column
	quality    = 85
)

// Reencode reads a picture by its content and writes it anew, no wider than a page
// needs, so that nothing but the picture is left of the file. ending is .png or
// .jpg. Invalid for what is no PNG or JPEG, TooLarge for too many pixels or bytes.
func Reencode(content []byte) (clean []byte, ending string, err error) {
	config, format, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil || format != "png" && format != "jpeg" {
		return nil, "", apperr.New(apperr.Invalid, "error.authoring.image_kind", nil)
	}
	if config.Width*config.Height > mostPixels || config.Width < 1 || config.Height < 1 {
		return nil, "", apperr.New(apperr.TooLarge, "error.authoring.image_pixels", map[string]any{"megapixels": mostPixels >> 20})
	}
	picture, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, "", apperr.Wrap(apperr.Invalid, "error.authoring.image_kind", err)
	}
	turned := 1
	if format == "jpeg" {
		turned = orientation(content)
	}
	picture = upright(fit(picture), turned)
	var out bytes.Buffer
	if format == "png" {
		ending, err = ".png", png.Encode(&out, picture)
	} else {
		ending, err = ".jpg", jpeg.Encode(&out, picture, &jpeg.Options{Quality: quality})
	}
	if err != nil {
		return nil, "", apperr.Wrap(apperr.Invalid, "error.authoring.image_kind", err)
	}
	if out.Len() > coursefile.MaxImage {
		return nil, "", apperr.New(apperr.TooLarge, "error.authoring.image_large", map[string]any{"megabytes": coursefile.MaxImage >> 20})
	}
	return out.Bytes(), ending, nil
}

// fit makes a picture as wide as a page needs at most, whichever side is longer.
func fit(picture image.Image) image.Image {
	size := picture.Bounds().Size()
	longer := max(size.X, size.Y)
	if longer <= widest {
		return picture
	}
	scaled := image.NewRGBA(image.Rect(0, 0, max(size.X*widest/longer, 1), max(size.Y*widest/longer, 1)))
	draw.CatmullRom.Scale(scaled, scaled.Bounds(), picture, picture.Bounds(), draw.Src, nil)
	return scaled
}

// AddImage puts a picture into a draft under a name made of the file's, and returns
// that name. Errors as Reencode.
func (s *Service) AddImage(ctx context.Context, tx *db.Tx, act Act, id int64, file string, content []byte) (name string, err error) {
	clean, ending, err := Reencode(content)
	if err != nil {
		return "", err
	}
	err = s.Edit(ctx, tx, act, id, func(c *coursefile.Course) error {
		name = imageName(c, file, ending)
		added, err := oneImage(name, clean)
		if err != nil {
			return err
		}
		c.Images = append(c.Images, added)
		return course.KeepImages(ctx, tx, c)
	})
	return name, err
}

// RemoveImage takes a picture out of a draft; texts that show it are then told.
func RemoveImage(c *coursefile.Course, name string) error {
	for i, one := range c.Images {
		if one.Name == name {
			c.Images = append(c.Images[:i:i], c.Images[i+1:]...)
			return nil
		}
	}
	return errNone()
}

func oneImage(name string, content []byte) (coursefile.Image, error) {
	config, _, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil {
		return coursefile.Image{}, apperr.Wrap(apperr.Invalid, "error.authoring.image_kind", err)
	}
	sum := sha256.Sum256(content)
	return coursefile.Image{Name: name, Hash: hex.EncodeToString(sum[:]), Width: config.Width, Height: config.Height, Content: content}, nil
}

// imageName is a name that no other picture of the course has.
func imageName(c *coursefile.Course, file, ending string) string {
	stem := markdown.Slug(strings.TrimSuffix(path.Base(file), path.Ext(file)))
	if stem = strings.Trim(stem[:min(len(stem), 40)], "-"); stem == "" {
		stem = "bild"
	}
	name := stem + ending
	for i := 2; ; i++ {
		taken := false
		for _, one := range c.Images {
			taken = taken || one.Name == name
		}
		if !taken {
			return name
		}
		name = stem + "-" + strconv.Itoa(i) + ending
	}
}

// taken is the course of files from outside: pictures that are not known here are
// written anew, and all of them kept.
func taken(ctx context.Context, tx *db.Tx, files coursefile.Files) (*coursefile.Course, error) {
	clean := coursefile.Files{}
	for name, content := range files {
		clean[name] = content
		if !coursefile.ImageName(name) {
			continue
		}
		sum := sha256.Sum256(content)
		if _, err := course.Image(ctx, tx, hex.EncodeToString(sum[:])); err == nil {
			continue // it left from here
		} else if !apperr.Is(err, apperr.NotFound) {
			return nil, err
		}
		fresh, ending, err := Reencode(content)
		if err != nil {
			return nil, err
		}
		if !strings.HasSuffix(name, ending) {
			return nil, apperr.New(apperr.Invalid, "error.authoring.image_kind", nil)
		}
		clean[name] = fresh
	}
	c, err := readable(clean)
	if err != nil {
		return nil, err
	}
	return c, course.KeepImages(ctx, tx, c)
}
