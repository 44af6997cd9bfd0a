package learning

import (
	"context"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
)

// Save is one answer to store. Version 0 is a form sent by hand: it comes after
// all before it. Else it is the number of this save, one above the one it was
// made on, so that a save that was held up on its way never undoes a later one.
type Save struct {
	Attempt  string // UID
	Question string
	Chosen   []int  // indices of options as in the version
	Parts    []int  // of an order or match: place or right side of each part, both in the order shown, None without
	Typed    string // a number or short text
	Version  int
}

// SaveAnswer stores the answer and returns what is stored then. Sending the same
// save twice changes nothing; one without an answer takes it back. Errors: NotFound
// (no such attempt of this person, or question), Invalid (what the question does
// not have, or a number that is none), Conflict (handed in), Stale (a later save is
// stored; it is returned).
func (s *Service) SaveAnswer(ctx context.Context, tx *db.Tx, act Act, save Save) (Answer, error) {
	a, err := s.lockAttempt(ctx, tx, act, save.Attempt)
	if err != nil {
		return Answer{}, err
	}
	if !a.Open() {
		return Answer{}, apperr.New(apperr.Conflict, "error.learning.handed_in", nil)
	}
	shown, asked := a.Shown(save.Question)
	if !asked {
		return Answer{}, apperr.New(apperr.NotFound, "error.learning.no_question", nil)
	}
	stored := a.Answers[save.Question]
	answer, err := save.Answer(shown)
	if err != nil {
		return stored, err
	}
	switch {
	case answer.same(stored) && save.Version <= stored.Version: // also by hand, or nothing yet
		return stored, nil
	case save.Version == 0:
		save.Version = stored.Version + 1
	case save.Version <= stored.Version:
		return stored, apperr.New(apperr.Stale, "error.learning.later_answer", nil)
	case save.Version > stored.Version+1000: // nobody clicks so often between two saves
		return stored, badAnswer()
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
	answer.Version = save.Version
	return answer, upsertAnswer(ctx, tx, act, a.ID, save.Question, answer)
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
