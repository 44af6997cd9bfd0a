package reminder

import (
	"slices"
	"time"

	"zaemme/internal/ledger"
	"zaemme/internal/settings"
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

// The audiences. Everybody but the person gets digests only.
const (
	ToPerson  Audience = "person"
	ToManager Audience = "manager"
)

// Step says when something is sent.
type Step struct {
	Code        string // stable: it is stored with what was sent
	Anchor      Anchor
	Offset      int  // days after the anchor, negative before it
	WorkingDays bool // of the person's site; else calendar days
	RepeatEvery int  // calendar days between occurrences, 0: none follows
	MaxRepeats  int  // occurrences after the first
	OnlyIf      []ledger.Status
	Audience    Audience
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
)

// Window is the time of day in which mail leaves, in Europe/Zurich, on working
// days of the person's site.
type Window struct {
	From, Until time.Duration // since midnight by the clock on the wall
}

// Policy is all that decides about reminders. A changed one never applies to what
// was sent before: keys of past steps stay.
type Policy struct {
	Version   int
	Window    Window
	Cap       int          // mails per person in seven days
	DigestDay time.Weekday // of managers; the next working day if it is none
	SoonDays  int          // «demnächst fällig» in a digest
	Steps     []Step
}

// Default is the policy of REMINDERS.md.
func Default() Policy {
	open := []ledger.Status{ledger.StatusOpen, ledger.StatusInProgress, ledger.StatusInGrace, ledger.StatusOverdue, ledger.StatusExpired}
	late := []ledger.Status{ledger.StatusInGrace, ledger.StatusOverdue, ledger.StatusExpired}
	expiring := []ledger.Status{ledger.StatusExpiring}
	return Policy{
		Version: 1,
		Window:  Window{From: 7*time.Hour + 30*time.Minute, Until: 17 * time.Hour},
		Cap:     2, DigestDay: time.Monday, SoonDays: 14,
		Steps: []Step{
			{Code: StepAssigned, Anchor: Assigned, OnlyIf: open, Audience: ToPerson},
			{Code: StepDueBefore, Anchor: DueDate, Offset: -14, OnlyIf: open, Audience: ToPerson},
			{Code: StepDueSoon, Anchor: DueDate, Offset: -3, WorkingDays: true, OnlyIf: open, Audience: ToPerson},
			{Code: StepDueAfter, Anchor: DueDate, Offset: 1, WorkingDays: true, RepeatEvery: 7, MaxRepeats: 3, OnlyIf: open, Audience: ToPerson},
			{Code: StepWindow, Anchor: WindowOpen, OnlyIf: expiring, Audience: ToPerson},
			{Code: StepExpiryBefore, Anchor: Expiry, Offset: -30, OnlyIf: expiring, Audience: ToPerson},
			{Code: StepExpirySoon, Anchor: Expiry, Offset: -7, OnlyIf: expiring, Audience: ToPerson},
			{Code: StepManager, Anchor: DueDate, Offset: 1, RepeatEvery: 7, MaxRepeats: 520, OnlyIf: late, Audience: ToManager},
		},
	}
}

// FromSettings is the default policy with the knobs that HR sees: days before
// the due date (0: not at all), weekly repeats, mails in seven days.
func FromSettings(s settings.Settings) Policy {
	p := Default()
	p.Cap = s.Int("mail_cap")
	before := s.Int("reminder_days_before")
	p.Steps = slices.DeleteFunc(p.Steps, func(step Step) bool { return step.Code == StepDueBefore && before == 0 })
	for i := range p.Steps {
		switch p.Steps[i].Code {
		case StepDueBefore:
			p.Steps[i].Offset = -before
		case StepDueAfter:
			p.Steps[i].MaxRepeats = s.Int("reminder_weekly")
		}
	}
	return p
}
