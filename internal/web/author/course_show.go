package author

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/authoring"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

type coursePageData struct {
	page.Base
	page.Heading
	Path     string
	Draft    page.Link // the open one, zero: none
	Update   string    // «Die Programmversion vom … bringt eine Fassung», "" without one
	Retired  bool
	Held     bool // not open to all yet
	Pilot    *pilotPart
	Care     *carePart
	Facts    []page.Fact
	Asked    string // where its questions stand, "" without any
	Versions []versionRow
	Own      page.Link // its own texts
	OwnText  string
}

type versionRow struct {
	Name, Day, What, Note, Origin string
	ZIP, Compare                  string // addresses; no comparison of the first
}

func (h *Handlers) courseShow(c *fiber.Ctx) error {
	v, ctx := visit.Of(c), c.UserContext()
	current, err := h.Courses.ByCode(c.Params("code"))
	if err != nil {
		return err
	}
	base := page.From(c)
	editions, err := course.Editions(ctx, h.DB, current.CourseID, base.L.Lang())
	if err != nil {
		return err
	}
	drafts, err := authoring.Open(ctx, h.DB)
	if err != nil {
		return err
	}
	update, err := course.UpdateOf(ctx, h.DB, current.CourseID)
	if err != nil && !apperr.Is(err, apperr.NotFound) {
		return err
	}
	p := newCoursePage(base, current, editions, update.OfferedOn, h.Courses.Retired(current.CourseID, v.Today), v.Today)
	p.Held = h.Courses.Held(current.CourseID)
	if p.Care, err = h.care(c, p.L, current.Code(), current.CourseID); err != nil {
		return err
	}
	if p.Pilot, err = h.pilot(c, p.L, current.CourseID); err != nil {
		return err
	}
	if i := slices.IndexFunc(drafts, func(d authoring.Draft) bool { return d.Code == current.Code() }); i >= 0 {
		p.Draft = page.Link{Label: p.L.T("author.to_draft"), URL: draftURL(drafts[i].ID)}
	}
	return page.Render(c, "author/course", p)
}

func newCoursePage(base page.Base, v *course.Version, editions []course.Edition, update calendar.Date, retired bool, today calendar.Date) *coursePageData {
	l, c := base.L, v.Content
	base.Title = v.Title(l.Lang())
	p := &coursePageData{Base: base, Path: courseURL(v.Code()), Retired: retired}
	p.Heading = page.Heading{Kicker: v.Code(), Text: base.Title, Mark: page.CourseEmblem(c.Emblem, v.Code()),
		Lead: l.T("author.course.lead", "no", v.Number, "day", v.PublishedOn)}
	p.Own = page.Link{Label: l.T("author.own.show"), URL: p.Path + "/eigene"}
	p.OwnText = l.T("author.own.count_none")
	if n := len(v.Source().Overlays); n > 0 {
		p.OwnText = l.N("author.own.count", n)
	}
	if retired {
		p.Lead = l.T("author.course.lead_retired")
	}
	if !update.IsZero() {
		p.Update = l.T("author.update", "day", update)
	}
	if len(c.Questions) > 0 {
		p.Asked = askedURL(v.Code())
	}
	review := l.Date(c.ReviewDue)
	if c.ReviewDue <= today {
		review = l.T("author.review_due", "day", c.ReviewDue)
	}
	p.Facts = []page.Fact{
		{Term: l.T("author.meta.owner"), Text: c.Owner},
		{Term: l.T("author.meta.review_due"), Text: review},
		{Term: l.T("author.meta.as_of"), Text: l.Date(c.AsOf)},
		{Term: l.T("author.questions"), Text: l.Int(len(c.Questions))},
	}
	for i, e := range editions {
		row := versionRow{Name: l.T("author.version_no", "no", e.Number), Day: l.Date(e.PublishedOn), What: l.T("author.materiality." + string(e.Materiality)),
			Note: e.Note, Origin: l.T("author.origin.release"), ZIP: p.Path + "/fassung/" + strconv.Itoa(e.Number) + "/zip"}
		if e.Pilot != "" {
			row.What += " · " + l.T("author.pilot.step."+e.Pilot)
		}
		if e.Reason != "" {
			row.Note = strings.TrimSpace(row.Note + " – " + e.Reason)
		}
		if e.Local {
			row.Origin = l.T("author.origin.here")
		}
		if i+1 < len(editions) {
			row.Compare = p.Path + "/vergleich?von=" + strconv.Itoa(editions[i+1].Number) + "&bis=" + strconv.Itoa(e.Number)
		}
		p.Versions = append(p.Versions, row)
	}
	return p
}

