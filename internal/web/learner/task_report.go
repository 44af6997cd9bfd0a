package learner

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// taskReport hands «Ausgeführt» to whoever confirms it. Sent twice it leads to the
// same page.
func (h *Handlers) taskReport(c *fiber.Ctx) error {
	form, v := page.ReadForm(c, "note", "practical.note"), visit.Of(c)
	waits := false
	err := h.DB.Write(c.UserContext(), func(tx *db.Tx) error {
		item, cases, err := h.ownTask(c, tx)
		if err != nil {
			return err
		}
		if _, waits = evidence.WaitingTask(cases, item.Version.CourseID); waits {
			return nil
		}
		_, err = h.Evidence.ReportDone(c.UserContext(), tx, evidence.Done{Person: v.ViewerID(), Version: item.Version,
			Language: item.Version.Content.In(page.From(c).L.Lang()), Note: form.Get("note"), Settings: v.Settings}, v.Now)
		return err
	})
	if form.Refused(err) {
		return h.taskAgain(c, form)
	}
	if err != nil {
		return err
	}
	return page.Done(c, wayOf(c.Params("code")).report(), "practical.reported")
}

func (h *Handlers) taskTakeBack(c *fiber.Ctx) error {
	v := visit.Of(c)
	if err := h.DB.Write(c.UserContext(), func(tx *db.Tx) error {
		item, cases, err := h.ownTask(c, tx)
		if err != nil {
			return err
		}
		one, ok := evidence.WaitingTask(cases, item.Version.CourseID)
		if !ok {
			return apperr.New(apperr.Conflict, "error.evidence.decided", nil)
		}
		_, err = h.Evidence.Withdraw(c.UserContext(), tx, one.UID, v.ViewerID(), v.Now)
		return err
	}); err != nil {
		return err
	}
	return page.Done(c, wayOf(c.Params("code")).report(), "practical.taken_back")
}
