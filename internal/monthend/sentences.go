package monthend

import (
	"encoding/hex"

	"time"

	"zaemme/internal/calendar"
)

// The three sentences are fixed templates: where we stand, what has changed, what
// is needed by when.

func (w words) stands(m Month) string {
	total := m.Total()
	if total.Counted == 0 {
		return w.l.T("brief.stands_none", "day", w.l.LongDate(m.AsOf))
	}
	key := "brief.stands"
	if !total.Exact() {
		key = "brief.stands_least"
	}
	num, den := total.Progress()
	return w.l.T(key, "day", w.l.LongDate(m.AsOf), "done", w.l.Int(num), "counted", w.l.Int(den), "rate", w.l.Percent(num, den),
		"late", w.l.Int(total.Behind.Max))
}

func (w words) changed(months []Month) string {
	if len(months) < 2 || months[1].Total().Counted == 0 || months[0].Total().Counted == 0 {
		return w.l.T("brief.changed_none")
	}
	now, before := months[0].Total(), months[1].Total()
	nowNum, nowDen := now.Progress()
	num, den := before.Progress()
	key := "brief.changed_same"
	switch a, b := nowNum*den, num*nowDen; {
	case w.l.Percent(nowNum, nowDen) == w.l.Percent(num, den):
	case a > b:
		key = "brief.changed_up"
	case a < b:
		key = "brief.changed_down"
	}
	return w.l.T(key, "day", w.l.LongDate(months[1].AsOf), "before", w.rate(before), "now", w.rate(now))
}

// needed says what makes the light green by the next month end, or what remains
// behind where it is green.
func (w words) needed(m Month) string {
	total, next := m.Total(), w.l.LongDate(MonthEnd(m.AsOf.AddDays(1)))
	late := mostBehind(m)
	if len(late) == 0 {
		return w.l.T("brief.needed_none", "day", next)
	}
	course := m.Courses[late[0]].Titles.In(w.l.Lang())
	num, den := total.Due()
	if missing := (m.Then.Green*den+99)/100 - num; missing > 0 {
		return w.l.N("brief.needed", missing, "day", next, "green", m.Then.Green, "course", course, "late", w.atMost(m.Course(late[0]).Behind))
	}
	return w.l.T("brief.needed_rest", "day", next, "course", course, "late", w.atMost(m.Course(late[0]).Behind))
}

// rising is the message of the trend.
func (w words) rising(points []BriefPoint) string {
	var first *BriefPoint
	for i := range points {
		if points[i].Sum.Counted > 0 {
			first = &points[i]
			break
		}
	}
	last := points[len(points)-1]
	if first == nil || first.AsOf == last.AsOf {
		return w.l.T("brief.trend")
	}
	key := "brief.trend_same"
	switch diff := last.Share - first.Share; {
	case diff >= .05:
		key = "brief.trend_up"
	case diff <= -.05:
		key = "brief.trend_down"
	}
	return w.l.T(key, "month", w.l.Month(first.AsOf), "before", first.Rate, "now", last.Rate)
}

// notes are the definitions in the footnote.
func (b *Brief) notes(m Month) {
	for _, key := range []string{"unit", "rate", "light", "groups", "pc", "frozen"} {
		b.Notes = append(b.Notes, b.L.T("brief.note."+key, "green", m.Then.Green, "amber", m.Then.Amber))
	}
}

// proof says how the report is checked.
func (b *Brief) proof(m Month) {
	l := b.L
	add := func(key, text string) { b.Proof = append(b.Proof, [2]string{l.T("brief.proof." + key), text}) }
	add("as_of", l.LongDate(m.AsOf))
	frozen := l.T("brief.proof.frozen_on", "day", l.LongDate(day(m.FrozenAt)))
	if m.Late() {
		frozen = l.T("brief.proof.frozen_late", "day", l.LongDate(day(m.FrozenAt)))
	}
	add("frozen", frozen)
	add("uid", m.UID)
	add("hash", hex.EncodeToString(m.SHA256[:]))
	if m.SealID == 0 {
		add("seal", l.T("brief.proof.seal_none"))
	} else {
		add("seal", l.T("brief.proof.seal_is", "no", m.SealID, "hash", m.Seal))
	}
	add("definitions", l.T("brief.proof.definitions_is", "version", m.Definitions))
}

func day(t time.Time) calendar.Date { return calendar.DateOf(t) }
