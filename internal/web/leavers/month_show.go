package leavers

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/certificate"
	"zaemme/internal/i18n"
	"zaemme/internal/leaver"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// Months before and after the current one that may be chosen.
const (
	monthsBack  = 24
	monthsAhead = 12
	pageRows    = 50
)

type monthPage struct {
	page.Base
	page.Heading
	Form      *page.Form
	Months    []page.Choice
	Rows      []row
	Pager     page.Pager
	Forgotten int
	Empty     page.Empty
}

type row struct {
	URL, Name, Number, Department, Function, Day, Age, Completions, File string
}

// monthOf is the month of the address, else the current one.
func monthOf(text string, today calendar.Date) calendar.Date {
	current := calendar.FirstOfMonth(today)
	day, err := calendar.ParseISO(text + "-01")
	if err != nil || day < current.AddMonths(-monthsBack) || day > current.AddMonths(monthsAhead) {
		return current
	}
	return day
}

func (h *Handlers) monthShow(c *fiber.Ctx) error {
	v, ctx, form, address := visit.Of(c), c.UserContext(), page.ReadQuery(c), page.AddressOf(c)
	scope, err := h.scope(c)
	if err != nil {
		return err
	}
	month, current := monthOf(form.Get("monat"), v.Today), calendar.FirstOfMonth(v.Today)
	list, err := leaver.In(ctx, h.DB, scope, month)
	if err != nil {
		return err
	}
	counts, err := leaver.Counts(ctx, h.DB, scope, current.AddMonths(-monthsBack), current.AddMonths(monthsAhead))
	if err != nil {
		return err
	}
	known := named(list)
	from := min(address.Offset(pageRows), len(known))
	shown := known[from:min(from+pageRows, len(known))]
	var ids []int64
	for _, one := range shown {
		ids = append(ids, one.ID)
	}
	events, err := certificate.History(ctx, h.DB, ids, people.KnownForever)
	if err != nil {
		return err
	}
	completions := map[int64]int{}
	for id, own := range events {
		for _, e := range certificate.Standing(own) {
			if !e.Revoked {
				completions[id]++
			}
		}
	}
	if err := h.looked(c, "hr.leavers", scope, ids...); err != nil {
		return err
	}
	p := newMonth(page.From(c), form, month, v.Today, counts, shown, completions)
	p.Forgotten = len(list) - len(known)
	p.head(month, v.Today, len(known))
	p.Pager = address.Pager(pageRows, len(known))
	return page.Render(c, "leavers/month", p)
}

// named are those who have not been forgotten.
func named(list []leaver.Leaver) (known []leaver.Leaver) {
	for _, one := range list {
		if !one.Forgotten {
			known = append(known, one)
		}
	}
	return known
}

func newMonth(base page.Base, form *page.Form, month, today calendar.Date, counts map[calendar.Date]int, list []leaver.Leaver, completions map[int64]int) *monthPage {
	l := base.L
	base.Title = l.T("leavers.title")
	p := &monthPage{Base: base, Form: form, Months: monthChoices(l, month, today, counts)}
	for _, one := range list {
		uid := one.UID.String()
		p.Rows = append(p.Rows, row{URL: "/personen/" + uid, Name: one.Name(), Number: one.PersonnelNo, Department: one.Department, Function: one.Function,
			Day: l.Date(one.LastOn), Age: l.Days(today.DaysUntil(one.LastOn)), Completions: l.Int(completions[one.ID]), File: "/personen/" + uid + "/bildungsnachweis"})
	}
	return p
}

func monthChoices(l *i18n.Printer, month, today calendar.Date, counts map[calendar.Date]int) (list []page.Choice) {
	for ahead := monthsAhead; ahead >= -monthsBack; ahead-- {
		m := calendar.FirstOfMonth(today).AddMonths(ahead)
		label := l.Month(m)
		if n := counts[m]; n > 0 {
			label += " (" + strconv.Itoa(n) + ")"
		}
		list = append(list, page.Choice{Value: m.String()[:7], Label: label, Selected: m == month})
	}
	return list
}

// head answers «who leaves?».
func (p *monthPage) head(month, today calendar.Date, n int) {
	l := p.L
	key := "leavers.heading"
	if month.AddMonths(1) <= today {
		key = "leavers.heading_past"
	}
	p.Heading = page.Heading{Kicker: l.T("leavers.title"), Text: l.N(key, n, "month", l.Month(month)), Lead: l.T("leavers.lead")}
	if n == 0 {
		p.Text = l.T("leavers.none", "month", l.Month(month))
		p.Empty = page.Empty{Title: l.T("leavers.empty"), Text: l.T("leavers.empty_text")}
		return
	}
	p.Actions = []page.Action{{Label: l.T("leavers.zip"), URL: Path + "/zip?monat=" + month.String()[:7], File: true}}
}
