package curriculum

import (
	"cmp"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
)

// dated is one rule's demand with the date it comes to.
type dated struct {
	ask
	result DueResult
	holds  bool // the date on record stands
}

// earliest dates every demand and picks the one that governs: of the mandatory
// ones, if there are any, the earliest, then the shortest grace, then the rule
// that governs already, then by code.
func (p *planner) earliest(d *demand, governs int64, date func(a ask) (DueResult, error)) (dated, error) {
	return p.pick(d, governs, func(a ask) (dated, error) {
		r, err := date(a)
		return dated{ask: a, result: r}, err
	})
}

func (p *planner) pick(d *demand, governs int64, date func(a ask) (dated, error)) (dated, error) {
	var best dated
	order := func(a, b dated) int {
		none := func(d calendar.Date) calendar.Date {
			if d == 0 {
				return calendar.Forever
			}
			return d
		}
		rank := func(x dated) int {
			if governs != 0 && x.rule.ID == governs {
				return 0
			}
			return 1
		}
		return cmp.Or(cmp.Compare(none(a.result.DueOn), none(b.result.DueOn)), cmp.Compare(a.result.GraceUntil, b.result.GraceUntil),
			cmp.Compare(rank(a), rank(b)))
	}
	mandatory := d.mandatory()
	for _, a := range d.asks {
		if a.terms.Mandatory != mandatory {
			continue
		}
		one, err := date(a)
		if err != nil {
			return best, err
		}
		if best.rule == nil || order(one, best) < 0 {
			best = one
		}
	}
	return best, nil
}

// detail is what is written for the demand that governs.
func (b dated) detail(d *demand) Detail {
	detail := Detail{Rule: ref(b.rule), Reasons: refs(d), Mandatory: d.mandatory(),
		DueOn: b.result.DueOn, GraceUntil: b.result.GraceUntil, Steps: b.result.Steps}
	detail.terms(d)
	return detail
}

func ref(r *Rule) RuleRef { return RuleRef{Code: r.Code, Version: r.Version} }

func refs(d *demand) []RuleRef {
	list := make([]RuleRef, len(d.asks))
	for i, a := range d.asks {
		list[i] = ref(a.rule)
	}
	return list
}

// running brings an open cycle up to date.
func (p *planner) running(h *Held, d *demand) error {
	steps, err := h.steps()
	if err != nil {
		return err
	}
	if h.exemptOn(p.Day) && h.ExemptUntil == calendar.Forever {
		p.set(h, d, dated{ask: d.asks[0], holds: true}, nil)
		return nil
	}
	restart := restartOf(h, steps)
	redate := func(restart *Restart) (dated, error) {
		return p.byCalendar(steps, h, func() (dated, error) {
			return p.pick(d, h.RuleID, func(a ask) (dated, error) { return p.redate(h, a, steps, restart) })
		})
	}
	requires := p.requiredBefore(h)
	best, err := redate(restart)
	if err == nil && restart == nil && !h.Mandatory && d.mandatory() && h.AssignedOn < p.Day {
		var anew dated // a term of its own, where that moves the date
		if anew, err = redate(&Restart{Cause: BecomesMandatory, On: p.Day, Replaces: h.DueOn}); anew.moves(h) {
			best = anew
		}
	}
	if err != nil {
		return err
	}
	p.set(h, d, best, requires)
	return nil
}

// requiredBefore is the requirement that ends the completion which the open cycle
// renews. Nil: none.
func (p *planner) requiredBefore(h *Held) *Required {
	if h.Prev.No == 0 || h.Prev.No >= h.No {
		return nil
	}
	return p.required(h, h.Prev)
}

