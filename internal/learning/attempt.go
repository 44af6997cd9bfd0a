package learning

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/db"
)

// Attempt is one go at the quiz of a course, in the version it began with.
type Attempt struct {
	ID         int64
	UID        uuid.UUID
	PersonID   int64
	CourseID   int64
	VersionID  int64
	Cycle      int16
	Seed       int64
	Form       Form
	Drawn      []string // IDs of its questions; nil: all of the version
	StartedAt  time.Time
	HandedInAt time.Time // zero while it is open
	Passed     bool
	Points     Points // of a handed-in attempt that is not swept, as stored: two decimal places
	Possible   int    // 0: swept, only Passed and the day are left
	EventID    int64  // the completion that followed, 0 if none
	EvidenceNo string
	ValidUntil calendar.Date

	Version *course.Version
	Answers map[string]Answer // by question ID
	// Withdrawn are the questions of its version that count as right in it.
	Withdrawn []string
}

// Open reports that the attempt is not handed in.
func (a *Attempt) Open() bool { return a.HandedInAt.IsZero() }

// Swept reports that the answers were deleted after their term.
func (a *Attempt) Swept() bool { return !a.Open() && a.Possible == 0 }

// Questions in the order in which this attempt shows them.
func (a *Attempt) Questions() []Shown { return Arrange(a.Version.Content, a.Drawn, a.Seed) }

// Total is how many questions it has.
func (a *Attempt) Total() int { return len(Pool(a.Version.Content, a.Drawn)) }

// Shown is its question with the ID; false if it does not ask it.
func (a *Attempt) Shown(question string) (Shown, bool) {
	for _, shown := range a.Questions() {
		if shown.Question.ID == question {
			return shown, true
		}
	}
	return Shown{}, false
}

// Answered reports whether the question has an answer with all its parts, or needs
// none.
func (a *Attempt) Answered(question string) bool {
	return a.Answers[question].Complete() || a.IsWithdrawn(question)
}

// IsWithdrawn reports that the question counts as right, whatever is answered.
func (a *Attempt) IsWithdrawn(question string) bool { return slices.Contains(a.Withdrawn, question) }

// Unanswered is how many questions have no answer yet.
func (a *Attempt) Unanswered() int {
	n := 0
	for _, q := range Pool(a.Version.Content, a.Drawn) {
		if !a.Answered(q.ID) {
			n++
		}
	}
	return n
}

// Result grades the attempt as it stands.
func (a *Attempt) Result() Result {
	return Grade(a.Version.Content, a.Drawn, a.Answers, a.Withdrawn...)
}

// OpenAttempt is the open attempt of the person at the course; NotFound without
// one.
func (s *Service) OpenAttempt(ctx context.Context, c db.Conn, act Act, code string) (*Attempt, error) {
	v, err := s.tested(code)
	if err != nil {
		return nil, err
	}
	return s.attempt(ctx, c, `a.person_id = @person and a.course_id = @course and a.handed_in_at is null`,
		map[string]any{"person": act.PersonID, "course": v.CourseID})
}

// Attempt is the person's own attempt with the UID; anybody else's is NotFound.
func (s *Service) Attempt(ctx context.Context, c db.Conn, act Act, uid string) (*Attempt, error) {
	id, err := uuid.Parse(uid)
	if err != nil {
		return nil, notFound()
	}
	return s.attempt(ctx, c, `a.person_id = @person and a.uid = @uid`, map[string]any{"person": act.PersonID, "uid": id})
}

func (s *Service) attempt(ctx context.Context, c db.Conn, where string, args map[string]any) (*Attempt, error) {
	a, err := readAttempt(ctx, c, where, args)
	if err != nil {
		return nil, err
	}
	a.Version, err = s.courses.VersionIn(ctx, c, a.VersionID)
	return a, err
}

// StartAttempt opens an attempt of the form at the version that the person gets, or returns the
// one that is open already: two clicks make one attempt. One of another form to
// which nothing is answered yet gives way. The quiz of somebody for whom what has
// changed is enough is of the form Difference. Errors: NotFound, Conflict (the modules
// come first; or there is no test-out for this person).
func (s *Service) StartAttempt(ctx context.Context, tx *db.Tx, act Act, code string, form Form) (*Attempt, error) {
	v, err := s.tested(code)
	if err != nil {
		return nil, err
	}
	if err := lockCourse(ctx, tx, act.PersonID, v.CourseID); err != nil {
		return nil, err
	}
	open, err := s.OpenAttempt(ctx, tx, act, code)
	switch {
	case err == nil && (open.Form == form || open.Form == Difference && form == Quiz || len(open.Answers) > 0):
		return open, nil
	case err != nil && !apperr.Is(err, apperr.NotFound):
		return nil, err
	}
	i, err := s.item(ctx, tx, act, code)
	if err != nil {
		return nil, err
	}
	if err := i.may(form); err != nil {
		return nil, err
	}
	v = i.Version
	if open != nil {
		if err := dropAttempt(ctx, tx, open.ID); err != nil {
			return nil, err
		}
	}
	seed, err := newSeed()
	if err != nil {
		return nil, err
	}
	withdrawn, err := withdrawnIn(ctx, tx, v.ID)
	if err != nil {
		return nil, err
	}
	a := Attempt{Cycle: i.Place.Cycle, Seed: seed, Form: form, Drawn: Draw(v.Content, form.plan(v.Content), seed, withdrawn...)}
	if form == Quiz && i.Since != nil {
		a.Form, a.Drawn = Difference, DrawSince(v.Content, *i.Since, seed, withdrawn...)
	}
	if err := insertAttempt(ctx, tx, act, v, a); err != nil {
		return nil, err
	}
	return s.OpenAttempt(ctx, tx, act, code)
}

// may refuses a form of attempt that is not open to the person.
func (i Item) may(form Form) error {
	switch {
	case form == TestOut && !i.MayTestOut():
		return apperr.New(apperr.Conflict, "error.learning.no_test_out", nil)
	case form == Quiz && i.TestWaits():
		return apperr.New(apperr.Conflict, "error.learning.modules_first", map[string]any{"n": len(i.ToRead()) - i.ReadCount()})
	}
	return nil
}

// FailedTries is how often the person has handed in the course's test without
// passing since they last passed it, up to the attempt.
func (s *Service) FailedTries(ctx context.Context, c db.Conn, a *Attempt) (int, error) {
	return countFailed(ctx, c, a)
}

func newSeed() (int64, error) {
	var b [8]byte
	if _, err := rand.Read(b[:]); err != nil {
		return 0, fmt.Errorf("learning: seed: %w", err)
	}
	return int64(binary.LittleEndian.Uint64(b[:])), nil
}
