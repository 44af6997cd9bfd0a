package author

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/authoring"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// pilotPart is a running pilot on the page of its course.
type pilotPart struct {
	Text  string // «Fassung 3 sieht zuerst: Bau und Umwelt, seit …»
	Facts []page.Fact
	URL   string
}

// pilotPage is what ending a pilot changes and means.
type pilotPage struct {
	page.Base
	page.Heading
	Form        *page.Form
	Path        string
	Version     string
	Facts       []page.Fact
	Impact      []page.Fact
	Material    bool // those who completed an older one may be asked for it afterwards
	Differences []difference
	Old, New    string
	Back        page.Link
}

// departmentChoices are all departments, those below others set in.
func (h *Handlers) departmentChoices(ctx context.Context, today calendar.Date, chosen int64) ([]page.Choice, error) {
	tree, err := people.Tree(ctx, h.DB, today)
	if err != nil {
		return nil, err
	}
	var list []page.Choice
	for _, d := range tree {
		list = append(list, page.Choice{Value: strconv.FormatInt(d.ID, 10), Label: strings.Repeat("\u2003", d.Depth) + d.Name, Selected: d.ID == chosen})
	}
	return list, nil
}

// department is the one that a form names, 0: none; Invalid at pilot for what is none.
func (h *Handlers) department(c *fiber.Ctx, form *page.Form) (int64, error) {
	choices, err := h.departmentChoices(c.UserContext(), visit.Of(c).Today, 0)
	if err != nil || form.Get("pilot") == "" {
		return 0, err
	}
	for _, one := range choices {
		if one.Value == form.Get("pilot") {
			return strconv.ParseInt(one.Value, 10, 64)
		}
	}
	return 0, apperr.New(apperr.Invalid, "error.authoring.department", nil).At("pilot")
}

// departmentName on the day; a department that is no more has none.
func (h *Handlers) departmentName(ctx context.Context, today calendar.Date, id int64) (string, error) {
	tree, err := people.Tree(ctx, h.DB, today)
	for _, d := range tree {
		if d.ID == id {
			return d.Name, nil
		}
	}
	return "–", err
}

// pilot is the running pilot of the course on its page, nil: none runs.
func (h *Handlers) pilot(c *fiber.Ctx, l *i18n.Printer, courseID int64) (*pilotPart, error) {
	ctx, today := c.UserContext(), visit.Of(c).Today
	p, err := h.Courses.Pilot(courseID)
	if apperr.Is(err, apperr.NotFound) {
		return nil, nil //nolint:nilnil // no part of the page
	}
	if err != nil {
		return nil, err
	}
	name, err := h.departmentName(ctx, today, p.Department)
	if err != nil {
		return nil, err
	}
	figures, err := course.FiguresOf(ctx, h.DB, p, today)
	if err != nil {
		return nil, err
	}
	return newPilot(l, p, name, figures), nil
}

func newPilot(l *i18n.Printer, p course.Pilot, department string, f course.PilotFigures) *pilotPart {
	feedback := l.T("author.pilot.feedback_none")
	if f.Feedback >= leastShown {
		feedback = l.N("author.pilot.feedback_text", f.Feedback, "helpful", f.Helpful)
	}
	return &pilotPart{Text: l.T("author.pilot.running", "no", p.Version.Number, "department", department), URL: courseURL(p.Version.Code()) + "/pilot",
		Facts: []page.Fact{
			{Term: l.T("author.pilot.department"), Text: department},
			{Term: l.T("author.pilot.since"), Text: l.LongDate(p.Since)},
			{Term: l.T("author.pilot.people"), Text: few(l, f.People)},
			{Term: l.T("author.pilot.tried"), Text: few(l, f.Tried)},
			{Term: l.T("author.pilot.completed"), Text: few(l, f.Completed)},
			{Term: l.T("author.pilot.feedback"), Text: feedback},
		}}
}

func (h *Handlers) pilotShow(c *fiber.Ctx) error { return h.pilotAgain(c, nil) }

