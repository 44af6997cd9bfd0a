package learning

import (
	"context"
	"slices"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/outbox"
)

// maxReason is how long the reason of a withdrawal may be, in bytes.
const maxReason = 600

// Withdrawing is a question that an author withdraws.
type Withdrawing struct {
	Course   string // code
	Question string // ID
	Version  int64  // the newest version, as it was shown
	Reason   string
}

// Withdrawn says what a withdrawal does or did: numbers alone, of nobody.
type Withdrawn struct {
	Versions int // that have the question
	Attempts int // handed in within thirty days that asked it
	Passes   int // people who had failed and pass by it
	Open     int // attempts that people are at and that ask it
	// Left are the modules whose pool no longer fills what a test draws, by test.
	Left []Shortage
	// Own reports that an attempt of the actor's would pass by it: somebody else has to
	// withdraw the question.
	Own bool
	// Empty reports that no question would be left to ask.
	Empty bool
	// Before is the withdrawal that was there already, nil without one.
	Before *course.Withdrawal
}

// Shortage is a module of which a test asks more than its pool then has.
type Shortage struct {
	Form          Form
	Module        int
	Wanted, Stays int // questions
}

// ForeseeWithdrawal says what the withdrawal would do as things stand. Errors:
// NotFound (no such course or question).
func (s *Service) ForeseeWithdrawal(ctx context.Context, c db.Conn, act Act, w Withdrawing) (Withdrawn, error) {
	r, err := s.regrading(ctx, c, act, w)
	return r.Withdrawn, err
}

// WithdrawQuestion makes the question count as right: in what was handed in within
// the last thirty days, in attempts that are open, and in no new one, in every
// version that has the question as the newest one has it. Who passes by it has the
// evidence as of the day on which they handed in, and is told; nobody loses anything.
// A second time it does nothing. Errors: NotFound, Stale (a newer version has come),
// Invalid at reason, Conflict (no question would be left), Forbidden (an own attempt
// would pass).
func (s *Service) WithdrawQuestion(ctx context.Context, tx *db.Tx, act Act, w Withdrawing) (Withdrawn, error) {
	v, err := s.tested(w.Course)
	if err != nil {
		return Withdrawn{}, err
	}
	if w.Reason == "" || len(w.Reason) > maxReason {
		return Withdrawn{}, apperr.New(apperr.Invalid, "error.withdrawal.reason", nil).At("reason")
	}
	if err := lockGrading(ctx, tx, v.CourseID); err != nil {
		return Withdrawn{}, err
	}
	if err := course.LockVersions(ctx, tx); err != nil {
		return Withdrawn{}, err
	}
	r, err := s.regrading(ctx, tx, act, w)
	switch {
	case err != nil:
		return r.Withdrawn, err
	case v.ID != w.Version:
		return r.Withdrawn, apperr.New(apperr.Stale, "error.withdrawal.newer", nil)
	case r.Before != nil:
		return r.Withdrawn, nil
	case r.Empty:
		return r.Withdrawn, apperr.New(apperr.Conflict, "error.withdrawal.empty", nil)
	case r.Own:
		return r.Withdrawn, apperr.New(apperr.Forbidden, "error.withdrawal.own", nil)
	}
	if err := s.ledger.LockPersons(ctx, tx, r.persons()); err != nil {
		return r.Withdrawn, err
	}
	if err := course.WithdrawQuestion(ctx, tx, course.NewWithdrawal{Question: w.Question, Reason: w.Reason, Actor: act.PersonID, Now: act.Now},
		r.versions); err != nil {
		return r.Withdrawn, err
	}
	told := map[int64]bool{}
	for _, a := range r.attempts {
		passes, err := s.regrade(ctx, tx, act, a, w.Question)
		if err != nil {
			return r.Withdrawn, err
		}
		if !passes || told[a.PersonID] {
			continue
		}
		told[a.PersonID] = true
		if _, _, err := outbox.Enqueue(ctx, tx, outbox.Message{Kind: WithdrawnKind, DedupeKey: WithdrawnKind + ":" + a.UID.String(), RecipientID: a.PersonID,
			Payload: withdrawnPayload{Attempt: a.ID}, NextAt: act.Now}); err != nil {
			return r.Withdrawn, err
		}
	}
	return r.Withdrawn, audit.Record(ctx, tx, audit.Entry{ActorID: act.PersonID, Action: "course.question.withdrawn", ObjectKind: "course", ObjectID: v.Code()})
}

// regraded is a withdrawal with what it is about.
type regraded struct {
	Withdrawn
	versions []int64
	attempts []*Attempt // handed in, the earliest first
	passing  []int64    // persons
}

func (r regraded) persons() []int64 { return r.passing }

// regrading gathers what a withdrawal is about, and counts.
func (s *Service) regrading(ctx context.Context, c db.Conn, act Act, w Withdrawing) (regraded, error) {
	var r regraded
	v, err := s.tested(w.Course)
	if err != nil {
		return r, err
	}
	if r.versions, err = s.courses.Alike(ctx, c, v, w.Question); err != nil {
		return r, err
	}
	before, err := course.Withdrawals(ctx, c, v.ID)
	if err != nil {
		return r, err
	}
	gone := []string{w.Question}
	for _, one := range before {
		if one.Question == w.Question {
			r.Before = &one
		}
		gone = append(gone, one.Question)
	}
	r.Versions, r.Left = len(r.versions), shortages(v.Content, gone)
	r.Empty = len(Draw(v.Content, v.Content.Quiz, 0, gone...)) == 0
	if r.Open, err = countOpen(ctx, c, r.versions, w.Question); err != nil {
		return r, err
	}
	if r.attempts, err = readHandedIn(ctx, c, r.versions, w.Question, act.Now.Add(-answersKept)); err != nil {
		return r, err
	}
	r.Attempts = len(r.attempts)
	for _, a := range r.attempts {
		if a.Version, err = s.courses.VersionIn(ctx, c, a.VersionID); err != nil {
			return r, err
		}
		if !a.Passed && withoutQuestion(a, w.Question).Passed && !slices.Contains(r.passing, a.PersonID) {
			r.passing = append(r.passing, a.PersonID)
			r.Own = r.Own || a.PersonID == act.PersonID
		}
	}
	slices.Sort(r.passing)
	r.Passes = len(r.passing)
	return r, nil
}

// shortages are the modules whose pool no longer fills the plans of the course
// without the questions that are gone.
func shortages(c *coursefile.Course, gone []string) []Shortage {
	var list []Shortage
	for _, form := range []Form{Quiz, TestOut} {
		plan := form.plan(c)
		for _, m := range c.Modules {
			stays := 0
			for _, q := range c.Questions {
				if q.Module == m.No && !slices.Contains(gone, q.ID) {
					stays++
				}
			}
			if stays < plan[m.No] {
				list = append(list, Shortage{Form: form, Module: m.No, Wanted: plan[m.No], Stays: stays})
			}
		}
	}
	return list
}

// withoutQuestion is the attempt graded as if the question were withdrawn.
func withoutQuestion(a *Attempt, question string) Result {
	return Grade(a.Version.Content, a.Drawn, a.Answers, append(slices.Clone(a.Withdrawn), question)...)
}

// day is the one on which the attempt was handed in.
func (a *Attempt) day() calendar.Date { return calendar.DateOf(a.HandedInAt) }
