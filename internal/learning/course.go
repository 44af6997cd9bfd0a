package learning

import (
	"context"

	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/db"
)

// CoursePage is one course as its page shows it to the person.
type CoursePage struct {
	Item Item
	// Attempts handed in, the latest first, at most ten.
	Attempts []PastAttempt
	// FulfilledBy are online courses whose completion fulfils this one besides.
	FulfilledBy []*course.Version
	// Fulfils are courses that a completion of this one fulfils besides.
	Fulfils []*course.Version
}

// PastAttempt is an attempt that is handed in.
type PastAttempt struct {
	UID    string
	On     calendar.Date
	Passed bool
	Points Points
	// Possible is 0 once the points are swept.
	Possible int
}

// Course is one course for its page: three statements at most.
func (s *Service) Course(ctx context.Context, c db.Conn, act Act, code string) (CoursePage, error) {
	i, err := s.item(ctx, c, act, code)
	if err != nil {
		return CoursePage{}, err
	}
	p := CoursePage{Item: i}
	for _, id := range s.courses.FulfilledBy(i.Version.CourseID) {
		if v, err := s.courses.Current(id); err == nil && v.Online() {
			p.FulfilledBy = append(p.FulfilledBy, v)
		}
	}
	for _, id := range s.courses.Fulfils(i.Version.CourseID) {
		if v, err := s.courses.Current(id); err == nil {
			p.Fulfils = append(p.Fulfils, v)
		}
	}
	p.Attempts, err = readPastAttempts(ctx, c, act.PersonID, i.Version.CourseID)
	return p, err
}
