package authoring

import (
	"context"

	"zaemme/internal/course"
	"zaemme/internal/db"
)

// Withdrawn are the numbers, from 1, of the draft's questions that stand as in the
// version it began with and are withdrawn there: published as they are, they stay so.
func (s *Service) Withdrawn(ctx context.Context, c db.Conn, d Draft) (map[int]bool, error) {
	if d.Base == 0 {
		return nil, nil
	}
	list, err := course.Withdrawals(ctx, c, d.Base)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	base, err := s.Courses.VersionIn(ctx, c, d.Base)
	if err != nil {
		return nil, err
	}
	numbers, content := map[int]bool{}, d.Course()
	for i := range content.Questions {
		for _, w := range list {
			if content.Questions[i].ID == w.Question && content.Same(base.Content, w.Question) {
				numbers[i+1] = true
			}
		}
	}
	return numbers, nil
}
