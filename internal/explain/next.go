package explain

import (
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/evidence"
	"zaemme/internal/extension"
	"zaemme/internal/ledger"
)

// next is the concrete next thing that makes the status green, or keeps it so.
func (w *writer) next() string {
	switch w.g.Status {
	case ledger.StatusFulfilled:
		if w.g.Cycle.ValidUntil == calendar.Forever {
			return w.T("why.next.forever")
		}
		if from := w.g.Cycle.WindowFrom; from > w.Day {
			return w.T("why.next.later", "day", from)
		}
		return w.T("why.next.valid", "day", w.g.Cycle.ValidUntil)
	case ledger.StatusExempt:
		if w.dates.ExemptUntil == calendar.Forever {
			return w.T("why.next.exempt_forever")
		}
		return w.T("why.next.exempt", "day", w.dates.ExemptUntil)
	case ledger.StatusPaused:
		return w.audienced("why.next.paused")
	case ledger.StatusUndated:
		return w.audienced("why.next.undated")
	}
	text := w.todo()
	if w.inReview() {
		text += " " + w.T("why.next.in_review")
	}
	if r, ok := w.waits(); ok && w.Audience != Line {
		text += " " + w.audienced("why.next.asked", "day", r.WantedOn)
	}
	return text
}

// todo says what to do until when: the course, a session of it, or another course
// that counts for it.
func (w *writer) todo() string {
	key := "why.next.do"
	day := w.g.Due
	switch {
	case w.g.Status == ledger.StatusExpiring:
		key, day = "why.next.refresh", w.g.Cycle.ValidUntil
	case w.g.Status == ledger.StatusInGrace:
		key, day = "why.next.grace", w.g.GraceUntil
	case w.g.Status.Late():
		key = "why.next.late"
	}
	minutes := w.Minutes(w.Version.Content.Minutes)
	if w.Version.Online() {
		text := w.audienced(key, "minutes", minutes, "day", w.LongDate(day))
		if w.dates.CompletedOn == 0 && ledger.TermsIn(w.events, w.dates.No).Variant == ledger.Difference {
			text += " " + w.T("why.next.difference")
		}
		return text
	}
	text := w.audienced("why.next.session", "minutes", minutes, "day", w.LongDate(day))
	for _, other := range w.Online {
		text += " " + w.T("why.next.instead", "course", other.Title(w.Lang()))
	}
	return text
}

// inReview reports that evidence was handed in which nobody has confirmed yet: of the
// course, of one that fulfils it besides, or of its short form.
func (w *writer) inReview() bool {
	for course, cases := range w.known.Cases {
		if !slices.ContainsFunc(cases, func(c evidence.Case) bool { return c.State == evidence.Waiting && c.Kind != evidence.Correction }) {
			continue
		}
		if course == w.Version.CourseID || slices.Contains(w.By, course) {
			return true
		}
		if v, err := w.Course(course); err == nil && slices.ContainsFunc(w.events, func(e ledger.Event) bool { return e.Variant == v.Code() }) {
			return true
		}
	}
	return false
}

// waits is the request for more time that nobody has decided yet.
func (w *writer) waits() (extension.Request, bool) {
	for _, r := range w.known.Requests[w.Version.CourseID] {
		if r.State == extension.Waiting {
			return r, true
		}
	}
	return extension.Request{}, false
}
