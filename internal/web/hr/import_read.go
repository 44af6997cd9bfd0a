package hr

import (
	"errors"
	"fmt"
	"io"
	"mime/multipart"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/change"
	"zaemme/internal/hrimport"
	"zaemme/internal/task"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// importRead reads the file in memory and lets a task plan its cleaned rows. A
// file with errors leaves nothing behind.
func (h *Handlers) importRead(c *fiber.Ctx) error {
	return h.readUpload(c, page.ReadForm(c, "file", "hr.import.file", "day", "hr.import.day"))
}

func (h *Handlers) readUpload(c *fiber.Ctx, form *page.Form) error {
	v := visit.Of(c)
	upload := hrimport.Upload{List: listNamed(form.Get("list")), EffectiveOn: form.Date("day"), Options: importOptions(form)}
	if file := form.File("file"); file != nil {
		content, err := readFile(file)
		if err != nil && !form.Refused(err) {
			return err
		}
		upload.Name, upload.Content = file.Filename, content
	}
	if !form.OK() {
		return h.importPage(c, upload.List, form, nil)
	}
	prepared, err := h.Imports.Prepare(c.UserContext(), upload, v.Today, v.ViewerID())
	if err != nil {
		if form.Refused(atFile(err)) {
			return h.importPage(c, upload.List, form, nil)
		}
		return err
	}
	switch {
	case prepared.Blocked && columnsMissing(prepared.Notes):
		return h.columnsPage(c, newColumns(page.From(c), form, hrimport.FileName(upload.Name), prepared.Notes))
	case prepared.Blocked:
		return h.importPage(c, upload.List, form, newProblems(page.From(c).L, hrimport.FileName(upload.Name), prepared.Notes))
	}
	return h.begin(c, task.Request{Kind: change.ProposeTask, Title: prepared.Request.Title, Input: change.Wanted{Request: prepared.Request}})
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
