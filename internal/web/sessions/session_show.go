package sessions

import (
	"html/template"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/blob"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/session"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// sessionPage is one session.
type sessionPage struct {
	page.Base
	page.Heading
	Form    *page.Form
	Facts   []page.Fact
	Path    string
	Tick    bool // the viewer says who was there
	Add     bool // the viewer puts people on the list
	Listing bool // a list of them was not taken
	Runs    bool
	Join    bool   // the viewer may sign up
	Send    bool   // the viewer may sign up own people
	Mine    string // how the viewer stands on the list, in words
	Leave   bool
	Planned bool
	MaxList int
	MaxScan int
	Attach  bool // the viewer may add the signed list
	Scan    bool // the viewer may open it
	Paper   *paperResult
	Retract bool
	Confirm bool // the viewer is the second person
	Reasons []page.Choice
	Refused string // why it came back
	People  []attendeeRow
	Hidden  int
	History []moment
}

type attendeeRow struct {
	UID, Name, Unit, URL string
	Status               template.HTML
	Checked              bool
	Listed               bool // may be taken off the list
	Points               string
	Passed               bool
}

// paperResult is how a quiz on paper is stated.
type paperResult struct {
	Needed string
	Most   int // points
}

type moment struct{ When, Who, What string }

func (h *Handlers) sessionShow(c *fiber.Ctx) error { return h.sessionPage(c, nil) }

func (h *Handlers) sessionPage(c *fiber.Ctx, form *page.Form) error {
	v, ctx := visit.Of(c), c.UserContext()
	var p *sessionPage
	err := h.DB.Write(ctx, func(tx *db.Tx) error {
		scope, err := h.scope(c, tx)
		if err != nil {
			return err
		}
		one, err := h.Sessions.Open(ctx, tx, c.Params("uid"), scope, evidence.Confirmers(scope, v.Settings))
		if err != nil {
			return err
		}
		version, err := h.taught(ctx, tx, one.Session)
		if err != nil {
			return err
		}
		p = newSessionPage(page.From(c), one, version, v, form)
		return looked(ctx, tx, v, scope, "sessions.session", one.IDs())
	})
	if err != nil {
		return err
	}
	if form != nil {
		return page.Invalid(c, "sessions/session", p)
	}
	return page.Render(c, "sessions/session", p)
}

func newSessionPage(base page.Base, v session.View, version *course.Version, of *visit.Visit, form *page.Form) *sessionPage {
	l := base.L
	p := &sessionPage{Base: base, Form: form, Path: sessionURL(v.UID), Hidden: v.Hidden, Confirm: v.Decides > 0,
		Retract: v.Runs && v.State == session.Recorded && v.Waits > 0, Tick: v.Runs && v.State == session.Planned && v.HeldOn <= of.Today && len(v.People) > 0,
		Add: v.Runs && v.State == session.Planned, Runs: v.Runs, Join: v.MayJoin, Send: v.MaySend && visit.Leader.Allows(of.Session), Planned: v.State == session.Planned, MaxList: maxList, MaxScan: blob.MaxSize,
		Attach: v.Runs && (v.State == session.Planned || v.State == session.Recorded) && v.HeldOn <= of.Today,
		Scan:   v.Scan != nil && (v.Runs || v.Decides > 0 && of.Session.Has(people.RoleHR))}
	p.Listing = slices.ContainsFunc(form.Errors(), func(e page.FieldError) bool { return e.Field == "list" || e.Field == "file" })
	p.Title = l.T("session.title", "course", version.Title(l.Lang()), "day", v.HeldOn)
	p.Heading = page.Heading{Kicker: p.Title, Mark: emblem(version), Text: sentence(l, v), Lead: l.T("session.state." + string(v.State) + ".lead")}
	if !v.Teaches() && v.State == session.Planned {
		p.Lead = freeSeats(l, v)
	}
	if v.Runs && v.State != session.Cancelled {
		p.Actions = []page.Action{{Label: l.T("session.print"), URL: p.Path + "/liste", Quiet: p.Tick || v.State != session.Planned}}
		if p.Tick {
			p.Actions = append(p.Actions, page.Action{Label: l.T("session.tick"), URL: p.Path + "/abhaken", Quiet: true})
		}
	}
	if v.Holds && v.State == session.Planned {
		p.Lead = l.T("session.holds", "owner", v.Owner)
		if v.HeldOn <= of.Today && len(v.People) > 0 {
			p.Actions = append(p.Actions, page.Action{Label: l.T("session.tick"), URL: p.Path + "/abhaken"})
		}
		p.Actions = append(p.Actions, page.Action{Label: l.T("session.print"), URL: p.Path + "/liste", Quiet: true})
	}
	if v.Quiz && v.Teaches() {
		paper := session.PaperOf(version.Content, v.ID)
		p.Paper = &paperResult{Needed: l.T("session.paper.needed", "needed", paper.Needed, "of", len(paper.Questions)), Most: len(paper.Questions)}
		if v.State != session.Cancelled {
			p.Actions = append(p.Actions, page.Action{Label: l.T("session.paper"), URL: p.Path + "/test", Quiet: true},
				page.Action{Label: l.T("session.solution"), URL: p.Path + "/loesung", Quiet: true})
		}
	}
	if own := v.Own; own != nil {
		p.Mine, p.Leave = l.T("session.mine."+string(own.State)), v.State == session.Planned && v.HeldOn >= of.Today
	}
	if !v.Teaches() && len(v.People) == 0 {
		p.Text, p.Lead, p.Hidden = l.T("session.one", "course", version.Title(l.Lang()), "day", l.LongDate(v.HeldOn)), freeSeats(l, v), 0
		if v.State == session.Cancelled {
			p.Text, p.Lead = l.T("session.state.cancelled"), ""
		}
	}
	p.Facts = facts(l, v.Session, version, v.Owner)
	if v.Runs && v.State == session.Planned && (v.Seats > 0 || v.Circle != session.Invited) {
		p.Facts = append(p.Facts, page.Fact{Term: l.T("session.seats"), Text: freeSeats(l, v)}, page.Fact{Term: l.T("session.circle"), Text: l.T("session.circle." + string(v.Circle))})
	}
	typed := form.All("person")
	ticked := slices.ContainsFunc(v.People, func(a session.Attendee) bool { return a.Present != nil })
	for _, one := range v.People {
		row := attendeeRow{UID: one.PersonUID, Name: one.Name(), Unit: one.Department, Status: attended(l, one, v.State),
			Checked: one.State == session.Seated && (one.Present == nil && !ticked || one.Present != nil && *one.Present)}
		row.Listed = one.State != session.Withdrawn && p.Planned && v.Runs
		if v.State == session.Planned && one.State == session.Withdrawn && one.Evidence == "" {
			row.Checked = false
		}
		if one.InScope {
			row.URL = "/team/person/" + one.PersonUID
		}
		if p.Paper != nil {
			row.Points = form.Get("points-" + one.PersonUID)
			row.Passed = one.Passed != nil && *one.Passed || slices.Contains(form.All("passed"), one.PersonUID)
		}
		if form != nil {
			row.Checked = slices.Contains(typed, one.PersonUID)
		}
		if v.State == session.Planned && one.Evidence == evidence.Refused && one.Reason != "" {
			p.Refused = l.T("session.refusal." + one.Reason)
		}
		p.People = append(p.People, row)
	}
	if p.Confirm {
		for _, code := range evidence.RefusalReasons {
			p.Reasons = append(p.Reasons, page.Choice{Value: code, Label: l.T("session.refusal." + code)})
		}
	}
	for _, one := range v.History {
		m := moment{When: page.Clock(l, one.At), Who: one.Actor, What: l.T("session.history." + strings.TrimPrefix(one.Action, "session."))}
		if len(one.Fields) > 0 {
			var names []string
			for _, name := range one.Fields {
				names = append(names, l.T("session."+name))
			}
			m.What += ": " + strings.Join(names, ", ")
		}
		p.History = append(p.History, m)
	}
	return p
}

// sentence answers what stands with the session.
func sentence(l *i18n.Printer, v session.View) string {
	seated, present := 0, 0
	for _, one := range v.People {
		if one.State == session.Seated {
			seated++
		}
		if one.Present != nil && *one.Present {
			present++
		}
	}
	switch v.State {
	case session.Planned:
		if seated+v.Hidden == 0 {
			return l.T("session.state.planned_none")
		}
		return l.N("session.state.planned", seated+v.Hidden)
	case session.Cancelled:
		return l.T("session.state.cancelled")
	default:
		return l.N("session.state."+string(v.State), present+v.Hidden)
	}
}

// freeSeats says how many seats are left.
func freeSeats(l *i18n.Printer, v session.View) string {
	switch left := v.Seats - v.Taken; {
	case v.Seats == 0:
		return l.T("session.seats.any")
	case left <= 0:
		return l.T("session.seats.full")
	default:
		return l.N("session.seats.left", left, "of", v.Seats)
	}
}

func facts(l *i18n.Printer, one session.Session, version *course.Version, owner string) []page.Fact {
	when := l.LongDate(one.HeldOn)
	if one.StartsAt != "" {
		when = l.T("session.at", "day", when, "time", one.StartsAt)
	}
	return []page.Fact{
		{Term: l.T("session.course"), Text: version.Code() + " " + version.Title(l.Lang())},
		{Term: l.T("session.day"), Text: when}, {Term: l.T("session.duration"), Text: l.Minutes(one.Minutes)},
		{Term: l.T("session.place"), Text: one.Place}, {Term: l.T("session.trainer"), Text: one.Trainer}, {Term: l.T("session.by"), Text: owner},
	}
}

// attended is how somebody stands: on the list, there or not, in review, counted.
func attended(l *i18n.Printer, a session.Attendee, state session.State) template.HTML {
	mark := func(code, key string) template.HTML { return page.StatusMark(code, l.T(key)) }
	switch {
	case state == session.Planned:
		return mark("open", "session.person."+string(a.State))
	case a.Present == nil || !*a.Present:
		return mark("none_due", "session.person.absent")
	case a.Passed != nil && !*a.Passed:
		return mark("overdue", "session.person.failed")
	case a.Evidence == evidence.Waiting:
		return mark("in_review", "status.in_review")
	case a.Evidence == evidence.Confirmed:
		return mark("fulfilled", "session.person.counted")
	case a.Evidence == evidence.Refused:
		return mark("overdue", "session.person.refused")
	default:
		return mark("exempt", "session.person.nothing")
	}
}
