package reminder

import (
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
)

// Anchor is the date of a duty that a step counts from.
type Anchor string

// The anchors.
const (
	Assigned   Anchor = "assigned"
	DueDate    Anchor = "due"
	GraceEnd   Anchor = "grace_end"
	WindowOpen Anchor = "window_open"
	Expiry     Anchor = "expiry"
)

// Audience is whom a step tells.
type Audience string

// The audiences. Everybody but the person gets digests only, and those name
// nobody but on slips.
const (
	ToPerson  Audience = "person"
	ToManager Audience = "manager" // who is told about the person, see superiors.of
	ToDeputy  Audience = "deputy"  // the manager's deputies of the day, besides
	ToLead    Audience = "lead"    // who heads the department above the manager
	ToHR      Audience = "hr"      // HR, of a part of the organisation too
)

// Step says when something is sent.
type Step struct {
	Code        string          `json:"code"` // stable: it is stored with what was sent
	Anchor      Anchor          `json:"anchor"`
	Offset      int             `json:"offset,omitempty"`       // days after the anchor, negative before it
	WorkingDays bool            `json:"working_days,omitempty"` // of the person's site; else calendar days
	RepeatEvery int             `json:"repeat_every,omitempty"` // calendar days between occurrences, 0: none follows
	MaxRepeats  int             `json:"max_repeats,omitempty"`  // occurrences after the first
	OnlyIf      []ledger.Status `json:"only_if"`
	Audience    Audience        `json:"audience"`
	// Since is the day from which the step is as it is, 0 for ever: what it would
	// have sent before that day is not sent afterwards.
	Since calendar.Date `json:"since,omitempty"`
}

// Codes of the default steps.
const (
	StepAssigned     = "assigned"
	StepDueBefore    = "due_before"
	StepDueSoon      = "due_soon"
	StepDueAfter     = "due_after"
	StepWindow       = "window"
	StepExpiryBefore = "expiry_before"
	StepExpirySoon   = "expiry_soon"
	StepManager      = "manager"
	StepLead         = "lead"
	StepHR           = "hr"
)

// Window is the time of day in which mail leaves, in Europe/Zurich, on working
// days of the person's site.
type Window struct {
	From, Until time.Duration // since midnight by the clock on the wall
}

// Steps are those of one scope, under the version that what they send is stored
// with; 1 is as delivered.
type Steps struct {
	Version int
	List    []Step
}

// Policy is all that decides about reminders. A changed one never applies to what
// was sent before: keys of past steps stay.
type Policy struct {
	Window    Window
	Cap       int          // mails per person in seven days
	DigestDay time.Weekday // of managers; the next working day if it is none
	SoonDays  int          // «demnächst fällig» in a digest
	Steps     Steps
	Rules     map[int64]Steps // by the rule that asks for the duty: those of its curriculum
	Courses   map[int64]Steps // by course
}

// Default is the policy of REMINDERS.md.
func Default() Policy {
	return Policy{
		Window: Window{From: 7*time.Hour + 30*time.Minute, Until: 17 * time.Hour},
		Cap:    2, DigestDay: time.Monday, SoonDays: 14,
		Steps: Steps{Version: 1, List: defaultSteps()},
	}
}

func defaultSteps() []Step {
	open := []ledger.Status{ledger.StatusOpen, ledger.StatusInProgress, ledger.StatusInGrace, ledger.StatusOverdue, ledger.StatusExpired}
	late := []ledger.Status{ledger.StatusInGrace, ledger.StatusOverdue, ledger.StatusExpired}
	expiring := []ledger.Status{ledger.StatusExpiring}
	const always = 520 // ten years of weeks
	return []Step{
		{Code: StepAssigned, Anchor: Assigned, OnlyIf: open, Audience: ToPerson},
		{Code: StepDueBefore, Anchor: DueDate, Offset: -14, OnlyIf: open, Audience: ToPerson},
		{Code: StepDueSoon, Anchor: DueDate, Offset: -3, WorkingDays: true, OnlyIf: open, Audience: ToPerson},
		{Code: StepDueAfter, Anchor: DueDate, Offset: 1, WorkingDays: true, RepeatEvery: 7, MaxRepeats: 3, OnlyIf: open, Audience: ToPerson},
		{Code: StepWindow, Anchor: WindowOpen, OnlyIf: expiring, Audience: ToPerson},
		{Code: StepExpiryBefore, Anchor: Expiry, Offset: -30, OnlyIf: expiring, Audience: ToPerson},
		{Code: StepExpirySoon, Anchor: Expiry, Offset: -7, OnlyIf: expiring, Audience: ToPerson},
		{Code: StepManager, Anchor: DueDate, Offset: 1, RepeatEvery: 7, MaxRepeats: always, OnlyIf: late, Audience: ToManager},
		{Code: StepLead, Anchor: DueDate, Offset: 14, RepeatEvery: 7, MaxRepeats: always, OnlyIf: late, Audience: ToLead},
		{Code: StepHR, Anchor: DueDate, Offset: 21, RepeatEvery: 7, MaxRepeats: always, OnlyIf: late, Audience: ToHR},
	}
}

// of are the steps that hold for the duty: of its course, else of the curriculum
// that asks for it, else of all.
func (p Policy) of(d ledger.Duty) Steps {
	if s, has := p.Courses[d.CourseID]; has {
		return s
	}
	if s, has := p.Rules[d.RuleID]; has {
		return s
	}
	return p.Steps
}
