package author

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/authoring"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// reviewPage is what publishing a draft changes and means.
type reviewPage struct {
	page.Base
	page.Heading
	Form          *page.Form
	Path, Seen    string
	Walk          string // the trial run, "": of a course on the screen only
	Mine          bool   // the viewer has written it
	IsHR          bool   // decides whether a version is required
	Materialities []page.Choice
	Departments   []page.Choice // that may get it first
	Pilot         bool          // one runs, and ends by this version
	Reasons       []reason
	Impact        []page.Fact
	Notes         []string
	Findings      []finding
	Differences   []difference
	NoteDE        string
	NoteEN        string
}

// reason is one kind of warning with the field for why it may stay.
type reason struct {
	Field, Label string
	What         []finding
}

func (h *Handlers) reviewShow(c *fiber.Ctx) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	if d.State != authoring.Review {
		return page.To(c, draftURL(d.ID))
	}
	p, err := h.review(c, d, nil)
	if err != nil {
		return err
	}
	return page.Render(c, "author/review", p)
}

func (h *Handlers) review(c *fiber.Ctx, d authoring.Draft, form *page.Form) (*reviewPage, error) {
	ctx := c.UserContext()
	impact, err := authoring.ImpactOf(ctx, h.DB, actOf(c), d.Code)
	if err != nil {
		return nil, err
	}
	names, err := people.Names(ctx, h.DB, d.Submitted)
	if err != nil {
		return nil, err
	}
	var before *coursefile.Course
	if d.Base != 0 {
		v, err := h.Courses.Version(ctx, d.Base)
		if err != nil {
			return nil, err
		}
		before = v.Content
	}
	p := newReview(page.From(c), d, before, authoring.Check(d.Code, d.Files, h.surroundings(c)), impact, names[d.Submitted])
	withdrawn, err := h.withdrawnIn(c, d)
	if err != nil {
		return nil, err
	}
	p.Findings = append(p.Findings, withdrawn...)
	v := visit.Of(c)
	if p.Pilot, p.Departments, err = h.pilotChoices(c, d.Code); err != nil {
		return nil, err
	}
	p.Form, p.Mine, p.IsHR = form, !d.MayPublish(v.ViewerID()), visit.HRWhole.Allows(v.Session)
	return p, nil
}

func newReview(base page.Base, d authoring.Draft, before *coursefile.Course, findings []authoring.Finding, impact authoring.Impact, by string) *reviewPage {
	l, content := base.L, d.Course()
	base.Title = l.T("author.review.title")
	p := &reviewPage{Base: base, Path: draftURL(d.ID), Seen: d.Seen(), Walk: walkURL(d, content), Notes: noteTexts(l, d.Notes),
		NoteDE: content.Version.Note["de"], NoteEN: content.Version.Note["en"]}
	if before != nil && content.Version.Note["de"] == before.Version.Note["de"] {
		p.NoteDE, p.NoteEN = "", "" // that of the version before says nothing of this one
	}
	composed := d.Composed()
	compared := authoring.Compare(before, composed)
	p.Heading = page.Heading{Kicker: d.Code, Text: l.N("author.review.heading", len(compared)), Lead: l.T("author.review.lead", "title", content.Titles.In(l.Lang()), "who", by)}
	if before == nil {
		p.Text = l.N("author.review.new", len(content.Questions))
	}
	for _, m := range []coursefile.Materiality{coursefile.Editorial, coursefile.Minor, coursefile.Material} {
		p.Materialities = append(p.Materialities, page.Choice{Value: string(m), Label: l.T("author.materiality." + string(m)), Help: l.T("author.materiality." + string(m) + ".help")})
	}
	for _, code := range authoring.Reasons(findings) {
		one := reason{Field: "reason-" + code, Label: l.T("author.reason." + code)}
		for _, f := range findings {
			if f.Code == code && f.Weight == authoring.Reason {
				one.What = append(one.What, newFinding(l, d, content, f))
			}
		}
		p.Reasons = append(p.Reasons, one)
	}
	for _, f := range findings {
		if f.Weight != authoring.Reason {
			p.Findings = append(p.Findings, newFinding(l, d, content, f))
		}
	}
	p.Impact = []page.Fact{
		{Term: l.T("author.impact.attempts"), Text: few(l, impact.Attempts)},
		{Term: l.T("author.impact.completed"), Text: few(l, impact.Completed)},
	}
	p.Differences = newDifferences(l, composed, compared)
	return p
}

// leastShown is the least number of people that is told.
const leastShown = 5

// few is a number of people, those below five as such.
func few(l *i18n.Printer, n int) string {
	if n > 0 && n < leastShown {
		return l.T("author.impact.few", "n", leastShown)
	}
	return l.Int(n)
}

// publish makes a version of the draft, as it was shown.
func (h *Handlers) publish(c *fiber.Ctx) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	form := page.ReadForm(c, "materiality", "author.materiality", "note-de", "author.note_de", "note-en", "author.note_en", "pilot", "author.pilot.for")
	what := authoring.Decision{Seen: form.Get("seen"), Materiality: coursefile.Materiality(form.Get("materiality")), Note: coursefile.Texts{}, Reasons: map[string]string{}}
	for _, lang := range []string{"de", "en"} {
		if text := form.Get("note-" + lang); text != "" {
			what.Note[lang] = text
		}
	}
	for _, code := range authoring.Reasons(authoring.Check(d.Code, d.Files, h.surroundings(c))) {
		what.Reasons[code] = form.Get("reason-" + code)
	}
	if what.Pilot, err = h.department(c, form); err != nil && !form.Refused(err) {
		return err
	}
	if err != nil {
		return h.reviewAgain(c, d, form)
	}
	err = h.write(c, func(tx *db.Tx) error {
		_, err := h.Authoring.Publish(c.UserContext(), tx, actOf(c), d.ID, what, h.surroundings(c))
		return err
	})
	if err == nil {
		if err := h.Courses.Refresh(c.UserContext()); err != nil {
			return err
		}
		if what.Pilot != 0 {
			return page.Done(c, courseURL(d.Code), "author.pilot.begun")
		}
		return page.Done(c, courseURL(d.Code), "author.published."+string(what.Materiality))
	}
	if !form.Refused(err) {
		return err
	}
	if d, err = h.draft(c); err != nil {
		return err
	}
	return h.reviewAgain(c, d, form)
}

func (h *Handlers) reviewAgain(c *fiber.Ctx, d authoring.Draft, form *page.Form) error {
	p, err := h.review(c, d, form)
	if err != nil {
		return err
	}
	return page.Invalid(c, "author/review", p)
}

// pilotChoices are the departments that may get the version first; while a pilot runs
// its own is chosen, so that an improved version goes on with it.
func (h *Handlers) pilotChoices(c *fiber.Ctx, code string) (runs bool, list []page.Choice, err error) {
	var department int64
	if v, err := h.Courses.ByCode(code); err == nil {
		if p, err := h.Courses.Pilot(v.CourseID); err == nil {
			runs, department = true, p.Department
		}
	}
	list, err = h.departmentChoices(c.UserContext(), visit.Of(c).Today, department)
	return runs, list, err
}

func (h *Handlers) giveBack(c *fiber.Ctx) error {
	remark := page.ReadForm(c).Get("remark")
	if err := h.write(c, func(tx *db.Tx) error { return h.Authoring.Return(c.UserContext(), tx, actOf(c), draftID(c), remark) }); err != nil {
		return err
	}
	return page.Done(c, draftURL(draftID(c)), "author.given_back")
}
