package hr

import (
	"context"

	"zaemme/internal/change"
	"zaemme/internal/ledger"
)

// learningTime is the planned time of what begins, in minutes: of the course, of the
// short one that renews it, or of what has changed in its newest version; 0 for a
// course that is gone.
func (h *Handlers) learningTime(ctx context.Context) func(change.Content) int {
	known := map[change.Content]int{}
	course := func(code string) int {
		v, err := h.Catalogue.ByCode(code)
		if err != nil {
			return 0
		}
		return v.Content.Minutes
	}
	return func(c change.Content) int {
		minutes, ok := known[c]
		if ok {
			return minutes
		}
		switch c.Variant {
		case "":
			minutes = course(c.Course)
		case ledger.Difference:
			minutes = h.changedMinutes(ctx, c.Course)
		default:
			minutes = course(c.Variant)
		}
		known[c] = minutes
		return minutes
	}
}

// changedMinutes are those of the modules that the newest version has changed; the
// whole course where that cannot be said.
func (h *Handlers) changedMinutes(ctx context.Context, code string) int {
	list, err := h.Catalogue.History(ctx, h.DB, code)
	if err != nil || len(list) == 0 {
		return 0
	}
	newest := list[0].Content
	if len(list) == 1 {
		return newest.Minutes
	}
	sum := 0
	for _, no := range newest.Since(list[1].Content).Modules {
		sum += newest.Module(no).Minutes
	}
	return sum
}
