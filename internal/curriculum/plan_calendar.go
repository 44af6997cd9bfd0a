package curriculum

import (
	"encoding/json"
	"fmt"
	"slices"

	"zaemme/internal/calendar"
)

// steps are the calculation on record, none where there is none.
func (h *Held) steps() ([]Step, error) {
	var steps []Step
	if len(h.Calculation) == 0 {
		return nil, nil
	}
	if err := json.Unmarshal(h.Calculation, &steps); err != nil {
		return nil, fmt.Errorf("curriculum: calculation of course %d: %w", h.CourseID, err)
	}
	return steps, nil
}

// byCalendar dates a running duty by the holiday set of the site, and sees to it
// that editing a set moves nobody's date.
//
// DESIGN.md §6: a date is computed when a fact of the person, a rule or an extension
// changes, never because a calendar was edited. So date is asked twice where the set
// has been edited since: first by the edition under which the date on record was
// computed. If that still gives what is on record, nothing but the calendar has
// changed, and the date stands. Else something else has changed, and the date is
// computed by the set in force.
//
// A recalculation («Fristen neu rechnen») leaves the first question out. Either way
// nobody loses a day by a calendar: where the set in force gives an earlier date than
// the edition on record, that edition goes on to hold for the duty. Whoever was told a
// date planned with it; a feast that HR strikes out, or a closure that is called
// off, is no reason to ask for the work sooner. A recalculation so only gives days.
// One that rested on a slip (a closure of six weeks instead of six days) is put right
// by taking the batch back, which gives the dates as they were.
func (p *planner) byCalendar(steps []Step, h *Held, date func() (dated, error)) (dated, error) {
	now := p.facts().site
	was, differs := p.Calendars.Earlier(originIn(steps), now)
	if !differs {
		return date()
	}
	p.who.site = was
	before, err := date()
	p.who.site = now
	if err != nil || before.stands(h) && !p.Dates.Recalculate {
		return before, err
	}
	best, err := date()
	sooner := best.result.DueOn != 0 && best.result.DueOn < before.result.DueOn
	if err == nil && (sooner || before.stands(h) && best.stands(h)) {
		return before, nil
	}
	return best, err
}

// recounted reports that the calculation on record no longer gives the date on
// record, and that of best does: by another edition, or for another site. It is
// then written although no date moves; else the next edit of a set would find
// nothing that the date follows from, and move it.
func (p *planner) recounted(h *Held, best dated) bool {
	if best.result.DueOn == 0 || len(best.result.Steps) == 0 {
		return false
	}
	steps, err := h.steps()
	return err == nil && !p.Calendars.Same(originIn(steps), originIn(best.result.Steps))
}

// relocated are the steps on record as of the set that is counted with, for a date
// that stands whatever they come to.
func (p *planner) relocated(steps []Step) []Step {
	at := p.facts().site.Origin()
	if len(steps) == 0 || at.Edition == 0 {
		return steps
	}
	steps = slices.Clone(steps)
	steps[0].Edition, steps[0].Site = at.Edition, at.Site
	return steps
}

// stands reports that the date on record is what the calculation comes to.
func (b dated) stands(h *Held) bool {
	return b.holds || b.result.DueOn == 0 || b.result.DueOn == h.DueOn && b.result.GraceUntil == h.GraceUntil
}

// originIn is the edition and site by which a calculation was made; the zero one
// where it does not say.
func originIn(steps []Step) calendar.Origin {
	if len(steps) == 0 {
		return calendar.Origin{}
	}
	return calendar.Origin{Edition: steps[0].Edition, Site: steps[0].Site}
}
