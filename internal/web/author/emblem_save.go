package author

import (
	"errors"
	"io"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/authoring"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/web/page"
)

// emblemSave takes an SVG as the emblem of the course, or takes the emblem away.
func (h *Handlers) emblemSave(c *fiber.Ctx) error {
	form := page.ReadForm(c, "emblem", "author.emblem.file")
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	var content []byte
	done := "author.emblem.removed"
	if form.Get("remove") == "" {
		done = "author.emblem.taken"
		if header := form.File("emblem"); header != nil {
			file, err := header.Open()
			if err != nil {
				return err
			}
			defer file.Close() //nolint:errcheck // only read
			if content, err = io.ReadAll(io.LimitReader(file, coursefile.MaxEmblem+1)); err != nil {
				return err
			}
		}
	}
	if form.OK() {
		err := h.write(c, func(tx *db.Tx) error { return h.Authoring.SetEmblem(c.UserContext(), tx, actOf(c), d.ID, content) })
		if err == nil {
			return page.Done(c, draftURL(d.ID)+"/bilder", done)
		}
		var none *authoring.NoEmblem
		if errors.As(err, &none) {
			form.Fail("emblem", "author.emblem.refused", "line", none.Problem.Line, "why", none.Problem.Text(page.From(c).L.Lang()))
		} else if !form.Refused(err) {
			return err
		}
	}
	return page.Invalid(c, "author/images", newImages(page.From(c), d, form))
}
