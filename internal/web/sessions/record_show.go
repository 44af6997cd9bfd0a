package sessions

import (
	"html/template"
	"net/url"
	"slices"
	"strings"

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
	Department  string        // code
	Courses     []page.CourseRow
	Course      string // code of the chosen one, else empty
	Title       string
	Day         string
	Trainer     string
	Minutes     int
	Open        []personChoice
	Others      []personChoice
	NoneOpen    bool
	Quiz        bool // the course has questions for a quiz on paper
	Back        string
	Empty       *page.Empty
}

// personChoice is one person that can be ticked.
type personChoice struct {
	UID, Name, Unit string
	Status          template.HTML
	Checked         bool
}

func (h *Handlers) recordShow(c *fiber.Ctx) error {
	f := page.ReadQuery(c)
	return h.recordPage(c, f.Get("kurs"), f.Get("abteilung"), nil)
}

// recordPage shows the page; form is nil but after a mistake.
func (h *Handlers) recordPage(c *fiber.Ctx, code, department string, form *page.Form) error {
	v, ctx := visit.Of(c), c.UserContext()
	p := &recordPage{Base: page.From(c), Form: form, Department: department}
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
			if department == "" {
				p.whole()
				return nil
			}
		}
		team, err := report.ReadTeam(ctx, tx, report.TeamQuery{Scope: scope, Day: v.Today, Department: department, Courses: h.reportCourses()})
		if err != nil {
			return err
		}
		if code == "" {
			p.courses(offers(team, v.ViewerID(), h.Courses), len(team.Members))
			return nil
		}
		version, err := h.Courses.ByCode(code)
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
			URL: recordURL(one.Code(), p.Department), Status: page.StatusMark("none_due", l.T("session.record.none_open"))}
		if one.Open > 0 {
			row.Status = page.StatusMark("open", l.N("session.record.open", one.Open))
		}
		p.Courses = append(p.Courses, row)
	}
}

func recordURL(code, department string) string {
	values := url.Values{"kurs": {code}}
	if department != "" {
		values.Set("abteilung", department)
	}
	return recordPath + "?" + values.Encode()
}

// fill is the page with everything but the course.
func (p *recordPage) fill(v *course.Version, list []candidate, of *visit.Visit, form *page.Form) {
	l := p.L
	p.Base.Title, p.Course, p.Title = l.T("session.record"), v.Code(), v.Title(l.Lang())
	p.Day, p.Trainer, p.Minutes = l.Date(of.Today), of.Session.Person.Name(), v.Content.Minutes
	p.Back = strings.TrimSuffix(recordPath+"?abteilung="+url.QueryEscape(p.Department), "?abteilung=")
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
