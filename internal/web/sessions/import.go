package sessions

import (
	"io"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/hrimport"
	"zaemme/internal/web/page"
)

// maxList is the size of the largest list of people, in bytes.
const maxList = 2 << 20

// shownNumbers of those that nobody has are named; the rest is counted.
const shownNumbers = 8

// numbers are the personnel numbers of the list in the file.
func (h *Handlers) numbers(form *page.Form) ([]string, error) {
	file := form.File("file")
	if file == nil {
		return nil, nil
	}
	r, err := file.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	content, err := io.ReadAll(io.LimitReader(r, maxList))
	if err != nil {
		return nil, err
	}
	list, _, err := hrimport.ReadParticipants(file.Filename, content)
	if form.RefusedAt(err, "", "file") {
		return nil, nil
	}
	if err == nil && len(list) == 0 {
		form.Fail("file", "error.session.import_none")
	}
	return list, err
}

// imported says how many are new on the list, and whom nobody knows.
func (h *Handlers) imported(c *fiber.Ctx, uid string, added int, unknown []string) error {
	if len(unknown) == 0 {
		return page.Done(c, sessionURL(uid), "session.imported", "n", added)
	}
	shown := strings.Join(unknown[:min(len(unknown), shownNumbers)], ", ")
	if len(unknown) > shownNumbers {
		shown += " …"
	}
	return page.Done(c, sessionURL(uid), "session.imported_part", "n", added, "unknown", len(unknown), "numbers", shown)
}
