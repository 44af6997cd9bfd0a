package learning

import (
	"context"
	"slices"

	"zaemme/internal/db"
	"zaemme/internal/ledger"
)

// Overview is all that concerns the person on the day, in two statements.
func (s *Service) Overview(ctx context.Context, c db.Conn, act Act) (Overview, error) {
	duties, err := s.ledger.Duties(ctx, c, []int64{act.PersonID})
	if err != nil {
		return Overview{}, err
	}
	done, err := readProgress(ctx, c, act.PersonID)
	if err != nil {
		return Overview{}, err
	}
	var items []Item
	for _, d := range duties {
		v, err := s.courses.Current(d.CourseID)
		if err != nil {
			return Overview{}, err
		}
		items = append(items, newItem(v, d, done[d.CourseID], act.Today))
	}
	return arrange(items, act.Today), nil
}

// Catalogue is every published course with how the person stands to it, by
// code, in two statements.
func (s *Service) Catalogue(ctx context.Context, c db.Conn, act Act) ([]Item, error) {
	duties, err := s.ledger.Duties(ctx, c, []int64{act.PersonID})
	if err != nil {
		return nil, err
	}
	done, err := readProgress(ctx, c, act.PersonID)
	if err != nil {
		return nil, err
	}
	var items []Item
	for _, v := range s.courses.All() {
		d := ledger.Duty{PersonID: act.PersonID, CourseID: v.CourseID}
		if i := slices.IndexFunc(duties, func(d ledger.Duty) bool { return d.CourseID == v.CourseID }); i >= 0 {
			d = duties[i]
		}
		items = append(items, newItem(v, d, done[v.CourseID], act.Today))
	}
	return items, nil
}

// item is how the person stands to one course.
func (s *Service) item(ctx context.Context, c db.Conn, act Act, code string) (Item, error) {
	v, err := s.courses.ByCode(code)
	if err != nil {
		return Item{}, err
	}
	d, err := s.duty(ctx, c, act.PersonID, v.CourseID)
	if err != nil {
		return Item{}, err
	}
	done, err := readProgress(ctx, c, act.PersonID)
	if err != nil {
		return Item{}, err
	}
	return newItem(v, d, done[v.CourseID], act.Today), nil
}
