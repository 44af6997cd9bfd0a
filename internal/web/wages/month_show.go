package wages

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/i18n"
	"zaemme/internal/payroll"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// monthPage is what a month owes to who is paid by the hour, and its exports.
type monthPage struct {
	page.Base
	page.Heading
	Form    *page.Form
	Months  []page.Choice
	Month   string // ISO, its first day
	Rows    []row
	Digest  string
	Close   bool   // the viewer may, and there is something to close
	Button  string // names the month
	Waits   string // why it cannot be closed yet
	Exports []exportRow
	Empty   page.Empty
}

// row is one line.
type row struct {
	URL, Name, Number, Department, Course, Minutes, Day, Cause, Note string
}

// exportRow is one export in the list of its month.
type exportRow struct{ URL, At, By, Lines, Minutes string }

// monthOf is the month of the address, else the one before this.
func monthOf(text string, today calendar.Date) calendar.Date {
	day, err := calendar.ParseISO(text + "-01")
	if err != nil || day > today || day < calendar.FirstOfMonth(today).AddMonths(-payroll.MonthsBack) {
		return calendar.FirstOfMonth(today).AddMonths(-1)
	}
	return calendar.FirstOfMonth(day)
}

func (h *Handlers) monthShow(c *fiber.Ctx) error { return h.monthPage(c, page.ReadQuery(c)) }

func (h *Handlers) monthPage(c *fiber.Ctx, form *page.Form) error {
	v, ctx, base := visit.Of(c), c.UserContext(), page.From(c)
	month := monthOf(form.Get("monat"), v.Today)
	first, err := payroll.First(ctx, h.DB)
	if err != nil {
		return err
	}
	lines, err := payroll.Read(ctx, h.DB, month, payroll.Everything)
	if err != nil {
		return err
	}
	exports, err := payroll.Exports(ctx, h.DB, month)
	if err != nil {
		return err
	}
	rows, _, err := h.rows(c, lines, "hr.payroll", base.L.Lang())
	if err != nil {
		return err
	}
	var makers []int64
	for _, e := range exports {
		makers = append(makers, e.MadeBy)
	}
	names, err := people.Names(ctx, h.DB, makers...)
	if err != nil {
		return err
	}
	p := newMonth(base, form, month, rows, exports, names, v.Today)
	p.Digest = payroll.Digest(lines)
	over := month.AddMonths(1) <= v.Today
	p.Close = over && month >= first && v.Session.HasWhole(people.RoleHR) && (len(lines) > 0 || len(exports) == 0)
	if month < first {
		p.Waits = p.L.T("payroll.before", "month", p.L.Month(first))
	}
	if !over {
		p.Waits = p.L.T("payroll.not_over", "day", month.AddMonths(1))
	}
	if !form.OK() {
		return page.Invalid(c, "wages/month", p)
	}
	return page.Render(c, "wages/month", p)
}

func newMonth(base page.Base, form *page.Form, month calendar.Date, rows []payroll.Row, exports []payroll.Export, names map[int64]string, today calendar.Date) *monthPage {
	l := base.L
	base.Title = l.T("payroll.title")
	p := &monthPage{Base: base, Form: form, Month: month.String()[:7], Button: l.T("payroll.close", "month", l.Month(month))}
	p.Heading = page.Heading{Kicker: l.T("payroll.title"), Text: monthHeadline(l, month, rows, len(exports)), Lead: l.T("payroll.lead")}
	for back := range payroll.MonthsBack + 1 {
		m := calendar.FirstOfMonth(today).AddMonths(-back)
		p.Months = append(p.Months, page.Choice{Value: m.String()[:7], Label: l.Month(m), Selected: m == month})
	}
	p.Rows = newRows(l, rows)
	if len(rows) == 0 && len(exports) == 0 {
		p.Empty = page.Empty{Title: l.T("payroll.empty"), Text: l.T("payroll.empty_text")}
	}
	for _, e := range exports {
		p.Exports = append(p.Exports, exportRow{URL: Path + "/" + e.UID, At: page.Clock(l, e.MadeAt), By: names[e.MadeBy], Lines: l.Int(e.Lines), Minutes: signed(l, e.Minutes)})
	}
	return p
}

// monthHeadline answers «what does this month owe?».
func monthHeadline(l *i18n.Printer, month calendar.Date, rows []payroll.Row, exports int) string {
	sum := 0
	for _, r := range rows {
		sum += r.Minutes
	}
	text := l.Minutes(max(sum, -sum))
	switch {
	case len(rows) == 0 && exports == 0:
		return l.T("payroll.head.none", "month", l.Month(month))
	case len(rows) == 0:
		return l.T("payroll.head.closed", "month", l.Month(month))
	case sum < 0:
		return l.T("payroll.head.back", "month", l.Month(month), "time", text)
	case exports > 0:
		return l.T("payroll.head.more", "month", l.Month(month), "time", text)
	default:
		return l.T("payroll.head.owes", "month", l.Month(month), "time", text)
	}
}

func newRows(l *i18n.Printer, rows []payroll.Row) []row {
	list := make([]row, len(rows))
	for i, r := range rows {
		list[i] = row{URL: "/personen/" + r.Person.UID.String(), Name: r.Person.Name(), Number: r.Person.PersonnelNo, Department: r.Department, Course: r.Course,
			Minutes: signed(l, r.Minutes), Day: l.Date(r.CompletedOn), Cause: l.T("payroll.cause." + string(r.Cause))}
		if r.KnownOn != 0 && r.Cause != payroll.Completed {
			list[i].Note = l.T("payroll.known", "day", r.KnownOn)
		}
		if r.Salaried {
			list[i].Department += " · " + l.T("payroll.salaried")
		}
	}
	return list
}

// signed are minutes with a real minus.
func signed(l *i18n.Printer, minutes int) string {
	if minutes < 0 {
		return "−" + l.Int(-minutes)
	}
	return l.Int(minutes)
}

// monthClose registers what was shown.
func (h *Handlers) monthClose(c *fiber.Ctx) error {
	v, form := visit.Of(c), page.ReadForm(c)
	month := monthOf(form.Get("monat"), v.Today)
	uid, err := payroll.Close(c.UserContext(), h.DB, payroll.Closing{Month: month, Digest: form.Get("digest"), Actor: v.ViewerID(), Now: v.Now})
	if apperr.Is(err, apperr.Internal) || err != nil && !form.Refused(err) {
		return err
	}
	if err != nil {
		return h.monthPage(c, form)
	}
	return page.Done(c, Path+"/"+uid, "payroll.closed", "month", page.From(c).L.Month(month))
}
