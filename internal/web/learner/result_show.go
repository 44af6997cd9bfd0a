package learner

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/i18n"
	"zaemme/internal/learning"
	"zaemme/internal/settings"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// resultPage is a handed-in attempt, for the person alone.
type resultPage struct {
	page.Base
	Walk *walkNote // nil: people learn
	page.Heading
	Passed bool
	Facts  []page.Fact
	Wrong  []reviewed
	Right  []reviewed
	Swept  bool
	Help   *helpOffer // after three tries
	Again  string     // where «Nochmals versuchen» posts
	Course page.Link
}

func (h *Handlers) resultShow(c *fiber.Ctx) error {
	code := c.Params("code")
	a, err := h.Learning.Attempt(c.UserContext(), h.DB, actOf(c), c.Params("uid"))
	if err != nil {
		return err
	}
	if a.Open() || a.Version.Code() != code {
		return page.To(c, wayOf(a.Version.Code()).quiz())
	}
	p := newResult(page.From(c), wayOf(code), a, visit.Of(c).Settings, h.emblem)
	if !a.Passed {
		n, err := h.Learning.FailedTries(c.UserContext(), h.DB, a)
		if err != nil {
			return err
		}
		p.Help = newHelpOffer(p.Base, a.Version, n)
	}
	return page.Render(c, "learner/result", p)
}

// triesAlone is how often somebody tries before we offer help.
const triesAlone = 3

// helpOffer is what nobody but the learner sees.
type helpOffer struct{ Contact string }

func newHelpOffer(base page.Base, v *course.Version, failed int) *helpOffer {
	if failed < triesAlone {
		return nil
	}
	return &helpOffer{Contact: base.L.T("learner.help_offer.contact", "owner", v.Content.Owner, "contact", base.Contact)}
}

func newResult(base page.Base, w way, a *learning.Attempt, s settings.Settings, emblem emblemOf) *resultPage {
	l, v := base.L, a.Version
	base.Title = l.T("learner.result.title")
	p := &resultPage{
		Base: base, Passed: a.Passed, Swept: a.Swept(), Again: w.quiz(),
		Course: page.Link{Label: v.Title(l.Lang()), URL: w.home()},
	}
	if a.Form == learning.TestOut {
		p.Again = w.testOut()
	}
	r := a.Result()
	p.Heading = page.Heading{Kicker: v.Title(l.Lang())}
	if a.Passed {
		p.Mark = emblem(v)
		p.passed(l, a)
	} else {
		p.failed(l, a, r)
	}
	if p.Swept {
		return p
	}
	if a.Passed {
		p.Facts = append(p.Facts, page.Fact{Term: l.T("learner.result.points"), Text: pointsWords(l, r.Points, a.Possible)})
	}
	for i, shown := range a.Questions() {
		at := slices.IndexFunc(r.Questions, func(g learning.Graded) bool { return g.ID == shown.Question.ID })
		q := newReviewed(l, w, a, shown, s)
		q.Number = l.T("learner.question.title", "no", i+1, "total", a.Possible)
		if points := r.Questions[at].Points; points%learning.Whole != 0 {
			q.Number = l.T("learner.question.points", "title", q.Number, "points", points.String())
		}
		q.Withdrawn = r.Questions[at].Withdrawn
		if r.Questions[at].Right {
			p.Right = append(p.Right, q)
		} else {
			p.Wrong = append(p.Wrong, q)
		}
	}
	return p
}

func (p *resultPage) passed(l *i18n.Printer, a *learning.Attempt) {
	p.Text = l.T("learner.result.passed")
	p.Lead = l.T("learner.result.passed_lead")
	home := page.Action{Label: l.T("learner.result.home"), URL: "/"}
	if a.EvidenceNo == "" { // passed once more while the evidence is valid
		p.Lead, p.Actions = l.T("learner.result.practice_lead"), []page.Action{home}
		return
	}
	p.Facts = []page.Fact{{Term: l.T("learner.evidence.no"), Text: a.EvidenceNo, URL: evidenceURL(a.EvidenceNo)}}
	if a.ValidUntil != calendar.Forever {
		p.Facts = append(p.Facts, page.Fact{Term: l.T("learner.evidence.until"), Text: l.LongDate(a.ValidUntil)})
	}
	home.Quiet = true
	p.Actions = []page.Action{{Label: l.T("learner.certificate"), URL: evidenceURL(a.EvidenceNo)}, home}
}

func (p *resultPage) failed(l *i18n.Printer, a *learning.Attempt, r learning.Result) {
	p.Text, p.Lead = l.T("learner.result.failed"), l.T("learner.result.failed_lead")
	if p.Swept {
		return
	}
	c := a.Version.Content
	p.Text = markWords(l, "learner.result.failed_points", c, a.Possible, "points", r.Points.String())
	if n := len(r.CriticalMissed); n > 0 && r.Enough {
		p.Text = l.N("learner.result.failed_critical", n)
	}
}
