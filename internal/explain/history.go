package explain

import (
	"cmp"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/curriculum"
	"zaemme/internal/evidence"
	"zaemme/internal/extension"
	"zaemme/internal/ledger"
)

// history tells what has happened to the duty up to the day, the latest first.
func (w *writer) history() []Moment {
	standing := ledger.Standing(w.events)
	var list []Moment
	for i := range w.events {
		e := &w.events[i]
		void, counts := standing[e.ID]
		if !counts || e.EffectiveOn > w.Day {
			continue
		}
		text := w.event(e)
		if text == "" {
			continue
		}
		m := Moment{On: e.EffectiveOn, Text: text, Void: void}
		if w.Audience != Line && e.ActorID != 0 && e.ActorID != e.PersonID {
			m.By = w.by(e)
		}
		list = append(list, m)
	}
	if w.Audience != Line {
		list = append(list, w.requests()...)
		list = append(list, w.cases()...)
	}
	slices.SortStableFunc(list, func(a, b Moment) int { return cmp.Compare(b.On, a.On) })
	return list
}

// by names who did it, and who confirmed it.
func (w *writer) by(e *ledger.Event) string {
	name := w.known.Names[e.ActorID]
	if second := w.known.Names[e.ConfirmedBy]; second != "" {
		return w.T("why.by_confirmed", "name", name, "second", second)
	}
	return name
}

// event is one event in words, "" for what this audience does not read.
func (w *writer) event(e *ledger.Event) string {
	args := map[string]any{"due": e.DueOn, "until": e.ValidUntil, "how": "", "course": w.Version.Title(w.Lang())}
	key := "why.event." + string(e.Kind)
	switch e.Kind {
	case ledger.KindStarted:
		if w.Audience != Self {
			return ""
		}
	case ledger.KindAcknowledged:
		if e.How == "" {
			if w.Audience != Self {
				return ""
			}
			break
		}
		return w.completed(e, args)
	case ledger.KindCompleted, ledger.KindRecorded, ledger.KindTaken:
		return w.completed(e, args)
	case ledger.KindAssigned:
		switch {
		case e.Reason == curriculum.ReasonVersion:
			key = "why.event.updated"
			if e.Variant != ledger.Difference {
				key = "why.event.updated_whole"
			}
		case w.renewal(e):
			key = "why.event.renewed"
		case e.Reason == curriculum.ReasonReturned:
			key = "why.event.returned"
		}
		key = dated(key, e.DueOn)
	case ledger.KindDueSet:
		switch {
		case e.ValidUntil != 0 && e.Reason == curriculum.ReasonVersion:
			key = "why.event.outdated"
		case e.DueOn == 0:
			return "" // terms alone
		}
	case ledger.KindExempted:
		return w.reasoned(w.exempted(e), "why.reason.exemption.", e.Reason)
	case ledger.KindExtended:
		return w.reasoned(w.Map(key, args), "why.reason.extension.", e.Reason)
	case ledger.KindPaused:
		if w.Audience == Line || e.PauseUntil == calendar.Forever {
			key += "_open"
		}
		args["from"], args["until"] = e.PauseFrom, e.PauseUntil
	case ledger.KindResumed:
	case ledger.KindWithdrawn:
		if e.Reason == curriculum.ReasonLeft {
			key += "_left"
		}
	case ledger.KindRevoked:
		return w.reasoned(w.Map(dated(key, e.DueOn), args), "why.reason.correction.", e.Reason)
	case ledger.KindCorrected:
		return w.reasoned(w.corrected(e), "why.reason.correction.", e.Reason)
	}
	return w.Map(key, args)
}

// dated picks the text that names a due date.
func dated(key string, due calendar.Date) string {
	if due == 0 {
		return key + "_undated"
	}
	return key
}

func (w *writer) renewal(e *ledger.Event) bool {
	return e.Reason == curriculum.ReasonRenewal || w.dates.Renewal && e.Cycle == w.dates.No && e.ID == w.dates.AssignedEvent
}

