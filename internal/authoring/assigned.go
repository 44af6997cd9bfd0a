package authoring

import (
	"context"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
)

// assignedBy are the titles of the curricula by which a rule in force assigns the
// course.
func assignedBy(ctx context.Context, c db.Conn, code string, today calendar.Date) ([]string, error) {
	book, err := curriculum.LoadBook(ctx, c, today)
	if err != nil {
		return nil, err
	}
	var titles []string
	for _, one := range book.Curricula {
		inForce := slices.ContainsFunc(book.Rules, func(r curriculum.Rule) bool { return r.Active && r.Curriculum == one.Code })
		if inForce && slices.ContainsFunc(one.Lines, func(line curriculum.Line) bool { return line.Course == code || line.Refresher == code }) {
			titles = append(titles, one.Title.In("de"))
		}
	}
	return titles, nil
}
