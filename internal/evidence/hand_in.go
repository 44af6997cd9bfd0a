package evidence

import (
	"context"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
)

// HandIn stores a person's own certificate from outside, with its file; it counts once
// HR has checked it. Errors: those of Recognise, and Invalid at scan without a file.
func (s *Service) HandIn(ctx context.Context, tx *db.Tx, w Wish, now time.Time) (Case, error) {
	if len(w.Scan) == 0 {
		return Case{}, apperr.New(apperr.Invalid, "error.form.no_file", nil).At("scan")
	}
	w.Actor = w.Person
	return s.wish(ctx, tx, w, now)
}