func (h *Handlers) pilotAgain(c *fiber.Ctx, form *page.Form) error {
	ctx := c.UserContext()
	current, err := h.Courses.ByCode(c.Params("code"))
	if err != nil {
		return err
	}
	running, err := h.Courses.Pilot(current.CourseID)
	if err != nil {
		return err
	}
	base := page.From(c)
	part, err := h.pilot(c, base.L, current.CourseID)
	if err != nil {
		return err
	}
	impact, err := authoring.ImpactOf(ctx, h.DB, actOf(c), current.Code())
	if err != nil {
		return err
	}
	before := current
	if h.Courses.Held(current.CourseID) {
		before = nil
	}
	p := newPilotPage(base, running.Version, before, part, impact)
	if p.Form = form; form != nil {
		return page.Invalid(c, "author/pilot", p)
	}
	return page.Render(c, "author/pilot", p)
}

// newPilotPage compares the pilot with what all have, nil: nothing yet.
func newPilotPage(base page.Base, v, before *course.Version, part *pilotPart, impact authoring.Impact) *pilotPage {
	l := base.L
	base.Title = l.T("author.pilot.end")
	p := &pilotPage{Base: base, Path: part.URL, Version: strconv.FormatInt(v.ID, 10), Facts: part.Facts, Material: before != nil && v.Material(),
		New: l.T("author.version_no", "no", v.Number), Back: page.Link{Label: v.Title(l.Lang()), URL: courseURL(v.Code())}}
	p.Heading = page.Heading{Kicker: v.Code() + " · " + v.Title(l.Lang()), Text: part.Text, Lead: l.T("author.pilot.end_lead")}
	p.Impact = []page.Fact{
		{Term: l.T("author.materiality"), Text: l.T("author.materiality." + string(v.Content.Version.Materiality))},
		{Term: l.T("author.impact.attempts"), Text: few(l, impact.Attempts)},
		{Term: l.T("author.impact.completed"), Text: few(l, impact.Completed)},
	}
	if before != nil {
		p.Old, p.Differences = l.T("author.version_no", "no", before.Number), newDifferences(l, v.Content, authoring.Compare(before.Content, v.Content))
	}
	return p
}

// longestReason is how long the reason of a withdrawal may be, in characters.
const longestReason = 600

// pilotEnd releases the version to all, or withdraws it.
func (h *Handlers) pilotEnd(c *fiber.Ctx) error {
	code := c.Params("code")
	form := page.ReadForm(c, "reason", "author.pilot.reason")
	current, err := h.Courses.ByCode(code)
	if err != nil {
		return err
	}
	running, err := h.Courses.Pilot(current.CourseID)
	if err != nil {
		return err
	}
	if form.Get("version") != strconv.FormatInt(running.Version.ID, 10) {
		return apperr.New(apperr.Stale, "error.authoring.other_pilot", nil)
	}
	withdraw := form.Get("do") == "withdraw"
	if withdraw {
		form.Required("reason")
		if utf8.RuneCountInString(form.Get("reason")) > longestReason {
			form.Fail("reason", "error.authoring.long_reason", "n", longestReason)
		}
		if !form.OK() {
			return h.pilotAgain(c, form)
		}
	}
	act := actOf(c)
	if err := h.write(c, func(tx *db.Tx) error {
		if withdraw {
			return course.Withdraw(c.UserContext(), tx, running.Version, act.PersonID, act.Today, form.Get("reason"))
		}
		return course.Release(c.UserContext(), tx, running.Version, act.PersonID, act.Today)
	}); err != nil {
		return err
	}
	if err := h.Courses.Refresh(c.UserContext()); err != nil {
		return err
	}
	switch {
	case withdraw:
		return page.Done(c, courseURL(code), "author.pilot.withdrawn_done")
	case running.Version.Content.Version.Materiality == coursefile.Material && !h.Courses.Held(current.CourseID) && current.ID != running.Version.ID:
		return page.Done(c, courseURL(code), "author.published.wesentlich")
	default:
		return page.Done(c, courseURL(code), "author.pilot.released_done")
	}
}
