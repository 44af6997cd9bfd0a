package holiday

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// liveFor is how long a set may be out of date where days are only counted: for
// reminders. Due dates are planned on a Book of the same transaction.
const liveFor = 5 * time.Second

// Live finds the set in force by name without a read for each. It is safe for
// concurrent use.
type Live struct {
	db    *db.DB
	clock func() time.Time
	log   *slog.Logger

	mu   sync.Mutex
	book *Book
	read time.Time
}

// NewLive reads from d. clock is the clock of the app.
func NewLive(d *db.DB, clock func() time.Time, log *slog.Logger) *Live {
	return &Live{db: d, clock: clock, log: log, book: NewBook(nil)}
}

// For is the holiday set of the name, as Book.For. Where the sets cannot be read it
// is as it was before, and the log says so.
func (l *Live) For(code string) calendar.Set {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.clock()
	if age := now.Sub(l.read); l.read.IsZero() || age < 0 || age >= liveFor {
		ctx, done := context.WithTimeout(context.Background(), liveFor)
		defer done()
		book, err := LoadNow(ctx, l.db)
		if err != nil {
			l.log.Error("holiday sets could not be read", "error", err)
		} else {
			l.book = book
		}
		l.read = now
	}
	return l.book.For(code)
}
