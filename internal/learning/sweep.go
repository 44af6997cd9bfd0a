package learning

import (
	"context"
	"time"

	"zaemme/internal/db"
)

// answersKept is the term of answers and points after hand-in (DOMAIN.md §3.3);
// then only the day and whether it was passed stay.
const answersKept = 30 * 24 * time.Hour

// Sweep deletes answers and points whose term is over, and returns of how many
// attempts. It is the job of that name; calling it twice does no more.
func Sweep(ctx context.Context, tx *db.Tx, now time.Time) (int, error) {
	return sweepAnswers(ctx, tx, now.Add(-answersKept))
}
