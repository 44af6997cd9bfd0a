package hr

import (
	"errors"
	"fmt"
	"io"
	"mime/multipart"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/hrimport"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// importRead reads the file in memory, plans, and leads on to the preview. A
// file with errors leaves nothing behind.
func (h *Handlers) importRead(c *fiber.Ctx) error {
	v := visit.Of(c)
	form := page.ReadForm(c, "file", "hr.import.file", "day", "hr.import.day")
	upload := hrimport.Upload{EffectiveOn: form.Date("day"), Options: importOptions(form)}
	if file := form.File("file"); file != nil {
		content, err := readFile(file)
		if err != nil && !form.Refused(err) {
			return err
		}
		upload.Name, upload.Content = file.Filename, content
	}
	if !form.OK() {
		return h.importPage(c, form, nil)
	}
	preview, err := h.Imports.Preview(c.UserContext(), upload, v.Today, v.ViewerID(), v.Now)
	if err != nil {
		if form.Refused(atFile(err)) {
			return h.importPage(c, form, nil)
		}
		return err
	}
	if preview.Blocked {
		return h.importPage(c, form, newProblems(page.From(c).L, upload.Name, preview.Notes))
	}
	return page.To(c, importPath(preview.Plan.UID.String()))
}

// atFile puts the error of a file that is no table beside the field of the file.
func atFile(err error) error {
	var e *apperr.Error
	if !errors.As(err, &e) || e.Field != "" {
		return err
	}
	moved := *e
	return moved.At("file")
}

func readFile(header *multipart.FileHeader) ([]byte, error) {
	if header.Size > MaxFile {
		return nil, apperr.New(apperr.TooLarge, "error.too_large", map[string]any{"megabytes": MaxFile >> 20}).At("file")
	}
	file, err := header.Open()
	if err != nil {
		return nil, fmt.Errorf("hr: open the upload: %w", err)
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(file)
	if err != nil {
		return nil, fmt.Errorf("hr: read the upload: %w", err)
	}
	return content, nil
}
