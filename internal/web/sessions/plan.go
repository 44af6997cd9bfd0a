package sessions

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/people"
	"zaemme/internal/session"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// planPage plans a session, or states one anew.
type planPage struct {
	page.Base
	page.Heading
	Form    *page.Form
	Path    string
	Courses []page.Choice // none where the course stays
	Circles []page.Choice
	Do      string
	Back    string
}

func (h *Handlers) planShow(c *fiber.Ctx) error {
	v, base := visit.Of(c), page.From(c)
	form := page.NewForm(base.L, map[string]string{"kurs": c.Query("kurs"), "trainer": v.Session.Person.Name(), "minutes": "", "circle": string(session.Line)}, fields...)
	return h.planPage(c, form, nil)
}

// planPage shows the form; one is the session that is stated anew, nil for a new one.
func (h *Handlers) planPage(c *fiber.Ctx, form *page.Form, one *session.View) error {
	v, base := visit.Of(c), page.From(c)
	l := base.L
	p := &planPage{Base: base, Form: form, Path: planPath, Do: l.T("session.plan.do"), Back: Path}
	p.Title = l.T("session.plan")
	p.Heading = page.Heading{Kicker: l.T("session.list_title"), Text: l.T("session.plan.heading"), Lead: l.T("session.plan.lead")}
	if one != nil {
		p.Path, p.Back, p.Do = sessionURL(one.UID)+"/aendern", sessionURL(one.UID), l.T("session.change.do")
		p.Title = l.T("session.change")
		p.Heading = page.Heading{Kicker: h.title(one.CourseID, l.Lang()), Text: l.T("session.change.heading"), Lead: l.T("session.change.lead")}
	} else {
		for _, version := range h.Courses.All() {
			p.Courses = append(p.Courses, page.Choice{Value: version.Code(), Label: version.Code() + " " + version.Title(l.Lang())})
		}
	}
	circles := []session.Circle{session.Line, session.Invited}
	if v.Session.HasWhole(people.RoleHR) || one != nil && one.Circle == session.All {
		circles = []session.Circle{session.All, session.Line, session.Invited}
	}
	for _, circle := range circles {
		p.Circles = append(p.Circles, page.Choice{Value: string(circle), Label: l.T("session.circle." + string(circle)), Help: l.T("session.circle." + string(circle) + ".help"),
			Selected: circle == circles[0]})
	}
	if !form.OK() {
		return page.Invalid(c, "sessions/plan", p)
	}
	return page.Render(c, "sessions/plan", p)
}

func (h *Handlers) title(id int64, lang string) string {
	v, err := h.Courses.Current(id)
	if err != nil {
		return ""
	}
	return v.Code() + " " + v.Title(lang)
}

func (h *Handlers) planSave(c *fiber.Ctx) error {
	v, ctx := visit.Of(c), c.UserContext()
	form := page.ReadForm(c, fields...)
	version, err := h.Courses.ByCode(form.Get("kurs"))
	switch {
	case apperr.Is(err, apperr.NotFound):
		form.Fail("kurs", "error.form.choice")
		version = &course.Version{}
	case err != nil:
		return err
	}
	d := stated(form, version, v)
	if err := h.held(c, form, &d, v.ViewerID()); err != nil {
		return err
	}
	if !form.OK() {
		return h.planPage(c, form, nil)
	}
	var one session.Session
	err = h.DB.Write(ctx, func(tx *db.Tx) error {
		scope, err := h.scope(c, tx)
		if err != nil {
			return err
		}
		one, err = h.Sessions.Plan(ctx, tx, d, nil, scope, v.Now)
		return err
	})
	if form.Refused(err) {
		return h.planPage(c, form, nil)
	}
	if err != nil {
		return err
	}
	return page.Done(c, sessionURL(one.UID), "session.planned")
}

// stated are the details of a session that people sign up for: with its time.
func stated(form *page.Form, version *course.Version, v *visit.Visit) session.Details {
	form.Required("time")
	d := details(form, version, v)
	d.Seats, d.Circle, d.Quiz = form.Int("seats", 0, 500), session.Circle(form.Get("circle")), form.Checked("quiz")
	return d
}

// held sets who holds the session, where that is somebody else with an account. A
// name that was not typed is theirs.
func (h *Handlers) held(c *fiber.Ctx, form *page.Form, d *session.Details, owner int64) error {
	key := form.Get("holder")
	if key == "" {
		return nil
	}
	holder, err := session.Holder(c.UserContext(), h.DB, key, visit.Of(c).Today)
	if form.Refused(err) {
		return nil
	}
	if err == nil && holder.ID != owner {
		d.Holder, d.Trainer = holder.ID, holder.Name()
	}
	return err
}

