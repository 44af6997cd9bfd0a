package learner

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/learning"
	"zaemme/internal/leaver"
	"zaemme/internal/ledger"
	"zaemme/internal/session"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

type startPage struct {
	page.Base
	page.Heading
	Open, Optional, Waiting, Fulfilled []page.CourseRow

	Waits   waits
	Choices []string // which courses of a choice are enough, in words
	Coming  []comingRow
}

// startShow is the page that everybody comes to. It is kept for as long as nothing that
// it is made of has changed.
func (h *Handlers) startShow(c *fiber.Ctx) error {
	session := visit.Of(c).Session.UID
	state, keeps := h.startState(c) // before anything is read: what is changed meanwhile is another state
	if body, ok := h.kept.find(session, state); keeps && ok {
		return page.Again(c, body)
	}
	o, err := h.startMake(c)
	if err == nil && keeps && keepsStill(o) {
		h.kept.keep(session, state, c.Response().Body())
	}
	return err
}

func (h *Handlers) startMake(c *fiber.Ctx) (learning.Overview, error) {
	act := actOf(c)
	var batch db.Batch
	var coming []session.Coming
	var last calendar.Date
	record := h.Learning.Queue(&batch, act)
	h.Sessions.QueueComing(&batch, act.PersonID, 0, act.Today, &coming)
	leaver.QueueLastDay(&batch, act.PersonID, act.Today, leavingDays, &last)
	if err := h.DB.Together(c.UserContext(), &batch); err != nil {
		return learning.Overview{}, err
	}
	o, err := h.Learning.Overview(c.UserContext(), h.DB, act, record)
	if err != nil {
		return o, err
	}
	p := newStart(page.From(c), o, act.Today, h.emblem)
	if err := h.tasksInReview(c, o.Open, p.Open); err != nil {
		return o, err
	}
	p.leaving(last)
	p.Coming = newComing(p.L, wanted(coming, o.Open), func(id int64) string { return h.courseName(id, p.L.Lang()) })
	p.Waits = waitsOf(c)
	return o, page.Render(c, "learner/start", p)
}

// courseName is the title of a course, empty where it is gone.
func (h *Handlers) courseName(id int64, lang string) string {
	v, err := h.Courses.Current(id)
	if err != nil {
		return ""
	}
	return v.Title(lang)
}

func newStart(base page.Base, o learning.Overview, today calendar.Date, emblem emblemOf) *startPage {
	l := base.L
	base.Title = l.T("nav.mine")
	p := &startPage{Base: base, Heading: startHeading(l, o, today)}
	for _, i := range o.Open {
		p.Open = append(p.Open, openRow(l, i, today, emblem))
	}
	for _, i := range o.Optional {
		p.Optional = append(p.Optional, openRow(l, i, today, emblem))
		s := i.Choice()
		if text := l.T("learner.start.choice", "title", s.Title.In(l.Lang()), "n", s.Courses.AtLeast, "total", s.Of()); !slices.Contains(p.Choices, text) {
			p.Choices = append(p.Choices, text)
		}
	}
	for _, i := range o.Waiting {
		p.Waiting = append(p.Waiting, waitingRow(l, i, emblem))
	}
	for _, i := range o.Fulfilled {
		p.Fulfilled = append(p.Fulfilled, doneRow(l, i, emblem))
	}
	if len(o.Open) == 0 && len(o.Fulfilled) > 0 {
		p.Mark = emblem(o.Fulfilled[0].Version)
	}
	return p
}

// startHeading answers «what is open for me, and by when?».
func startHeading(l *i18n.Printer, o learning.Overview, today calendar.Date) page.Heading {
	if len(o.Open) == 0 {
		return idleHeading(l, o)
	}
	hd := page.Heading{Text: openSentence(l, o.Open, today)}
	minutes, online := 0, -1
	for n, i := range o.Open {
		minutes += i.MinutesLeft()
		if online < 0 && i.Version.Online() && i.First == nil {
			online = n
		}
	}
	hd.Lead = l.T("learner.start.lead", "minutes", l.Minutes(minutes))
	if minutes == 0 { // all is read; a quiz has no minutes of its own
		hd.Lead = l.T("learner.start.lead_test")
	}
	if online < 0 {
		hd.Lead = l.T("learner.start.lead_classroom")
		first := o.Open[0].Version
		hd.Actions = []page.Action{{Label: l.T("learner.start.classroom"), URL: courseURL(first.Code())}}
		return hd
	}
	i := o.Open[online]
	key := "learner.start.begin"
	if i.Begun() {
		key = "learner.start.resume"
	}
	hd.Actions = []page.Action{{Label: l.T(key, "title", i.Version.Title(l.Lang())), URL: resumeURL(wayOf(i.Version.Code()), i)}}
	return hd
}

// openSentence is «Zwei Schulungen sind offen, die nächste bis 4. Dezember.»
func openSentence(l *i18n.Printer, open []learning.Item, today calendar.Date) string {
	late, next := 0, calendar.Date(0)
	for _, i := range open {
		switch due := deadline(i); {
		case i.Status.Late():
			late++
		case due != 0 && (next == 0 || due < next):
			next = due
		}
	}
	n := len(open)
	switch {
	case late == n:
		return l.N("learner.start.late", n)
	case late > 0:
		return l.N("learner.start.some_late", late, "open", l.Word(n, true))
	case next == 0:
		return l.N("learner.start.open", n)
	case today == next:
		return l.N("learner.start.open_today", n)
	default:
		return l.N("learner.start.open_until", n, "date", day(l, next, today))
	}
}

// idleHeading is for somebody who has nothing to do.
func idleHeading(l *i18n.Printer, o learning.Overview) page.Heading {
	browse := []page.Action{{Label: l.T("learner.start.browse"), URL: "/kurse", Quiet: true}}
	if len(o.Fulfilled) == 0 && len(o.Waiting) == 0 {
		return page.Heading{Text: l.T("learner.start.nothing"), Lead: l.T("learner.start.nothing_lead"), Actions: browse}
	}
	if len(o.Fulfilled) == 0 {
		return page.Heading{Text: l.T("learner.start.waiting"), Lead: l.T("learner.start.waiting_lead"), Actions: browse}
	}
	ends := calendar.Forever
	expiring := false
	for _, i := range o.Fulfilled {
		ends = min(ends, i.Completion.ValidUntil)
		expiring = expiring || i.Status == ledger.StatusExpiring
	}
	hd := page.Heading{Text: l.T("learner.start.finished"), Lead: l.T("learner.start.finished_lead"), Actions: browse}
	switch {
	case expiring:
		hd.Lead = l.T("learner.start.expiring_lead", "date", l.LongDate(ends))
	case ends != calendar.Forever:
		hd.Lead = l.T("learner.start.finished_until", "date", l.LongDate(ends))
	}
	return hd
}
