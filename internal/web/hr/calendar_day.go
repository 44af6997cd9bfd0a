package hr

import (
	"errors"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/holiday"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// dayPage is the form of one entry.
type dayPage struct {
	page.Base
	page.Heading
	Path, Back       string
	Edition          int64
	Form             *page.Form
	Name, From, Last string
	Kinds            []page.Choice
}

// dayFromForm reads an entry; one day where there is no last one.
func dayFromForm(form *page.Form) holiday.Day {
	form.Required("name", "from", "kind")
	d := holiday.Day{Kind: holiday.Kind(form.Get("kind")), Name: form.Get("name")}
	d.From, d.Until = form.Date("from"), form.Date("until")
	if d.Until == 0 {
		d.Until = d.From
	}
	return d
}

// changeCalendar makes an edition of the set of the address. What HR can mend is
// noted in the form; false says so.
func (h *Handlers) changeCalendar(c *fiber.Ctx, form *page.Form, what string, to func(holiday.Content) holiday.Content) (bool, error) {
	v, ctx := visit.Of(c), c.UserContext()
	seen, _ := strconv.ParseInt(form.Get("edition"), 10, 64) // none: refused as stale
	err := h.DB.Write(ctx, func(tx *db.Tx) error {
		return holiday.Change(ctx, tx, v.ViewerID(), c.Params("code"), what, seen, to)
	})
	if err != nil && form.Refused(atDay(err)) {
		return false, nil
	}
	return err == nil, err
}

// atDay translates «days[3].until» into the field of the form, until.
func atDay(err error) error {
	var e *apperr.Error
	if !errors.As(err, &e) {
		return err
	}
	moved := *e
	if _, field, found := strings.Cut(e.Field, "]."); found {
		return moved.At(field)
	}
	return moved.At(e.Field)
}

func yearQuery(day calendar.Date) string {
	year, _, _ := day.YMD()
	return "?jahr=" + strconv.Itoa(year)
}

func (h *Handlers) dayAdd(c *fiber.Ctx) error {
	form := page.ReadForm(c, dayLabels...)
	day := dayFromForm(form)
	if form.OK() {
		saved, err := h.changeCalendar(c, form, holiday.Added, func(content holiday.Content) holiday.Content { return content.With(day) })
		if err != nil {
			return err
		}
		if saved {
			return page.Done(c, calendarPath(c.Params("code"))+yearQuery(day.From), "calendar.day_saved", "name", day.Name)
		}
	}
	return h.calendarAgain(c, form)
}

// dayAt is the entry of the address; NotFound where there is none.
func (h *Handlers) dayAt(c *fiber.Ctx) (holiday.Edition, int, error) {
	set, err := holiday.Find(c.UserContext(), h.DB, c.Params("code"))
	if err != nil {
		return set, 0, err
	}
	no, err := c.ParamsInt("no")
	if err != nil || no < 0 || no >= len(set.Days) {
		return set, 0, apperr.New(apperr.NotFound, "error.calendar.no_day", nil)
	}
	return set, no, nil
}

func (h *Handlers) dayEdit(c *fiber.Ctx) error {
	set, no, err := h.dayAt(c)
	if err != nil {
		return err
	}
	return page.Render(c, "hr/calendar-day", newDayPage(page.From(c), set, no, nil))
}

func newDayPage(base page.Base, set holiday.Edition, no int, form *page.Form) *dayPage {
	l, d := base.L, set.Days[no]
	base.Title = d.Name
	path := calendarPath(set.Code)
	p := &dayPage{Base: base, Path: path + "/tage/" + strconv.Itoa(no), Back: path + yearQuery(d.From), Edition: set.ID, Form: form,
		Name: d.Name, From: l.Date(d.From), Kinds: dayKinds(l, d.Kind)}
	if d.Until != d.From {
		p.Last = l.Date(d.Until)
	}
	p.Heading = page.Heading{Kicker: set.Title, Text: d.Name, Lead: spanText(l, d.Interval)}
	return p
}

func (h *Handlers) daySave(c *fiber.Ctx) error {
	set, no, err := h.dayAt(c)
	if err != nil {
		return err
	}
	form := page.ReadForm(c, dayLabels...)
	day := dayFromForm(form)
	if form.OK() {
		saved, err := h.changeCalendar(c, form, holiday.Added, func(content holiday.Content) holiday.Content {
			return content.Without(no).With(day)
		})
		if err != nil {
			return err
		}
		if saved {
			return page.Done(c, calendarPath(set.Code)+yearQuery(day.From), "calendar.day_saved", "name", day.Name)
		}
	}
	return page.Invalid(c, "hr/calendar-day", newDayPage(page.From(c), set, no, form))
}

func (h *Handlers) dayDrop(c *fiber.Ctx) error {
	set, no, err := h.dayAt(c)
	if err != nil {
		return err
	}
	form := page.ReadForm(c, dayLabels...)
	saved, err := h.changeCalendar(c, form, holiday.Dropped, func(content holiday.Content) holiday.Content { return content.Without(no) })
	if err != nil {
		return err
	}
	if !saved {
		return h.calendarAgain(c, form)
	}
	return page.Done(c, calendarPath(set.Code)+yearQuery(set.Days[no].From), "calendar.day_dropped", "name", set.Days[no].Name)
}
