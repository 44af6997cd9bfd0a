package reports

import (
	"errors"
	"slices"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/outbox"
	"zaemme/internal/people"
	"zaemme/internal/planned"
	"zaemme/internal/web/page"
)

// runsShown on a page.
const runsShown = 10

// planPage is one plan: what it says, when it comes, what became of it.
type planPage struct {
	page.Base
	page.Heading
	Note  string // why it stands still
	Facts []page.Fact
	Next  []string
	Post  string
	Turn  string // names what the buttons do
	Turns []turn
	Runs  []runView
	Pager page.Pager
}

// turn is a button that pauses, resumes or ends.
type turn struct {
	To, Label string
	Quiet     bool
}

// runView is a run in the history.
type runView struct {
	Title, ID string
	Notes     []string
	Each      bool // reader has a report with an ID of its own
	Rows      []readerRow
}

type readerRow struct{ Name, Became, Report string }

// plan is the one of the address, if the viewer sees it.
func (h *Handlers) plan(c *fiber.Ctx) (planned.Listed, error) {
	act, err := h.act(c)
	if err != nil {
		return planned.Listed{}, err
	}
	return h.Planned.Plan(c.UserContext(), c.Params("uid"), act)
}

func (h *Handlers) planShow(c *fiber.Ctx) error {
	plan, err := h.plan(c)
	if err != nil {
		return err
	}
	address := page.AddressOf(c)
	runs, total, err := h.Planned.Runs(c.UserContext(), plan.Plan, runsShown, address.Offset(runsShown))
	if err != nil {
		return err
	}
	ids := append([]int64{}, plan.People...)
	for _, r := range runs {
		for _, reader := range r.Readers {
			ids = append(ids, reader.PersonID)
		}
	}
	names, err := people.Names(c.UserContext(), h.DB, ids...)
	if err != nil {
		return err
	}
	p := newPlan(page.From(c), plan, runs, names)
	p.Pager = address.Pager(runsShown, total)
	return page.Render(c, "reports/plan", p)
}

func newPlan(base page.Base, plan planned.Listed, runs []planned.Told, names map[int64]string) *planPage {
	l, what := base.L, plan.Title(base.L, plan.Department)
	base.Title = what
	p := &planPage{Base: base, Post: planURL(plan.UID) + "/zustand"}
	p.Heading = page.Heading{Kicker: l.T("planned.show.kicker"), Text: l.T("planned.show.heading_"+string(plan.State), "what", what)}
	p.Turn = l.T("planned.show.turn_" + string(plan.State))
	switch plan.State {
	case planned.Paused:
		p.Note = l.T("planned.why."+string(plan.Why), "owner", plan.Owner)
		p.Turns = []turn{{"active", l.T("planned.show.resume"), false}, {"ended", l.T("planned.show.end"), true}}
	case planned.Ended:
		p.Turns = []turn{{"active", l.T("planned.show.again"), false}}
	default:
		p.Text = l.T("planned.show.heading", "what", what, "day", l.LongDate(plan.Next[0].Due))
		p.Turns = []turn{{"paused", l.T("planned.show.pause"), true}, {"ended", l.T("planned.show.end"), true}}
	}
	p.Actions = []page.Action{{Label: l.T("planned.show.change"), URL: planURL(plan.UID) + "/aendern", Quiet: plan.State != planned.Active}, {Label: l.T("planned.nav"), URL: PlanPath, Quiet: true}}
	p.Facts = planFacts(l, plan, names)
	for _, slot := range plan.Next {
		p.Next = append(p.Next, l.T("planned.show.next_one", "due", l.Weekday(slot.Due.Weekday())+", "+l.LongDate(slot.Due), "day", l.Date(slot.AsOf)))
	}
	for _, r := range runs {
		p.Runs = append(p.Runs, newRun(l, r, names))
	}
	return p
}

