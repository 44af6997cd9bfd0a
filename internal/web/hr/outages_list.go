package hr

import (
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/curriculum"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/task"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

const outagesPath = "/ausfaelle"

func outagePath(uid string) string { return outagesPath + "/vorschau/" + uid }

// outagesPage lists outages, with the form to declare one. It names nobody whose
// date moves: administration sees it too.
type outagesPage struct {
	page.Base
	page.Heading
	Form    *page.Form
	Rows    []outageRow
	Open    []recentRow
	HR      bool // may apply
	Reasons []page.Choice
}

type outageRow struct {
	URL, When, Reason, Moved, State, Declared string
	TakeBack                                  string // address of the button, empty where there is nothing to take back
}

var outageLabels = []string{
	"from", "outage.from", "from_time", "outage.from_time", "until", "outage.until", "until_time", "outage.until_time", "reason", "outage.reason",
}

func (h *Handlers) outagesList(c *fiber.Ctx) error { return h.outagesAgain(c, nil) }

func (h *Handlers) outagesAgain(c *fiber.Ctx, form *page.Form) error {
	ctx := c.UserContext()
	list, err := curriculum.Outages(ctx, h.DB)
	if err != nil {
		return err
	}
	var ids []int64
	for _, o := range list {
		ids = append(ids, o.DeclaredBy)
	}
	names, err := people.Names(ctx, h.DB, ids...)
	if err != nil {
		return err
	}
	recent, err := h.recent(c, h.DB, change.Outage, outagePath)
	if err != nil {
		return err
	}
	recent = slices.DeleteFunc(recent, func(row recentRow) bool { // what was applied stands in the list
		return slices.ContainsFunc(list, func(o curriculum.OutageFact) bool { return row.URL == outagePath(o.PlanUID) })
	})
	p := newOutages(page.From(c), list, recent, names, maySeePlans(c))
	p.Form = form
	if form != nil {
		return page.Invalid(c, "hr/outages", p)
	}
	return page.Render(c, "hr/outages", p)
}

// maySeePlans reports whether the viewer is HR of the whole: a plan names people.
func maySeePlans(c *fiber.Ctx) bool {
	return visit.HRWhole.Allows(visit.Of(c).Session)
}

func newOutages(base page.Base, list []curriculum.OutageFact, recent []recentRow, names map[int64]string, hr bool) *outagesPage {
	l := base.L
	base.Title = l.T("nav.outages")
	p := &outagesPage{Base: base, HR: hr, Open: recent, Heading: page.Heading{Text: l.T("outage.heading.none"), Lead: l.T("outage.lead")}}
	holding := 0
	for _, o := range list {
		row := outageRow{When: outageSpan(l, o.Declared()), Reason: l.T("outage.reason." + string(o.Reason)), Moved: l.T("outage.moved.none"),
			State: l.T("outage.state.holds"), Declared: l.T("hr.by", "at", page.Clock(l, o.KnownFrom), "who", nameOr(l, names[o.DeclaredBy]))}
		if o.Moved > 0 {
			row.Moved = l.N("outage.moved.n", o.Moved)
		}
		if hr && o.PlanUID != "" {
			row.URL = outagePath(o.PlanUID)
		}
		switch {
		case o.TakenBack:
			row.State = l.T("outage.state.undone")
		default:
			holding++
			if hr {
				row.TakeBack = takeBackPath(o.BatchID)
			}
		}
		p.Rows = append(p.Rows, row)
	}
	if holding > 0 {
		p.Text = l.N("outage.heading", holding)
	}
	for i := range p.Open {
		if !hr {
			p.Open[i].URL = ""
		}
	}
	for _, r := range curriculum.OutageReasons {
		p.Reasons = append(p.Reasons, page.Choice{Value: string(r), Label: l.T("outage.reason." + string(r))})
	}
	return p
}

// outageSpan is «1.12.2026, 13.30 bis 3.12.2026»: times only where they are not
// the beginning and the end of a day.
func outageSpan(l *i18n.Printer, d curriculum.Declared) string {
	days := d.Outage()
	moment := func(t time.Time, day calendar.Date) string {
		if local := t.In(calendar.Zurich); local.Hour()+local.Minute() > 0 {
			return page.Clock(l, t)
		}
		return l.Date(day)
	}
	from, until := moment(d.From, days.From), moment(d.Until, days.Until)
	if from == until {
		return from
	}
	return l.T("outage.span", "from", from, "until", until)
}

// outageDeclare lets a task plan what the outage does to due dates. Administration
// hands the plan to HR, since it names people.
func (h *Handlers) outageDeclare(c *fiber.Ctx) error {
	v, form := visit.Of(c), page.ReadForm(c, outageLabels...)
	declared := outageFrom(form, v.Today)
	if form.OK() {
		if err := declared.Validate(); err != nil && !form.Refused(err) {
			return err
		}
	}
	if !form.OK() {
		return h.outagesAgain(c, form)
	}
	l, days := page.From(c).L, declared.Outage()
	input, err := curriculum.DatesChange{Outage: &declared}.JSON()
	if err != nil {
		return err
	}
	request := change.Request{Kind: change.Outage, Actor: v.ViewerID(), EffectiveOn: v.Today, Input: input,
		Title: l.T("outage.plan.title", "from", l.Date(days.From), "until", l.Date(days.Until), "reason", l.T("outage.reason."+string(days.Reason)))}
	if maySeePlans(c) {
		return h.begin(c, task.Request{Kind: change.ProposeTask, Title: request.Title, Input: change.Wanted{Request: request}})
	}
	if _, err := h.Changes.Propose(c.UserContext(), request, v.Now); err != nil {
		if form.Refused(err) {
			return h.outagesAgain(c, form)
		}
		return err
	}
	return page.Done(c, outagesPath, "outage.handed_over")
}

// outageFrom reads the form: days, with times of day where they are given.
func outageFrom(form *page.Form, today calendar.Date) curriculum.Declared {
	form.Required("from", "reason")
	from, until := form.Date("from"), form.Date("until")
	if until == 0 {
		until = from
	}
	if form.OK() && (from < today.AddDays(-366) || until > today.AddDays(366)) {
		form.Fail("from", "error.outage.far")
	}
	d := curriculum.Declared{From: moment(from, 0, 0), Until: until.End(), Reason: curriculum.OutageReason(form.Get("reason"))}
	if hour, minute, ok := clockOf(form, "from_time"); ok {
		d.From = moment(from, hour, minute)
	}
	if hour, minute, ok := clockOf(form, "until_time"); ok {
		d.Until = moment(until, hour, minute)
	}
	return d
}

// moment is a time of day in Europe/Zurich.
func moment(day calendar.Date, hour, minute int) time.Time {
	year, month, date := day.YMD()
	return time.Date(year, month, date, hour, minute, 0, 0, calendar.Zurich)
}

var clockText = regexp.MustCompile(`^(\d{1,2})[.:](\d{2})$`)

// clockOf reads 13.30 and 13:30; false where nothing is given.
func clockOf(form *page.Form, name string) (hour, minute int, ok bool) {
	text := form.Get(name)
	if text == "" {
		return 0, 0, false
	}
	if m := clockText.FindStringSubmatch(text); m != nil {
		hour, _ = strconv.Atoi(m[1])
		minute, _ = strconv.Atoi(m[2])
		if hour < 24 && minute < 60 {
			return hour, minute, true
		}
	}
	form.Fail(name, "error.outage.time")
	return 0, 0, false
}
