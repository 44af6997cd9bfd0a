package course

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"

	"zaemme/internal/apperr"
	"zaemme/internal/blob"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
)

// Keep stores the pictures, films, sounds and captions of a course, to be shown to
// everybody who is signed in. Invalid where it refers to a film or sound that is not
// here.
func Keep(ctx context.Context, tx *db.Tx, c *coursefile.Course) error {
	if err := KeepImages(ctx, tx, c); err != nil {
		return err
	}
	for _, m := range c.Media {
		if m.Content == nil {
			if _, err := Media(ctx, tx, m.Hash); apperr.Is(err, apperr.NotFound) {
				return apperr.New(apperr.Invalid, "error.media.gone", map[string]any{"name": m.Name})
			} else if err != nil {
				return err
			}
		} else if file, err := blob.PutMedia(ctx, tx, bytes.NewReader(m.Content), int64(len(m.Content))); err != nil {
			return err
		} else if err := ShowMedia(ctx, tx, file); err != nil {
			return err
		}
		for _, captions := range m.Captions {
			file, err := blob.PutCaptions(ctx, tx, bytes.NewReader([]byte(captions)), int64(len(captions)))
			if err != nil {
				return err
			}
			if err := ShowMedia(ctx, tx, file); err != nil {
				return err
			}
		}
	}
	return nil
}

// ShowMedia lists a stored film, sound or captions as a course's.
func ShowMedia(ctx context.Context, tx *db.Tx, file blob.File) error {
	if err := tx.Query(ctx).Exec(`insert into course_media (hash) values (?) on conflict do nothing`, db.Bytes(file.Hash)).Error; err != nil {
		return fmt.Errorf("course: show media: %w", err)
	}
	return nil
}

// Media is a film, sound or captions of a course by the hash of the content, hex;
// NotFound for what is none.
func Media(ctx context.Context, c db.Conn, hash string) (blob.File, error) {
	gone := apperr.New(apperr.NotFound, "error.blob.gone", nil)
	sum, err := hex.DecodeString(hash)
	if err != nil {
		return blob.File{}, gone
	}
	var known bool
	if err := db.One(c.Query(ctx), &known, `select exists (select from course_media where hash = ?)`, db.Bytes(sum)); err != nil {
		return blob.File{}, fmt.Errorf("course: media: %w", err)
	}
	if !known {
		return blob.File{}, gone
	}
	return blob.Stat(ctx, c, sum)
}

// FillMedia puts the films and sounds of a course among its files, where they had
// what refers to them.
func FillMedia(ctx context.Context, c db.Conn, content *coursefile.Course, files coursefile.Files) error {
	for _, m := range content.Media {
		file, err := Media(ctx, c, m.Hash)
		if err != nil {
			return err
		}
		if files[m.Name], err = blob.Read(ctx, c, file, 0, file.Size); err != nil {
			return err
		}
	}
	return nil
}