// redate computes what a demand comes to for a running cycle. The rule that
// governs counts from where it did, another one from the assignment. Only the rule
// that governs, on the same terms, may bring the date forward at will, as when an
// absence turns out shorter; one that asks anew, or on other terms, counts its own from
// the day; one that asked when the date was made has had its say.
func (p *planner) redate(h *Held, a ask, steps []Step, restart *Restart) (dated, error) {
	start, governs := h.AssignedOn, a.rule.ID != 0 && a.rule.ID == h.RuleID
	if governs || h.RuleID == 0 {
		start = startIn(steps, h.AssignedOn)
	}
	terms := a.terms
	if ends := renewalDay(h, steps, terms); ends != 0 && restart == nil {
		if r := p.requiredBefore(h); r != nil {
			ends = min(ends, r.ends(p.Day))
		}
		terms = terms.until(ends)
	}
	result, err := Due(p.due(start, terms, restart))
	if err != nil || h.DueOn == 0 || result.DueOn == 0 || result.DueOn >= h.DueOn ||
		governs && (a.rule.Version == h.RuleVersion || sameTerms(h, terms, steps)) {
		return dated{ask: a, result: result}, err
	}
	if restart != nil && restart.On <= p.Day && restart.AgreedDay == 0 {
		restart = nil // an agreed day and an exemption that lasts hold whatever the rules say
	}
	asked := !governs && a.rule.ID != 0 && slices.Contains(h.Reasons, ledger.Reason{Rule: a.rule.ID, Version: a.rule.Version})
	own, err := Due(p.due(p.Day, terms, restart))
	if err != nil || !asked && own.DueOn != 0 && own.DueOn < h.DueOn && (restart != nil || h.ExtendedUntil == 0) {
		return dated{ask: a, result: own}, err
	}
	own = DueResult{BaseOn: h.DueOn, DueOn: h.DueOn, GraceUntil: h.DueOn.AddDays(a.terms.GraceDays), Pauses: result.Pauses,
		PausedFrom: result.PausedFrom, PausedUntil: result.PausedUntil, Steps: p.relocated(steps)}
	return dated{ask: a, result: own, holds: true}, nil
}

// startIn is the day from which a calculation counts; without one, and where it
// does not matter, the assignment.
func startIn(steps []Step, assigned calendar.Date) calendar.Date {
	for _, s := range steps {
		if s.Key == StepAssigned || s.Key == StepOwnDays || s.Key == StepOwnDaysEstimated {
			return s.From
		}
	}
	return assigned
}

// sameTerms reports that the calculation on record was made on these terms, in an
// earlier version of the rule.
func sameTerms(h *Held, t Terms, steps []Step) bool {
	if len(steps) == 0 || h.DueOn.DaysUntil(h.GraceUntil) != t.GraceDays {
		return false
	}
	if steps[0].Key == StepFixed {
		return steps[0].Due == t.FixedDay
	}
	return steps[0].Days == t.DueDays
}

// renewalDay is the fixed day of a renewal cycle, none of any other cycle. The
// completion it follows may have given way to another one on record; then the
// calculation tells the day, unless the terms have a fixed one of their own.
func renewalDay(h *Held, steps []Step, t Terms) calendar.Date {
	if h.Prev.No != 0 && t.FixedDay == 0 && len(steps) > 0 && steps[0].Key == StepFixed {
		return steps[0].Due
	}
	if h.Prev.No == 0 || h.Prev.No >= h.No {
		return 0
	}
	ends := max(h.Prev.ValidUntil, h.Prev.LapseDueOn)
	switch {
	case len(steps) == 0 && h.Renewal:
		return ends
	case len(steps) > 0 && steps[0].Key == StepFixed && (steps[0].Due == ends || steps[0].Due == h.Prev.ValidUntil):
		return steps[0].Due
	}
	return 0
}

// restartOf is what dated the cycle anew (DESIGN.md §6.7), nil if nothing did: an
// exemption that ends, an extension, or what the calculation on record tells.
func restartOf(h *Held, steps []Step) *Restart {
	known := restartIn(steps)
	since := h.AssignedOn // the day from which the date on record counts
	if len(steps) > 0 && steps[0].From != 0 {
		since = steps[0].From
	}
	switch {
	case h.ExemptFrom != 0 && h.ExemptUntil != calendar.Forever && h.ExemptUntil >= h.AssignedOn && since < h.ExemptUntil:
		return &Restart{Cause: ExemptionEnd, On: h.ExemptUntil, Replaces: h.DueOn}
	case h.ExtendedUntil != 0 && known == nil: // written without its calculation
		return &Restart{Cause: Extension, On: h.AssignedOn, AgreedDay: h.ExtendedUntil}
	}
	return known
}

