package authoring

import (
	"context"
	"encoding/hex"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"zaemme/internal/apperr"
	"zaemme/internal/blob"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/markdown"
	"zaemme/internal/media"
)

// Said is what stands for the sound of a film or recording in one language. What is
// empty stays as it was, unless it is to go.
type Said struct {
	Lang         string
	Captions     string // WebVTT
	Transcript   string // Markdown
	NoCaptions   bool
	NoTranscript bool
}

// AddMedia puts a film or sound of size bytes into a draft under a name made of the
// file's, with what it says, and returns that name. The content is kept as it is.
// Errors as media.Describe, TooLarge for too much together, and of field captions as
// put.
func (s *Service) AddMedia(ctx context.Context, tx *db.Tx, act Act, id int64, file string, r io.ReaderAt, size int64, what Said) (name string, err error) {
	stored, err := blob.PutMedia(ctx, tx, r, size)
	if err != nil {
		return "", err
	}
	if err := course.ShowMedia(ctx, tx, stored); err != nil {
		return "", err
	}
	kind, _ := media.OfType(stored.MediaType)
	err = s.Edit(ctx, tx, act, id, func(c *coursefile.Course) error {
		sum := size
		for _, one := range c.Media {
			sum += one.Size
		}
		if sum > coursefile.MaxMedia {
			return apperr.New(apperr.TooLarge, "error.media.total", map[string]any{"megabytes": coursefile.MaxMedia >> 20})
		}
		name = mediumName(c, file, kind.Ending)
		one := coursefile.Medium{Name: name, Hash: hex.EncodeToString(stored.Hash), Size: size, Type: kind.Type}
		if err := put(&one, what); err != nil {
			return err
		}
		c.Media = append(c.Media, one)
		return course.Keep(ctx, tx, c)
	})
	return name, err
}

// Say sets captions and transcript of a film or sound. NotFound where the draft has
// none of the name, Invalid of field captions with the first thing that is wrong.
func (s *Service) Say(ctx context.Context, tx *db.Tx, act Act, id int64, name string, what Said) error {
	return s.Edit(ctx, tx, act, id, func(c *coursefile.Course) error {
		i := slices.IndexFunc(c.Media, func(m coursefile.Medium) bool { return m.Name == name })
		if i < 0 {
			return errNone()
		}
		if err := put(&c.Media[i], what); err != nil {
			return err
		}
		return course.Keep(ctx, tx, c)
	})
}

// RemoveMedia takes a film or sound out of a draft; texts that play it are then told.
func RemoveMedia(c *coursefile.Course, name string) error {
	before := len(c.Media)
	c.Media = slices.DeleteFunc(c.Media, func(m coursefile.Medium) bool { return m.Name == name })
	if len(c.Media) == before {
		return errNone()
	}
	return nil
}

func put(m *coursefile.Medium, what Said) error {
	with := func(texts *coursefile.Texts, text string) {
		if *texts == nil {
			*texts = coursefile.Texts{}
		}
		(*texts)[what.Lang] = text
	}
	if what.Captions != "" {
		kept, faults := media.Captions(what.Captions)
		if len(faults) > 0 {
			return apperr.New(apperr.Invalid, "error.media."+faults[0].Key, map[string]any{"line": faults[0].Line}).At("captions")
		}
		with(&m.Captions, kept)
	} else if what.NoCaptions {
		delete(m.Captions, what.Lang)
	}
	if text := coursefile.Transcript(what.Transcript); strings.TrimSpace(text) != "" {
		with(&m.Transcripts, text)
	} else if what.NoTranscript {
		delete(m.Transcripts, what.Lang)
	}
	return nil
}

// mediumName is a name whose stem no text and no other film or sound has.
func mediumName(c *coursefile.Course, file, ending string) string {
	stem := markdown.Slug(strings.TrimSuffix(path.Base(file), path.Ext(file)))
	if stem = strings.Trim(stem[:min(len(stem), 40)], "-"); stem == "" {
		stem = "film"
	}
	files := c.Files()
	for i, name := 2, stem; ; i++ {
		_, text := files[name+".md"]
		if !text && !slices.ContainsFunc(c.Media, func(m coursefile.Medium) bool { return m.Stem() == name }) {
			return name + ending
		}
		name = stem + "-" + strconv.Itoa(i)
	}
}

// setAside are the contents of films and sounds out of a course whose files become a
// draft's: they are kept, and the draft refers to them.
func setAside(c *coursefile.Course) {
	for i := range c.Media {
		c.Media[i].Content = nil
	}
}
