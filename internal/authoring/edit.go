package authoring

import (
	"context"

	"zaemme/internal/coursefile"
	"zaemme/internal/db"
)

// Edit changes the course of a draft and keeps its files. The change sees the
// course as it is now; an error of it leaves everything as it is. Translations whose
// source it changes are outdated from then on. Errors: NotFound,
// Conflict where the draft is in review or closed.
func (s *Service) Edit(ctx context.Context, tx *db.Tx, act Act, id int64, change func(c *coursefile.Course) error) error {
	d, err := writable(ctx, tx, id)
	if err != nil {
		return err
	}
	c := d.Course()
	c.Settle()
	if err := change(c); err != nil {
		return err
	}
	c.Settle()
	after := c.Files()
	if _, err := readable(after); err != nil { // what cannot be read would be lost by the next edit
		return err
	}
	if err := writeFiles(ctx, tx, id, d.Files, after); err != nil {
		return err
	}
	return touch(ctx, tx, act, id)
}
