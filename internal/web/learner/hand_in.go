package learner

import (
	"io"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/blob"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

const handInPath = "/nachweise/einreichen"

// handInPage takes the person's own certificate from outside, for HR to check.
type handInPage struct {
	page.Base
	page.Heading
	Form     *page.Form
	Courses  []page.Choice
	MaxBytes int
	Waiting  []handedIn
}

type handedIn struct{ Text, Scan, TakeBack string }

func (h *Handlers) handInShow(c *fiber.Ctx) error { return h.handInPage(c, nil) }

func (h *Handlers) handInPage(c *fiber.Ctx, form *page.Form) error {
	v := visit.Of(c)
	cases, err := evidence.Of(c.UserContext(), h.DB, v.ViewerID())
	if err != nil {
		return err
	}
	base := page.From(c)
	l := base.L
	p := &handInPage{Base: base, Form: form, MaxBytes: blob.MaxSize}
	p.Title = l.T("hand_in.title")
	months := v.Settings.Int("evidence_months")
	p.Heading = page.Heading{Kicker: l.T("nav.evidence"), Text: l.T("hand_in.heading"), Lead: l.N("hand_in.lead", months)}
	if months == 0 {
		p.Lead = l.T("hand_in.lead_always")
	}
	for _, version := range h.Courses.All() {
		p.Courses = append(p.Courses, page.Choice{Value: version.Code(), Label: version.Code() + " " + version.Title(l.Lang()), Selected: version.Code() == c.Query("kurs")})
	}
	for _, one := range cases {
		if one.State != evidence.Waiting || !one.Own() || one.Kind != evidence.Recognition {
			continue
		}
		p.Waiting = append(p.Waiting, handedIn{Text: l.T("hand_in.row", "course", h.courseName(one.CourseID, l.Lang()), "issuer", one.Issuer, "day", one.Day),
			Scan: "/nachweise/scan/" + one.UID, TakeBack: handInPath + "/" + one.UID + "/zurueckziehen"})
	}
	if form != nil {
		return page.Invalid(c, "learner/hand-in", p)
	}
	return page.Render(c, "learner/hand-in", p)
}

func (h *Handlers) handInSave(c *fiber.Ctx) error {
	v, ctx := visit.Of(c), c.UserContext()
	form := page.ReadForm(c, "course", "recognition.course", "day", "recognition.day", "issuer", "recognition.issuer", "scan", "recognition.scan")
	form.Required("course", "day", "issuer")
	wish := evidence.Wish{Person: v.ViewerID(), Day: form.Date("day"), Issuer: form.Get("issuer"), Settings: v.Settings}
	version, err := h.Courses.ByCode(form.Get("course"))
	switch {
	case err == nil:
		wish.Course = version.CourseID
	case apperr.Is(err, apperr.NotFound):
		form.Fail("course", "error.form.choice")
	default:
		return err
	}
	file := form.File("scan")
	if file != nil && file.Size > blob.MaxSize {
		form.Fail("scan", "error.too_large", "megabytes", blob.MaxSize>>20)
	}
	if !form.OK() {
		return h.handInPage(c, form)
	}
	r, err := file.Open()
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }()
	if wish.Scan, err = io.ReadAll(r); err != nil {
		return err
	}
	err = h.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := h.Evidence.HandIn(ctx, tx, wish, v.Now)
		return err
	})
	if form.Refused(err) {
		return h.handInPage(c, form)
	}
	if err != nil {
		return err
	}
	return page.Done(c, handInPath, "hand_in.done")
}

func (h *Handlers) handInTakeBack(c *fiber.Ctx) error {
	v := visit.Of(c)
	if err := h.DB.Write(c.UserContext(), func(tx *db.Tx) error {
		_, err := h.Evidence.Withdraw(c.UserContext(), tx, c.Params("uid"), v.ViewerID(), v.Now)
		return err
	}); err != nil {
		return err
	}
	return page.Done(c, handInPath, "hand_in.taken_back")
}
