package hr

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/pending"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
)

type gapsPage struct {
	page.Base
	page.Heading
	Rows  []gapRow
	Empty page.Empty
	Pager page.Pager
}

type gapRow struct{ URL, Name, Number, Department, Category string }

// gapsList names who lacks something.
func (h *Handlers) gapsList(c *fiber.Ctx) error {
	scope, err := h.scope(c)
	if err != nil {
		return err
	}
	address, gap := page.AddressOf(c), pending.Gap(page.ReadQuery(c).Get("was"))
	if !slices.Contains(pending.AllGaps, gap) {
		gap = pending.NoManager
	}
	list, total, err := pending.Without(c.UserContext(), h.DB, scope, gap, pageRows, address.Offset(pageRows))
	if err != nil {
		return err
	}
	var ids []int64
	for _, one := range list {
		ids = append(ids, one.ID)
	}
	if err := h.looked(c, "hr.gaps", scope, ids...); err != nil {
		return err
	}
	return page.Render(c, "hr/pending-gaps", newGaps(page.From(c), gap, list, address.Pager(pageRows, total)))
}

func newGaps(base page.Base, gap pending.Gap, list []pending.Lacking, pager page.Pager) *gapsPage {
	l, key := base.L, "pending.gaps."+string(gap)
	base.Title = l.T(key + ".title")
	p := &gapsPage{Base: base, Pager: pager, Heading: page.Heading{Kicker: l.T("pending.title"), Text: l.N(key+".heading", pager.Total), Lead: l.T(key + ".lead")}}
	if pager.Total == 0 {
		p.Text, p.Lead = l.T(key+".none"), ""
		p.Empty = page.Empty{Title: l.T("pending.gaps.empty"), Text: l.T("pending.gaps.empty_text"), Next: page.Link{Label: l.T("pending.title"), URL: PendingPath}}
	}
	for _, one := range list {
		p.Rows = append(p.Rows, gapRow{URL: personURL(one.UID.String()), Name: listName(one.Person), Number: one.PersonnelNo, Department: one.Department,
			Category: categoryText(l, one.Category)})
	}
	return p
}

type endingPage struct {
	page.Base
	page.Heading
	Tabs  []page.Choice
	Rows  []endingRow
	Empty page.Empty
	Pager page.Pager
}

type endingRow struct{ URL, Name, Department, Course, On, Days string }

// endingList names whose completion of what ends in the coming days.
func (h *Handlers) endingList(c *fiber.Ctx) error {
	scope, err := h.scope(c)
	if err != nil {
		return err
	}
	address, days := page.AddressOf(c), page.ReadQuery(c).Int("tage", 1, 366)
	if !slices.Contains(pending.Spans[:], days) {
		days = pending.Spans[len(pending.Spans)-1]
	}
	list, total, err := pending.Ending(c.UserContext(), h.DB, scope, days, pageRows, address.Offset(pageRows))
	if err != nil {
		return err
	}
	ids := make([]int64, 0, len(list))
	for _, one := range list {
		ids = append(ids, one.ID)
	}
	slices.Sort(ids)
	if err := h.looked(c, "hr.ending", scope, slices.Compact(ids)...); err != nil {
		return err
	}
	base := page.From(c)
	return page.Render(c, "hr/pending-ending", newEnding(base, days, list, h.courseName(base.L.Lang()), scope, address.Pager(pageRows, total)))
}

// courseName names a course by its number, by nothing if it is gone.
func (h *Handlers) courseName(lang string) func(course int64) string {
	return func(course int64) string {
		v, err := h.Catalogue.Current(course)
		if err != nil {
			return ""
		}
		return v.Title(lang)
	}
}

func newEnding(base page.Base, days int, list []pending.Ends, title func(int64) string, scope people.Scope, pager page.Pager) *endingPage {
	l := base.L
	base.Title = l.T("pending.ending")
	p := &endingPage{Base: base, Pager: pager, Heading: page.Heading{Kicker: l.T("pending.title"), Text: l.N("pending.ending.heading", pager.Total, "days", days), Lead: l.T("pending.ending.lead")}}
	for _, span := range pending.Spans {
		p.Tabs = append(p.Tabs, page.Choice{Value: endingPath + "?tage=" + l.Int(span), Label: l.T("pending.ending.span", "days", span), Selected: span == days})
	}
	if pager.Total == 0 {
		p.Text, p.Lead = l.T("pending.ending.none", "days", days), ""
		p.Empty = page.Empty{Title: l.T("pending.ending.empty"), Text: l.T("pending.ending.empty_text"), Next: page.Link{Label: l.T("pending.title"), URL: PendingPath}}
	}
	for _, one := range list {
		row := endingRow{URL: personURL(one.UID.String()), Name: listName(one.Person), Department: one.Department, Course: title(one.CourseID), On: l.Date(one.On),
			Days: l.Days(scope.Day.DaysUntil(one.On))}
		p.Rows = append(p.Rows, row)
	}
	return p
}
