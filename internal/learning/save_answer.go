package learning

import (
	"context"
	"slices"

	"zaemme/internal/apperr"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
)

// Save is one answer to store. Version 0 is a form sent by hand: it comes after
// all before it. Else it is the number of this save, one above the one it was
// made on, so that a save that was held up on its way never undoes a later one.
type Save struct {
	Attempt  string // UID
	Question string
	Chosen   []int // indices of options as in the version; none takes the answer back
	Version  int
}

// SaveAnswer stores the answer and returns what is stored then. Sending the same
// save twice changes nothing. Errors: NotFound (no such attempt of this person,
// or question), Invalid (options that the question does not have, or several of
// one), Conflict (handed in), Stale (a later save is stored; it is returned).
func (s *Service) SaveAnswer(ctx context.Context, tx *db.Tx, act Act, save Save) (Answer, error) {
	a, err := s.lockAttempt(ctx, tx, act, save.Attempt)
	if err != nil {
		return Answer{}, err
	}
	if !a.Open() {
		return Answer{}, apperr.New(apperr.Conflict, "error.learning.handed_in", nil)
	}
	q := a.Version.Question(save.Question)
	if q == nil {
		return Answer{}, apperr.New(apperr.NotFound, "error.learning.no_question", nil)
	}
	chosen, err := checkChosen(q, save.Chosen)
	if err != nil {
		return Answer{}, err
	}
	stored := a.Answers[q.ID]
	same := slices.Equal(stored.Chosen, chosen)
	switch {
	case same && (stored.Version > 0 || len(chosen) == 0):
		return stored, nil
	case save.Version == 0:
		save.Version = stored.Version + 1
	case save.Version <= stored.Version:
		return stored, apperr.New(apperr.Stale, "error.learning.later_answer", nil)
	case save.Version > stored.Version+1000: // nobody clicks so often between two saves
		return stored, apperr.New(apperr.Invalid, "error.learning.bad_answer", nil)
	}
	if len(a.Answers) == 0 {
		d, err := s.duty(ctx, tx, act.PersonID, a.CourseID)
		if err != nil {
			return stored, err
		}
		if err := s.start(ctx, tx, act, d, PlaceOf(d.Dates, act.Today)); err != nil {
			return stored, err
		}
	}
	answer := Answer{Chosen: chosen, Version: save.Version}
	return answer, upsertAnswer(ctx, tx, act, a.ID, q.ID, answer)
}

// lockAttempt is the person's attempt, locked together with the course.
func (s *Service) lockAttempt(ctx context.Context, tx *db.Tx, act Act, uid string) (*Attempt, error) {
	a, err := s.Attempt(ctx, tx, act, uid)
	if err != nil {
		return nil, err
	}
	if err := lockCourse(ctx, tx, act.PersonID, a.CourseID); err != nil {
		return nil, err
	}
	return s.Attempt(ctx, tx, act, uid) // as it is under the lock
}

// checkChosen sorts the options and refuses what a form of ours cannot send.
func checkChosen(q *coursefile.Question, chosen []int) ([]int, error) {
	bad := apperr.New(apperr.Invalid, "error.learning.bad_answer", nil)
	if len(chosen) > len(q.Options) || q.Type != coursefile.Multiple && len(chosen) > 1 {
		return nil, bad
	}
	sorted := slices.Sorted(slices.Values(chosen))
	for i, o := range sorted {
		if o < 0 || o >= len(q.Options) || i > 0 && sorted[i-1] == o {
			return nil, bad
		}
	}
	return sorted, nil
}
