package curriculum

import (
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
)

// person plans all duties of one member.
func (p *planner) person(m *people.Member, held []Held) error {
	demands := p.ask(m, held)
	find := func(course int64) *demand {
		i := slices.IndexFunc(demands, func(d demand) bool { return d.course.ID == course })
		if i < 0 {
			return nil
		}
		return &demands[i]
	}
	fresh := ReasonChanged
	switch {
	case p.Proposed:
		fresh = ReasonRule
	case !slices.ContainsFunc(held, func(h Held) bool { return h.AssignedOn != 0 }):
		fresh = ReasonJoined
	}
	for i := range held {
		if err := p.duty(&held[i], find(held[i].CourseID), fresh); err != nil {
			return err
		}
	}
	for i := range demands {
		d := &demands[i]
		if slices.ContainsFunc(held, func(h Held) bool { return h.CourseID == d.course.ID }) {
			continue
		}
		if err := p.gain(d, nil, fresh); err != nil {
			return err
		}
	}
	return nil
}

// duty plans one duty on record; d is nil if nobody asks for it, fresh is the
// reason of a duty that was never assigned.
func (p *planner) duty(h *Held, d *demand, fresh string) error {
	active := h.AssignedOn != 0 && h.WithdrawnOn == 0
	switch {
	case h.AssignedOn > p.Day || h.WithdrawnOn > p.Day: // decided for a later day
		return nil
	case !active && d == nil:
		return nil
	case !active:
		if h.AssignedOn != 0 && !p.Proposed {
			fresh = ReasonReturned
		}
		return p.gain(d, h, fresh)
	case d == nil:
		p.lose(h)
		return nil
	case h.CompletedOn == 0 || h.CompletedOn >= p.Day:
		return p.running(h, d)
	}
	requires := p.required(h, h.Cycle)
	if requires != nil || p.renews(h, d) {
		return p.renew(h, d, requires)
	}
	p.fulfilled(h, d)
	return nil
}

func (p *planner) lose(h *Held) {
	reason := ReasonChanged
	switch employed := len(p.who.Employments) > 0; {
	case employed && h.RuleID == 0 && len(h.Reasons) == 0:
		return // no rule has ever asked for it
	case !employed:
		reason = ReasonLeft
	case p.Proposed:
		reason = ReasonRule
	}
	code := ""
	if c := p.courses[h.CourseID]; c != nil {
		code = c.Code
	}
	p.effects = append(p.effects, Effect{PersonID: p.who.ID, Person: p.who.PersonKey(), CourseID: h.CourseID, Course: code,
		Kind: Lose, FromDue: h.dueAt(p.Day), Reason: reason}.with(Detail{Act: actWithdraw}))
}

// gain begins a duty, or takes it up again.
func (p *planner) gain(d *demand, h *Held, reason string) error {
	var restart *Restart
	if h != nil && h.AssignedOn != 0 && h.WithdrawnOn.DaysUntil(p.Day) <= returnTerm {
		restart = &Restart{Cause: ReturnToAudience, On: p.Day, Replaces: h.DueOn}
	}
	returns := restart != nil
	if h != nil && h.exemptAfter(p.Day) {
		restart = &Restart{Cause: ExemptionEnd, On: h.ExemptUntil}
		if returns {
			restart.Replaces = h.DueOn
		}
	}
	best, err := p.earliest(d, 0, func(a ask) (DueResult, error) { return Due(p.due(p.Day, a.terms, restart)) })
	if err != nil {
		return err
	}
	detail := best.detail(d)
	detail.Act, detail.Returns, detail.MaxAgeMonths = actAssign, returns, d.maxAge()
	if h != nil && h.AssignedOn != 0 && h.Open() {
		detail.Variant = p.goesOn(h, d, returns)
	}
	detail.Pause = pauseFrom(best.result, p.Day)
	p.effect(Gain, d, 0, best.result.DueAt(p.Day), reason, detail)
	return nil
}

// renews reports that the renewal window is open, or has been missed.
func (p *planner) renews(h *Held, d *demand) bool {
	if h.ValidUntil == calendar.Forever || h.AssignedOn >= p.Day || h.exemptOn(p.Day) {
		return false
	}
	return p.window(h, d) <= p.Day
}

// window is the first day of the renewal window: as stated with the completion,
// unless it has none, or has the usual one where the rules ask for another.
func (p *planner) window(h *Held, d *demand) calendar.Date {
	days := defaultWindow
	for i, a := range d.asks {
		if i == 0 || a.terms.WindowDays > days {
			days = a.terms.WindowDays
		}
	}
	usual := h.ValidUntil.AddDays(-defaultWindow)
	if h.WindowFrom != 0 && (h.WindowFrom != usual || days == defaultWindow) {
		return h.WindowFrom
	}
	return h.ValidUntil.AddDays(-days)
}

