package hr

import (
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/hrimport"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// rememberedPage lists what HR has said of columns and units of its files.
type rememberedPage struct {
	page.Base
	page.Heading
	Columns []rememberedRow
	Units   []rememberedRow
}

type rememberedRow struct{ Said, Means, List, By, Forget string }

func (h *Handlers) rememberedShow(c *fiber.Ctx) error {
	ctx := c.UserContext()
	columns, err := hrimport.KeptHeadings(ctx, h.DB, "")
	if err != nil {
		return err
	}
	units, err := hrimport.KeptUnits(ctx, h.DB)
	if err != nil {
		return err
	}
	tree, err := people.Tree(ctx, h.DB, visit.Of(c).Today)
	if err != nil {
		return err
	}
	ids := make([]int64, 0, len(columns)+len(units))
	for _, one := range columns {
		ids = append(ids, one.ActorID)
	}
	for _, one := range units {
		ids = append(ids, one.ActorID)
	}
	names, err := people.Names(ctx, h.DB, ids...)
	if err != nil {
		return err
	}
	return page.Render(c, "hr/remembered", newRemembered(page.From(c), columns, units, tree, names))
}

func newRemembered(base page.Base, columns []hrimport.KeptHeading, units []hrimport.KeptUnit, tree []people.TreeNode, names map[int64]string) *rememberedPage {
	l := base.L
	base.Title = l.T("hr.remembered.title")
	p := &rememberedPage{Base: base}
	p.Heading = page.Heading{Kicker: l.T("nav.import"), Text: l.N("hr.remembered.heading", len(columns)+len(units)), Lead: l.T("hr.remembered.lead")}
	if len(columns)+len(units) == 0 {
		p.Text = l.T("hr.remembered.none")
	}
	departments := map[string]string{}
	for _, d := range tree {
		departments[d.Code] = d.Name
	}
	for _, one := range columns {
		p.Columns = append(p.Columns, rememberedRow{Said: one.Header, Means: l.T("import.field." + string(one.Field)), List: l.T("hr.import.list." + string(one.List)),
			By: by(l, names[one.ActorID], one.At), Forget: forgetPath("spalte", one.ID)})
	}
	for _, one := range units {
		means := one.Code
		if name := departments[one.Code]; name != "" {
			means = name
		}
		p.Units = append(p.Units, rememberedRow{Said: one.Label, Means: means, By: by(l, names[one.ActorID], one.At), Forget: forgetPath("einheit", one.ID)})
	}
	return p
}

func by(l *i18n.Printer, name string, at time.Time) string {
	return l.T("hr.by", "at", page.Clock(l, at), "who", nameOr(l, name))
}

func forgetPath(what string, id int64) string {
	return "/import/gemerkt/" + what + "/" + strconv.FormatInt(id, 10) + "/vergessen"
}

func (h *Handlers) columnForget(c *fiber.Ctx) error {
	return h.forget(c, func(id int64, v *visit.Visit) error { return h.Imports.Forget(c.UserContext(), id, v.ViewerID()) })
}

func (h *Handlers) unitForget(c *fiber.Ctx) error {
	return h.forget(c, func(id int64, v *visit.Visit) error {
		return h.Imports.ForgetUnit(c.UserContext(), id, v.ViewerID(), v.Now)
	})
}

func (h *Handlers) forget(c *fiber.Ctx, drop func(id int64, v *visit.Visit) error) error {
	id, err := c.ParamsInt("id")
	if err != nil {
		return apperr.New(apperr.NotFound, "error.import.not_remembered", nil)
	}
	if err := drop(int64(id), visit.Of(c)); err != nil && !apperr.Is(err, apperr.NotFound) { // a second click is no error
		return err
	}
	return page.Done(c, "/import/gemerkt", "hr.remembered.forgotten")
}
