package course

import (
	"context"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
)

// Withdrawal is a question of a version that counts as right and is asked no more.
type Withdrawal struct {
	VersionID int64
	Question  string
	At        time.Time
	Reason    string
}

// On is its day.
func (w Withdrawal) On() calendar.Date { return calendar.DateOf(w.At) }

// NewWithdrawal is a question to withdraw, and why.
type NewWithdrawal struct {
	Question string
	Reason   string
	Actor    int64
	Now      time.Time
}

// Alike are the versions of the course that have the question as the given one has
// it: what is withdrawn in one is withdrawn in all of them. NotFound where the given
// one has no such question.
func (c *Catalogue) Alike(ctx context.Context, conn db.Conn, v *Version, question string) ([]int64, error) {
	if v.Question(question) == nil {
		return nil, apperr.New(apperr.NotFound, "error.course.no_question", nil)
	}
	all, err := c.History(ctx, conn, v.Code())
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, other := range all {
		if other.Content.Same(v.Content, question) {
			ids = append(ids, other.ID)
		}
	}
	return ids, nil
}

// LockVersions lets no version be published until tx ends: what comes afterwards
// takes over what is withdrawn.
func LockVersions(ctx context.Context, tx *db.Tx) error { return lock(ctx, tx) }

// WithdrawQuestion notes the withdrawal for each of the versions, which Catalogue.Alike
// finds under LockVersions; a second time it does nothing.
func WithdrawQuestion(ctx context.Context, tx *db.Tx, w NewWithdrawal, versions []int64) error {
	return insertWithdrawals(ctx, tx, w, versions)
}

// Withdrawals are those of a version, by question.
func Withdrawals(ctx context.Context, c db.Conn, version int64) ([]Withdrawal, error) {
	return readWithdrawals(ctx, c, version)
}