// renew opens the next cycle, due on the day the completion ends, or the later
// day to which that was moved (REPORT.md §1). A requirement ends it on its own day;
// while the window is not open, what has changed is enough, unless the whole is
// required.
func (p *planner) renew(h *Held, d *demand, requires *Required) error {
	ends, reason := max(h.ValidUntil, h.LapseDueOn), ReasonRenewal
	if requires != nil {
		ends, reason = requires.ends(p.Day), ReasonVersion
	}
	var restart *Restart
	if h.exemptAfter(p.Day) {
		restart = &Restart{Cause: ExemptionEnd, On: h.ExemptUntil, Replaces: ends}
	}
	best, err := p.earliest(d, h.RuleID, func(a ask) (DueResult, error) {
		if restart != nil {
			return Due(p.due(p.Day, a.terms, restart))
		}
		return Due(p.due(p.Day, a.terms.until(ends), nil))
	})
	if err != nil {
		return err
	}
	detail := best.detail(d)
	detail.Act = actRenew
	switch {
	case requires != nil && !p.renews(h, d) && !p.asksWhole(d, h.Cycle):
		detail.Variant = ledger.Difference
	case h.ValidUntil >= p.Day:
		detail.Variant = p.variant(d, h.Cycle)
	}
	if h.WindowFrom == 0 || h.WindowFrom > p.Day {
		detail.WindowFrom = p.Day
		if h.ValidUntil != calendar.Forever {
			detail.WindowFrom = min(p.window(h, d), p.Day)
		}
	}
	if requires != nil {
		detail.ValidUntil = requires.ends(p.Day)
	}
	p.pause(h, best.result, &detail)
	p.effect(Gain, d, h.dueAt(p.Day), best.result.DueAt(p.Day), reason, detail)
	return nil
}

// until are the terms with a fixed day instead of days.
func (t Terms) until(day calendar.Date) Terms {
	t.DueDays, t.FixedDay = 0, day
	return t
}

// fulfilled keeps what is said about a fulfilled duty up to date.
func (p *planner) fulfilled(h *Held, d *demand) {
	detail := Detail{Act: actSet, Reasons: refs(d), Mandatory: d.mandatory()}
	changed := h.Mandatory != detail.Mandatory || !p.sameReasons(h, d)
	detail.Variant = h.Variant
	if w := p.window(h, d); h.ValidUntil != calendar.Forever && w != h.WindowFrom {
		detail.WindowFrom, changed = w, true
	}
	if !changed {
		return
	}
	detail.terms(d)
	p.effect(Keep, d, h.dueAt(p.Day), h.dueAt(p.Day), p.changeReason(), detail)
}

func (p *planner) changeReason() string {
	if cause := p.Dates.cause(); cause != "" {
		return cause
	}
	if p.Proposed {
		return ReasonRule
	}
	return ReasonChanged
}

func (p *planner) effect(kind EffectKind, d *demand, from, to calendar.Date, reason string, detail Detail) {
	p.effects = append(p.effects, Effect{PersonID: p.who.ID, Person: p.who.PersonKey(), CourseID: d.course.ID, Course: d.course.Code,
		Kind: kind, FromDue: from, ToDue: to, Reason: reason}.with(detail))
}

// due is the input of Due for the person at hand.
func (p *planner) due(start calendar.Date, t Terms, restart *Restart) DueInput {
	w := p.facts()
	return DueInput{AssignedOn: start, Days: t.DueDays, FixedDay: t.FixedDay, GraceDays: t.GraceDays, MinOwnDays: t.MinWorkingDays,
		Site: w.site, Work: w.work, Absences: w.absences, Restart: restart, Outages: p.Outages}
}

// facts are what due dates of the person at hand depend on, gathered once.
func (p *planner) facts() *person {
	w := &p.who
	if !w.ready {
		w.ready, w.site = true, p.Calendars.ForMember(p.Org, w.Member)
		work := make([]Work, len(w.Employments))
		for i, e := range w.Employments {
			work[i] = Work{Pensum: e.Pensum}
		}
		w.work = UnionWork(work...)
		for _, a := range w.Absences {
			w.absences = append(w.absences, calendar.Interval{From: a.FromOn, Until: a.UntilOn})
		}
	}
	return w
}

// goesOn is the content of an open cycle that is taken up again, or followed by
// another one: short as long as the completion before is valid, as it was in the
// same cycle.
func (p *planner) goesOn(h *Held, d *demand, returns bool) string {
	switch {
	case h.Prev.No < h.No && h.Prev.ValidOn(p.Day):
		return p.variant(d, h.Prev)
	case returns && h.Renewal:
		return h.Variant
	default:
		return ""
	}
}

// dueAt is the due date in force on the day, none within a pause without end.
func (h *Held) dueAt(day calendar.Date) calendar.Date {
	if h.PauseUntil == calendar.Forever && h.PauseFrom <= day {
		return 0
	}
	return h.DueOn
}

// exemptAfter reports an exemption that ends after the day: its last day dates
// what begins now.
func (h *Held) exemptAfter(day calendar.Date) bool {
	return h.ExemptFrom != 0 && h.ExemptUntil > day && h.ExemptUntil != calendar.Forever
}

func (h *Held) exemptOn(day calendar.Date) bool {
	return h.ExemptFrom != 0 && h.ExemptFrom <= day && day <= h.ExemptUntil
}
