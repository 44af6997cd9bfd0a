package learner

import (
	"github.com/gofiber/fiber/v2"

	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/feedback"
	"zaemme/internal/i18n"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// ownVoice is something the person has said by name.
type ownVoice struct {
	page.Voice
	Kind, Withdraw string
}

// newOwnVoices are what the person has said by name, with the course it was about.
func newOwnVoices(l *i18n.Printer, said []feedback.Entry, courseOf func(id int64) (*course.Version, error)) []ownVoice {
	var list []ownVoice
	for _, e := range said {
		one := ownVoice{Voice: page.NewVoice(l, e, e.PersonID), Kind: l.T("voices.kind." + string(e.Kind)), Withdraw: "/meine-daten/rueckmeldung/" + e.UID}
		if v, err := courseOf(e.CourseID); e.CourseID != 0 && err == nil {
			one.Where = v.Title(l.Lang()) + " · " + one.Where
		}
		list = append(list, one)
	}
	return list
}

// voiceWithdraw takes back something the person has said by name.
func (h *Handlers) voiceWithdraw(c *fiber.Ctx) error {
	if err := h.DB.Write(c.UserContext(), func(tx *db.Tx) error {
		return feedback.Withdraw(c.UserContext(), tx, c.Params("uid"), visit.Of(c).ViewerID())
	}); err != nil {
		return err
	}
	return page.Done(c, "/meine-daten", "voices.withdrawn")
}
