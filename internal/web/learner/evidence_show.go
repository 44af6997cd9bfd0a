package learner

import (
	"html/template"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/learning"
	"zaemme/internal/ledger"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// certificatePage is the Kursbestätigung, set for A4.
type certificatePage struct {
	page.Base
	Emblem   template.HTML
	Person   string
	Course   string
	Sentence string
	Modules  []string
	Facts    []page.Fact
	Expired  string // filled once it is over
}

func (h *Handlers) evidenceShow(c *fiber.Ctx) error {
	act := actOf(c)
	e, v, err := h.Learning.Evidence(c.UserContext(), h.DB, act, c.Params("no"))
	if err != nil {
		return err
	}
	name := visit.Of(c).Session.Person.Name()
	return page.Render(c, "learner/certificate", newCertificate(page.From(c), e, v, name, act.Today, h.emblem))
}

// newCertificate confirms the completion e of the content v. Of an equivalence v
// is what was done, and the course confirmed another one.
func newCertificate(base page.Base, e learning.Evidence, v *course.Version, name string, today calendar.Date, emblem emblemOf) *certificatePage {
	l := base.L
	base.Title, base.Home = l.T("learner.certificate"), "/nachweise"
	p := &certificatePage{Base: base, Emblem: emblem(e.Course), Person: name, Course: e.Course.Title(l.Lang())}
	p.Sentence = l.T("learner.certificate.sentence", "date", l.LongDate(e.CompletedOn))
	fact := func(key, text string) { p.Facts = append(p.Facts, page.Fact{Term: l.T(key), Text: text}) }
	how := l.T("learner.how." + string(e.How))
	if e.How == ledger.HowEquivalence {
		how = l.T("learner.certificate.equivalence", "title", v.Title(l.Lang()), "no", e.Source)
	} else {
		for _, m := range v.Content.Modules {
			p.Modules = append(p.Modules, m.Titles.In(l.Lang()))
		}
		fact("learner.certificate.time", l.Minutes(v.Content.Minutes))
	}
	fact("learner.certificate.how", how)
	until := l.T("learner.evidence.forever")
	if e.ValidUntil != calendar.Forever {
		until = l.LongDate(e.ValidUntil)
		if e.ValidUntil < today {
			p.Expired = l.T("learner.certificate.expired", "date", until)
		}
	}
	fact("learner.evidence.until", until)
	fact("learner.evidence.no", e.No)
	fact("learner.certificate.version", l.T("learner.certificate.version_text", "code", v.Code(), "number", v.Number, "hash", v.Hash[:min(12, len(v.Hash))]))
	return p
}
