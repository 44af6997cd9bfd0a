package author

import (
	"io"
	"mime/multipart"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/authoring"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/media"
	"zaemme/internal/web/page"
)

// mediaSave takes a film or sound in and puts it at the end of a text, or sets
// captions and transcript of one that is there, or takes it out.
func (h *Handlers) mediaSave(c *fiber.Ctx) error {
	form := page.ReadForm(c, "file", "author.media.file", "title", "author.media.title", "captions", "author.media.captions",
		"transcript", "author.media.transcript", "lang", "author.media.lang")
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	path := draftURL(d.ID) + "/medien"
	if remove := form.Get("remove"); remove != "" {
		if err := h.write(c, func(tx *db.Tx) error {
			return h.Authoring.Edit(c.UserContext(), tx, actOf(c), d.ID, func(content *coursefile.Course) error { return authoring.RemoveMedia(content, remove) })
		}); err != nil {
			return err
		}
		return page.Done(c, path, "author.media.removed")
	}
	name := form.Get("name")
	var file *multipart.FileHeader
	if name == "" {
		form.Required("title")
		file = form.File("file")
	}
	said := authoring.Said{Lang: d.Course().In(form.Get("lang")), Transcript: form.Get("transcript"), NoCaptions: form.Get("uncaption") != ""}
	said.NoTranscript = form.Get("shown") == said.Lang // emptied by whoever saw it, not left empty for another language
	if said.Captions, err = attachedText(form, "captions"); err != nil {
		return err
	}
	if form.OK() {
		err := h.write(c, func(tx *db.Tx) error {
			if name != "" {
				return h.Authoring.Say(c.UserContext(), tx, actOf(c), d.ID, name, said)
			}
			return h.filmAdd(c, tx, d.ID, file, said, form)
		})
		if err == nil {
			return page.Done(c, path, "author.media.saved")
		}
		if !form.RefusedAt(err, "", "file") {
			return err
		}
	}
	return page.Invalid(c, "author/media", newMedia(page.From(c), d, form))
}

func (h *Handlers) filmAdd(c *fiber.Ctx, tx *db.Tx, id int64, header *multipart.FileHeader, said authoring.Said, form *page.Form) error {
	file, err := header.Open()
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // only read
	name, err := h.Authoring.AddMedia(c.UserContext(), tx, actOf(c), id, header.Filename, file, header.Size, said)
	if err != nil {
		return err
	}
	return h.place(c, tx, id, form.Get("text"), alt(form.Get("title")), name)
}

// attachedText is the text of an attached file, "" without one; one that is too large
// is an error of the form.
func attachedText(form *page.Form, name string) (string, error) {
	header := form.Attached(name)
	if header == nil {
		return "", nil
	}
	if header.Size > media.MaxCaptions {
		form.Fail(name, "error.media.captions_large", "kilobytes", media.MaxCaptions>>10)
		return "", nil
	}
	file, err := header.Open()
	if err != nil {
		return "", err
	}
	defer file.Close() //nolint:errcheck // only read
	content, err := io.ReadAll(file)
	return string(content), err
}
