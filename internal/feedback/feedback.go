package feedback

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/db"
)

// Kind is what somebody says of a module.
type Kind string

// The kinds.
const (
	Helpful  Kind = "helpful"
	Unclear  Kind = "unclear"
	Outdated Kind = "outdated"
	Wrong    Kind = "wrong"
	Proposal Kind = "proposal" // of a module that there is not yet
)

// Kinds that can be said of a module, in the order of the form.
var Kinds = []Kind{Helpful, Unclear, Outdated, Wrong}

// State is what became of it.
type State string

// The states.
const (
	Open State = "open"
	Done State = "done" // something was changed
	Kept State = "kept" // looked at, and left as it is
)

// Lengths in letters, as the page says them.
const (
	MaxSaid   = 500
	MaxAnswer = 500
)

// Given is what somebody says.
type Given struct {
	Course *course.Version // nil: a proposal
	Module int             // of it
	Kind   Kind
	Said   string
	Person int64 // 0: anonymous
	Tell   bool  // the person wants a mail about the answer; nobody does who is anonymous
	On     calendar.Date
}

// Give stores it, and nothing else. Errors: NotFound (no such module), Invalid at
// kind or said: what is not well has to be said in a sentence.
func Give(ctx context.Context, tx *db.Tx, g Given) error {
	g.Said = strings.Join(strings.Fields(g.Said), " ")
	switch {
	case g.Course != nil && g.Course.Content.Module(g.Module) == nil:
		return apperr.New(apperr.NotFound, "error.learning.no_module", nil)
	case g.Course != nil && !slices.Contains(Kinds, g.Kind):
		return apperr.New(apperr.Invalid, "error.feedback.kind", nil).At("kind")
	case utf8.RuneCountInString(g.Said) > MaxSaid:
		return apperr.New(apperr.Invalid, "error.feedback.long", map[string]any{"max": MaxSaid}).At("said")
	case g.Said == "" && g.Kind != Helpful:
		return apperr.New(apperr.Invalid, "error.feedback.said", nil).At("said")
	}
	return insert(ctx, tx, g)
}

// Entry is one piece of feedback.
type Entry struct {
	UID      string
	CourseID int64 // 0: a proposal
	Module   int
	Kind     Kind
	Said     string
	PersonID int64 // 0: anonymous
	Name     string
	GivenOn  calendar.Date
	State    State
	Quote    string
	Answer   string
	Shown    bool
	Tell     bool // the person is told of the answer
}

// Reply is the owner's answer.
type Reply struct {
	UID    string
	State  State // Done or Kept
	Quote  string
	Answer string
	Shown  bool // on the course's page
	By     int64
	Now    time.Time
}

// Answer stores it; a later one replaces it. Who gave the feedback by name is told
// once. Errors: NotFound, Invalid at state,
// answer or quote.
func Answer(ctx context.Context, tx *db.Tx, r Reply) error {
	r.Quote, r.Answer = strings.Join(strings.Fields(r.Quote), " "), strings.Join(strings.Fields(r.Answer), " ")
	switch {
	case r.State != Done && r.State != Kept:
		return apperr.New(apperr.Invalid, "error.feedback.state", nil).At("state")
	case r.Answer == "":
		return apperr.New(apperr.Invalid, "error.feedback.answer", nil).At("answer")
	case utf8.RuneCountInString(r.Answer) > MaxAnswer:
		return apperr.New(apperr.Invalid, "error.feedback.long", map[string]any{"max": MaxAnswer}).At("answer")
	case r.Shown && r.Quote == "":
		return apperr.New(apperr.Invalid, "error.feedback.quote", nil).At("quote")
	case utf8.RuneCountInString(r.Quote) > MaxSaid:
		return apperr.New(apperr.Invalid, "error.feedback.long", map[string]any{"max": MaxSaid}).At("quote")
	}
	if err := answer(ctx, tx, r); err != nil {
		return err
	}
	e, err := Find(ctx, tx, r.UID)
	if err != nil {
		return err
	}
	if err := tell(ctx, tx, e, r.Now); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Entry{ActorID: r.By, Action: "feedback.answered", ObjectKind: "feedback", ObjectID: r.UID})
}

// Rating is how a module is judged; there is none before five have.
type Rating struct {
	CourseID int64
	Module   int
	Total    int
	Helpful  int
	Unclear  int
	Outdated int
	Wrong    int
}

// leastRatings are needed before a count is shown.
const leastRatings = 5
