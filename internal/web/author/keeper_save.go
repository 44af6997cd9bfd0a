package author

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/authoring"
	"zaemme/internal/db"
	"zaemme/internal/i18n"
	"zaemme/internal/people"
	"zaemme/internal/web/page"
)

// carePart is who looks after a course, and whom its review was reminded of.
type carePart struct {
	Post     string
	Keepers  []page.Choice
	Reminded []string
}

// care reads it for the page of the course.
func (h *Handlers) care(c *fiber.Ctx, l *i18n.Printer, code string, courseID int64) (*carePart, error) {
	ctx := c.UserContext()
	care, err := authoring.CareOf(ctx, h.DB, courseID)
	if err != nil {
		return nil, err
	}
	writers, err := authoring.Writers(ctx, h.DB, actOf(c).Today)
	if err != nil {
		return nil, err
	}
	var told []int64
	for _, r := range care.Reminded {
		told = append(told, r.Recipient)
	}
	names, err := people.Names(ctx, h.DB, told...)
	if err != nil {
		return nil, err
	}
	return newCare(l, code, care, writers, names), nil
}

func newCare(l *i18n.Printer, code string, care authoring.Care, writers []authoring.Writer, names map[int64]string) *carePart {
	p := &carePart{Post: courseURL(code) + "/betreuung"}
	for _, w := range writers {
		p.Keepers = append(p.Keepers, page.Choice{Value: strconv.FormatInt(w.ID, 10), Label: w.Name(), Selected: w.ID == care.Keeper})
	}
	for _, r := range care.Reminded {
		key := "review.reminded.sent" // the outbox forgets what was sent long ago
		if r.State != "" {
			key = "review.reminded." + r.State
		}
		p.Reminded = append(p.Reminded, l.T(key, "day", r.On, "who", names[r.Recipient]))
	}
	return p
}

// keeperSave names who looks after the course, or nobody in particular.
func (h *Handlers) keeperSave(c *fiber.Ctx) error {
	person, err := strconv.ParseInt(page.ReadForm(c).Get("keeper"), 10, 64)
	if err != nil {
		person = 0 // nobody in particular
	}
	code := c.Params("code")
	if err := h.write(c, func(tx *db.Tx) error { return h.Authoring.Keep(c.UserContext(), tx, actOf(c), code, person) }); err != nil {
		return err
	}
	return page.Done(c, courseURL(code), "review.kept")
}
