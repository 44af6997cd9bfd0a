package reminder

import (
	"context"

	"zaemme/internal/apperr"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
)

// blocked are the courses of which the persons of the duties get nothing now, with
// the reason, by person.
func (s *Service) blocked(ctx context.Context, c db.Conn, duties []ledger.Duty) (map[int64]map[int64]Reason, error) {
	list := map[int64]map[int64]Reason{}
	block := func(person, course int64, why Reason) {
		if list[person] == nil {
			list[person] = map[int64]Reason{}
		}
		list[person][course] = why
	}
	var persons []int64
	retired := map[int64]bool{}
	for i, d := range duties {
		if i == 0 || duties[i-1].PersonID != d.PersonID {
			persons = append(persons, d.PersonID)
		}
		gone, asked := retired[d.CourseID]
		if !asked {
			_, err := s.Courses.Course(d.CourseID, "")
			gone = apperr.Is(err, apperr.NotFound)
			retired[d.CourseID] = gone
		}
		if gone {
			block(d.PersonID, d.CourseID, Retired)
		}
	}
	if s.InReview == nil {
		return list, nil
	}
	in, err := s.InReview(ctx, c, persons)
	for _, d := range in {
		block(d.PersonID, d.CourseID, InReview)
	}
	return list, err
}
