package learning

import (
	"context"

	"zaemme/internal/calendar"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/ledger"
)

// CoursePage is one course as its page shows it to the person.
type CoursePage struct {
	Item Item
	// Why is nil where nobody asks for the course.
	Why *Why
	// Attempts handed in, the latest first, at most ten.
	Attempts []PastAttempt
	// FulfilledBy are online courses whose completion fulfils this one besides.
	FulfilledBy []*course.Version
	// Fulfils are courses that a completion of this one fulfils besides.
	Fulfils []*course.Version
}

// Why says who asks for the course, since when, and how the date came about.
type Why struct {
	Since calendar.Date
	Rules []coursefile.Texts // titles of the rules in the version that was in force
	// Calculation is the JSON list of curriculum.Step of the event that set the
	// due date, empty where the event tells none.
	Calculation []byte
}

// PastAttempt is an attempt that is handed in.
type PastAttempt struct {
	UID    string
	On     calendar.Date
	Passed bool
	Points int
	// Possible is 0 once the points are swept.
	Possible int
}

// Course is one course for its page: five statements at most.
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
	if p.Attempts, err = readPastAttempts(ctx, c, act.PersonID, i.Version.CourseID); err != nil || !i.HasDuty {
		return p, err
	}
	events, err := s.ledger.Events(ctx, c, act.PersonID, i.Version.CourseID)
	if err != nil {
		return p, err
	}
	why, reasons := whyOf(events, i.Governing.Cycle)
	why.Rules, err = readRuleTitles(ctx, c, reasons)
	p.Why = &why
	return p, err
}

// whyOf finds the reasons and the calculation in force for a cycle.
func whyOf(events []ledger.Event, cycle ledger.Cycle) (Why, []ledger.Reason) {
	w := Why{Since: cycle.AssignedOn}
	var reasons []ledger.Reason
	voided := map[int64]bool{}
	for _, e := range events {
		voided[e.Voids] = true
	}
	for _, e := range events {
		if voided[e.ID] || e.Cycle != cycle.No {
			continue
		}
		if len(e.Reasons) > 0 {
			reasons = e.Reasons
		} else if e.RuleID != 0 && len(reasons) == 0 {
			reasons = []ledger.Reason{{Rule: e.RuleID, Version: e.RuleVersion}}
		}
		if len(e.Calculation) > 0 {
			w.Calculation = e.Calculation
		}
	}
	return w, reasons
}
