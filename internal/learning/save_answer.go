package learning

import (
	"context"

	"github.com/google/uuid"

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

// SaveClick is SaveAnswer in a transaction of its own, and quick: a click costs one
// write, and the first one of a process at the attempt a read. The database refuses
// the write where the save is not simply the next one; then, and for the first
// answer, which also begins the duty, it is done under the lock of the course.
func (s *Service) SaveClick(ctx context.Context, d *db.DB, act Act, save Save) (answer Answer, err error) {
	answer, done, err := s.saveClick(ctx, d, act, save)
	if done || err != nil {
		return answer, err
	}
	err = d.Write(ctx, func(tx *db.Tx) error {
		answer, err = s.SaveAnswer(ctx, tx, act, save)
		return err
	})
	return answer, err
}

// saveClick is SaveClick where nothing but the answer changes; done is false where
// there is more to it.
func (s *Service) saveClick(ctx context.Context, c db.Conn, act Act, save Save) (answer Answer, done bool, err error) {
	if a, known := s.takers.find(save.Attempt); known && a.PersonID == act.PersonID && 0 < save.Version && save.Version <= mostSkipped {
		// What is stored is not known; the write says whether this comes after it.
		if answer, change, err := save.onto(&a, Answer{}); err == nil && change {
			if done, err = writeClick(ctx, c, act, a.ID, save.Question, answer); done || err != nil {
				return answer, done, err
			}
		}
	}
	row, err := readClick(ctx, c, act.PersonID, save)
	if err != nil || !row.Begun || !row.Open {
		return Answer{}, false, err
	}
	a := Attempt{ID: row.ID, PersonID: act.PersonID, Seed: row.Seed, Drawn: row.Drawn}
	if a.Version, err = s.courses.VersionIn(ctx, c, row.VersionID); err != nil {
		return Answer{}, false, err
	}
	s.takers.keep(save.Attempt, a)
	answer, change, err := save.onto(&a, row.Stored)
	if err != nil || !change {
		return answer, true, err
	}
	done, err = writeClick(ctx, c, act, a.ID, save.Question, answer)
	return answer, done, err
}

// mostSkipped is how far a save may be above the one stored: nobody clicks so often
// between two saves.
const mostSkipped = 1000

// onto is what is stored after the save where stored was; change is false where that
// is the same.
func (s Save) onto(a *Attempt, stored Answer) (answer Answer, change bool, err error) {
	shown, asked := a.Shown(s.Question)
	if !asked {
		return Answer{}, false, apperr.New(apperr.NotFound, "error.learning.no_question", nil)
	}
	answer, err = s.Answer(shown)
	if err != nil {
		return stored, false, err
	}
	switch {
	case answer.same(stored) && s.Version <= stored.Version: // also by hand, or nothing yet
		return stored, false, nil
	case s.Version == 0:
		s.Version = stored.Version + 1
	case s.Version <= stored.Version:
		return stored, false, apperr.New(apperr.Stale, "error.learning.later_answer", nil)
	case s.Version > stored.Version+mostSkipped:
		return stored, false, badAnswer()
	}
	answer.Version = s.Version
	return answer, true, nil
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
	answer, change, err := save.onto(a, a.Answers[save.Question])
	if err != nil || !change {
		return answer, err
	}
	if len(a.Answers) == 0 {
		d, err := s.duty(ctx, tx, act.PersonID, a.CourseID)
		if err != nil {
			return Answer{}, err
		}
		if err := s.start(ctx, tx, act, d, PlaceOf(d.Dates, act.Today)); err != nil {
			return Answer{}, err
		}
	}
	return answer, upsertAnswer(ctx, tx, act, a.ID, save.Question, answer)
}

// lockAttempt is the person's attempt, locked together with the course: no answer
// is on its way to it any more.
func (s *Service) lockAttempt(ctx context.Context, tx *db.Tx, act Act, uid string) (*Attempt, error) {
	id, err := uuid.Parse(uid)
	if err != nil {
		return nil, notFound()
	}
	courseID, err := courseOfAttempt(ctx, tx, act.PersonID, id)
	if err != nil {
		return nil, err
	}
	if err := lockCourse(ctx, tx, act.PersonID, courseID); err != nil {
		return nil, err
	}
	if err := lockRow(ctx, tx, id); err != nil {
		return nil, err
	}
	return s.Attempt(ctx, tx, act, uid) // as it is under the lock
}