// edition is the version of the course with the number.
func (h *Handlers) edition(c *fiber.Ctx, number string) (*course.Version, error) {
	current, err := h.Courses.ByCode(c.Params("code"))
	if err != nil {
		return nil, err
	}
	editions, err := course.Editions(c.UserContext(), h.DB, current.CourseID, "de")
	if err != nil {
		return nil, err
	}
	for _, e := range editions {
		if strconv.Itoa(e.Number) == number {
			return h.Courses.Version(c.UserContext(), e.ID)
		}
	}
	return nil, apperr.New(apperr.NotFound, "error.course.not_found", nil)
}

func (h *Handlers) versionDownload(c *fiber.Ctx) error {
	v, err := h.edition(c, c.Params("no"))
	if err != nil {
		return err
	}
	content, err := course.WithImages(c.UserContext(), h.DB, v.Source())
	if err != nil {
		return err
	}
	files := content.Files()
	if err := course.FillMedia(c.UserContext(), h.DB, content, files); err != nil {
		return err
	}
	return sendArchive(c, v.Code(), files, "-"+strconv.Itoa(v.Number))
}

// draftBegin opens a draft with the newest version.
func (h *Handlers) draftBegin(c *fiber.Ctx) error {
	var id int64
	if err := h.write(c, func(tx *db.Tx) (err error) {
		id, err = h.Authoring.Begin(c.UserContext(), tx, actOf(c), c.Params("code"))
		return err
	}); err != nil {
		return err
	}
	if page.ReadForm(c).Get("own") != "" {
		return page.Done(c, ownURL(id, 0), "author.begun")
	}
	return page.Done(c, draftURL(id), "author.begun")
}

// updateDecide takes what a release brings into a draft, or leaves it aside.
func (h *Handlers) updateDecide(c *fiber.Ctx) error {
	code := c.Params("code")
	if page.ReadForm(c).Get("do") == "decline" {
		if err := h.write(c, func(tx *db.Tx) error { return h.Authoring.DeclineUpdate(c.UserContext(), tx, actOf(c), code) }); err != nil {
			return err
		}
		return page.Done(c, courseURL(code), "author.update_declined")
	}
	var id int64
	if err := h.write(c, func(tx *db.Tx) (err error) {
		id, err = h.Authoring.BeginUpdate(c.UserContext(), tx, actOf(c), code)
		return err
	}); err != nil {
		return err
	}
	return page.Done(c, draftURL(id), "author.update_begun")
}

// retireShow is the page before a course is no longer offered, or offered again.
func (h *Handlers) retireShow(c *fiber.Ctx) error {
	v, err := h.Courses.ByCode(c.Params("code"))
	if err != nil {
		return err
	}
	base := page.From(c)
	l, what := base.L, "retire"
	if h.Courses.Retired(v.CourseID, visit.Of(c).Today) {
		what = "offer"
	}
	base.Title = l.T("author." + what)
	return page.Render(c, "confirm/show", &page.Confirm{Base: base,
		Heading: page.Heading{Kicker: v.Code(), Text: l.T("author."+what+".heading", "title", v.Title(l.Lang())), Lead: l.T("author." + what + ".lead")},
		Post:    courseURL(v.Code()) + "/angebot", Hidden: []page.Hidden{{Name: "do", Value: what}}, Button: l.T("author." + what), Danger: what == "retire",
		Back: page.Link{Label: l.T("common.cancel"), URL: courseURL(v.Code())}})
}

func (h *Handlers) retireSave(c *fiber.Ctx) error {
	code, again := c.Params("code"), page.ReadForm(c).Get("do") == "offer"
	if err := h.write(c, func(tx *db.Tx) error { return h.Authoring.Retire(c.UserContext(), tx, actOf(c), code, again) }); err != nil {
		return err
	}
	if err := h.Courses.Refresh(c.UserContext()); err != nil {
		return err
	}
	if again {
		return page.Done(c, courseURL(code), "author.offered")
	}
	return page.Done(c, courseURL(code), "author.retired_done")
}
