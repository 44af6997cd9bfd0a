package hr

import (
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/holiday"
	"zaemme/internal/i18n"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// icsBody is the size of the largest form with days to take, in bytes.
const icsBody = 256 << 10

// icsPage shows what an .ics file proposes; nothing has been taken yet.
type icsPage struct {
	page.Base
	page.Heading
	Path, Back string
	Edition    int64
	Form       *page.Form
	Rows       []icsRow
	Kinds      []page.Choice
	Left       []icsLeft
}

// icsRow is an entry to take or to leave.
type icsRow struct {
	Value, Name, Days, Note string
	Take                    bool
}

// icsLeft is an event that cannot be taken, with its line.
type icsLeft struct {
	Line int
	Text string
}

// icsRead reads the file in memory and shows what could be taken; the days travel
// in the form, so a file leaves nothing behind.
func (h *Handlers) icsRead(c *fiber.Ctx) error {
	v, form := visit.Of(c), page.ReadForm(c, dayLabels...)
	set, err := holiday.Find(c.UserContext(), h.DB, c.Params("code"))
	if err != nil {
		return err
	}
	file := form.File("file")
	if !form.OK() || file == nil {
		return h.calendarAgain(c, form)
	}
	content, err := readFile(file)
	if err != nil && !form.Refused(err) {
		return err
	}
	var found []holiday.Found
	var troubles []holiday.Trouble
	if form.OK() {
		years := holiday.Years(v.Today)
		from, until := calendar.NewDate(years[0], time.January, 1), calendar.NewDate(years[len(years)-1], time.December, 31)
		found, troubles, err = holiday.ReadICS(content, from, until)
		if err != nil && !form.Refused(err) {
			return err
		}
	}
	if !form.OK() {
		return h.calendarAgain(c, form)
	}
	return page.Render(c, "hr/calendar-import", newICS(page.From(c), set, file.Filename, found, troubles))
}

func newICS(base page.Base, set holiday.Edition, file string, found []holiday.Found, troubles []holiday.Trouble) *icsPage {
	l := base.L
	base.Title = l.T("calendar.ics.title")
	path := calendarPath(set.Code)
	p := &icsPage{Base: base, Path: path + "/import/uebernehmen", Back: path, Edition: set.ID}
	taken, several := 0, 0
	for _, f := range found {
		row := newICSRow(l, set, f)
		if row.Take {
			taken++
		}
		if f.Days() > 1 {
			several++
		}
		p.Rows = append(p.Rows, row)
	}
	kind := holiday.Full
	if several*2 > len(found) { // most are runs of days
		kind = holiday.School
	}
	p.Kinds = dayKinds(l, kind)
	for _, t := range troubles {
		p.Left = append(p.Left, icsLeft{t.Line, l.Map(t.Key, t.Args)})
	}
	p.Heading = page.Heading{Kicker: set.Title + " · " + file, Text: l.N("calendar.ics.heading", taken), Lead: l.T("calendar.ics.lead")}
	return p
}

// newICSRow proposes an entry, unless the set has the same days already.
func newICSRow(l *i18n.Printer, set holiday.Edition, f holiday.Found) icsRow {
	row := icsRow{Value: icsValue(f.Interval, f.Name), Name: f.Name, Days: spanText(l, f.Interval), Take: true}
	year, _, _ := f.From.YMD()
	for _, e := range set.Year(year) {
		if e.Interval == f.Interval && !e.Replaced {
			row.Take, row.Note = false, l.T("calendar.ics.known", "name", e.Name)
		}
	}
	return row
}

func icsValue(i calendar.Interval, name string) string {
	return i.From.String() + "/" + i.Until.String() + "/" + name
}

// dayOf reads what icsValue has written; a value that is none gives a day that is
// refused when it is saved.
func dayOf(value string, kind holiday.Kind) holiday.Day {
	d := holiday.Day{Kind: kind}
	from, rest, _ := strings.Cut(value, "/")
	until, name, _ := strings.Cut(rest, "/")
	d.From, _ = calendar.ParseISO(from)
	d.Until, _ = calendar.ParseISO(until)
	d.Name = name
	return d
}

// icsTake enters the chosen days.
func (h *Handlers) icsTake(c *fiber.Ctx) error {
	form := page.ReadForm(c, dayLabels...)
	kind := holiday.Kind(form.Get("kind"))
	if !slices.Contains(holiday.Kinds, kind) {
		form.Fail("kind", "error.calendar.kind")
	}
	var days []holiday.Day
	for _, value := range form.All("take") {
		days = append(days, dayOf(value, kind))
	}
	if len(days) == 0 && form.OK() {
		return page.Warned(c, calendarPath(c.Params("code")), "calendar.ics.nothing")
	}
	if form.OK() {
		saved, err := h.changeCalendar(c, form, holiday.Imported, func(content holiday.Content) holiday.Content { return content.With(days...) })
		if err != nil {
			return err
		}
		if saved {
			return h.icsTaken(c, days)
		}
	}
	return h.calendarAgain(c, form)
}

func (h *Handlers) icsTaken(c *fiber.Ctx, days []holiday.Day) error {
	last := slices.MaxFunc(days, func(a, b holiday.Day) int { return int(a.From - b.From) })
	return page.Done(c, calendarPath(c.Params("code"))+yearQuery(last.From), "calendar.ics.taken", "n", len(days))
}
