package curriculum

import (
	"slices"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
)

// A requirement leaves people two weeks at least, and is due within two years.
const (
	LeastRequired = 14 // days
	mostRequired  = 730
)

// Requirement is a material version of a course that everybody who completed an
// older one has to do until a day, as somebody declares it.
type Requirement struct {
	Course  string        `json:"course"`          // code
	Version int           `json:"version"`         // number
	Whole   bool          `json:"whole,omitempty"` // the whole course; else what has changed since
	DueOn   calendar.Date `json:"due_on"`
}

// Validate says what is wrong with a requirement declared on the day, nil if nothing
// is; the error is Invalid and names the field due_on.
func (r Requirement) Validate(today calendar.Date) error {
	if r.DueOn < today.AddDays(LeastRequired) || r.DueOn > today.AddDays(mostRequired) {
		return apperr.New(apperr.Invalid, "error.requirement.due", map[string]any{
			"first": today.AddDays(LeastRequired), "last": today.AddDays(mostRequired)}).At("due_on")
	}
	return nil
}

// Required is a requirement in force, with what tells an older completion.
type Required struct {
	Requirement
	CourseID    int64
	PublishedOn calendar.Date // of the version
	Numbers     map[int64]int // of all versions of the course, by ID
}

// concerns reports a completion of an older version. One that names no version of
// the course, as from a classroom or elsewhere, is older if it came before the
// version was published.
func (r Required) concerns(c ledger.Cycle) bool {
	if c.CompletedOn == 0 {
		return false
	}
	if n, known := r.Numbers[c.VersionID]; known {
		return n < r.Version
	}
	return c.CompletedOn < r.PublishedOn
}

// required is the requirement that now ends the completion of a running duty. Nil if
// there is none, or while the person is exempt.
func (p *planner) required(h *Held, c ledger.Cycle) *Required {
	if h.AssignedOn == 0 || h.AssignedOn >= p.Day || h.WithdrawnOn != 0 || h.exemptOn(p.Day) {
		return nil
	}
	return p.requirement(h.CourseID, c)
}

// requirement is the earliest one that ends the completion sooner than it ends by
// itself: on its day, the day of planning at the earliest. Nil if there is none.
func (p *planner) requirement(course int64, c ledger.Cycle) *Required {
	if !c.ValidOn(p.Day) {
		return nil
	}
	var first *Required
	for i := range p.Requirements {
		r := &p.Requirements[i]
		if r.CourseID == course && r.concerns(c) && r.ends(p.Day) < c.ValidUntil && (first == nil || r.DueOn < first.DueOn) {
			first = r
		}
	}
	return first
}

// endOf is the day on which a completion ends, by a requirement too, whether the
// course is asked for or not.
func (p *planner) endOf(course int64, c ledger.Cycle) calendar.Date {
	if r := p.requirement(course, c); r != nil {
		return r.ends(p.Day)
	}
	return c.ValidUntil
}

// asksWhole reports a requirement of the whole course that the completion does not
// meet.
func (p *planner) asksWhole(d *demand, before ledger.Cycle) bool {
	return slices.ContainsFunc(p.Requirements, func(r Required) bool { return r.CourseID == d.course.ID && r.Whole && r.concerns(before) })
}

// variant is the content of a renewal of the completion: the short course that the
// terms name, unless the whole is required.
func (p *planner) variant(d *demand, before ledger.Cycle) string {
	if p.asksWhole(d, before) {
		return ""
	}
	return d.refresher()
}

// ends is the last day of a completion that the requirement ends, and the fixed day of
// the cycle after it.
func (r *Required) ends(day calendar.Date) calendar.Date { return max(r.DueOn, day) }