func planFacts(l *i18n.Printer, plan planned.Listed, names map[int64]string) []page.Fact {
	scope := plan.Department
	if scope == "" {
		scope = l.T("planned.form.everybody")
		if plan.Variant == planned.Line {
			scope = l.T("planned.show.line_scope")
		}
	}
	language := l.T("planned.form.own_language")
	if plan.Language != "" {
		language = l.T("planned.form.language." + plan.Language)
	}
	var attached, readers []string
	for key, set := range map[string]bool{"planned.form.brief": plan.Brief, "planned.form.management": plan.Management} {
		if set {
			attached = append(attached, l.T(key))
		}
	}
	files := l.T("planned.show.none")
	if len(attached) > 0 {
		files = l.List(sorted(attached))
	}
	for _, id := range plan.People {
		readers = append(readers, names[id])
	}
	return []page.Fact{{Term: l.T("planned.show.when"), Text: plan.When(l)}, {Term: l.T("planned.show.scope"), Text: scope},
		{Term: l.T("planned.show.people"), Text: l.List(sorted(readers))}, {Term: l.T("planned.show.language"), Text: language},
		{Term: l.T("planned.show.attached"), Text: files}, {Term: l.T("planned.show.owner"), Text: plan.Owner},
		{Term: l.T("planned.show.since"), Text: page.Clock(l, plan.CreatedAt)}}
}

func newRun(l *i18n.Printer, r planned.Told, names map[int64]string) runView {
	view := runView{Each: !r.Variant.Frozen(), Title: l.T("planned.show.run", "made", page.Clock(l, r.MadeAt), "day", l.Date(r.AsOf))}
	if r.ReportID != "" {
		view.ID = l.T("planned.show.report_id", "id", r.ReportID)
	}
	if r.Late() {
		view.Notes = append(view.Notes, l.T("planned.show.late", "day", l.Date(r.DueOn)))
	}
	if r.Missed > 0 {
		view.Notes = append(view.Notes, l.N("planned.show.missed", r.Missed))
	}
	for _, one := range r.Readers {
		row := readerRow{Name: names[one.PersonID], Became: l.T("planned.became." + becameOf(r, one))}
		if one.At != nil && one.State == string(outbox.Sent) {
			row.Became = l.T("planned.became."+becameOf(r, one), "at", page.Clock(l, *one.At))
		}
		switch {
		case one.Report != "":
			row.Report = l.T("planned.opened", "id", one.Report, "at", page.Clock(l, *one.Opened))
		case one.Reason == "" && !r.Variant.Frozen():
			row.Report = l.T("planned.unopened")
		}
		view.Rows = append(view.Rows, row)
	}
	return view
}

// becameOf is what became of a run for somebody, as a part of a text key.
func becameOf(r planned.Told, one planned.Reader) string {
	switch {
	case one.Reason != "":
		return string(one.Reason)
	case one.State == "":
		return "unknown"
	case one.State == string(outbox.Sent) && one.Attached:
		return "attached"
	case one.State == string(outbox.Sent) && r.Sends():
		return "plain"
	case one.State == string(outbox.Sent):
		return "sent"
	case one.State == string(outbox.Parked):
		return "stuck"
	case one.State == string(outbox.Uncertain):
		return "uncertain"
	case one.Wait == "absent":
		return "absent"
	default:
		return "waiting"
	}
}

// planTurn pauses a plan, ends it, or lets it go on.
func (h *Handlers) planTurn(c *fiber.Ctx) error {
	act, err := h.act(c)
	if err != nil {
		return err
	}
	to := planned.State(page.ReadForm(c).Get("zustand"))
	uid := c.Params("uid")
	err = h.DB.Write(c.UserContext(), func(tx *db.Tx) error { return h.Planned.Turn(c.UserContext(), tx, uid, to, act) })
	var refused *apperr.Error
	switch {
	case err == nil:
		return page.Done(c, planURL(uid), "planned.turned."+string(to))
	case errors.As(err, &refused) && (refused.Kind == apperr.Conflict || refused.Kind == apperr.Invalid):
		return page.Warned(c, planURL(uid), refused.Key)
	default:
		return err
	}
}

// planURL is the page of a plan.
func planURL(uid string) string { return PlanPath + "/" + uid }

func sorted(list []string) []string {
	slices.Sort(list)
	return list
}
