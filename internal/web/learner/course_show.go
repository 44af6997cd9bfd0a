package learner

import (
	"html/template"
	"slices"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/evidence"
	"zaemme/internal/explain"
	"zaemme/internal/feedback"
	"zaemme/internal/i18n"
	"zaemme/internal/learning"
	"zaemme/internal/ledger"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

type coursePage struct {
	page.Base
	Walk *walkNote // nil: people learn
	page.Heading
	Hints     []string // what comes first, what is enough
	Summary   string
	Facts     []page.Fact
	Steps     []page.Step
	Classroom bool
	Online    []page.Link // online courses that fulfil this one
	Handout   *handout
	Why       *page.Why
	Request   *requestPart
	Scans     []page.Link
	Attempts  []attemptRow
	Whole     string // all of it at once, to print
	Voices    []page.Voice
	Coming    []comingRow // trainings in person
	Waits     waits
}

// handout is the page to take home from a classroom course.
type handout struct {
	Title string
	HTML  template.HTML
	Lang  string
}

type attemptRow struct {
	URL, Text, Code string
}

func (h *Handlers) courseShow(c *fiber.Ctx) error {
	act := actOf(c)
	cp, err := h.Learning.Course(c.UserContext(), h.DB, act, c.Params("code"))
	if err != nil {
		return err
	}
	known, err := explain.Read(c.UserContext(), h.DB, h.Ledger, act.PersonID)
	if err != nil {
		return err
	}
	coming, err := h.Sessions.Coming(c.UserContext(), h.DB, act.PersonID, cp.Item.Version.CourseID, act.Today)
	if err != nil {
		return err
	}
	said, err := feedback.Answered(c.UserContext(), h.DB, cp.Item.Version.CourseID, act.PersonID)
	if err != nil {
		return err
	}
	p := newCourse(page.From(c), wayOf(cp.Item.Version.Code()), cp, known, act.Today, h.emblem)
	for _, e := range said {
		p.Voices = append(p.Voices, page.NewVoice(p.L, e, act.PersonID))
	}
	p.Coming = newComing(p.L, coming, func(int64) string { return "" })
	asked, err := explain.About(h.Courses, cp.Item.Version.CourseID, explain.Self, act.Today)
	if err != nil {
		return err
	}
	p.Why = page.NewWhy(p.L, explain.Explain(p.L, known, asked))
	if v := cp.Item.Version; v.Content.Handout != nil {
		texts, err := h.Courses.Texts(v, visit.Of(c).Settings, page.Labels(h.Texts, v.Content.Language))
		if err != nil {
			return err
		}
		take := texts[len(texts)-1]                                                                       // trainer's notes first, then the page to take home
		p.Handout = &handout{Title: take.Title, HTML: template.HTML(take.HTML), Lang: v.Content.Language} //nolint:gosec // sanitised
	}
	p.Waits = waitsOf(c)
	return page.Render(c, "learner/course", p)
}

func newCourse(base page.Base, w way, cp learning.CoursePage, known explain.Known, today calendar.Date, emblem emblemOf) *coursePage {
	l, i := base.L, cp.Item
	v := i.Version
	base.Title = v.Title(l.Lang())
	p := &coursePage{Base: base, Classroom: !v.Online(), Summary: v.Content.Summaries.In(l.Lang()), Whole: courseURL(v.Code()) + "/drucken"}
	p.Heading = page.Heading{
		Kicker: v.Code(), Text: base.Title, Mark: emblem(v), Lead: standing(l, i), Actions: courseActions(l, w, i),
	}
	for _, online := range cp.FulfilledBy {
		p.Online = append(p.Online, page.Link{Label: online.Title(l.Lang()), URL: courseURL(online.Code())})
	}
	p.Hints = append(courseHints(l, i), taskHints(l, known.Cases[v.CourseID], i)...)
	if _, waits := evidence.WaitingTask(known.Cases[v.CourseID], v.CourseID); waits {
		p.Actions = []page.Action{{Label: l.T("practical.show"), URL: w.report(), Quiet: true}}
	}
	p.Facts = courseFacts(l, cp)
	p.Steps = courseSteps(l, w, i)
	for _, one := range known.Cases[v.CourseID] {
		if one.Scan != nil {
			p.Scans = append(p.Scans, page.Link{Label: l.T("recognition.scan_of", "day", one.Day, "issuer", one.Issuer), URL: "/nachweise/scan/" + one.UID})
		}
	}
	p.extension(cp.Item, known.Requests[v.CourseID], today)
	for _, a := range cp.Attempts {
		p.Attempts = append(p.Attempts, newAttemptRow(l, v.Code(), a))
	}
	return p
}

// standing is the sentence that says how the person stands to the course.
func standing(l *i18n.Printer, i learning.Item) string {
	due, done := l.LongDate(i.Governing.Due), i.Completion
	switch i.Status {
	case ledger.StatusOpen, ledger.StatusInProgress:
		return l.T("learner.course.open", "date", due)
	case ledger.StatusOverdue, ledger.StatusExpired:
		return l.T("learner.course.late", "date", due)
	case ledger.StatusInGrace:
		return l.T("learner.course.grace", "date", due, "until", l.LongDate(i.Governing.GraceUntil))
	case ledger.StatusUndated:
		return l.T("learner.course.undated")
	case ledger.StatusPaused:
		return l.T("learner.course.paused")
	case ledger.StatusExempt:
		return l.T("learner.course.exempt")
	case ledger.StatusExpiring:
		return l.T("learner.course.expiring", "date", l.LongDate(done.CompletedOn), "until", l.LongDate(done.ValidUntil))
	}
	switch {
	case done.No == 0:
		return l.T("learner.course.voluntary")
	case done.ValidUntil == calendar.Forever:
		return l.T("learner.course.done_forever", "date", l.LongDate(done.CompletedOn))
	default:
		return l.T("learner.course.done", "date", l.LongDate(done.CompletedOn), "until", l.LongDate(done.ValidUntil))
	}
}

// courseActions: go on, refresh, or look at the evidence.
func courseActions(l *i18n.Printer, w way, i learning.Item) []page.Action {
	certificate := page.Action{Label: l.T("learner.certificate"), URL: evidenceURL(i.Completion.EvidenceNo), Quiet: true}
	valid := i.Completion.EvidenceNo != ""
	if !i.Version.Online() {
		if valid {
			return []page.Action{certificate}
		}
		return nil
	}
	if i.Place.Mode == learning.Practice && !i.Attempt {
		again := page.Action{Label: l.T("lookup.again"), URL: w.module(1), Quiet: true}
		return []page.Action{certificate, again}
	}
	switch {
	case i.First != nil && !i.Begun():
		return []page.Action{{Label: l.T("learner.course.first_do", "title", i.First.Title(l.Lang())), URL: courseURL(i.First.Code())},
			{Label: l.T("learner.course.begin"), URL: resumeURL(w, i), Quiet: true}}
	case i.Short != nil && !i.Begun():
		return []page.Action{{Label: l.T("learner.course.short_do", "title", i.Short.Title(l.Lang())), URL: courseURL(i.Short.Code())},
			{Label: l.T("learner.course.long_do"), URL: w.module(1), Quiet: true}}
	}
	key := "learner.course.begin"
	switch {
	case i.Begun():
		key = "learner.course.resume"
	case i.Place.Before.No != 0 || i.Governing.Lapse:
		key = "learner.course.refresh"
	}
	actions := []page.Action{{Label: l.T(key), URL: resumeURL(w, i)}}
	if i.MayTestOut() && !i.Attempt {
		actions = append(actions, page.Action{Label: l.T("learner.course.test_out"), URL: w.testOut(), Quiet: true})
	}
	if valid {
		actions = append(actions, certificate)
	}
	return actions
}

// courseHints say what a curriculum says of the course besides its date.
func courseHints(l *i18n.Printer, i learning.Item) []string {
	var hints []string
	if i.Pilot {
		hints = append(hints, l.T("learner.course.pilot"))
	}
	if i.First != nil {
		hints = append(hints, l.T("learner.course.first", "title", i.First.Title(l.Lang())))
	}
	if s := i.Choice(); s != nil && i.Place.Mode == learning.ForDuty {
		key := "learner.course.choice"
		if i.Optional() {
			key = "learner.course.choice_optional"
		}
		hints = append(hints, l.T(key, "title", s.Title.In(l.Lang()), "n", s.Courses.AtLeast, "total", s.Of()))
	}
	if i.Short != nil {
		hints = append(hints, l.T("learner.course.short", "title", i.Short.Title(l.Lang()), "minutes", l.Minutes(i.Short.Content.Minutes)))
	}
	if i.Since != nil {
		key := "learner.course.difference_questions"
		if len(i.ToRead()) > 0 {
			key = "learner.course.difference"
		}
		hints = append(hints, l.N(key, len(i.ToRead()), "minutes", l.Minutes(i.MinutesLeft())))
	}
	if i.TestWaits() {
		hints = append(hints, l.N("learner.course.modules_first", len(i.ToRead())-i.ReadCount()))
	}
	return hints
}

func courseFacts(l *i18n.Printer, cp learning.CoursePage) []page.Fact {
	c := cp.Item.Version.Content
	facts := []page.Fact{{Term: l.T("learner.course.time"), Text: l.T("learner.course.time_text", "minutes", l.Minutes(c.Minutes))}}
	validity := l.T("learner.course.validity_forever")
	if c.ValidityMonths > 0 {
		validity = l.N("learner.course.validity_months", c.ValidityMonths)
	}
	facts = append(facts, page.Fact{Term: l.T("learner.course.validity"), Text: validity})
	if v := cp.Item.Version; v.Online() && v.Tested() {
		facts = append(facts, page.Fact{
			Term: l.T("learner.course.test"),
			Text: markWords(l, "learner.course.test_text", c, c.Total()),
		})
	}
	for _, other := range cp.Fulfils {
		facts = append(facts, page.Fact{Term: l.T("learner.course.fulfils"), Text: other.Title(l.Lang()), URL: courseURL(other.Code())})
	}
	return append(facts, page.Fact{Term: l.T("learner.course.as_of"), Text: l.Date(c.AsOf)})
}

// courseSteps are the modules and the quiz or the acknowledgement, with what is done.
func courseSteps(l *i18n.Printer, w way, i learning.Item) []page.Step {
	if !i.Version.Online() {
		return nil
	}
	var steps []page.Step
	for _, m := range i.Version.Content.Modules {
		s := page.Step{Label: m.Titles.In(l.Lang()), Meta: l.Minutes(m.Minutes), URL: w.module(m.No)}
		if i.Since != nil && !slices.Contains(i.Since.Modules, m.No) {
			s.Meta = l.T("learner.course.unchanged")
		}
		switch {
		case i.Read[m.No] || i.Place.Mode == learning.Practice: // fulfilled, by whatever way
			s.State = "done"
		case m.No == i.NextModule() && !i.Attempt:
			s.State = "now"
		}
		steps = append(steps, s)
	}
	last := page.Step{Label: lastStep(l, i.Version), URL: w.last(i.Version)}
	if i.Version.Tested() {
		last.Meta = l.N("learner.quiz.questions", i.Version.Content.Total())
	}
	switch {
	case i.Place.Mode == learning.Practice:
		last.State = "done"
	case i.NextModule() == 0 || i.Attempt:
		last.State = "now"
	}
	return append(steps, last)
}

func newAttemptRow(l *i18n.Printer, code string, a learning.PastAttempt) attemptRow {
	r := attemptRow{URL: resultURL(code, a.UID), Code: "in_progress", Text: l.T("learner.attempt.failed", "date", l.Date(a.On))}
	if a.Passed {
		r.Code, r.Text = "fulfilled", l.T("learner.attempt.passed", "date", l.Date(a.On))
	}
	if a.Possible > 0 {
		r.Text += " · " + pointsWords(l, a.Points, a.Possible)
	}
	return r
}
