package voices

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/feedback"
	"zaemme/internal/i18n"
	"zaemme/internal/learning"
	"zaemme/internal/settings"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// figuresPage is how modules are judged, without anybody's name.
type figuresPage struct {
	page.Base
	page.Heading
	Ratings   []ratingRow
	Questions []questionRow
	Empty     page.Empty
}

// questionRow is what first tries at one question came to.
type questionRow struct {
	Course, Module, Text string
	Tries, Solved        int
	Hint                 string // what an author may look at
	Options              []optionRow
}

type optionRow struct {
	Text   string
	Right  bool
	Chosen int
}

type ratingRow struct {
	Course, Module, URL                      string
	Total, Helpful, Unclear, Outdated, Wrong int
}

func (h *Handlers) figuresShow(c *fiber.Ctx) error {
	ratings, err := feedback.Ratings(c.UserContext(), h.DB)
	if err != nil {
		return err
	}
	var versions []int64
	for _, v := range h.Courses.All() {
		versions = append(versions, v.ID)
	}
	figures, err := learning.Figures(c.UserContext(), h.DB, versions)
	if err != nil {
		return err
	}
	p := newFigures(page.From(c), ratings, h.Courses.Current)
	for _, v := range h.Courses.All() {
		for _, figure := range figures {
			if q := v.Question(figure.Question); figure.VersionID == v.ID && q != nil {
				p.Questions = append(p.Questions, newQuestion(p.L, v, q, figure, visit.Of(c).Settings))
			}
		}
	}
	if len(p.Questions) > 0 {
		p.Empty = page.Empty{}
	}
	return page.Render(c, "voices/figures", p)
}

func newFigures(base page.Base, ratings []feedback.Rating, courseOf func(int64) (*course.Version, error)) *figuresPage {
	l := base.L
	base.Title = l.T("voices.figures")
	p := &figuresPage{Base: base, Heading: page.Heading{Kicker: l.T("voices.list"), Text: l.T("voices.figures.heading"), Lead: l.T("voices.figures.lead"),
		Actions: []page.Action{{Label: l.T("voices.list"), URL: listPath, Quiet: true}}}}
	for _, r := range ratings {
		v, err := courseOf(r.CourseID)
		if err != nil {
			continue // no longer in the catalogue
		}
		m := v.Content.Module(r.Module)
		if m == nil {
			continue // the newest version has it no longer
		}
		p.Ratings = append(p.Ratings, ratingRow{Course: v.Title(l.Lang()), Module: m.Titles.In(l.Lang()), URL: page.ModuleURL(v.Code(), m.No),
			Total: r.Total, Helpful: r.Helpful, Unclear: r.Unclear, Outdated: r.Outdated, Wrong: r.Wrong})
	}
	if len(p.Ratings) == 0 {
		p.Empty = page.Empty{Title: l.T("voices.figures.empty"), Text: l.T("voices.figures.empty_text"), Next: page.Link{Label: l.T("nav.courses"), URL: "/kurse"}}
	}
	return p
}

// Shares in per cent, of first tries: what is solved more often than easy, or less
// often than hard, and a wrong option that fewer than idle choose, an author looks at.
const (
	easy = 95
	hard = 40
	idle = 5
)

func newQuestion(l *i18n.Printer, v *course.Version, q *coursefile.Question, f learning.QuestionFigures, s settings.Settings) questionRow {
	r := questionRow{Course: v.Title(l.Lang()), Text: course.Fill(q.Text.In(l.Lang()), s), Tries: f.Tries, Solved: f.Solved}
	if m := v.Content.Module(q.Module); m != nil {
		r.Module = m.Titles.In(l.Lang())
	}
	idlers := 0
	for i, o := range q.Options {
		if i >= len(f.Chosen) {
			break
		}
		r.Options = append(r.Options, optionRow{Text: course.Fill(o.Text.In(l.Lang()), s), Right: o.Correct, Chosen: f.Chosen[i]})
		if !o.Correct && f.Chosen[i]*100 < idle*f.Tries {
			idlers++
		}
	}
	switch share := f.Solved * 100; {
	case f.Withdrawn:
		r.Hint = l.T("withdrawal.figures")
	case share > easy*f.Tries:
		r.Hint = l.T("voices.question.easy")
	case share < hard*f.Tries:
		r.Hint = l.T("voices.question.hard")
	case idlers > 0:
		r.Hint = l.N("voices.question.idle", idlers)
	}
	return r
}
