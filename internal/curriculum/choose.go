package curriculum

import (
	"cmp"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
)

// slot is how a curriculum of which some lines are enough asks for one of them.
type slot struct{ asked, counts bool }

// choose says which courses of such a rule are asked for, and which of these
// count. As many count as are needed: what the person has a valid completion of,
// then what counted before, then in the order of the lines. The others stand
// beside as recommended, until enough are fulfilled: then they go. When the renewal
// window of one opens, the choice is open again. So a person has as many mandatory
// duties as the curriculum needs, whatever they choose (REPORT.md §1: only these
// are counted), and a report needs to know nothing of the choice.
func (p *planner) choose(r *plannedRule, held []Held) []slot {
	n := len(r.courses)
	order, rank := make([]int, n), make([]int, n)
	settled := 0
	for j, c := range r.courses {
		order[j] = j
		terms := r.terms[j]
		terms.MaxAgeMonths = p.maxAge(c, terms)
		rank[j] = p.standing(c, held, terms)
		if rank[j] <= settledAnew {
			settled++
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rank[a], rank[b]) })
	slots := make([]slot, n)
	for at, j := range order {
		counts := at < r.atLeast
		slots[j] = slot{asked: counts || settled < r.atLeast, counts: counts}
	}
	return slots
}

// How a person stands to a course of a choice, the one that counts first first.
const (
	settledBefore = iota // completed, renewal window not open, counted so far
	settledAnew          // likewise, but has not counted
	expiring             // completed, renewal window open
	counted              // open, and counted so far
	neither
)

func (p *planner) standing(c *CourseFacts, held []Held, t Terms) int {
	best := neither
	for i := range held {
		h := &held[i]
		own := h.CourseID == c.ID
		if !own && !slices.Contains(c.FulfilledBy, h.CourseID) {
			continue
		}
		active := own && h.AssignedOn != 0 && h.WithdrawnOn == 0
		for _, cycle := range []ledger.Cycle{h.Cycle, h.Prev} {
			switch {
			case cycle.CompletedOn == 0 || cycle.CompletedOn >= p.Day || cycle.ValidUntil < p.Day,
				!active && tooOld(cycle, p.Day, t.MaxAgeMonths):
			case p.endOf(h.CourseID, cycle).AddDays(-t.WindowDays) <= p.Day: // whatever has been opened by then
				best = min(best, expiring)
			case active && h.Mandatory:
				best = settledBefore
			default:
				best = min(best, settledAnew)
			}
		}
		if active && h.Mandatory {
			best = min(best, counted)
		}
	}
	return best
}

// tooOld reports evidence from elsewhere, or gained without a duty, that is older
// than months on the day; 0 months: none is.
func tooOld(c ledger.Cycle, day calendar.Date, months int) bool {
	elsewhere := c.AssignedOn == 0 || c.How == ledger.HowExternal || c.How == ledger.HowImported
	return months > 0 && elsewhere && c.CompletedOn.AddMonths(months) < day
}

// maxAge is the lowest limit of those who ask for the course so far, and of the
// terms.
func (p *planner) maxAge(c *CourseFacts, t Terms) int {
	if i := slices.IndexFunc(p.demands, func(d demand) bool { return d.course == c }); i >= 0 {
		asks := append(slices.Clone(p.demands[i].asks), ask{terms: t})
		return (&demand{asks: asks}).maxAge()
	}
	return t.MaxAgeMonths
}

// begun reports that the roll-out has reached the person, or that the rule asks
// them already.
func (p *planner) begun(r *plannedRule, held []Held) bool {
	roll := r.rule.Rollout
	if roll == nil || roll.joins(p.who.Member) || r.starts[roll.week(r.rule.Code, p.who.Member)] <= p.Day {
		return true
	}
	return slices.ContainsFunc(held, func(h Held) bool {
		return h.AssignedOn != 0 && h.WithdrawnOn == 0 && slices.ContainsFunc(h.Reasons, isRule(r.rule.ID))
	})
}