// mine is the session of the address as who runs it sees it.
func (h *Handlers) mine(c *fiber.Ctx) (session.View, error) {
	return h.planned(c, func(one session.View) bool { return one.Runs })
}

// planned is the planned session of the address for who may; not found for others.
func (h *Handlers) planned(c *fiber.Ctx, may func(one session.View) bool) (session.View, error) {
	scope, err := h.scope(c, h.DB)
	if err != nil {
		return session.View{}, err
	}
	one, err := h.Sessions.Open(c.UserContext(), h.DB, c.Params("uid"), scope, evidence.Confirmers(scope, visit.Of(c).Settings))
	switch {
	case err != nil:
		return one, err
	case !may(one):
		return one, apperr.New(apperr.NotFound, "error.session.not_found", nil)
	case one.State != session.Planned:
		return one, apperr.New(apperr.Conflict, "error.session.state", nil)
	}
	return one, nil
}

func (h *Handlers) changeShow(c *fiber.Ctx) error {
	one, err := h.mine(c)
	if err != nil {
		return err
	}
	l := page.From(c).L
	values := map[string]string{"day": l.Date(one.HeldOn), "time": one.StartsAt, "minutes": strconv.Itoa(one.Minutes), "place": one.Place, "trainer": one.Trainer,
		"circle": string(one.Circle)}
	if one.Seats > 0 {
		values["seats"] = strconv.Itoa(one.Seats)
	}
	if one.Quiz {
		values["quiz"] = "1"
	}
	if one.TrainerID != 0 && one.TrainerID != one.OwnerID {
		holder, err := people.Get(c.UserContext(), h.DB, one.TrainerID)
		if err != nil {
			return err
		}
		values["holder"] = cmp.Or(holder.Email, holder.PersonnelNo)
	}
	return h.planPage(c, page.NewForm(l, values, fields...), &one)
}

func (h *Handlers) changeSave(c *fiber.Ctx) error {
	v, ctx := visit.Of(c), c.UserContext()
	one, err := h.mine(c)
	if err != nil {
		return err
	}
	form := page.ReadForm(c, fields...)
	d := stated(form, &course.Version{CourseID: one.CourseID}, v)
	d.Own = d.Own && one.OwnerID == v.ViewerID() || one.TrainerID == one.OwnerID && strings.EqualFold(d.Trainer, one.Trainer)
	if err := h.held(c, form, &d, one.OwnerID); err != nil {
		return err
	}
	if !form.OK() {
		return h.planPage(c, form, &one)
	}
	err = h.DB.Write(ctx, func(tx *db.Tx) error {
		scope, err := h.scope(c, tx)
		if err != nil {
			return err
		}
		_, err = h.Sessions.Change(ctx, tx, one.UID, d, scope, v.Now)
		return err
	})
	if form.Refused(err) {
		return h.planPage(c, form, &one)
	}
	if err != nil {
		return err
	}
	return page.Done(c, sessionURL(one.UID), "session.changed")
}

// cancelShow asks before everybody is told.
func (h *Handlers) cancelShow(c *fiber.Ctx) error {
	one, err := h.mine(c)
	if err != nil {
		return err
	}
	version, err := h.Courses.Current(one.CourseID)
	if err != nil {
		return err
	}
	base := page.From(c)
	l := base.L
	base.Title = l.T("session.cancel")
	p := &page.Confirm{Base: base, Post: sessionURL(one.UID) + "/absagen", Button: l.T("session.cancel.do"), Danger: true,
		Facts: facts(l, one.Session, version, one.Owner), Back: page.Link{Label: l.T("common.cancel"), URL: sessionURL(one.UID)}}
	p.Heading = page.Heading{Kicker: version.Title(l.Lang()), Text: l.T("session.cancel.heading"), Lead: l.N("session.cancel.lead", one.Taken)}
	return page.Render(c, "confirm/show", p)
}

func (h *Handlers) cancelSave(c *fiber.Ctx) error {
	return h.change(c, sessionURL(c.Params("uid")), "session.cancelled", func(tx *db.Tx, scope people.Scope) error {
		return h.Sessions.Cancel(c.UserContext(), tx, c.Params("uid"), scope, visit.Of(c).Now)
	})
}

// change does one thing with a session and leads on with a message.
func (h *Handlers) change(c *fiber.Ctx, to, message string, do func(tx *db.Tx, scope people.Scope) error) error {
	if err := h.DB.Write(c.UserContext(), func(tx *db.Tx) error {
		scope, err := h.scope(c, tx)
		if err != nil {
			return err
		}
		return do(tx, scope)
	}); err != nil {
		return err
	}
	return page.Done(c, to, message)
}
