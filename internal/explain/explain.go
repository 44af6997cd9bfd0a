package explain

import (
	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/ledger"
)

// Explain answers in the language of the printer. It is pure.
func Explain(l *i18n.Printer, k Known, a Asked) Explanation {
	events := k.Events[a.Version.CourseID]
	d, _ := ledger.DatesOn(events, a.Day)
	g, ok := d.Governing(a.Day)
	w := writer{Printer: l, Asked: a, known: k, events: events, dates: d, g: g}
	x := Explanation{Status: g.Status, Due: g.Due, History: w.history()}
	if a.Audience != Self {
		x.Status = g.Status.Public()
	}
	if !ok {
		x.Sentence = w.audienced("why.nobody")
		if !a.Version.Online() {
			x.Sentence = w.audienced("why.nobody_classroom")
		}
		return x
	}
	x.Sentence = w.audienced("why.duty")
	if !d.Mandatory {
		x.Sentence = w.audienced("why.recommended")
	}
	w.rules(&x)
	w.terms(&x)
	if !g.Fulfilled {
		x.Title = w.audienced("why.steps")
		x.Steps = w.steps()
	}
	x.Next = w.next()
	return x
}

// writer holds what all parts of an explanation are made of.
type writer struct {
	*i18n.Printer
	Asked
	known  Known
	events []ledger.Event
	dates  ledger.Dates
	g      ledger.Governing
}

// audienced is the text for the person, or for others about the person.
func (w *writer) audienced(key string, args ...any) string {
	if w.Audience == Self {
		return w.T(key+".self", args...)
	}
	return w.T(key+".other", args...)
}

func (w *writer) rules(x *Explanation) {
	terms := ledger.TermsIn(w.events, w.g.Cycle.No)
	reasons := terms.Reasons
	if len(reasons) == 0 && w.g.Cycle.RuleID != 0 {
		reasons = []ledger.Reason{{Rule: w.g.Cycle.RuleID, Version: w.g.Cycle.RuleVersion}}
	}
	for _, r := range reasons {
		if title := w.known.Rules[r].In(w.Lang()); title != "" {
			x.add(w.T("why.rule"), w.T("why.rule_is", "title", title, "version", int(r.Version)))
		}
	}
	if len(x.Facts) == 0 {
		x.add(w.T("why.rule"), w.T("why.rule_none"))
	}
}

func (x *Explanation) add(term, text string) { x.Facts = append(x.Facts, Fact{term, text}) }

// terms are the dates that hold, each named.
func (w *writer) terms(x *Explanation) {
	c, g := w.g.Cycle, w.g
	date := func(key string, d calendar.Date) {
		if d != 0 && d != calendar.Forever {
			x.add(w.T(key), w.Date(d))
		}
	}
	date("why.since", c.AssignedOn)
	if c.No > 1 {
		x.add(w.T("why.cycle"), w.T("why.cycle_is", "number", int(c.No)))
	}
	if g.Fulfilled {
		w.completion(x, c)
		return
	}
	switch {
	case g.Status == ledger.StatusExempt && w.dates.ExemptUntil == calendar.Forever:
		x.add(w.T("why.due"), w.T("why.exempt_forever"))
	case g.Status == ledger.StatusExempt:
		x.add(w.T("why.due"), w.T("why.exempt", "day", w.dates.ExemptUntil))
	case g.Status == ledger.StatusPaused && (g.Due == 0 || w.Audience == Line):
		x.add(w.T("why.due"), w.T("why.paused"))
	case g.Due == 0:
		x.add(w.T("why.due"), w.T("why.undated"))
	default:
		date("why.due", g.Due)
	}
	if g.Due != 0 && g.Status != ledger.StatusPaused && g.Status != ledger.StatusExempt {
		if c.OriginalDueOn != g.Due && !g.Lapse {
			date("why.original", c.OriginalDueOn)
		}
		if g.GraceUntil > g.Due {
			date("why.grace", g.GraceUntil)
		}
	}
	switch {
	case g.Lapse:
		date("why.done", c.CompletedOn)
		date("why.ended", c.ValidUntil)
	case w.dates.Prev.CompletedOn != 0:
		date("why.done", w.dates.Prev.CompletedOn)
		date("why.ended", w.dates.Prev.ValidUntil)
	}
}

// completion says how and since when a duty is fulfilled.
func (w *writer) completion(x *Explanation, c ledger.Cycle) {
	x.add(w.T("why.done"), w.T("why.done_how", "day", c.CompletedOn, "how", w.T("why.how."+string(c.How))))
	until := w.T("why.valid_forever")
	if c.ValidUntil != calendar.Forever {
		until = w.Date(c.ValidUntil)
	}
	x.add(w.T("why.valid"), until)
	if c.WindowFrom != 0 && c.ValidUntil != calendar.Forever {
		x.add(w.T("why.window"), w.Date(c.WindowFrom))
	}
	if c.EvidenceNo != "" && w.Audience != Line {
		x.add(w.T("why.evidence"), c.EvidenceNo)
	}
}
