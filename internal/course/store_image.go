package course

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"

	"zaemme/internal/apperr"
	"zaemme/internal/blob"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
)

// KeepImages stores the pictures of a course that was read from files, to be shown
// to everybody who is signed in.
func KeepImages(ctx context.Context, tx *db.Tx, c *coursefile.Course) error {
	for _, image := range c.Images {
		if image.Content == nil {
			continue // read from the database, where it is
		}
		file, err := blob.Put(ctx, tx, image.Content)
		if err != nil {
			return err
		}
		if err := tx.Query(ctx).Exec(`insert into course_images (hash) values (?) on conflict do nothing`, db.Bytes(file.Hash)).Error; err != nil {
			return fmt.Errorf("course: keep %s: %w", image.Name, err)
		}
	}
	return nil
}

// Image is a picture of a course by the hash of its content, hex; NotFound for
// what is no picture of a course.
func Image(ctx context.Context, c db.Conn, hash string) (blob.File, error) {
	gone := apperr.New(apperr.NotFound, "error.blob.gone", nil)
	sum, err := hex.DecodeString(hash)
	if err != nil {
		return blob.File{}, gone
	}
	var known bool
	if err := db.One(c.Query(ctx), &known, `select exists (select from course_images where hash = ?)`, db.Bytes(sum)); err != nil {
		return blob.File{}, fmt.Errorf("course: image: %w", err)
	}
	if !known {
		return blob.File{}, gone
	}
	return blob.Stat(ctx, c, sum)
}

// WithImages is the course with the content of its pictures, so that it can be
// written as files.
func WithImages(ctx context.Context, c db.Conn, content *coursefile.Course) (*coursefile.Course, error) {
	filled := *content
	filled.Images = slices.Clone(content.Images)
	for i := range filled.Images {
		one := &filled.Images[i]
		if one.Content != nil {
			continue
		}
		file, err := Image(ctx, c, one.Hash)
		if err != nil {
			return nil, err
		}
		if one.Content, err = blob.Read(ctx, c, file, 0, file.Size); err != nil {
			return nil, err
		}
	}
	return &filled, nil
}
