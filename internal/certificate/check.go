package certificate

import (
	"context"
	"slices"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/db"
)

// State is what anybody may know of a certificate.
type State string

// The states.
const (
	Valid   State = "valid"
	Expired State = "expired"
	Revoked State = "revoked" // taken back, or corrected to another number
)

// Checked is the answer to somebody who has number and code.
type Checked struct {
	State  State
	No     string
	Course *course.Version
	On     calendar.Date // none of one that was corrected away
}

// Check answers what a certificate is worth on the day; NotFound for an unknown
// number as for a wrong code. The code is judged before anything is read.
func (s *Service) Check(ctx context.Context, c db.Conn, no, code string, today calendar.Date) (Checked, error) {
	unknown := apperr.New(apperr.NotFound, "error.certificate.check", nil)
	no = typedNo(no)
	if len(code) > maxTyped || !s.matches(no, code) {
		return Checked{}, unknown
	}
	person, courseID, err := completionOf(ctx, c, no)
	if db.IsNotFound(err) {
		return Checked{}, unknown
	}
	if err != nil {
		return Checked{}, err
	}
	list, err := s.Evidences(ctx, c, person)
	if err != nil {
		return Checked{}, err
	}
	i := slices.IndexFunc(list, func(e Evidence) bool { return e.No == no })
	if i < 0 { // a correction has put another in its place
		v, err := s.courses.Current(courseID)
		return Checked{State: Revoked, No: no, Course: v}, err
	}
	e := list[i]
	checked := Checked{State: Valid, No: no, Course: e.Course, On: e.CompletedOn}
	switch {
	case e.Revoked:
		checked.State = Revoked
	case !e.ValidOn(today):
		checked.State = Expired
	}
	return checked, nil
}