func restartIn(steps []Step) *Restart {
	if len(steps) == 0 {
		return nil
	}
	r := &Restart{On: steps[0].From}
	switch steps[0].Key {
	case StepExtension:
		r.Cause = Extension
	case StepExemptionEnd:
		r.Cause = ExemptionEnd
	case StepRevocation:
		r.Cause = Revocation
	case StepReturnToAudience:
		r.Cause = ReturnToAudience
	case StepBecomesMandatory:
		r.Cause = BecomesMandatory
	case StepAgreed:
		r.Cause, r.AgreedDay = Extension, steps[0].Due
	default:
		return nil
	}
	for _, s := range steps {
		if s.Key == StepNotBefore {
			r.Replaces = s.Due
		}
	}
	return r
}

// moves reports another date than the one on record.
func (b dated) moves(h *Held) bool {
	return !b.holds && b.result.DueOn != 0 && (b.result.DueOn != h.DueOn || b.result.GraceUntil != h.GraceUntil)
}

// set writes what differs from the record. requires ends the completion before.
func (p *planner) set(h *Held, d *demand, best dated, requires *Required) {
	detail := best.detail(d)
	detail.Act = actSet
	from := h.dueAt(p.Day)
	to := from
	moved := best.moves(h)
	if !moved { // the rule on record, in its version, stays the one that dated it
		detail.Rule, detail.DueOn, detail.GraceUntil = RuleRef{}, 0, 0
	}
	recounted := !moved && p.recounted(h, best)
	if !moved && !recounted {
		detail.Steps = nil
	}
	detail.Variant = h.Variant
	if h.Renewal && h.Prev.ValidOn(p.Day) && h.Variant != ledger.Difference {
		detail.Variant = p.variant(d, h.Prev)
	}
	reason := p.changeReason()
	if requires != nil {
		detail.ValidUntil = requires.ends(p.Day)
		reason = ReasonVersion
	}
	changed := requires != nil || moved || recounted || h.Mandatory != detail.Mandatory || !p.sameReasons(h, d) || h.Variant != detail.Variant ||
		h.ValidityMonths != nil && (*h.ValidityMonths != detail.ValidityMonths || h.ValidityDay != detail.ValidityDay) ||
		h.TestOut != nil && *h.TestOut == detail.NoTestOut || h.TestOut == nil && detail.NoTestOut
	if !(best.holds && best.result.DueOn == 0) { // an exemption without end says nothing of pauses
		changed = p.pause(h, best.result, &detail) || changed
		to = best.result.DueAt(p.Day)
	}
	if !changed {
		return
	}
	kind := Keep
	if moved || from != to {
		kind = Move
	}
	p.effect(kind, d, from, to, reason, detail)
}

// pause states the pause that holds or comes next, if it is not the one on
// record, and ends one that does not hold after all.
func (p *planner) pause(h *Held, r DueResult, detail *Detail) bool {
	want := pauseFrom(r, p.Day)
	pending := h.PauseFrom != 0 && h.PauseUntil >= p.Day
	switch {
	case want != nil && (h.PauseUntil != want.Until || h.PauseFrom != want.From && max(h.PauseFrom, want.From) > p.Day):
		detail.Pause = want
	case want == nil && pending:
		detail.Resumed = p.Day.AddDays(-1)
	default:
		return false
	}
	return true
}

// pauseFrom is the first pause that is not over on the day, nil if none is left.
// The ones after it are stated when it is over.
func pauseFrom(r DueResult, day calendar.Date) *calendar.Interval {
	for _, p := range r.Pauses {
		if p.Until >= day {
			return &p
		}
	}
	return nil
}

// sameReasons compares the rules that ask with those on record, whatever their
// version: a rule whose new version asks for the same changes nothing.
func (p *planner) sameReasons(h *Held, d *demand) bool {
	if len(h.Reasons) != len(d.asks) {
		return len(h.Reasons) == 0 && len(d.asks) == 1 && h.RuleID != 0 && d.asks[0].rule.ID == h.RuleID
	}
	for _, a := range d.asks {
		if !slices.ContainsFunc(h.Reasons, isRule(a.rule.ID)) {
			return false
		}
	}
	return true
}

func isRule(id int64) func(ledger.Reason) bool {
	return func(r ledger.Reason) bool { return r.Rule == id && id != 0 }
}
