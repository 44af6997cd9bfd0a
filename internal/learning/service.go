package learning

import (
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/ledger"
)

// Service has the use cases. It is safe for concurrent use.
type Service struct {
	courses *course.Catalogue
	ledger  *ledger.Ledger
	takers  takers
}

// New takes courses from the catalogue and writes to the ledger.
func New(c *course.Catalogue, l *ledger.Ledger) *Service { return &Service{courses: c, ledger: l} }

// Act is who learns and when. PersonID is always who is signed in.
type Act struct {
	PersonID int64
	Now      time.Time
	Today    calendar.Date
}

func notFound() error { return apperr.New(apperr.NotFound, "error.learning.not_found", nil) }

// tested is the course as long as it has a test on the screen.
func (s *Service) tested(code string) (*course.Version, error) {
	v, err := s.online(code)
	if err == nil {
		err = NoTest(v)
	}
	return v, err
}

// NoTest is the error of a course that has no test, nil for one that has: it says what
// is there instead.
func NoTest(v *course.Version) error {
	switch {
	case v.Policy():
		return apperr.New(apperr.NotFound, "error.learning.policy", nil)
	case v.Practical():
		return apperr.New(apperr.NotFound, "error.learning.practical", nil)
	}
	return nil
}

// online is the course as long as it can be done on the screen.
func (s *Service) online(code string) (*course.Version, error) {
	v, err := s.courses.ByCode(code)
	if err != nil {
		return nil, err
	}
	if !v.Online() {
		return nil, apperr.New(apperr.NotFound, "error.learning.classroom", nil)
	}
	return v, nil
}
