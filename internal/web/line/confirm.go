package line

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/session"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

const confirmPath = "/bestaetigen"

// confirmPage lists what waits for a second person.
type confirmPage struct {
	page.Base
	page.Heading
	Form *page.Form
	Rows []confirmRow
	// Sessions are decided as a whole: one click for everybody who was there.
	Sessions []confirmSession
	Lists    []page.Link // of trainings that wait, for HR of the whole organisation
	Empty    page.Empty
}

// confirmRow is one case. Own was proposed by the viewer, who may take it back.
type confirmRow struct {
	UID, Name, URL, Unit, Course, What string
	Facts                              []page.Fact
	Own                                bool
	Task                               bool // a practical task: confirmed with its day, refused with a reason
	Field, Day                         string
	Reasons                            []page.Choice
}

// dayField is the name of the day of a practical task, with its Kennung after it.
const dayField = "day-"

// confirmSession is a training in person. Own was recorded by the viewer.
type confirmSession struct {
	Title, URL string
	Facts      []page.Fact
	Reasons    []page.Choice
	Own        bool
}

// confirmers is for whom the viewer may confirm.
func confirmers(c *fiber.Ctx, conn db.Conn) (people.Scope, error) {
	v := visit.Of(c)
	scope, err := people.ScopeOf(c.UserContext(), conn, v.ViewerID(), v.Today)
	return evidence.Confirmers(scope, v.Settings), err
}

func (h *Handlers) confirmShow(c *fiber.Ctx) error { return h.confirmAgain(c, nil) }

func (h *Handlers) confirmAgain(c *fiber.Ctx, form *page.Form) error {
	v, ctx := visit.Of(c), c.UserContext()
	scope, err := confirmers(c, h.DB)
	if err != nil {
		return err
	}
	list, err := evidence.ToConfirm(ctx, h.DB, scope)
	if err != nil {
		return err
	}
	var ids []int64
	for _, one := range list {
		ids = append(ids, one.PersonID)
	}
	if err := audit.Looked(ctx, h.DB, audit.Look{ViewerID: v.ViewerID(), Page: "line.confirm", Scope: scope.Name(), AsOf: v.Today, PersonIDs: ids}); err != nil {
		return err
	}
	trainings, err := h.Sessions.ToConfirm(ctx, h.DB, scope)
	if err != nil {
		return err
	}
	p := newConfirm(page.From(c), list, trainings, v.ViewerID(), v.Session.Has(people.RoleHR), h.courseTitle)
	if v.Session.HasWhole(people.RoleHR) {
		plans, err := change.Recent(ctx, h.DB, change.Records, recentLists)
		if err != nil {
			return err
		}
		p.lists(plans, v)
	}
	if p.Form = form; form != nil {
		return page.Invalid(c, "line/confirm", p)
	}
	return page.Render(c, "line/confirm", p)
}

func newConfirm(base page.Base, list []evidence.Pending, trainings []session.Undecided, viewer int64, hr bool, title func(id int64, lang string) string) *confirmPage {
	l := base.L
	base.Title = l.T("confirm.title")
	p := &confirmPage{Base: base}
	others := 0
	for _, one := range list {
		row := newConfirmRow(l, one, hr)
		row.Course, row.Own = title(one.CourseID, l.Lang()), one.ProposedBy == viewer
		if !row.Own {
			others++
		}
		p.Rows = append(p.Rows, row)
	}
	for _, one := range trainings {
		p.Sessions = append(p.Sessions, newConfirmSession(l, one, title(one.CourseID, l.Lang())))
		if !one.Own {
			others++
		}
	}
	p.Heading = page.Heading{Text: l.N("confirm.heading", others), Lead: l.T("confirm.lead")}
	if others == 0 {
		p.Text = l.T("confirm.none")
	}
	if len(list)+len(trainings) == 0 {
		p.Empty = page.Empty{Title: l.T("confirm.empty"), Text: l.T("confirm.empty_text"), Next: page.Link{Label: l.T("extension.list.team"), URL: "/team"}}
	}
	return p
}

func newConfirmSession(l *i18n.Printer, one session.Undecided, course string) confirmSession {
	row := confirmSession{Title: course, URL: "/schulungen/" + one.UID, Own: one.Own}
	row.Facts = []page.Fact{
		{Term: l.T("session.day"), Text: l.LongDate(one.HeldOn)}, {Term: l.T("session.there"), Text: l.N("session.persons", one.Present)},
		{Term: l.T("session.waits"), Text: l.N("session.persons", one.Waits)}, {Term: l.T("session.place"), Text: one.Place},
		{Term: l.T("session.trainer"), Text: one.Trainer}, {Term: l.T("confirm.by"), Text: one.Recorder},
		{Term: l.T("confirm.on"), Text: l.Date(calendar.DateOf(one.RecordedAt))},
	}
	for _, code := range evidence.RefusalReasons {
		row.Reasons = append(row.Reasons, page.Choice{Value: code, Label: l.T("session.refusal." + code)})
	}
	return row
}

