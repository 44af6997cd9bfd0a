package cards

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/auth"
	"zaemme/internal/calendar"
	"zaemme/internal/db"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// signIn checks the PIN.
func (h *Handlers) signIn(c *fiber.Ctx) error {
	f := page.ReadForm(c, "pin", "card.pin")
	f.Required("pin")
	tablet, key, err := h.asked(c, f)
	if err != nil {
		return err
	}
	if f.OK() {
		token, err := h.Auth.SignInByCard(c.UserContext(), key, f.Get("pin"), device(c, tablet), visit.Of(c).Now)
		if err == nil {
			if err := h.enter(c, tablet, token); err != nil {
				return err
			}
			return page.To(c, "/")
		}
		if !refused(c, f, err) {
			return err
		}
	}
	return answer(c, "card/pin", newStep(h.base(c, tablet), tablet, "pin", key.Token+key.Number, f))
}

// activate takes the first code and the new PIN, and says who gave the code: a
// card renewed behind somebody's back is noticed here.
func (h *Handlers) activate(c *fiber.Ctx) error {
	f := page.ReadForm(c, "code", "card.code", "pin", "card.new_pin", "repeat", "card.repeat")
	f.Required("code", "pin", "repeat")
	tablet, key, err := h.asked(c, f)
	if err != nil {
		return err
	}
	if f.OK() && f.Get("pin") != f.Get("repeat") {
		f.Refused(apperr.New(apperr.Invalid, "error.pin.repeat", nil).At("repeat"))
	}
	if f.OK() {
		token, given, err := h.Auth.ActivateCard(c.UserContext(), key, f.Get("code"), f.Get("pin"), device(c, tablet), visit.Of(c).Now)
		if err == nil {
			if err := h.enter(c, tablet, token); err != nil {
				return err
			}
			return page.Done(c, "/", "card.activated", "by", given.By, "day", page.From(c).L.Date(calendar.DateOf(given.At)))
		}
		if !refused(c, f, err) {
			return err
		}
	}
	return answer(c, "card/code", newStep(h.base(c, tablet), tablet, "code", key.Token+key.Number, f))
}

// asked is the device and the card of a step; a card that no step of ours has
// sent is Invalid.
func (h *Handlers) asked(c *fiber.Ctx, f *page.Form) (auth.Tablet, auth.CardKey, error) {
	tablet, err := h.tablet(c)
	if err != nil {
		return tablet, auth.CardKey{}, err
	}
	key, ok := auth.ReadCardKey(f.Get("card"))
	if !ok {
		return tablet, key, apperr.New(apperr.Invalid, "error.card.unreadable", nil)
	}
	return tablet, key, nil
}

// refused notes in the form what the person can mend or wait for.
func refused(c *fiber.Ctx, f *page.Form, err error) bool {
	var own *apperr.Error
	if apperr.Is(err, apperr.TooMany) && errors.As(err, &own) {
		c.Status(fiber.StatusTooManyRequests)
		return f.Refused(apperr.New(apperr.Invalid, own.Key, own.Args))
	}
	return f.Refused(err)
}

// answer shows the step again, 422 or what refused has set.
func answer(c *fiber.Ctx, name string, p page.Page) error {
	if c.Response().StatusCode() == fiber.StatusTooManyRequests {
		return page.Render(c, name, p)
	}
	return page.Invalid(c, name, p)
}

// enter keeps the new session, and ends the one that was open here before.
func (h *Handlers) enter(c *fiber.Ctx, tablet auth.Tablet, token string) error {
	if v := visit.Of(c); v.Token != "" {
		if err := h.DB.Write(c.UserContext(), func(tx *db.Tx) error { return auth.End(c.UserContext(), tx, v.Token) }); err != nil {
			return err
		}
	}
	if tablet.ID != 0 {
		visit.KeepSessionBriefly(c, h.Secure, token)
	} else {
		visit.KeepSession(c, h.Secure, token)
	}
	return nil
}