// completed says how the duty was fulfilled and until when that holds.
func (w *writer) completed(e *ledger.Event, args map[string]any) string {
	args["how"] = w.T("why.how." + string(e.How))
	if issuer := w.issuer(e.ID); issuer != "" {
		args["how"] = w.T("why.how_issuer", "how", args["how"], "issuer", issuer)
	}
	key := "why.event.completed"
	switch {
	case e.Kind == ledger.KindTaken:
		key = "why.event.taken"
	case e.How == ledger.HowEquivalence:
		key = "why.event.equivalence"
		args["course"] = w.source(e.SourceEvent)
	}
	if e.ValidUntil == calendar.Forever {
		key += "_forever"
	}
	return w.Map(key, args)
}

// source is the title of the course on whose completion an equivalence rests.
func (w *writer) source(event int64) string {
	for id, events := range w.known.Events {
		if slices.ContainsFunc(events, func(e ledger.Event) bool { return e.ID == event }) {
			if v, err := w.Course(id); err == nil {
				return v.Title(w.Lang())
			}
		}
	}
	return w.T("why.other_record")
}

func (w *writer) exempted(e *ledger.Event) string {
	switch {
	case e.ExemptUntil < e.EffectiveOn:
		return w.Map(dated("why.event.exemption_ended", e.DueOn), map[string]any{"due": e.DueOn})
	case e.ExemptUntil == calendar.Forever:
		return w.T("why.event.exempted_forever")
	}
	return w.Map(dated("why.event.exempted", e.DueOn), map[string]any{"until": e.ExemptUntil, "due": e.DueOn})
}

// corrected says what a correction took back, and what stands in for it.
func (w *writer) corrected(e *ledger.Event) string {
	at := slices.IndexFunc(w.events, func(o ledger.Event) bool { return o.ID == e.Voids })
	if at < 0 {
		return w.T("why.event.corrected")
	}
	voided := &w.events[at]
	if e.Replaces {
		return w.T("why.event.corrected_day", "day", voided.EffectiveOn, "to", e.EffectiveOn)
	}
	what := w.T("why.event.corrected_what." + string(voided.Kind.Corrects()))
	return w.T("why.event.corrected_void", "what", what, "day", voided.EffectiveOn)
}

// reasoned adds the reason, which the line does not read.
func (w *writer) reasoned(text, prefix, code string) string {
	if w.Audience == Line || code == "" || !w.Has(prefix+code) {
		return text
	}
	return text + " " + w.T("why.reason", "reason", w.T(prefix+code))
}

// requests are those for more time, as they were decided.
func (w *writer) requests() []Moment {
	var list []Moment
	for _, r := range w.known.Requests[w.Version.CourseID] {
		on := calendar.DateOf(r.AskedAt)
		if on > w.Day {
			continue
		}
		list = append(list, Moment{On: on, Text: w.reasoned(w.T("why.request.asked", "day", r.WantedOn), "why.reason.extension.", r.Reason)})
		if r.State == extension.Refused || r.State == extension.Withdrawn || r.State == extension.Lapsed {
			list = append(list, Moment{On: calendar.DateOf(r.DecidedAt), Text: w.T("why.request." + string(r.State)), By: w.known.Names[r.DecidedBy]})
		}
	}
	return list
}

// issuer of recognised evidence, for the person and HR.
func (w *writer) issuer(event int64) string {
	if w.Audience == Line {
		return ""
	}
	for _, c := range w.known.Cases[w.Version.CourseID] {
		if c.EventID == event && c.Kind == evidence.Recognition {
			return c.Issuer
		}
	}
	return ""
}

// cases are those that have written nothing: they wait, or were refused.
func (w *writer) cases() []Moment {
	var list []Moment
	for _, c := range w.known.Cases[w.Version.CourseID] {
		on := calendar.DateOf(c.ProposedAt)
		if c.State == evidence.Confirmed || on > w.Day {
			continue
		}
		text := w.T("why.case.recognition", "day", c.Day, "issuer", c.Issuer)
		if c.SessionID != 0 {
			text = w.T("why.case.session", "day", c.Day)
		}
		if c.Kind == evidence.Practical {
			text = w.reasoned(w.T("why.case.practical", "day", c.Day), "why.reason.practical.", c.Reason)
		}
		if c.Kind == evidence.Correction {
			text = w.reasoned(w.T("why.case.correction", "day", c.CorrectsOn), "why.reason.correction.", c.Reason)
		}
		list = append(list, Moment{On: on, Text: text + " " + w.T("why.case."+string(c.State)), By: w.known.Names[c.ProposedBy]})
	}
	return list
}
