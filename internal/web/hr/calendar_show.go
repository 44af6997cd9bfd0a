package hr

import (
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/holiday"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// pastEditions of a set are listed on its page.
const pastEditions = 10

// calendarPageView is a year of one set, with the forms that change it.
type calendarPageView struct {
	page.Base
	page.Heading
	Path     string
	Edition  int64
	Form     *page.Form
	Years    []page.Step
	Year     int
	Rows     []dayRow
	Kinds    []page.Choice
	Facts    []page.Fact
	History  []pastRow
	Note     string
	MaxBytes int // of a file
}

// dayRow is one line of the year.
type dayRow struct {
	Name, Days, Kind, Note string
	URL                    string // of an entry, to change it
	Drop                   string // address of the button that removes it
	Open                   string // ISO day of a computed feast, for «in diesem Jahr arbeiten»
}

type pastRow struct{ When, What string }

// dayLabels name the fields in the summary of errors.
var dayLabels = []string{"name", "calendar.name", "from", "calendar.from", "until", "calendar.until", "kind", "calendar.kind", "file", "calendar.ics.file"}

func (h *Handlers) calendarShow(c *fiber.Ctx) error { return h.calendarAgain(c, nil) }

// calendarAgain is the page of a set, with what was typed where that was refused.
func (h *Handlers) calendarAgain(c *fiber.Ctx, form *page.Form) error {
	v, ctx := visit.Of(c), c.UserContext()
	set, err := holiday.Find(ctx, h.DB, c.Params("code"))
	if err != nil {
		return err
	}
	history, err := holiday.History(ctx, h.DB, set.Code)
	if err != nil {
		return err
	}
	var ids []int64
	for _, past := range history[:min(len(history), pastEditions)] {
		ids = append(ids, past.ActorID)
	}
	names, err := people.Names(ctx, h.DB, ids...)
	if err != nil {
		return err
	}
	year, _, _ := v.Today.YMD()
	if asked, err := strconv.Atoi(c.Query("jahr")); err == nil && asked >= holiday.FirstYear && asked <= holiday.LastYear {
		year = asked
	}
	p := newCalendar(page.From(c), set, year, v.Today)
	p.History, p.Form = newPast(p.L, history, names), form
	if form != nil && !form.OK() {
		return page.Invalid(c, "hr/calendar", p)
	}
	return page.Render(c, "hr/calendar", p)
}

func newCalendar(base page.Base, set holiday.Edition, year int, today calendar.Date) *calendarPageView {
	l := base.L
	base.Title = set.Title
	p := &calendarPageView{Base: base, Path: calendarPath(set.Code), Edition: set.ID, Year: year, MaxBytes: holiday.MaxICS,
		Note: schoolNote(l, set.Content, today), Kinds: dayKinds(l, holiday.Full)}
	days := set.Set()
	for _, e := range set.Year(year) {
		row := newDayRow(l, p.Path, e)
		if !days.Week().Has(e.From.Weekday()) { // nobody works on it anyway
			row.Open = ""
		}
		p.Rows = append(p.Rows, row)
	}
	working := days.CountWorkingDays(calendar.NewDate(year, 1, 1), calendar.NewDate(year, 12, 31))
	p.Heading = page.Heading{Kicker: set.Title, Text: l.T("calendar.year_heading", "year", strconv.Itoa(year), "working", working),
		Lead: l.T("calendar.year_lead")}
	years := holiday.Years(today)
	if !slices.Contains(years, year) {
		years = append(years, year)
		slices.Sort(years)
	}
	for _, y := range years {
		step := page.Step{Label: strconv.Itoa(y), URL: p.Path + "?jahr=" + strconv.Itoa(y)}
		if y == year {
			step.State = "now"
		}
		p.Years = append(p.Years, step)
	}
	p.Facts = []page.Fact{
		{Term: l.T("calendar.week"), Text: weekText(l, days.Week())},
		{Term: l.T("calendar.feasts"), Text: feastsText(l, set.Ticks)},
	}
	return p
}

func newDayRow(l *i18n.Printer, path string, e holiday.Entry) dayRow {
	row := dayRow{Name: e.Name, Days: spanText(l, e.Interval), Kind: l.T("calendar.kind." + string(e.Kind))}
	switch {
	case e.No >= 0:
		row.URL = path + "/tage/" + strconv.Itoa(e.No)
		row.Drop = row.URL + "/entfernen"
	case e.Replaced:
		row.Note = l.T("calendar.replaced")
	default:
		row.Note, row.Open = l.T("calendar.computed"), e.From.String()
	}
	return row
}

// spanText is «Freitag, 26.3.2027» or «24.12.2026 bis 3.1.2027».
func spanText(l *i18n.Printer, i calendar.Interval) string {
	if i.From == i.Until {
		return l.T("calendar.on", "weekday", l.Weekday(i.From.Weekday()), "day", l.Date(i.From))
	}
	return l.T("calendar.span", "from", l.Date(i.From), "until", l.Date(i.Until))
}

func dayKinds(l *i18n.Printer, chosen holiday.Kind) []page.Choice {
	var list []page.Choice
	for _, k := range holiday.Kinds {
		list = append(list, page.Choice{Value: string(k), Label: l.T("calendar.kind." + string(k)), Selected: k == chosen})
	}
	return list
}

func weekText(l *i18n.Printer, week calendar.Weekdays) string {
	var days []string
	for _, d := range holiday.Weekdays {
		if week.Has(d) {
			days = append(days, l.Weekday(d))
		}
	}
	return l.List(days)
}

func feastsText(l *i18n.Printer, ticks []holiday.Tick) string {
	var names []string
	for _, f := range calendar.LucerneFeasts() {
		for _, t := range ticks {
			switch {
			case t.Code != f.Code:
			case t.Half:
				names = append(names, l.T("calendar.half_feast", "name", f.Name))
			default:
				names = append(names, f.Name)
			}
		}
	}
	if len(names) == 0 {
		return l.T("calendar.no_feasts")
	}
	return l.List(names)
}

// newPast says what each edition changed, the latest first.
func newPast(l *i18n.Printer, history []holiday.Past, names map[int64]string) []pastRow {
	var rows []pastRow
	for i, past := range history[:min(len(history), pastEditions)] {
		what := l.T("calendar.what." + past.What)
		if i+1 < len(history) {
			what = differenceText(l, past.Since(history[i+1].Content))
		}
		rows = append(rows, pastRow{What: what, When: l.T("hr.by", "at", page.Clock(l, past.At), "who", nameOr(l, names[past.ActorID]))})
	}
	return rows
}

// differenceText is «Neu: Betriebsferien, 24.12.2026 bis 3.1.2027.».
func differenceText(l *i18n.Printer, d holiday.Difference) string {
	var parts []string
	days := func(key string, list []holiday.Day) {
		for i, one := range list {
			if i == 3 {
				parts = append(parts, l.N("calendar.and_more", len(list)-i))
				break
			}
			parts = append(parts, l.T(key, "name", one.Name, "days", spanText(l, one.Interval)))
		}
	}
	days("calendar.diff.added", d.Added)
	days("calendar.diff.dropped", d.Dropped)
	if len(d.Ticked)+len(d.Unticked) > 0 {
		parts = append(parts, l.T("calendar.diff.feasts"))
	}
	if d.Week {
		parts = append(parts, l.T("calendar.diff.week"))
	}
	if d.Title {
		parts = append(parts, l.T("calendar.diff.title"))
	}
	return l.List(parts)
}
