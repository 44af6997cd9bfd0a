package hr

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/db"
	"zaemme/internal/holiday"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// calendarsPage lists the holiday sets, and the set of each site.
type calendarsPage struct {
	page.Base
	page.Heading
	Form   *page.Form
	Rows   []calendarRow
	Sites  []siteRow
	Recent []recentRow
}

type calendarRow struct{ URL, Title, Next, Sites, Note string }

type siteRow struct {
	Field, Name, People string
	Choices             []page.Choice
}

func (h *Handlers) calendarsList(c *fiber.Ctx) error { return h.calendarsAgain(c, nil) }

func (h *Handlers) calendarsAgain(c *fiber.Ctx, form *page.Form) error {
	v, ctx := visit.Of(c), c.UserContext()
	book, err := holiday.LoadNow(ctx, h.DB)
	if err != nil {
		return err
	}
	sites, err := holiday.Sites(ctx, h.DB, v.Today)
	if err != nil {
		return err
	}
	recent, err := h.recent(c, h.DB, change.Calendar, datesPath)
	if err != nil {
		return err
	}
	p := newCalendars(page.From(c), book, sites, v.Today)
	p.Recent, p.Form = recent, form
	if form != nil {
		return page.Invalid(c, "hr/calendars", p)
	}
	return page.Render(c, "hr/calendars", p)
}

func newCalendars(base page.Base, book *holiday.Book, sites []holiday.Site, today calendar.Date) *calendarsPage {
	l := base.L
	base.Title = l.T("nav.calendar")
	p := &calendarsPage{Base: base}
	sets := book.Sets()
	codes := make([]string, 0, len(sets))
	for code := range sets {
		codes = append(codes, code)
	}
	slices.SortFunc(codes, func(a, b string) int { return cmp.Compare(sets[a].Title, sets[b].Title) })
	p.Heading = page.Heading{Text: l.T("calendar.heading_none"), Lead: l.T("calendar.lead"),
		Actions: []page.Action{{Label: l.T("calendar.new"), URL: calendarsPath + "/neu", Quiet: true}}}
	if next := nextDay(l, sets[people.DefaultCalendar].Content, today); next != "" {
		p.Text = l.T("calendar.heading", "next", next)
	}
	for _, code := range codes {
		set, followers := sets[code], 0
		for _, s := range sites {
			if s.Calendar == code {
				followers++
			}
		}
		row := calendarRow{URL: calendarPath(code), Title: set.Title, Next: nextDay(l, set.Content, today),
			Sites: l.T("calendar.no_followers"), Note: schoolNote(l, set.Content, today)}
		if followers > 0 {
			row.Sites = l.N("calendar.followers", followers)
		}
		p.Rows = append(p.Rows, row)
	}
	for _, s := range sites {
		row := siteRow{Field: siteField(s.ID), Name: s.Name, People: l.N("calendar.people", s.People)}
		for _, code := range codes {
			row.Choices = append(row.Choices, page.Choice{Value: code, Label: sets[code].Title, Selected: code == s.Calendar})
		}
		p.Sites = append(p.Sites, row)
	}
	return p
}

// nextDay is «Karfreitag, 26.3.2027», what the set has next.
func nextDay(l *i18n.Printer, content holiday.Content, today calendar.Date) string {
	year, _, _ := today.YMD()
	for y := year; y <= year+1; y++ {
		for _, e := range content.Year(y) {
			if e.From >= today && !e.Replaced && e.Kind != holiday.Open {
				return l.T("calendar.next", "name", e.Name, "day", l.Date(e.From))
			}
		}
	}
	return ""
}

// schoolNote says that the school holidays of a set that has some end within a
// year.
func schoolNote(l *i18n.Printer, content holiday.Content, today calendar.Date) string {
	if last := content.LastOf(holiday.School); last != 0 && last < today.AddDays(365) {
		return l.T("calendar.school_ends", "day", last)
	}
	return ""
}

func siteField(id int64) string { return "site-" + strconv.FormatInt(id, 10) }

// sitesSave lets sites follow other sets, from today on. Dates stay as they are.
func (h *Handlers) sitesSave(c *fiber.Ctx) error {
	v, ctx, form := visit.Of(c), c.UserContext(), page.ReadForm(c)
	err := h.DB.Write(ctx, func(tx *db.Tx) error {
		sites, err := holiday.Sites(ctx, tx, v.Today)
		if err != nil {
			return err
		}
		for _, s := range sites {
			code := form.Get(siteField(s.ID))
			if code == "" || code == s.Calendar {
				continue
			}
			if err := holiday.Follow(ctx, tx, v.ViewerID(), s.ID, code, v.Today); err != nil {
				return err
			}
		}
		return nil
	})
	if apperr.Is(err, apperr.NotFound) { // a set that is none
		form.Fail("", "error.form.choice")
		return h.calendarsAgain(c, form)
	}
	if err != nil {
		return err
	}
	return page.Done(c, calendarsPath, "calendar.sites_saved")
}
