package hr

import (
	"maps"
	"slices"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/outbox"
	"zaemme/internal/people"
	"zaemme/internal/reminder"
	"zaemme/internal/settings"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// forecastDays are foreseen (REMINDERS.md: the first 14 days).
const forecastDays = 14

// outboxStates in the order of the page.
var outboxStates = []outbox.State{outbox.Parked, outbox.Uncertain, outbox.Waiting, outbox.HandingOver, outbox.Sent, outbox.Suppressed}

type remindersPage struct {
	page.Base
	page.Heading
	Links    []page.Action // pages beside this one
	Forecast forecastView
	Figures  []page.Figure
	Form     *page.Form
	States   []page.Choice
	Rows     []messageRow
	Narrowed page.Narrowed
	Pager    page.Pager
}

// forecastView is what will leave if nobody does anything.
type forecastView struct {
	Title, Rest string
	Bars        []page.Bar
}

type messageRow struct {
	ID                            int64
	Name, URL, Kind, When, Reason string
	State, Error                  string
	Retry                         bool
}

func (h *Handlers) remindersShow(c *fiber.Ctx) error {
	v, ctx := visit.Of(c), c.UserContext()
	days, err := h.Reminders.Forecast(ctx, v.Now, forecastDays)
	if err != nil {
		return err
	}
	counts, err := outbox.CountByState(ctx, h.DB, auth.PrivateKinds()...)
	if err != nil {
		return err
	}
	alarm, err := h.Reminders.Alarm(ctx, v.Now)
	if err != nil {
		return err
	}
	p := newReminders(page.From(c), v.Settings, v.Today, days, counts)
	p.cry(alarm)
	p.lead(v.Session.HasWhole(people.RoleHR))
	if err := h.messages(c, p); err != nil {
		return err
	}
	if !v.Session.HasWhole(people.RoleHR) {
		p.readOnly()
	}
	return page.Render(c, "hr/reminders", p)
}

// cry says that mails were expected and none left.
func (p *remindersPage) cry(a reminder.Alarm) {
	switch {
	case a.Waiting > 0:
		p.Notify(page.Bad, p.L.N("hr.alarm.waiting", a.Waiting, "since", page.Clock(p.L, a.Since)))
	case a.NoRound != 0:
		p.Notify(page.Bad, p.L.T("hr.alarm.no_round"))
	}
}

// lead goes on to what is known of single people, and to the rules.
func (p *remindersPage) lead(whole bool) {
	for _, one := range []struct {
		key, url string
		show     bool
	}{
		{"reminders.log", "/erinnerungen/protokoll", true}, {"reminders.ahead", "/erinnerungen/kommend", true},
		{"reminders.late", "/erinnerungen/ueberfaellig", true}, {"reminders.policy", "/erinnerungen/regelung", whole}, {"mailtext.title", "/erinnerungen/texte", whole},
	} {
		if one.show {
			p.Links = append(p.Links, page.Action{Label: p.L.T(one.key), URL: one.url, Quiet: true})
		}
	}
}

// readOnly takes away what only HR for the whole organisation may do.
func (p *remindersPage) readOnly() {
	p.Actions = nil
	for i := range p.Rows {
		p.Rows[i].Retry = false
	}
}

// messages reads the list of messages. Recipients whom the viewer may not see
// stay without a name.
func (h *Handlers) messages(c *fiber.Ctx, p *remindersPage) error {
	address, form := page.AddressOf(c), page.ReadQuery(c)
	filter := outbox.Filter{State: outbox.State(form.Get("zustand")), Except: auth.PrivateKinds(), Limit: pageRows, Offset: address.Offset(pageRows)}
	list, total, err := outbox.List(c.UserContext(), h.DB, filter)
	if err != nil {
		return err
	}
	scope, err := h.scope(c)
	if err != nil {
		return err
	}
	ids := make([]int64, len(list))
	for i, row := range list {
		ids[i] = row.RecipientID
	}
	recipients, err := scope.Among(c.UserContext(), h.DB, ids)
	if err != nil {
		return err
	}
	p.list(form, address, filter.State, list, total, recipients)
	return h.looked(c, "hr.reminders", scope, slices.Sorted(maps.Keys(recipients))...)
}

func newReminders(base page.Base, s settings.Settings, today calendar.Date, days []reminder.DayCount, counts map[outbox.State]int) *remindersPage {
	l := base.L
	base.Title = l.T("nav.reminders")
	p := &remindersPage{Base: base, Heading: remindersHeading(l, s, today), Forecast: newForecast(l, days)}
	for _, state := range outboxStates {
		if n := counts[state]; n > 0 || state == outbox.Sent || state == outbox.Parked {
			p.Figures = append(p.Figures, page.Figure{Value: l.Int(n), Label: l.N("hr.outbox.count."+string(state), n),
				URL: "/erinnerungen?zustand=" + string(state) + "#nachrichten"})
		}
	}
	return p
}

func remindersHeading(l *i18n.Printer, s settings.Settings, today calendar.Date) page.Heading {
	day, trial := s.Day("go_live"), s.Text("trial_address")
	change := page.Action{Label: l.T("hr.golive.change"), URL: "/erinnerungen/start", Quiet: true}
	switch {
	case trial != "":
		return page.Heading{Text: l.T("hr.reminders.trial"), Lead: l.T("hr.reminders.trial_lead", "address", trial), Actions: []page.Action{change}}
	case day == 0:
		change.Label, change.Quiet = l.T("hr.golive.set"), false
		return page.Heading{Text: l.T("hr.reminders.closed"), Lead: l.T("hr.reminders.closed_lead"), Actions: []page.Action{change}}
	case day > today:
		return page.Heading{Text: l.T("hr.reminders.from", "day", l.LongDate(day)), Lead: l.T("hr.reminders.from_lead"), Actions: []page.Action{change}}
	default:
		return page.Heading{Text: l.T("hr.reminders.open", "day", l.LongDate(day)), Lead: l.T("hr.reminders.open_lead"), Actions: []page.Action{change}}
	}
}

// newForecast draws the mails per day; the sentence says the rest.
func newForecast(l *i18n.Printer, days []reminder.DayCount) forecastView {
	mails, digests, slips, waits, absent, most := 0, 0, 0, 0, 0, 0
	for _, d := range days {
		mails, digests, slips, waits, absent = mails+d.Mails+d.Digest, digests+d.Digest, slips+d.Slips, waits+d.Waits, absent+d.Absent
		most = max(most, d.Mails+d.Digest)
	}
	v := forecastView{Title: l.N("hr.forecast.title", mails, "days", len(days)), Rest: l.T("hr.forecast.rest", "digests", digests, "slips", slips, "waits", waits, "absent", absent)}
	for _, d := range days {
		if n := d.Mails + d.Digest; n > 0 {
			v.Bars = append(v.Bars, page.Bar{Label: l.Weekday(d.Day.Weekday()) + ", " + l.Date(d.Day), Num: n, Den: most, Text: l.Int(n)})
		}
	}
	return v
}

// list fills in the rows of the outbox.
func (p *remindersPage) list(form *page.Form, address page.Address, state outbox.State, list []outbox.Row, total int, recipients map[int64]people.Person) {
	l := p.L
	p.Form, p.Pager = form, at(address.Pager(pageRows, total), "#nachrichten")
	p.Narrowed = page.Narrowed{Shown: len(list), Total: total}
	for _, one := range outboxStates {
		p.States = append(p.States, page.Choice{Value: string(one), Label: l.T("hr.outbox.state." + string(one)), Selected: one == state})
	}
	for _, row := range list {
		p.Rows = append(p.Rows, newMessage(l, row, recipients[row.RecipientID]))
	}
}

func newMessage(l *i18n.Printer, row outbox.Row, to people.Person) messageRow {
	m := messageRow{ID: row.ID, Name: l.T("hr.outbox.nobody"), Kind: row.Kind, State: l.T("hr.outbox.state." + string(row.State)), Error: row.Error,
		Retry: row.State == outbox.Parked || row.State == outbox.Uncertain, When: page.Clock(l, row.NextAt)}
	if to.ID != 0 {
		m.Name, m.URL = listName(to), personURL(to.UID.String())
	}
	if key := "hr.outbox.kind." + row.Kind; l.Has(key) {
		m.Kind = l.T(key)
	}
	if row.DoneAt != nil {
		m.When = page.Clock(l, *row.DoneAt)
	}
	m.Reason = row.Reason
	if key := "outbox.reason." + row.Reason; l.Has(key) {
		m.Reason = l.T(key)
	}
	return m
}
