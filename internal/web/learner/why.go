package learner

import (
	"encoding/json"
	"strings"

	"zaemme/internal/calendar"
	"zaemme/internal/curriculum"
	"zaemme/internal/i18n"
	"zaemme/internal/learning"
	"zaemme/internal/web/page"
)

// whyPart answers «Warum?»: who asks for the course, since when, and how the date
// came about.
type whyPart struct {
	Sentence string
	Facts    []page.Fact
	Steps    []string // «So wurde Ihre Frist berechnet»
}

func newWhy(l *i18n.Printer, cp learning.CoursePage, today calendar.Date) *whyPart {
	if cp.Why == nil && !cp.Item.Version.Online() {
		return &whyPart{Sentence: l.T("learner.why.nobody_classroom")}
	}
	if cp.Why == nil {
		return &whyPart{Sentence: l.T("learner.why.nobody")}
	}
	i := cp.Item
	w := &whyPart{Sentence: l.T("learner.why.duty")}
	if !i.Duty.Mandatory {
		w.Sentence = l.T("learner.why.recommended")
	}
	for _, title := range cp.Why.Rules {
		w.Facts = append(w.Facts, page.Fact{Term: l.T("learner.why.rule"), Text: title.In(l.Lang())})
	}
	fact := func(key string, d calendar.Date) {
		if d != 0 && d != calendar.Forever {
			w.Facts = append(w.Facts, page.Fact{Term: l.T(key), Text: l.LongDate(d)})
		}
	}
	cycle := i.Governing.Cycle
	fact("learner.why.since", cp.Why.Since)
	if cycle.OriginalDueOn != i.Governing.Due {
		fact("learner.why.original", cycle.OriginalDueOn)
	}
	if i.Governing.Fulfilled {
		fact("learner.why.done", cycle.CompletedOn)
		fact("learner.why.valid", cycle.ValidUntil)
		if cycle.WindowFrom > today {
			fact("learner.why.window", cycle.WindowFrom)
		}
		return w
	}
	fact("learner.why.due", i.Governing.Due)
	if i.Governing.GraceUntil > i.Governing.Due {
		fact("learner.why.grace", i.Governing.GraceUntil)
	}
	w.Steps = calculationLines(l, cp.Why.Calculation)
	return w
}

// calculationLines writes the steps of a due date; what is no step is left out.
func calculationLines(l *i18n.Printer, calculation []byte) []string {
	var steps []curriculum.Step
	if json.Unmarshal(calculation, &steps) != nil {
		return nil
	}
	var lines []string
	for _, s := range steps {
		if strings.HasPrefix(s.Key, "due.step.") && l.Has(s.Key) {
			lines = append(lines, l.Map(s.Key, s.Args()))
		}
	}
	return lines
}
