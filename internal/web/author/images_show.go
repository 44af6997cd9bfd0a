package author

import (
	"html/template"
	"io"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/authoring"
	"zaemme/internal/blob"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/web/page"
)

// maxUpload is the size of a picture as it leaves a camera, in bytes; what is kept
// is smaller.
const maxUpload = 12 << 20

type imagesPage struct {
	page.Base
	page.Heading
	Form     *page.Form
	Path     string
	Rows     []imageRow
	Texts    []page.Choice
	MaxBytes int
	Editing  bool
	Back     string
	Draft    string
	Emblem   template.HTML
	Drawn    bool // else it is composed from the code
	MostSVG  int
}

type imageRow struct {
	Name, URL, Size, Line string
	Width, Height         int
}

func (h *Handlers) imagesShow(c *fiber.Ctx) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	return page.Render(c, "author/images", newImages(page.From(c), d, nil))
}

func newImages(base page.Base, d authoring.Draft, form *page.Form) *imagesPage {
	l, content := base.L, d.Course()
	base.Title = l.T("author.images")
	p := &imagesPage{Base: base, Form: form, Path: draftURL(d.ID) + "/bilder", MaxBytes: maxUpload, Editing: d.State == authoring.Editing, Back: draftURL(d.ID)}
	p.Heading = page.Heading{Kicker: d.Code + " · " + content.Titles.In(l.Lang()), Text: l.N("author.images.heading", len(content.Images)), Lead: l.T("author.images.lead")}
	p.Draft = draftURL(d.ID)
	p.Emblem, p.Drawn, p.MostSVG = page.CourseEmblem(content.Emblem, d.Code), content.Emblem != "", coursefile.MaxEmblem
	for _, one := range content.Images {
		p.Rows = append(p.Rows, imageRow{Name: one.Name, URL: one.URL(), Width: one.Width, Height: one.Height,
			Size: l.T("author.images.size", "width", one.Width, "height", one.Height), Line: "![" + l.T("author.images.alt_here") + "](" + one.Name + ")"})
	}
	p.Texts = textChoices(l, content)
	return p
}

// textChoices are the texts into which something can be put.
func textChoices(l *i18n.Printer, content *coursefile.Course) []page.Choice {
	var list []page.Choice
	for _, m := range content.Modules {
		_, value, _ := strings.Cut(textURL(0, authoring.PartModule, m.No, ""), "/text/")
		list = append(list, page.Choice{Value: value, Label: placeText(l, content, authoring.Place{Part: authoring.PartModule, No: m.No})})
	}
	if content.Trainer != nil {
		list = append(list, page.Choice{Value: string(authoring.PartTrainer), Label: l.T("author.place.trainer")})
	}
	if content.Handout != nil {
		list = append(list, page.Choice{Value: string(authoring.PartHandout), Label: l.T("author.place.handout")})
	}
	return list
}

// imageAdd takes a picture in, with the text for who does not see it, and puts it at
// the end of a text.
func (h *Handlers) imageAdd(c *fiber.Ctx) error {
	form := page.ReadForm(c, "file", "author.images.file", "alt", "author.images.alt")
	if remove := form.Get("remove"); remove != "" {
		if err := h.write(c, func(tx *db.Tx) error {
			return h.Authoring.Edit(c.UserContext(), tx, actOf(c), draftID(c), func(content *coursefile.Course) error { return authoring.RemoveImage(content, remove) })
		}); err != nil {
			return err
		}
		return page.Done(c, draftURL(draftID(c))+"/bilder", "author.images.removed")
	}
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	form.Required("alt")
	header := form.File("file")
	if form.OK() {
		file, err := header.Open()
		if err != nil {
			return err
		}
		defer file.Close() //nolint:errcheck // only read
		content, err := io.ReadAll(io.LimitReader(file, maxUpload))
		if err != nil {
			return err
		}
		err = h.write(c, func(tx *db.Tx) error {
			name, err := h.Authoring.AddImage(c.UserContext(), tx, actOf(c), d.ID, header.Filename, content)
			if err != nil {
				return err
			}
			return h.place(c, tx, d.ID, form.Get("text"), alt(form.Get("alt")), name)
		})
		if err == nil {
			return page.Done(c, draftURL(d.ID)+"/bilder", "author.images.added")
		}
		if !form.RefusedAt(err, "", "file") {
			return err
		}
	}
	return page.Invalid(c, "author/images", newImages(page.From(c), d, form))
}

// place puts a picture or player at the end of a text and of its translations, which
// have the same blocks; without a text it waits in the list.
func (h *Handlers) place(c *fiber.Ctx, tx *db.Tx, id int64, text, title, name string) error {
	return h.Authoring.Edit(c.UserContext(), tx, actOf(c), id, func(content *coursefile.Course) error {
		m, _, err := textOf(content, text)
		if err != nil {
			return nil
		}
		line := "![" + title + "](" + name + ")"
		m.Body = withImage(m.Body, line)
		for lang, body := range m.Translations {
			m.Translations[lang] = withImage(body, line)
		}
		return nil
	})
}

// alt is a text that may stand between the brackets of a picture.
func alt(text string) string {
	return strings.NewReplacer("[", "(", "]", ")", "\n", " ", `\`, "").Replace(plainText(text))
}

// withImage puts a picture before «Merken Sie sich», with which a module ends, or
// at the end.
func withImage(body, line string) string {
	if at := strings.LastIndex(body, "\n> [!REMEMBER]"); at >= 0 {
		return body[:at+1] + line + "\n\n" + body[at+1:]
	}
	return strings.TrimRight(body, "\n") + "\n\n" + line
}

// imageSend hands a picture of a course out: the address says its content, so that
// it never changes.
func (h *Handlers) imageSend(c *fiber.Ctx) error {
	hash, _, _ := strings.Cut(c.Params("name"), ".")
	file, err := course.Image(c.UserContext(), h.DB, hash)
	if err != nil {
		return err
	}
	return page.Stored(c, file, "private, max-age=31536000, immutable", func(from, to int64) ([]byte, error) {
		return blob.Read(c.UserContext(), h.DB, file, from, to)
	})
}