// recentLists is how far back lists of trainings are looked for.
const recentLists = 50

// lists shows the lists of trainings that wait for somebody else than who has read
// them in, and leads to where they are read in.
func (p *confirmPage) lists(plans []change.Plan, v *visit.Visit) {
	for _, plan := range plans {
		if plan.State == change.Shown && plan.CreatedBy != v.ViewerID() && v.Now.Before(plan.ExpiresAt) {
			p.Lists = append(p.Lists, page.Link{URL: trainingsPath + "/" + plan.UID.String(),
				Label: p.L.T("confirm.list", "title", plan.Title, "n", plan.Source.Rows, "day", calendar.DateOf(plan.CreatedAt))})
		}
	}
	p.Actions = append(p.Actions, page.Action{Label: p.L.T("training.title"), URL: trainingsPath, Quiet: true})
}

// trainingsPath is HR's page for lists of trainings.
const trainingsPath = "/nachweise-einlesen"

func newConfirmRow(l *i18n.Printer, one evidence.Pending, hr bool) confirmRow {
	row := confirmRow{UID: one.UID, Name: one.Name(), Unit: one.Department, URL: "/team/person/" + one.PersonUID, What: l.T("confirm.what." + string(one.Kind))}
	add := func(key, text string) { row.Facts = append(row.Facts, page.Fact{Term: l.T(key), Text: text}) }
	switch one.Kind {
	case evidence.Practical:
		row.Task, row.Field, row.Day = true, dayField+one.UID, l.Date(one.Day)
		for _, code := range evidence.PracticalRefusals {
			row.Reasons = append(row.Reasons, page.Choice{Value: code, Label: l.T("practical.refusal." + code)})
		}
		if one.Note != "" {
			add("practical.note_of", one.Note)
		}
	case evidence.Recognition:
		add("recognition.day", l.Date(one.Day))
		add("recognition.issuer", one.Issuer)
		if one.Scan != nil && hr {
			row.Facts = append(row.Facts, page.Fact{Term: l.T("recognition.scan"), Text: l.T("recognition.scan_open"), URL: "/nachweise/scan/" + one.UID})
		}
	case evidence.Correction:
		add("correction.entry", l.T("correction.of."+string(one.CorrectsKind.Corrects()), "day", one.CorrectsOn))
		add("correction.act", l.T("correction.act."+string(one.Act)))
		if one.Day != 0 {
			add("correction.day", l.Date(one.Day))
		}
		add("exemption.reason", l.T("why.reason.correction."+one.Reason))
	}
	add("confirm.by", one.Proposer)
	add("confirm.on", l.Date(calendar.DateOf(one.ProposedAt)))
	return row
}

func (h *Handlers) confirmSave(c *fiber.Ctx) error {
	v, ctx := visit.Of(c), c.UserContext()
	field := dayField + c.Params("uid")
	form := page.ReadForm(c, field, "practical.day")
	decision, day := form.Get("decision"), form.Date(field)
	if !form.OK() {
		return h.confirmAgain(c, form)
	}
	var done evidence.Case
	err := h.DB.Write(ctx, func(tx *db.Tx) error {
		scope, err := confirmers(c, tx)
		if err != nil {
			return err
		}
		if decision == "withdraw" {
			done, err = h.Evidence.Withdraw(ctx, tx, c.Params("uid"), v.ViewerID(), v.Now)
			return err
		}
		done, err = h.Evidence.Confirm(ctx, tx, evidence.Verdict{UID: c.Params("uid"), Actor: v.ViewerID(), Scope: scope, Confirm: decision == "confirm",
			Settings: v.Settings, Day: day, Reason: form.Get("reason")}, v.Now)
		return err
	})
	if apperr.Is(err, apperr.Invalid) && form.RefusedAt(err, "day", field) {
		return h.confirmAgain(c, form)
	}
	if err != nil {
		return err
	}
	return page.Done(c, confirmPath, "confirm.done."+string(done.State))
}

// confirmations says on the team's page that something waits for a second person.
func (p *teamPage) confirmations(n int) {
	if n > 0 {
		p.Notices = append(p.Notices, page.Notice{Tone: page.Info, Text: p.L.N("confirm.heading", n), Next: page.Link{Label: p.L.T("confirm.title"), URL: confirmPath}})
	}
}
