package authoring

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"path"
	"strconv"
	"strings"

	"zaemme/internal/apperr"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/markdown"
	"zaemme/internal/picture"
)

// widest is the longer side of a picture in a text, in pixels: twice the width of the
// column.
const widest = 1600

// Reencode writes a picture anew, no wider than a page needs (picture.Reencode, whose
// errors it has), and TooLarge for too many bytes.
func Reencode(content []byte) (clean []byte, ending string, err error) {
	if clean, ending, err = picture.Reencode(content, widest); err != nil {
		return nil, "", err
	}
	if len(clean) > coursefile.MaxImage {
		return nil, "", apperr.New(apperr.TooLarge, "error.authoring.image_large", map[string]any{"megabytes": coursefile.MaxImage >> 20})
	}
	return clean, ending, nil
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
// written anew, and all of them kept, films and sounds too.
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
	if err := course.Keep(ctx, tx, c); err != nil {
		return nil, err
	}
	setAside(c)
	return c, nil
}
