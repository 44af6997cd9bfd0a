package planned

import (
	"slices"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/letter"
	"zaemme/internal/monthend"
	"zaemme/internal/report"
)

// Service plans and runs. It is safe for concurrent use; all fields are required.
type Service struct {
	DB        *db.DB
	Reports   *report.Service
	MonthEnds *monthend.Service
	Press     *letter.Press
	Texts     *i18n.Bundle
	// Days are the working days of the municipality as they stand now.
	Days func() calendar.Set
}

// Variant is what is sent (REPORT.md §4).
type Variant string

// The variants. Of the first two everybody reads the same, and nobody is named.
const (
	Brief      Variant = "brief"
	Management Variant = "management"
	Line       Variant = "line" // each reader's own line
	HR         Variant = "hr"
)

// Variants in the order of lists.
var Variants = []Variant{Brief, Management, Line, HR}

// Frozen reports whether the variant is made of a frozen month end alone.
func (v Variant) Frozen() bool { return v == Brief || v == Management }

// State of a plan.
type State string

// The states.
const (
	Active State = "active"
	Paused State = "paused"
	Ended  State = "ended"
)

// Why a plan is paused.
type Why string

// The reasons; "" while it is not paused.
const (
	ByHand Why = "hand"
	Owner  Why = "owner" // who owned it has left, or may no longer
)

// MaxRecipients of a plan.
const MaxRecipients = 40

// Terms are what a plan says.
type Terms struct {
	Rhythm       Rhythm
	Day          int // weekly: 1 is Monday; else the n-th working day after the period
	Variant      Variant
	DepartmentID int64  // with all below it; 0: everybody
	Language     string // "": the reader's own
	Brief        bool   // attach the Kurzbericht
	Management   bool   // attach the Management workbook
}

// Plan is a report that comes by itself.
type Plan struct {
	ID      int64
	UID     string
	OwnerID int64 // answers for it
	Terms
	State     State
	Why       Why
	Since     calendar.Date // what is due up to this day is not sent
	CreatedAt time.Time
	ChangedAt time.Time
	ChangedBy int64 // 0: the job
	Revision  int
	People    []int64 `gorm:"-"` // recipients, by ID
}

// Sends reports whether anything is attached to the mail.
func (t Terms) Sends() bool { return t.Brief || t.Management }

// monthOf is the month end whose figures a report of the day brings along.
func (t Terms) monthOf(asOf calendar.Date) calendar.Date {
	if end := monthend.MonthEnd(asOf); end <= asOf {
		return end
	}
	return calendar.FirstOfMonth(asOf).AddDays(-1)
}

// check refuses what cannot be planned. Errors: Invalid at rhythm, day, variant,
// department or language.
func (t Terms) check(languages []string) error {
	invalid := func(field string) error { return apperr.New(apperr.Invalid, "error.planned."+field, nil).At(field) }
	switch {
	case !slices.Contains(Rhythms, t.Rhythm):
		return invalid("rhythm")
	case t.Rhythm == Weekly && (t.Day < 1 || t.Day > lastWeekday):
		return invalid("weekday")
	case t.Rhythm != Weekly && (t.Day < 1 || t.Day > lastWorkingDay):
		return invalid("day")
	case !slices.Contains(Variants, t.Variant):
		return invalid("variant")
	case t.Variant.Frozen() && t.Rhythm == Weekly:
		return apperr.New(apperr.Invalid, "error.planned.frozen_weekly", nil).At("rhythm")
	case t.Variant.Frozen() && t.DepartmentID != 0:
		return apperr.New(apperr.Invalid, "error.planned.frozen_department", nil).At("department")
	case t.Language != "" && !slices.Contains(languages, t.Language):
		return invalid("language")
	default:
		return nil
	}
}
