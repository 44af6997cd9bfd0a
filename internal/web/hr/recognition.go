package hr

import (
	"io"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/blob"
	"zaemme/internal/course"
	"zaemme/internal/db"
	"zaemme/internal/evidence"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// recognitionPage takes outside evidence of one person.
type recognitionPage struct {
	page.Base
	page.Heading
	Form       *page.Form
	Path, Back string
	Courses    []page.Choice
	MaxBytes   int
}

func recognitionURL(uid string) string { return personURL(uid) + "/nachweis" }

// notOwn is the person of the address, who is not the viewer.
func (h *Handlers) notOwn(c *fiber.Ctx) (people.Scope, people.Person, error) {
	scope, person, err := h.person(c)
	if err != nil {
		return scope, person, err
	}
	return scope, person, people.NotOwn(visit.Of(c).ViewerID(), person.ID)
}

func (h *Handlers) recognitionShow(c *fiber.Ctx) error { return h.recognitionPage(c, nil) }

func (h *Handlers) recognitionPage(c *fiber.Ctx, form *page.Form) error {
	scope, person, err := h.notOwn(c)
	if err != nil {
		return err
	}
	if err := h.looked(c, "hr.recognition", scope, person.ID); err != nil {
		return err
	}
	p := newRecognition(page.From(c), person, h.Catalogue.All(), c.Query("kurs"), visit.Of(c).Settings.Int("evidence_months"))
	if p.Form = form; form != nil {
		return page.Invalid(c, "hr/recognition", p)
	}
	return page.Render(c, "hr/recognition", p)
}

func newRecognition(base page.Base, person people.Person, courses []*course.Version, chosen string, months int) *recognitionPage {
	l := base.L
	base.Title = l.T("recognition.do")
	p := &recognitionPage{Base: base, Path: recognitionURL(person.UID.String()), Back: personURL(person.UID.String()), MaxBytes: blob.MaxSize}
	p.Heading = page.Heading{Kicker: person.Name(), Text: l.T("recognition.title", "name", person.Name()), Lead: l.N("recognition.lead", months)}
	if months == 0 {
		p.Lead = l.T("recognition.lead_always")
	}
	for _, v := range courses {
		p.Courses = append(p.Courses, page.Choice{Value: v.Code(), Label: v.Code() + " " + v.Title(l.Lang()), Selected: v.Code() == chosen})
	}
	return p
}

func (h *Handlers) recognitionSave(c *fiber.Ctx) error {
	v := visit.Of(c)
	_, person, err := h.notOwn(c)
	if err != nil {
		return err
	}
	form := page.ReadForm(c, "course", "recognition.course", "day", "recognition.day", "issuer", "recognition.issuer", "scan", "recognition.scan")
	form.Required("course", "day", "issuer")
	wish := evidence.Wish{Person: person.ID, Actor: v.ViewerID(), Day: form.Date("day"), Issuer: form.Get("issuer"), Settings: v.Settings}
	version, err := h.Catalogue.ByCode(form.Get("course"))
	switch {
	case err == nil:
		wish.Course = version.CourseID
	case apperr.Is(err, apperr.NotFound):
		form.Fail("course", "error.form.choice")
	default:
		return err
	}
	if wish.Scan, err = attached(form, "scan"); err != nil {
		return err
	}
	if !form.OK() {
		return h.recognitionPage(c, form)
	}
	err = h.DB.Write(c.UserContext(), func(tx *db.Tx) error {
		_, err := h.Evidence.Recognise(c.UserContext(), tx, wish, v.Now)
		return err
	})
	if form.Refused(err) {
		return h.recognitionPage(c, form)
	}
	if err != nil {
		return err
	}
	return page.Done(c, dutyURL(person.UID.String(), version.Code()), "recognition.proposed")
}

// attached is the content of a file that may be left out; nil without one.
func attached(form *page.Form, name string) ([]byte, error) {
	file := form.Attached(name)
	if file == nil {
		return nil, nil
	}
	if file.Size > blob.MaxSize {
		form.Fail(name, "error.too_large", "megabytes", blob.MaxSize>>20)
		return nil, nil
	}
	r, err := file.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	return io.ReadAll(r)
}
