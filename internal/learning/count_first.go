package learning

import (
	"context"

	"zaemme/internal/db"
)

// counted is what a first try at a question came to.
type counted struct {
	Question string
	Solved   bool
	Chosen   []int // options as in the version, of types that have them
	Options  int
}

// countFirst adds the attempt to the counters of its questions if it is the person's
// first at the course: figures for authors, over all persons. An attempt instead of
// the modules says nothing of how they teach and is left out. It is called before
// the attempt is closed.
func countFirst(ctx context.Context, tx *db.Tx, a *Attempt, r Result) error {
	if a.Form != Quiz {
		return nil
	}
	first, err := isFirst(ctx, tx, a)
	if err != nil || !first {
		return err
	}
	var list []counted
	for _, g := range r.Questions {
		q := a.Version.Question(g.ID)
		if q == nil || !g.Answered || g.Withdrawn {
			continue // handed in without it, or it was withdrawn: that is no try
		}
		one := counted{Question: g.ID, Solved: g.Right, Options: len(q.Options)}
		if len(q.Options) > 0 {
			one.Chosen = g.Answer.Chosen
		}
		list = append(list, one)
	}
	return addCounts(ctx, tx, a.VersionID, list)
}
