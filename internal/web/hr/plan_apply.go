package hr

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/change"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// show renders a plan, with a status of its own where something was refused.
type show func(c *fiber.Ctx, plan change.Plan, form *page.Form, differs *change.Differs) error

// apply applies the plan of the address exactly as it was shown. What stands in
// the way is answered on the plan's own page.
func (h *Handlers) apply(c *fiber.Ctx, kind change.Kind, path, doneKey string, again show) error {
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
	_, err = h.Changes.Apply(c.UserContext(), c.Params("plan"), v.ViewerID(), typed, v.Now)
	var differs *change.Differs
	switch {
	case err == nil:
		return page.Done(c, path, doneKey)
	case apperr.Is(err, apperr.Conflict):
		return page.Warned(c, path, "hr.plan.already_applied")
	case errors.As(err, &differs):
		plan.State = change.IsStale
		c.Status(fiber.StatusConflict)
		return again(c, plan, nil, differs)
	case plan.State != change.Shown || !v.Now.Before(plan.ExpiresAt):
		return page.Warned(c, path, "hr.plan.not_open")
	case form.Refused(err):
		c.Status(page.StatusOf(apperr.KindOf(err)))
		return again(c, plan, form, nil)
	default:
		return err
	}
}

// discard gives the plan of the address up.
func (h *Handlers) discard(c *fiber.Ctx, kind change.Kind, path, back string) error {
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
