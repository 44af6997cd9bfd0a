package sessions

import (
	"html/template"
	"slices"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/report"
	"zaemme/internal/session"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// recordPage records a training of a group: first the course, then everything else
// on one page.
type recordPage struct {
	page.Base
	page.Heading
	Form        *page.Form
	Departments []page.Choice // for who sees the whole organisation
	group
	Courses  []page.CourseRow
	Title    string
	Day      string
	Trainer  string
	Minutes  int
	Open     []personChoice
	Others   []personChoice
	NoneOpen bool
	Below    []page.Link // departments to choose from, where these are too many people
	Quiz     bool        // the course has questions for a quiz on paper
	Back     string
	Empty    *page.Empty
}

// personChoice is one person that can be ticked.
type personChoice struct {
	UID, Name, Unit string
	Status          template.HTML
	Checked         bool
}

func (h *Handlers) recordShow(c *fiber.Ctx) error {
	f := page.ReadQuery(c)
	return h.recordPage(c, group{f.Get("kurs"), f.Get("abteilung"), f.Get(levelField) == ownLevel}, nil)
}

// group is whom a training is recorded for, and of which course; codes, empty before
// they are chosen.
type group struct {
	Course, Department string
	Alone              bool // the department without those below it
}

// levelField says in an address that a department alone is meant, as the team's page
// has it.
const (
	levelField = "ebene"
	ownLevel   = "eigene"
)

// recordPage shows the page; form is nil but after a mistake.
func (h *Handlers) recordPage(c *fiber.Ctx, of group, form *page.Form) error {
	v, ctx := visit.Of(c), c.UserContext()
	p := &recordPage{Base: page.From(c), Form: form, group: of}
	err := h.DB.Write(ctx, func(tx *db.Tx) error {
		scope, err := h.scope(c, tx)
		if err != nil {
			return err
		}
		if scope.Everyone {
			tree, err := people.Tree(ctx, tx, v.Today)
			if err != nil {
				return err
			}
			p.departments(tree)
			if of.Department == "" {
				p.whole()
				return nil
			}
		}
		q := report.TeamQuery{Scope: scope, Day: v.Today, Department: of.Department, Alone: of.Alone, Courses: h.reportCourses(), Most: mostPeople}
		team, err := report.ReadTeam(ctx, tx, q)
		if err != nil {
			return err
		}
		if team.TooMany > 0 {
			if p.tooMany(team); len(p.Below) > 0 {
				return nil
			}
			q.Most = 0 // there is no smaller group to choose
			if team, err = report.ReadTeam(ctx, tx, q); err != nil {
				return err
			}
		}
		if of.Course == "" {
			p.courses(offers(team, v.ViewerID(), h.Courses), len(team.Members))
			return nil
		}
		version, err := h.Courses.ByCode(of.Course)
		if err != nil {
			return err
		}
		list, err := h.candidates(c, tx, team, version)
		if err != nil {
			return err
		}
		p.fill(version, list, v, form)
		ids := make([]int64, len(list))
		for i, one := range list {
			ids[i] = one.ID
		}
		return looked(ctx, tx, v, scope, "sessions.record", ids)
	})
	if err != nil {
		return err
	}
	if form != nil {
		return page.Invalid(c, "sessions/record", p)
	}
	return page.Render(c, "sessions/record", p)
}

// candidates reads what the preset needs besides the team.
func (h *Handlers) candidates(c *fiber.Ctx, tx *db.Tx, team *report.Team, v *course.Version) ([]candidate, error) {
	ids := make([]int64, len(team.Members))
	for i, m := range team.Members {
		ids[i] = m.ID
	}
	renews, err := session.RenewedBy(c.UserContext(), tx, v.Code(), ids)
	if err != nil {
		return nil, err
	}
	review, err := evidence.InReview(c.UserContext(), tx, ids)
	if err != nil {
		return nil, err
	}
	return candidates(team, visit.Of(c).ViewerID(), v.CourseID, h.Courses.Fulfils(v.CourseID), renews, review), nil
}

func (p *recordPage) departments(tree []people.TreeNode) {
	p.Departments = page.DepartmentFilter(p.L, tree, page.DepartmentCode, p.Department)
}

// whole asks who sees everybody for a department first.
func (p *recordPage) whole() {
	p.Base.Title = p.L.T("session.record")
	p.Heading = page.Heading{Kicker: p.L.T("session.record"), Text: p.L.T("session.record.where"), Lead: p.L.T("session.record.where_lead")}
}

// courses is the first step.
func (p *recordPage) courses(list []offer, members int) {
	l := p.L
	p.Base.Title = l.T("session.record")
	p.Heading = page.Heading{Kicker: l.T("session.record"), Text: l.T("session.record.which"), Lead: l.T("session.record.which_lead")}
	if members == 0 {
		p.Text, p.Lead = l.T("session.record.nobody"), ""
		p.Empty = &page.Empty{Title: l.T("session.record.nobody"), Text: l.T("session.record.nobody_text"), Next: page.Link{Label: l.T("nav.mine"), URL: "/"}}
		return
	}
	for _, one := range list {
		row := page.CourseRow{Emblem: emblem(one.Version), Title: one.Title(l.Lang()), Meta: one.Code() + " · " + l.Minutes(one.Content.Minutes),
			URL: group{one.Code(), p.Department, p.Alone}.url(), Status: page.StatusMark("none_due", l.T("session.record.none_open"))}
		if one.Open > 0 {
			row.Status = page.StatusMark("open", l.N("session.record.open", one.Open))
		}
		p.Courses = append(p.Courses, row)
	}
}

// mostPeople are offered to tick: a page with all of a large department is of use to
// nobody.
const mostPeople = 500

// tooMany asks for one of the departments below.
func (p *recordPage) tooMany(team *report.Team) {
	l := p.L
	p.Base.Title = l.T("session.record")
	p.Heading = page.Heading{Kicker: l.T("session.record"), Text: l.T("session.record.where"), Lead: l.N("session.record.too_many", team.TooMany)}
	root := report.TopLevel
	if team.Root != nil {
		root = team.Root.ID
	}
	below := team.Tree.Below(root)
	if p.Alone || len(below) == 0 {
		return
	}
	if team.Root != nil {
		p.Below = append(p.Below, page.Link{Label: l.T("session.record.only", "name", team.Root.Name), URL: group{p.Course, team.Root.Code, true}.url()})
	}
	for _, d := range below {
		p.Below = append(p.Below, page.Link{Label: d.Name, URL: group{p.Course, d.Code, false}.url()})
	}
}

func (g group) url() string {
	level := ""
	if g.Alone {
		level = ownLevel
	}
	return page.NewAddress(recordPath).With("kurs", g.Course, "abteilung", g.Department, levelField, level)
}

// fill is the page with everything but the course.
func (p *recordPage) fill(v *course.Version, list []candidate, of *visit.Visit, form *page.Form) {
	l := p.L
	p.Base.Title, p.Course, p.Title = l.T("session.record"), v.Code(), v.Title(l.Lang())
	p.Day, p.Trainer, p.Minutes = l.Date(of.Today), of.Session.Person.Name(), v.Content.Minutes
	p.Back = group{"", p.Department, p.Alone}.url()
	p.Open, p.Others = choices(l, list, form)
	p.NoneOpen, p.Quiz = len(p.Open) == 0, len(session.PaperOf(v.Content, 0).Questions) > 0
	p.Heading = page.Heading{Kicker: v.Code() + " " + p.Title, Mark: emblem(v), Text: l.N("session.record.heading", len(p.Open)), Lead: l.T("session.record.lead")}
	if p.NoneOpen {
		p.Text = l.T("session.record.heading_none")
	}
}

// choices are the people to tick: those with the duty open, who are ticked unless
// somebody has said otherwise, and the others.
func choices(l *i18n.Printer, list []candidate, form *page.Form) (open, others []personChoice) {
	typed := form.All("person")
	for _, one := range list {
		choice := personChoice{UID: one.UID.String(), Name: one.Name(), Unit: one.Names(), Checked: one.open()}
		if form != nil {
			choice.Checked = slices.Contains(typed, choice.UID)
		}
		switch {
		case one.InReview:
			choice.Status = page.StatusMark("in_review", l.T("status.in_review"))
		case one.Row != nil:
			choice.Status = page.StatusMark(string(one.Row.Status), stand(l, one.Row))
		}
		if one.open() {
			open = append(open, choice)
		} else {
			others = append(others, choice)
		}
	}
	return open, others
}

// stand is the status of a duty with its day.
func stand(l *i18n.Printer, r *report.Row) string {
	word := l.T("status." + string(r.Status))
	switch {
	case r.Status.Late() && r.Due != 0:
		return l.T("session.since", "status", word, "day", r.Due)
	case r.Status.ToDo() && r.Due != 0:
		return l.T("session.until", "status", word, "day", r.Due)
	case r.Status.Fulfilled() && r.Cycle.ValidUntil != 0 && r.Cycle.ValidUntil != calendar.Forever:
		return l.T("session.until", "status", word, "day", r.Cycle.ValidUntil)
	}
	return word
}
