package author

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/authoring"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// dueSoon is how many days before its date a review is announced.
const dueSoon = 60

type shopPage struct {
	page.Base
	page.Heading
	Drafts  []draftRow
	Due     []courseRow // whose review is due or soon
	Courses []courseRow
}

type draftRow struct{ URL, Title, Code, State, Edited string }

type courseRow struct {
	URL, Title, Code, Version, Review string
	Late                              bool   // its review is due
	Says                              string // an update waits, it is not offered
}

func (h *Handlers) shopShow(c *fiber.Ctx) error {
	v, ctx := visit.Of(c), c.UserContext()
	drafts, err := authoring.Open(ctx, h.DB)
	if err != nil {
		return err
	}
	var ids []int64
	for _, d := range drafts {
		ids = append(ids, d.EditedBy)
	}
	names, err := people.Names(ctx, h.DB, ids...)
	if err != nil {
		return err
	}
	updated, err := course.Updated(ctx, h.DB)
	if err != nil {
		return err
	}
	retired := func(one *course.Version) bool { return h.Courses.Retired(one.CourseID, v.Today) }
	return page.Render(c, "author/shop", newShop(page.From(c), drafts, names, h.Courses.Ever(), updated, retired, v.Today))
}

func newShop(base page.Base, drafts []authoring.Draft, names map[int64]string, all []*course.Version, updated map[int64]bool,
	retired func(*course.Version) bool, today calendar.Date,
) *shopPage {
	l := base.L
	base.Title = l.T("nav.workshop")
	p := &shopPage{Base: base}
	titles := map[string]string{}
	for _, v := range all {
		titles[v.Code()] = v.Title(l.Lang())
		row := courseRow{URL: courseURL(v.Code()), Title: v.Title(l.Lang()), Code: v.Code(),
			Version: l.T("author.version", "no", v.Number, "day", v.PublishedOn), Review: l.Date(v.Content.ReviewDue), Late: v.Content.ReviewDue <= today}
		switch {
		case retired(v):
			row.Says = l.T("author.retired")
		case updated[v.CourseID]:
			row.Says = l.T("author.update_waits")
		}
		p.Courses = append(p.Courses, row)
		if today.DaysUntil(v.Content.ReviewDue) <= dueSoon && !retired(v) {
			p.Due = append(p.Due, row)
		}
	}
	review := 0
	for _, d := range drafts {
		row := draftRow{URL: draftURL(d.ID), Title: titles[d.Code], Code: d.Code, State: l.T("author.state." + string(d.State)),
			Edited: l.T("author.edited", "at", page.Clock(l, d.EditedAt), "who", names[d.EditedBy])}
		if row.Title == "" {
			row.Title = l.T("author.new_course", "code", d.Code)
		}
		if d.State == authoring.Review {
			row.URL += "/pruefung"
			review++
		}
		p.Drafts = append(p.Drafts, row)
	}
	p.Heading = page.Heading{Text: l.N("author.shop.heading", len(drafts)), Lead: l.T("author.shop.lead"),
		Actions: []page.Action{{Label: l.T("author.new"), URL: shopPath + "/neu"}}}
	if len(drafts) == 0 {
		p.Text = l.T("author.shop.heading_none")
	}
	if review > 0 {
		p.Text = l.N("author.shop.heading_review", review)
	}
	return p
}
