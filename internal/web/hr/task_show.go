package hr

import (
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"zaemme/internal/change"
	"zaemme/internal/i18n"
	"zaemme/internal/report"
	"zaemme/internal/task"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// stages of the kinds of task, in their order.
var stages = map[string][]string{
	change.ProposeTask: {"comparing", "duties", "mails", "keeping"},
	change.ApplyTask:   {"comparing", "duties", "people", "writing"},
	report.FileTask:    report.FileStages,
}

type taskPage struct {
	page.Base
	page.Heading
	Progress page.Progress
	Poll     string // address of taskState
	Path     string
}

// taskState is the answer to the page's own questions.
type taskState struct {
	Label string `json:"label"`
	Text  string `json:"text"`
	Done  int    `json:"done"` // per cent of the whole way
	Ended bool   `json:"ended"`
}

func taskPath(uid string) string { return "/auftraege/" + uid }

// begin starts the work and leads to where its result is, or to how far it is.
func (h *Handlers) begin(c *fiber.Ctx, q task.Request) error {
	v := visit.Of(c)
	q.Owner = v.ViewerID()
	uid, err := h.Tasks.Start(c.UserContext(), q, v.Now)
	if err != nil {
		return err
	}
	return h.taskAfter(c, uid, h.Patience)
}

// compareFor is how many times the patience of a click a form waits for what is
// wrong with it: that shows while the proposal is compared with what there is.
const compareFor = 8

// propose lets a task make the plan that a form asks for, and leads on as begin
// does. The error is what is wrong with the form, if that shows before the long part
// of the work, the duties of everybody, has begun.
func (h *Handlers) propose(c *fiber.Ctx, r change.Request) error {
	v := visit.Of(c)
	uid, err := h.Tasks.Start(c.UserContext(), task.Request{Kind: change.ProposeTask, Owner: v.ViewerID(), Title: r.Title, Input: change.Wanted{Request: r}}, v.Now)
	if err != nil {
		return err
	}
	for range compareFor {
		t, err := h.Tasks.Wait(c.UserContext(), uid, v.ViewerID(), h.Patience)
		switch {
		case err != nil:
			return err
		case t.Ended() && t.Failure != nil:
			if err := task.Dismiss(c.UserContext(), h.DB, uid.String(), change.ProposeTask); err != nil { // it is answered here
				return err
			}
			return t.Failure.Err()
		case t.Ended():
			return h.arrive(c, t)
		case t.Stage != "" && t.Stage != stages[change.ProposeTask][0]:
			return page.To(c, taskPath(uid.String()))
		}
	}
	return page.To(c, taskPath(uid.String()))
}

func (h *Handlers) taskShow(c *fiber.Ctx) error {
	uid, err := uuid.Parse(c.Params("task"))
	if err != nil {
		uid = uuid.Nil
	}
	t, err := h.Tasks.Wait(c.UserContext(), uid, visit.Of(c).ViewerID(), 0)
	if err != nil {
		return err
	}
	if t.Ended() {
		return h.arrive(c, t)
	}
	c.Set("Refresh", "10") // for those without scripts
	return page.Render(c, "hr/task", newTask(page.From(c), t))
}

// taskAfter is the way on once the work has ended, or that time has passed.
func (h *Handlers) taskAfter(c *fiber.Ctx, uid uuid.UUID, atMost time.Duration) error {
	t, err := h.Tasks.Wait(c.UserContext(), uid, visit.Of(c).ViewerID(), atMost)
	if err != nil {
		return err
	}
	if t.Ended() {
		return h.arrive(c, t)
	}
	return page.To(c, taskPath(uid.String()))
}

func newTask(base page.Base, t task.Task) *taskPage {
	base.Title = base.L.T("hr.task." + t.Kind)
	s := newTaskState(base.L, t)
	p := &taskPage{Base: base, Path: taskPath(t.UID.String())}
	p.Heading = page.Heading{Kicker: t.Title, Text: base.L.T("hr.task." + t.Kind), Lead: base.L.T("hr.task.lead")}
	p.Progress = page.Progress{Label: s.Label, Done: s.Done, Total: 100, Text: s.Text}
	p.Poll = p.Path + "/stand"
	return p
}

// newTaskState says the stage in words, and how far the whole is if all stages
// were equally long.
func newTaskState(l *i18n.Printer, t task.Task) taskState {
	all := stages[t.Kind]
	at := slices.Index(all, t.Stage)
	if at < 0 {
		return taskState{Label: l.T("hr.task.waiting"), Text: l.T("hr.task.soon"), Ended: t.Ended()}
	}
	s := taskState{Label: l.T("hr.task.stage", "at", at+1, "of", len(all), "what", l.T("hr.task.stage."+t.Stage)), Text: l.T("hr.task.working"), Ended: t.Ended()}
	s.Done = 100 * at / len(all)
	if t.Total > 0 {
		s.Done += 100 * min(t.Done, t.Total) / t.Total / len(all)
		unit := "hr.task.persons"
		if t.Kind == report.FileTask {
			unit = "hr.task.rows"
		}
		s.Text = l.T(unit, "done", l.Int(t.Done), "total", l.Int(t.Total))
	}
	return s
}

func (h *Handlers) taskState(c *fiber.Ctx) error {
	t, err := task.Load(c.UserContext(), h.DB, c.Params("task"), visit.Of(c).ViewerID())
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.JSON(newTaskState(page.From(c).L, t))
}
