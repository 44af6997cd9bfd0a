package line

import (
	"cmp"
	"context"
	"html/template"
	"slices"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/explain"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/report"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// personShow is the duties of one person, each with its «Warum?».
func (h *Handlers) personShow(c *fiber.Ctx) error {
	v, f := visit.Of(c), page.ReadQuery(c)
	a := read(f, v)
	var p *personPage
	err := h.DB.Write(c.UserContext(), func(tx *db.Tx) error {
		scope, err := people.ScopeOf(c.UserContext(), tx, v.ViewerID(), v.Today)
		if err != nil {
			return err
		}
		team, err := report.ReadTeam(c.UserContext(), tx, report.TeamQuery{
			Scope: scope, Day: a.Day, Known: a.known(), UID: c.Params("uid"), Courses: h.courses(),
		})
		if err != nil {
			return err
		}
		member := team.Members[0]
		cards, err := auth.CardsOf(c.UserContext(), tx, member.ID)
		if err != nil {
			return err
		}
		known, err := explain.Read(c.UserContext(), tx, h.Ledger, member.ID)
		if err != nil {
			return err
		}
		if a.Then {
			known = known.At(a.known())
		}
		if p, err = newPersonPage(page.From(c), v, team, a, h.emblem, h.why(page.From(c).L, known, team.Day)); err != nil {
			return err
		}
		if p.Leads, err = leads(c.UserContext(), tx, scope, c.Params("uid")); err != nil {
			return err
		}
		p.Card = page.NewCardAccess(p.Base, c.Params("uid"), cards[member.ID], member.ID == v.ViewerID())
		return look(c.UserContext(), tx, v, scope, "line.person", a.Day, []int64{member.ID})
	})
	if err != nil {
		return err
	}
	return page.Render(c, "line/person", p)
}

// leads reports whether the viewer may do more for a person of the scope than
// read.
func leads(ctx context.Context, tx *db.Tx, scope people.Scope, uid string) (bool, error) {
	if !scope.Has(people.RoleOfficialsCare) {
		return true, nil
	}
	return scope.ForLeading().Includes(ctx, tx, uid)
}

// personPage is one person's duties in zone A.
type personPage struct {
	page.Base
	page.Heading
	Rows  []page.CourseRow
	Whys  []*page.Why
	Empty *page.Empty
	Leads bool // the viewer may change something, not only read
	Card  page.CardAccess
	Back  page.Link
	Tags  string // where the tags are changed, empty for the own person
}

func newPersonPage(
	base page.Base, v *visit.Visit, team *report.Team, a asked, emblem func(int64) template.HTML, why func(course int64) (*page.Why, error),
) (*personPage, error) {
	l, m := base.L, team.Members[0]
	p := &personPage{Base: base, Back: page.Link{Label: l.T("line.person.back"), URL: a.when().address("/team", v.Today)}}
	p.Title = m.Name()
	if m.ID != v.ViewerID() {
		p.Tags = "/team/person/" + m.UID.String() + "/merkmale"
	}
	p.Heading = page.Heading{Kicker: unit(l, m.Subject), Text: personHeadline(l, m), Lead: l.T("line.person.logged")}
	if team.Day != v.Today {
		p.Kicker += " · " + l.T("common.as_of", "date", team.Day)
		if a.Then {
			p.Kicker += " · " + l.T("line.known.then")
		}
	}
	rows := slices.SortedStableFunc(slices.Values(m.Rows), func(x, y report.Row) int {
		return cmp.Or(cmp.Compare(report.Urgency(x.Status), report.Urgency(y.Status)), cmp.Compare(x.Until(), y.Until()))
	})
	for _, r := range rows {
		id := whyID(r.Course.Code)
		row := page.CourseRow{Emblem: emblem(r.Course.ID), URL: "#" + id, Title: r.Course.Titles.In(l.Lang()), Meta: r.Course.Code,
			Status: mark(l, r.Status), Next: page.Link{Label: l.T("common.why"), URL: "#" + id}}
		if u := r.Until(); u != calendar.Forever {
			row.Due = l.T("common.until", "date", u)
			if r.Status.Fulfilled() {
				row.Due = l.T("common.valid_until", "date", u)
			}
		}
		p.Rows = append(p.Rows, row)
		one, err := why(r.Course.ID)
		if err != nil {
			return nil, err
		}
		one.ID, one.Title = id, row.Title
		one.Facts = append([]page.Fact{{Term: l.T("line.why.status"), HTML: mark(l, r.Status)}}, one.Facts...)
		p.Whys = append(p.Whys, one)
	}
	if len(rows) == 0 {
		p.Empty = &page.Empty{Title: l.T("line.person.none"), Text: l.T("line.person.none_text"), Next: p.Back}
	}
	return p, nil
}

// why explains the duties of a person as the line may read it.
func (h *Handlers) why(l *i18n.Printer, known explain.Known, day calendar.Date) func(course int64) (*page.Why, error) {
	return func(course int64) (*page.Why, error) {
		asked, err := explain.About(h.Courses, course, explain.Line, day)
		if err != nil {
			return nil, err
		}
		return page.NewWhy(l, explain.Explain(l, known, asked)), nil
	}
}

func personHeadline(l *i18n.Printer, m report.Member) string {
	late, open := 0, 0
	for _, r := range m.Rows {
		if r.Status.Late() {
			late++
		}
		if r.Status.ToDo() {
			open++
		}
	}
	switch name := m.Name(); {
	case late > 0:
		return l.N("line.person.late", late, "name", name)
	case open > 0:
		return l.N("line.person.open", open, "name", name)
	case len(m.Rows) == 0:
		return l.T("line.person.nothing", "name", name)
	default:
		return l.T("line.person.done", "name", name)
	}
}

// emblem of a course: its own, else one composed of its code.
func (h *Handlers) emblem(courseID int64) template.HTML {
	v, err := h.Courses.Current(courseID)
	if err != nil {
		return ""
	}
	return page.CourseEmblem(v.Content.Emblem, v.Code())
}
