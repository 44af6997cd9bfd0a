package api

import (
	"bytes"
	"time"

	"github.com/gofiber/fiber/v2"

	"zaemme/internal/apperr"
	"zaemme/internal/monthend"
	"zaemme/internal/sheet"
	"zaemme/internal/web/page"
	"zaemme/internal/web/visit"
)

// month is an entry of GET /api/v1/months.
type month struct {
	Month    string    `json:"month"` // 2026-10
	AsOf     string    `json:"month_end"`
	FrozenAt time.Time `json:"frozen_at"`
}

// uncut refuses a key for a part of the organisation: the tables are told as a
// whole or not at all, since what is left of one after a cut could be subtracted.
func uncut(c *fiber.Ctx) error {
	if visit.Of(c).APIToken.DepartmentID != 0 {
		return apperr.New(apperr.Forbidden, "error.api.whole", nil)
	}
	return nil
}

// monthsList is which month ends are frozen, newest first.
func (h *Handlers) monthsList(c *fiber.Ctx) error {
	kind, err := form(c)
	if err == nil {
		err = uncut(c)
	}
	if err != nil {
		return err
	}
	stored, err := h.MonthEnds.Months(c.UserContext())
	if err != nil {
		return err
	}
	list := make([]month, len(stored))
	for i, s := range stored {
		list[i] = month{Month: s.AsOf.String()[:7], AsOf: s.AsOf.String(), FrozenAt: s.FrozenAt.UTC()}
	}
	var content []byte
	if kind == asCSV {
		content, err = monthsCSV(list)
	} else {
		content, err = encode(map[string]any{"months": list})
	}
	if err != nil {
		return err
	}
	return answer(c, kind, content)
}

func monthsCSV(list []month) ([]byte, error) {
	var out bytes.Buffer
	w, err := sheet.NewCSV(&out, "month", "month_end", "frozen_at")
	if err != nil {
		return nil, err
	}
	for _, m := range list {
		if err := w.Row(m.Month, m.AsOf, m.FrozenAt.Format(time.RFC3339)); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// monthShow is the published table of a month end, the same bytes as the files of
// its page in that language.
func (h *Handlers) monthShow(c *fiber.Ctx) error {
	kind, err := form(c)
	if err == nil {
		err = uncut(c)
	}
	if err != nil {
		return err
	}
	day, ok := monthend.ParseMonth(c.Params("month"))
	if !ok {
		return apperr.New(apperr.NotFound, "error.api.month", nil)
	}
	months, err := h.MonthEnds.Last(c.UserContext(), day, 1)
	if apperr.Is(err, apperr.NotFound) {
		return apperr.New(apperr.NotFound, "error.api.month", nil)
	}
	if err != nil {
		return err
	}
	l := page.From(c).L
	c.Vary(fiber.HeaderAcceptLanguage)
	c.Set(fiber.HeaderContentLanguage, l.Tag())
	var content []byte
	if kind == asCSV {
		var out bytes.Buffer
		err = months[0].WriteCSV(&out, l)
		content = out.Bytes()
	} else {
		content, err = months[0].JSON(l)
	}
	if err != nil {
		return err
	}
	return answer(c, kind, content)
}
