package monthend

import (
	"context"

	"zaemme/internal/calendar"
)

// TableHash is SHA-256 over the table of a frozen month end as it is kept today: that
// of Month.SHA256 unless somebody has altered it. NotFound: it is not frozen.
func (s *Service) TableHash(ctx context.Context, day calendar.Date) ([32]byte, error) {
	months, err := s.Last(ctx, day, 1)
	if err != nil {
		return [32]byte{}, err
	}
	m := months[0]
	return m.Hash(head(m.Definitions, m.AsOf, m.KnownAt), func(id int64) string { return m.Courses[id].Code }), nil
}
