package hr

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/holiday"
	"zaemme/internal/i18n"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// calendarForm is the form of a set: its name, its week, its feasts.
type calendarForm struct {
	page.Base
	page.Heading
	Path, Back   string
	Edition      int64
	Form         *page.Form
	SetTitle     string
	Week         []page.Choice
	Feasts       []feastRow
	Copy         []page.Choice // sets that a new one may begin with; nil: the set exists
	Existing     bool
	HalfQuestion string
}

// feastRow is one feast of the canton with its choice.
type feastRow struct {
	Field, Name, Basis string
	Choices            []page.Choice
}

var calendarLabels = []string{"title", "calendar.title", "week", "calendar.week", "copy", "calendar.copy"}

func (h *Handlers) calendarNew(c *fiber.Ctx) error { return h.calendarNewAgain(c, nil) }

func (h *Handlers) calendarNewAgain(c *fiber.Ctx, form *page.Form) error {
	book, err := holiday.LoadNow(c.UserContext(), h.DB)
	if err != nil {
		return err
	}
	base := page.From(c)
	l := base.L
	base.Title = l.T("calendar.new")
	p := &calendarForm{Base: base, Path: calendarsPath + "/neu", Back: calendarsPath, Form: form,
		Heading: page.Heading{Text: l.T("calendar.new_heading"), Lead: l.T("calendar.new_lead")}}
	for code, set := range book.Sets() {
		p.Copy = append(p.Copy, page.Choice{Value: code, Label: set.Title, Selected: code == "luzern"})
	}
	slices.SortFunc(p.Copy, func(a, b page.Choice) int { return cmp.Compare(a.Label, b.Label) })
	if form != nil {
		return page.Invalid(c, "hr/calendar-form", p)
	}
	return page.Render(c, "hr/calendar-form", p)
}

// calendarCreate makes a set that begins as another one.
func (h *Handlers) calendarCreate(c *fiber.Ctx) error {
	v, ctx, form := visit.Of(c), c.UserContext(), page.ReadForm(c, calendarLabels...)
	form.Required("title", "copy")
	var code string
	if form.OK() {
		err := h.DB.Write(ctx, func(tx *db.Tx) error {
			like, err := holiday.Find(ctx, tx, form.Get("copy"))
			if err != nil {
				return err
			}
			like.Title = form.Get("title")
			code, err = holiday.Create(ctx, tx, v.ViewerID(), like.Content)
			return err
		})
		if err == nil {
			return page.Done(c, calendarPath(code), "calendar.created")
		}
		if !form.Refused(err) {
			return err
		}
	}
	return h.calendarNewAgain(c, form)
}

func (h *Handlers) calendarEdit(c *fiber.Ctx) error {
	set, err := holiday.Find(c.UserContext(), h.DB, c.Params("code"))
	if err != nil {
		return err
	}
	return page.Render(c, "hr/calendar-form", newCalendarForm(page.From(c), set, nil))
}

func newCalendarForm(base page.Base, set holiday.Edition, form *page.Form) *calendarForm {
	l := base.L
	base.Title = l.T("calendar.edit")
	p := &calendarForm{Base: base, Path: calendarPath(set.Code) + "/angaben", Back: calendarPath(set.Code), Edition: set.ID, Form: form,
		SetTitle: set.Title, Existing: true,
		Heading: page.Heading{Kicker: set.Title, Text: l.T("calendar.edit_heading"), Lead: l.T("calendar.edit_lead")}}
	week := set.Set().Week()
	for _, d := range holiday.Weekdays {
		p.Week = append(p.Week, page.Choice{Value: strconv.Itoa(int(d)), Label: l.Weekday(d), Selected: week.Has(d)})
	}
	for _, f := range calendar.LucerneFeasts() {
		p.Feasts = append(p.Feasts, newFeastRow(l, f, set.Ticks, form))
	}
	return p
}

func newFeastRow(l *i18n.Printer, f calendar.Feast, ticks []holiday.Tick, form *page.Form) feastRow {
	chosen := "no"
	for _, t := range ticks {
		switch {
		case t.Code != f.Code:
		case t.Half:
			chosen = "half"
		default:
			chosen = "full"
		}
	}
	row := feastRow{Field: "feast-" + f.Code, Name: f.Name, Basis: l.T("calendar.basis." + string(f.Basis))}
	if form != nil {
		chosen = form.Get(row.Field)
	}
	row.Choices = choices(chosen, pair{"full", l.T("calendar.kind.full")}, pair{"half", l.T("calendar.kind.half")}, pair{"no", l.T("calendar.not_kept")})
	return row
}

func (h *Handlers) calendarSave(c *fiber.Ctx) error {
	set, err := holiday.Find(c.UserContext(), h.DB, c.Params("code"))
	if err != nil {
		return err
	}
	form := page.ReadForm(c, calendarLabels...)
	form.Required("title")
	var week calendar.Weekdays
	for _, text := range form.All("week") {
		if n, err := strconv.Atoi(text); err == nil && n >= 0 && n < 7 {
			week |= 1 << n
		}
	}
	if week == 0 {
		form.Fail("week", "error.calendar.week")
	}
	var ticks []holiday.Tick
	for _, f := range calendar.LucerneFeasts() {
		switch form.Get("feast-" + f.Code) {
		case "full":
			ticks = append(ticks, holiday.Tick{Code: f.Code})
		case "half":
			ticks = append(ticks, holiday.Tick{Code: f.Code, Half: true})
		}
	}
	if form.OK() {
		saved, err := h.changeCalendar(c, form, holiday.Edited, func(content holiday.Content) holiday.Content {
			content.Title, content.Week, content.Ticks = form.Get("title"), week, ticks
			if week == calendar.MondayToFriday {
				content.Week = 0
			}
			return content
		})
		if err != nil {
			return err
		}
		if saved {
			return page.Done(c, calendarPath(set.Code), "calendar.saved")
		}
	}
	return page.Invalid(c, "hr/calendar-form", newCalendarForm(page.From(c), set, form))
}
