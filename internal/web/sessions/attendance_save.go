package sessions

import (
	"context"
	"slices"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/people"
	"zaemme/internal/session"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// attendanceSave records who was at a planned session, or puts a further person on
// its list.
func (h *Handlers) attendanceSave(c *fiber.Ctx) error {
	v, ctx, uid := visit.Of(c), c.UserContext(), c.Params("uid")
	form := page.ReadForm(c, "person", "session.people", "add", "session.add")
	var done session.Result
	add := form.Get("do") == "add"
	err := h.DB.Write(ctx, func(tx *db.Tx) error {
		scope, err := h.scope(c, tx)
		if err != nil {
			return err
		}
		if add {
			return h.add(ctx, tx, form, uid, scope, v)
		}
		passed, err := h.passed(ctx, tx, form, uid, scope, v)
		if err != nil || !form.OK() {
			return err
		}
		done, err = h.Sessions.Record(ctx, tx, session.Attendance{UID: uid, Present: form.All("person"), Passed: passed, Scope: scope}, v.Now)
		return err
	})
	if form.Refused(err) || err == nil && !form.OK() {
		return h.sessionPage(c, form)
	}
	if err != nil {
		return err
	}
	if add {
		return page.Done(c, sessionURL(uid), "session.added")
	}
	return recorded(c, uid, done)
}

// passed are the Kennungen of who passed the quiz on paper: those ticked, and those
// with enough points. The points themselves are nobody's business afterwards and are
// not kept.
func (h *Handlers) passed(ctx context.Context, tx *db.Tx, form *page.Form, uid string, scope people.Scope, v *visit.Visit) ([]string, error) {
	one, err := h.Sessions.Open(ctx, tx, uid, scope, evidence.Confirmers(scope, v.Settings))
	if err != nil || !one.Quiz {
		return nil, err
	}
	version, err := h.taught(ctx, tx, one.Session)
	if err != nil {
		return nil, err
	}
	paper := session.PaperOf(version.Content, one.ID)
	passed := form.All("passed")
	for _, person := range form.All("person") {
		points := "points-" + person
		if n := form.Int(points, 0, len(paper.Questions)); form.Get(points) != "" && n >= paper.Needed && !slices.Contains(passed, person) {
			passed = append(passed, person)
		}
	}
	if len(passed) == 0 {
		form.Fail("person", "error.session.nobody_passed")
	}
	return passed, nil
}

// add finds the one person of the own people that was meant, by number, mail or name.
func (h *Handlers) add(ctx context.Context, tx *db.Tx, form *page.Form, uid string, scope people.Scope, v *visit.Visit) error {
	form.Required("add")
	if !form.OK() {
		return nil
	}
	found, n, _, err := people.Directory(ctx, tx, scope, people.DirectoryFilter{Search: form.Get("add"), Presence: people.Employed, Limit: 2})
	if err != nil {
		return err
	}
	switch n {
	case 0:
		form.Fail("add", "error.session.add_none")
		return nil
	case 1:
		_, err := h.Sessions.Add(ctx, tx, uid, []string{found[0].UID.String()}, scope, v.Now)
		return err
	default:
		form.Fail("add", "error.session.add_many", "n", n)
		return nil
	}
}

func (h *Handlers) retract(c *fiber.Ctx) error {
	v, ctx := visit.Of(c), c.UserContext()
	if err := h.DB.Write(ctx, func(tx *db.Tx) error {
		scope, err := h.scope(c, tx)
		if err != nil {
			return err
		}
		return h.Sessions.Retract(ctx, tx, c.Params("uid"), scope, v.Now)
	}); err != nil {
		return err
	}
	return page.Done(c, sessionURL(c.Params("uid")), "session.retracted")
}

// confirm is the second person's word about everybody at once.
func (h *Handlers) confirm(c *fiber.Ctx) error {
	v, ctx, uid := visit.Of(c), c.UserContext(), c.Params("uid")
	form := page.ReadForm(c, "reason", "exemption.reason")
	d := session.Decision{UID: uid, Confirm: form.Get("decision") == "confirm", Reason: form.Get("reason"), Settings: v.Settings}
	var out evidence.SessionOutcome
	err := h.DB.Write(ctx, func(tx *db.Tx) error {
		scope, err := h.scope(c, tx)
		if err != nil {
			return err
		}
		d.Scope = evidence.Confirmers(scope, v.Settings)
		out, err = h.Sessions.Confirm(ctx, tx, d, v.Now)
		return err
	})
	if form.Refused(err) {
		return h.sessionPage(c, form)
	}
	if err != nil {
		return err
	}
	switch {
	case !d.Confirm:
		return page.Done(c, ConfirmPath, "session.refused")
	case out.Left > 0:
		return page.Done(c, ConfirmPath, "session.confirmed_part", "n", out.Counted, "left", out.Left)
	default:
		return page.Done(c, ConfirmPath, "session.confirmed", "n", out.Counted)
	}
}

// ConfirmPath is the page with all that waits for a second person.
const ConfirmPath = "/bestaetigen"
