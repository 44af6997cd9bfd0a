package hr

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/explain"
	"zaemme/internal/i18n"
	"zaemme/internal/ledger"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// duty is one duty of one person, as HR decides about it.
type duty struct {
	scope   people.Scope
	person  people.Person
	version *course.Version
	ledger.Duty
	known explain.Known
}

// dutyOf reads the duty of the address. Nothing on record is a duty without events.
func (h *Handlers) dutyOf(c *fiber.Ctx) (duty, error) {
	ctx := c.UserContext()
	scope, person, err := h.person(c)
	if err != nil {
		return duty{}, err
	}
	d := duty{scope: scope, person: person}
	if d.version, err = h.Catalogue.ByCode(c.Params("code")); err != nil {
		return d, err
	}
	d.Duty, err = h.Ledger.Duty(ctx, h.DB, person.ID, d.version.CourseID)
	if err != nil && !apperr.Is(err, apperr.NotFound) {
		return d, err
	}
	if d.known, err = explain.Read(ctx, h.DB, h.Ledger, person.ID); err != nil {
		return d, err
	}
	return d, h.looked(c, "hr.duty", scope, person.ID)
}

func dutyURL(uid, code string) string { return personURL(uid) + "/pflicht/" + code }

func (d duty) url() string { return dutyURL(d.person.UID.String(), d.version.Code()) }

type dutyPage struct {
	page.Base
	page.Heading
	Status  page.Fact
	Why     *page.Why
	Can     []page.Action
	EndPath string // where an exemption is ended
	Scans   []page.Link
	Own     bool // the viewer's own: nobody decides about it here
	Back    string
}

func (h *Handlers) dutyShow(c *fiber.Ctx) error {
	v := visit.Of(c)
	d, err := h.dutyOf(c)
	if err != nil {
		return err
	}
	asked, err := explain.About(h.Catalogue, d.version.CourseID, explain.HR, v.Today)
	if err != nil {
		return err
	}
	return page.Render(c, "hr/duty", newDutyPage(page.From(c), d, asked, v.ViewerID(), v.Today))
}

func newDutyPage(base page.Base, d duty, asked explain.Asked, viewer int64, today calendar.Date) *dutyPage {
	l := base.L
	x := explain.Explain(l, d.known, asked)
	base.Title = l.T("duty.title", "name", d.person.Name(), "course", d.version.Title(l.Lang()))
	p := &dutyPage{Base: base, Why: page.NewWhy(l, x), Own: d.person.ID == viewer, Back: personURL(d.person.UID.String())}
	p.Heading = page.Heading{Kicker: d.person.Name() + " · " + d.version.Code(), Text: d.version.Title(l.Lang()), Lead: l.T("duty.lead")}
	if x.Status != ledger.StatusNone {
		p.Why.Facts = append([]page.Fact{{Term: l.T("line.why.status"), HTML: page.StatusMark(string(x.Status), l.T("status."+string(x.Status)))}},
			p.Why.Facts...)
	}
	for _, one := range d.known.Cases[d.version.CourseID] {
		if one.Scan != nil {
			p.Scans = append(p.Scans, page.Link{Label: l.T("recognition.scan_of", "day", one.Day, "issuer", one.Issuer), URL: "/nachweise/scan/" + one.UID})
		}
	}
	if p.Own {
		return p
	}
	p.Can = d.can(l, today)
	if exempt(d.Duty, today) {
		p.EndPath = d.url() + "/dispens/beenden"
	}
	return p
}

// can is what HR may do about the duty today.
func (d duty) can(l *i18n.Printer, today calendar.Date) []page.Action {
	var list []page.Action
	add := func(key, url string) {
		list = append(list, page.Action{Label: l.T(key), URL: url, Quiet: len(list) > 0})
	}
	if _, err := curriculum.Extendable(d.Duty, today); err == nil {
		add("extension.set", d.url()+"/frist")
	}
	if d.ActiveOn(today) {
		add("exemption.do", d.url()+"/dispens")
	}
	add("recognition.do", recognitionURL(d.person.UID.String())+"?kurs="+d.version.Code())
	if len(evidence.Correctable(d.known.Events[d.version.CourseID])) > 0 {
		add("correction.do", d.url()+"/korrektur")
	}
	return list
}

func exempt(d ledger.Duty, today calendar.Date) bool {
	return d.ExemptFrom != 0 && d.ExemptFrom <= today && today <= d.ExemptUntil
}

// decide runs what HR decides about the duty of the address, for somebody else.
func (h *Handlers) decide(c *fiber.Ctx, reason string, do func(ctx context.Context, tx *db.Tx, by curriculum.Decided) error) (duty, error) {
	v := visit.Of(c)
	scope, person, err := h.person(c)
	if err != nil {
		return duty{}, err
	}
	d := duty{scope: scope, person: person}
	if err := people.NotOwn(v.ViewerID(), person.ID); err != nil {
		return d, err
	}
	if d.version, err = h.Catalogue.ByCode(c.Params("code")); err != nil {
		return d, err
	}
	return d, h.DB.Write(c.UserContext(), func(tx *db.Tx) error {
		if err := audit.Looked(c.UserContext(), tx, audit.Look{ViewerID: v.ViewerID(), Page: "hr.duty", Scope: scope.Name(), AsOf: v.Today,
			PersonIDs: []int64{person.ID}}); err != nil {
			return err
		}
		return do(c.UserContext(), tx, curriculum.Decided{Person: person.ID, Course: d.version.CourseID, Actor: v.ViewerID(), Today: v.Today,
			Reason: reason})
	})
}
