package learner

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/i18n"
	"zaemme/internal/learning"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// taskPath is where practical tasks are reported.
const taskPath = "/aufgaben"

// TaskPath is the page of a practical task, for letters.
func TaskPath(code string) string { return taskPath + "/" + code }

// taskPage is the last step of a practical task: who has carried it out says so.
type taskPage struct {
	page.Base
	Walk *walkNote // nil: people learn
	page.Heading
	Post     string
	TakeBack string // address, where a report waits; then there is nothing to report
	Course   page.Link
	Facts    []page.Fact
	Notice   string      // why the last report was refused
	Texts    []page.Step // the modules, to read again
	Form     *page.Form
}

func (h *Handlers) taskShow(c *fiber.Ctx) error { return h.taskAgain(c, nil) }

// ownTask is how the viewer stands to the task of the address, with their cases.
func (h *Handlers) ownTask(c *fiber.Ctx, conn db.Conn) (learning.Item, []evidence.Case, error) {
	cp, err := h.Learning.Course(c.UserContext(), conn, actOf(c), c.Params("code"))
	if err != nil {
		return learning.Item{}, nil, err
	}
	if !cp.Item.Version.Practical() {
		return learning.Item{}, nil, apperr.New(apperr.NotFound, "error.course.not_found", nil)
	}
	cases, err := evidence.Of(c.UserContext(), conn, visit.Of(c).ViewerID())
	return cp.Item, cases, err
}

func (h *Handlers) taskAgain(c *fiber.Ctx, form *page.Form) error {
	item, cases, err := h.ownTask(c, h.DB)
	if err != nil {
		return err
	}
	v := item.Version
	_, waits := evidence.WaitingTask(cases, v.CourseID)
	if item.Place.Mode == learning.Practice && !waits {
		return page.To(c, evidenceURL(item.Completion.EvidenceNo))
	}
	p := newTask(page.From(c), wayOf(v.Code()), item, h.emblem)
	p.Form = form
	p.stands(cases, v)
	if form != nil {
		return page.Invalid(c, "learner/task", p)
	}
	return page.Render(c, "learner/task", p)
}

func newTask(base page.Base, w way, i learning.Item, emblem emblemOf) *taskPage {
	l, v := base.L, i.Version
	base.Title = v.Title(l.Lang())
	p := &taskPage{Base: base, Post: w.report(), Course: page.Link{Label: v.Title(l.Lang()), URL: w.home()}}
	p.Heading = page.Heading{Kicker: l.T("practical.step"), Text: base.Title, Lead: l.T("practical.lead"), Mark: emblem(v)}
	for _, m := range i.ToRead() {
		step := page.Step{Label: m.Titles.In(l.Lang()), Meta: l.Minutes(m.Minutes), URL: w.module(m.No)}
		if i.Read[m.No] {
			step.State = "done"
		}
		p.Texts = append(p.Texts, step)
	}
	return p
}

// stands says that a report waits, or that the last one was refused.
func (p *taskPage) stands(cases []evidence.Case, v *course.Version) {
	if one, ok := evidence.WaitingTask(cases, v.CourseID); ok {
		p.Lead, p.TakeBack = waitingTask(p.L, one), TaskPath(v.Code())+"/zurueckziehen"
		if one.Note != "" {
			p.Facts = append(p.Facts, page.Fact{Term: p.L.T("practical.note"), Text: one.Note})
		}
	} else if one, ok := evidence.RefusedTask(cases, v.CourseID); ok {
		p.Notice = refusedTask(p.L, one)
	}
}

func waitingTask(l *i18n.Printer, one evidence.Case) string {
	return l.T("practical.waits", "day", l.LongDate(one.Day))
}

func refusedTask(l *i18n.Printer, one evidence.Case) string {
	return l.T("practical.refused", "day", l.LongDate(one.Day), "reason", l.T("practical.refusal."+one.Reason))
}

// taskHints say on the page of a course that the viewer's report of it waits, or was
// refused.
func taskHints(l *i18n.Printer, cases []evidence.Case, i learning.Item) []string {
	if one, ok := evidence.WaitingTask(cases, i.Version.CourseID); ok {
		return []string{waitingTask(l, one)}
	}
	one, ok := evidence.RefusedTask(cases, i.Version.CourseID)
	if ok && i.Place.Mode != learning.Practice && calendar.DateOf(one.DecidedAt) > i.Completion.CompletedOn { // else it is fulfilled otherwise
		return []string{refusedTask(l, one)}
	}
	return nil
}

// tasksInReview says in the rows of practical tasks that are to be done which of them
// wait to be confirmed. Who has none to do asks nothing.
func (h *Handlers) tasksInReview(c *fiber.Ctx, items []learning.Item, rows []page.CourseRow) error {
	var cases []evidence.Case
	for n, i := range items {
		if !i.Version.Practical() {
			continue
		}
		if cases == nil {
			var err error
			if cases, err = evidence.Of(c.UserContext(), h.DB, visit.Of(c).ViewerID()); err != nil || len(cases) == 0 {
				return err
			}
		}
		if _, ok := evidence.WaitingTask(cases, i.Version.CourseID); ok {
			rows[n].Meta = page.From(c).L.T("practical.in_review")
		}
	}
	return nil
}
