package sessions

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/session"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// fields of the form with their names, for the summary of errors.
var fields = []string{"day", "session.day", "time", "session.time", "minutes", "session.minutes", "place", "session.place", "trainer", "session.trainer",
	"person", "session.people", "seats", "session.seats", "circle", "session.circle", "kurs", "session.course", "holder", "session.holder"}

// recordSave stores the session with who was there, or with who is to come.
func (h *Handlers) recordSave(c *fiber.Ctx) error {
	v, ctx := visit.Of(c), c.UserContext()
	form := page.ReadForm(c, fields...)
	of := group{form.Get("kurs"), form.Get("abteilung"), form.Get(levelField) == ownLevel}
	version, err := h.Courses.ByCode(of.Course)
	if apperr.Is(err, apperr.NotFound) {
		return page.To(c, recordPath) // where a course is chosen
	}
	if err != nil {
		return err
	}
	d := details(form, version, v)
	d.Quiz = form.Checked("quiz")
	record := form.Get("do") == "record" && !d.Quiz // who passed is stated on the page of the session
	if record && len(form.All("person")) == 0 {
		form.Fail("person", "error.session.nobody")
	}
	if !form.OK() {
		return h.recordPage(c, of, form)
	}
	var one session.Session
	var done session.Result
	err = h.DB.Write(ctx, func(tx *db.Tx) error {
		scope, err := h.scope(c, tx)
		if err != nil {
			return err
		}
		if one, err = h.Sessions.Plan(ctx, tx, d, form.All("person"), scope, v.Now); err != nil {
			return err
		}
		if !record {
			return h.Sessions.Invite(ctx, tx, one, v.Now)
		}
		done, err = h.Sessions.Record(ctx, tx, session.Attendance{UID: one.UID, Present: form.All("person"), Scope: scope}, v.Now)
		return err
	})
	if form.Refused(err) {
		return h.recordPage(c, of, form)
	}
	if err != nil {
		return err
	}
	if !record {
		message := "session.prepared"
		if d.Quiz {
			message = "session.prepared_quiz"
		}
		return page.Done(c, sessionURL(one.UID), message)
	}
	return recorded(c, one.UID, done)
}

// recorded says what recording came to.
func recorded(c *fiber.Ctx, uid string, r session.Result) error {
	if r.Proposed == 0 {
		return page.Done(c, sessionURL(uid), "session.recorded_none")
	}
	return page.Done(c, sessionURL(uid), "session.recorded", "n", r.Proposed)
}

// details are what the form says about the session itself.
func details(form *page.Form, version *course.Version, v *visit.Visit) session.Details {
	form.Required("day", "place", "trainer", "minutes")
	trainer := form.Get("trainer")
	return session.Details{Course: version.CourseID, HeldOn: form.Date("day"), StartsAt: form.Get("time"), Minutes: form.Int("minutes", 5, 960),
		Place: form.Get("place"), Trainer: trainer, Own: strings.EqualFold(trainer, v.Session.Person.Name())}
}
