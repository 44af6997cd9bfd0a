package coursefile

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	_ "image/jpeg" // the two kinds of picture that a course may have
	_ "image/png"
	"regexp"
	"slices"
	"strings"

	"zaemme/internal/markdown"
)

// Limits of a picture.
const (
	MaxImage = 2 << 20 // bytes
	maxSide  = 4000    // pixels
)

// Image is a picture that the texts of a course show.
type Image struct {
	Name    string `json:"name"` // of its file
	Hash    string `json:"hash"` // SHA-256 of the content, hex
	Width   int    `json:"width"`
	Height  int    `json:"height"`
	Content []byte `json:"-"` // of a course that was read from files
}

// URL is where the picture is served.
func (i Image) URL() string { return "/bild/" + i.Hash + i.Name[strings.LastIndexByte(i.Name, '.'):] }

// Pictures are the images as the texts find them.
func (c *Course) Pictures() map[string]markdown.Image {
	list := map[string]markdown.Image{}
	for _, one := range c.Images {
		list[one.Name] = markdown.Image{URL: one.URL(), Width: one.Width, Height: one.Height}
	}
	return list
}

var imageFile = regexp.MustCompile(`^[a-z0-9]+(?:-[a-z0-9]+)*\.(?:png|jpg)$`)

// ImageName reports whether a picture of a course may be called so.
func ImageName(name string) bool { return imageFile.MatchString(name) }

// images reads the pictures of the folder.
func (f *folder) images(c *Course) {
	for name := range f.files {
		if imageFile.MatchString(name) {
			if one, ok := f.image(name); ok {
				c.Images = append(c.Images, one)
			}
		}
	}
	slices.SortFunc(c.Images, func(a, b Image) int { return strings.Compare(a.Name, b.Name) })
}

func (f *folder) image(name string) (Image, bool) {
	r := f.report(name)
	defer func() { f.keep(r) }()
	content, ok := f.bytes(name, r, MaxImage)
	if !ok {
		return Image{}, false
	}
	config, format, err := image.DecodeConfig(bytes.NewReader(content))
	if want := map[string]string{"png": ".png", "jpeg": ".jpg"}[format]; err != nil || !strings.HasSuffix(name, want) {
		r.add(Error, 1, 0, "image_content", nil)
		return Image{}, false
	}
	if config.Width > maxSide || config.Height > maxSide {
		r.add(Error, 1, 0, "image_size", args("width", config.Width, "height", config.Height, "max", maxSide))
	}
	sum := sha256.Sum256(content)
	return Image{Name: name, Hash: hex.EncodeToString(sum[:]), Width: config.Width, Height: config.Height, Content: content}, true
}

// unused warns of pictures that no text shows, and films and sounds that none plays.
func (f *folder) unused(c *Course) {
	look := func(name, key string) {
		for _, m := range append(slices.Clone(c.Modules), pages(c)...) {
			if strings.Contains(m.Body, "("+name) {
				return
			}
		}
		f.problems = append(f.problems, Problem{File: f.report(name).file, Line: 1, Level: Warning, Key: key})
	}
	for _, one := range c.Images {
		look(one.Name, "image_unused")
	}
	for _, one := range c.Media {
		look(one.Name, "media_unused")
	}
}

func pages(c *Course) []Module {
	var list []Module
	for _, one := range []*Module{c.Trainer, c.Handout} {
		if one != nil {
			list = append(list, *one)
		}
	}
	return list
}
