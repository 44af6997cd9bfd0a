package hr

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/i18n"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// correctionPage proposes a correction of one entry of a duty.
type correctionPage struct {
	page.Base
	page.Heading
	Form       *page.Form
	Path, Back string
	Entries    []page.Choice
	Acts       []page.Choice
	Reasons    []page.Choice
}

func (h *Handlers) correctionShow(c *fiber.Ctx) error { return h.correctionPage(c, nil) }

func (h *Handlers) correctionPage(c *fiber.Ctx, form *page.Form) error {
	d, err := h.dutyOf(c)
	if err != nil {
		return err
	}
	if err := people.NotOwn(visit.Of(c).ViewerID(), d.person.ID); err != nil {
		return err
	}
	entries := evidence.Correctable(d.known.Events[d.version.CourseID])
	if len(entries) == 0 {
		return apperr.New(apperr.Conflict, "error.evidence.nothing", nil)
	}
	p := newCorrection(page.From(c), d, entries)
	if p.Form = form; form != nil {
		return page.Invalid(c, "hr/correction", p)
	}
	return page.Render(c, "hr/correction", p)
}

func newCorrection(base page.Base, d duty, entries []ledger.Event) *correctionPage {
	l := base.L
	base.Title = l.T("correction.do")
	p := &correctionPage{Base: base, Path: d.url() + "/korrektur", Back: d.url(), Reasons: reasonChoices(l, "why.reason.correction.", evidence.CorrectionReasons)}
	p.Heading = page.Heading{Kicker: d.person.Name() + " · " + d.version.Code(), Text: l.T("correction.title"), Lead: l.T("correction.lead")}
	for i, e := range entries {
		p.Entries = append(p.Entries, page.Choice{Value: strconv.FormatInt(e.ID, 10), Label: entryText(l, e), Selected: i == 0})
	}
	for _, act := range []evidence.Act{evidence.Void, evidence.Day, evidence.Revoke} {
		p.Acts = append(p.Acts, page.Choice{Value: string(act), Label: l.T("correction.act." + string(act)), Help: l.T("correction.act." + string(act) + ".help"),
			Selected: act == evidence.Void})
	}
	return p
}

// entryText names an entry that can be corrected.
func entryText(l *i18n.Printer, e ledger.Event) string {
	switch {
	case e.How != "":
		return l.T("correction.entry.completed", "day", e.EffectiveOn, "how", l.T("why.how."+string(e.How)))
	case e.Kind == ledger.KindExempted:
		return l.T("correction.entry.exempted", "day", e.EffectiveOn)
	default:
		return l.T("correction.entry.extended", "day", e.EffectiveOn)
	}
}

func (h *Handlers) correctionSave(c *fiber.Ctx) error {
	v := visit.Of(c)
	_, person, err := h.notOwn(c)
	if err != nil {
		return err
	}
	version, err := h.Catalogue.ByCode(c.Params("code"))
	if err != nil {
		return err
	}
	form := page.ReadForm(c, "event", "correction.entry", "act", "correction.act", "day", "correction.day", "reason", "exemption.reason")
	form.Required("event", "act", "reason")
	event, _ := strconv.ParseInt(form.Get("event"), 10, 64)
	a := evidence.Amendment{Person: person.ID, Course: version.CourseID, Actor: v.ViewerID(), Event: event, Act: evidence.Act(form.Get("act")),
		Day: form.Date("day"), Reason: form.Get("reason")}
	if !form.OK() {
		return h.correctionPage(c, form)
	}
	err = h.DB.Write(c.UserContext(), func(tx *db.Tx) error {
		_, err := h.Evidence.Correct(c.UserContext(), tx, a, v.Now)
		return err
	})
	if form.Refused(err) {
		return h.correctionPage(c, form)
	}
	if err != nil {
		return err
	}
	return page.Done(c, dutyURL(person.UID.String(), version.Code()), "correction.proposed")
}
