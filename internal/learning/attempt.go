package learning

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"fmt"
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
	StartedAt  time.Time
	HandedInAt time.Time // zero while it is open
	Passed     bool
	Points     int   // of a handed-in attempt that is not swept
	Possible   int   // 0: swept, only Passed and the day are left
	EventID    int64 // the completion that followed, 0 if none
	EvidenceNo string
	ValidUntil calendar.Date

	Version *course.Version
	Answers map[string]Answer // by question ID
}

// Answer is what was chosen: indices of options as in the version. Version
// counts the saves, from 1.
type Answer struct {
	Chosen  []int
	Version int
}

// Open reports that the attempt is not handed in.
func (a *Attempt) Open() bool { return a.HandedInAt.IsZero() }

// Swept reports that the answers were deleted after their term.
func (a *Attempt) Swept() bool { return !a.Open() && a.Possible == 0 }

// Questions in the order in which this attempt shows them.
func (a *Attempt) Questions() []Shown { return Arrange(a.Version.Content, a.Seed) }

// Answered reports whether something is chosen for the question.
func (a *Attempt) Answered(question string) bool { return len(a.Answers[question].Chosen) > 0 }

// Unanswered is how many questions have no answer yet.
func (a *Attempt) Unanswered() int {
	n := 0
	for _, q := range a.Version.Content.Questions {
		if !a.Answered(q.ID) {
			n++
		}
	}
	return n
}

// Result grades the attempt as it stands.
func (a *Attempt) Result() Result {
	chosen := make(map[string][]int, len(a.Answers))
	for id, answer := range a.Answers {
		chosen[id] = answer.Chosen
	}
	return Grade(a.Version.Content, chosen)
}

// OpenAttempt is the open attempt of the person at the course; NotFound without
// one.
func (s *Service) OpenAttempt(ctx context.Context, c db.Conn, act Act, code string) (*Attempt, error) {
	v, err := s.online(code)
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

// StartAttempt opens an attempt at the newest version, or returns the one that
// is open already: two clicks make one attempt.
func (s *Service) StartAttempt(ctx context.Context, tx *db.Tx, act Act, code string) (*Attempt, error) {
	v, err := s.online(code)
	if err != nil {
		return nil, err
	}
	if err := lockCourse(ctx, tx, act.PersonID, v.CourseID); err != nil {
		return nil, err
	}
	open, err := s.OpenAttempt(ctx, tx, act, code)
	if !apperr.Is(err, apperr.NotFound) {
		return open, err
	}
	i, err := s.item(ctx, tx, act, code)
	if err != nil {
		return nil, err
	}
	if i.TestWaits() {
		return nil, apperr.New(apperr.Conflict, "error.learning.modules_first", map[string]any{"n": len(v.Content.Modules) - i.ReadCount()})
	}
	seed, err := newSeed()
	if err != nil {
		return nil, err
	}
	if err := insertAttempt(ctx, tx, act, v, i.Place.Cycle, seed); err != nil {
		return nil, err
	}
	return s.OpenAttempt(ctx, tx, act, code)
}

func newSeed() (int64, error) {
	var b [8]byte
	if _, err := rand.Read(b[:]); err != nil {
		return 0, fmt.Errorf("learning: seed: %w", err)
	}
	return int64(binary.LittleEndian.Uint64(b[:])), nil
}
