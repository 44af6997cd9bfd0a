package hr

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/change"
	"zaemme/internal/task"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// show renders a plan, with a status of its own where something was refused.
type show func(c *fiber.Ctx, plan change.Plan, form *page.Form, differs *change.Differs) error

// apply lets a task apply the plan of the address exactly as it was shown. What
// is known to stand in the way is answered on the plan's own page.
func (h *Handlers) apply(c *fiber.Ctx, kind change.Kind, again show) error {
	v, form := visit.Of(c), page.ReadForm(c, "confirm", "hr.plan.confirm_label")
	plan, err := h.loadPlan(c, kind)
	if err != nil {
		return err
	}
	typed := form.Int("confirm", 0, 1_000_000)
	if !form.OK() {
		c.Status(fiber.StatusUnprocessableEntity)
		return again(c, plan, form, nil)
	}
	path := planPath(kind, c.Params("plan"))
	switch err := plan.Check(typed, v.Now); {
	case err == nil:
		return h.begin(c, task.Request{Kind: change.ApplyTask, Title: plan.Title, Input: change.ToApply{Plan: c.Params("plan"), Kind: kind, Typed: typed}})
	case apperr.Is(err, apperr.Conflict):
		return page.Warned(c, path, "hr.plan.already_applied")
	case apperr.Is(err, apperr.Stale):
		return page.Warned(c, path, "hr.plan.not_open")
	case form.Refused(err):
		c.Status(page.StatusOf(apperr.KindOf(err)))
		return again(c, plan, form, nil)
	default:
		return err
	}
}

// discard gives the plan of the address up.
func (h *Handlers) discard(c *fiber.Ctx, kind change.Kind, back string) error {
	path := planPath(kind, c.Params("plan"))
	if _, err := h.loadPlan(c, kind); err != nil {
		return err
	}
	err := h.Changes.Discard(c.UserContext(), c.Params("plan"))
	if apperr.Is(err, apperr.Conflict) {
		return page.Warned(c, path, "hr.plan.already_applied")
	}
	if err != nil {
		return err
	}
	return page.Done(c, back, "hr.plan.discarded")
}
