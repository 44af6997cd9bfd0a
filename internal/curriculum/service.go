package curriculum

import (
	"context"
	"crypto/rand"
	"io"

	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/holiday"
	"zaemme/internal/ledger"
)

// Service keeps curricula and rules, plans duties by them, and writes what was
// decided. It is safe for concurrent use.
type Service struct {
	db      *db.DB
	ledger  *ledger.Ledger
	courses *course.Catalogue
	random  io.Reader // of evidence numbers
}

// New makes a service.
func New(d *db.DB, l *ledger.Ledger, c *course.Catalogue) *Service {
	return &Service{db: d, ledger: l, courses: c, random: rand.Reader}
}

// Plan says what the proposal does to duties, sorted: seven statements whatever
// the number of people. It reads only. On a transaction it sees what that sees;
// on the pool it takes a consistent picture of its own.
func (s *Service) Plan(ctx context.Context, c db.Conn, p Proposal) (Effects, error) {
	if tx, ok := c.(*db.Tx); ok {
		return s.plan(ctx, tx, p)
	}
	var effects Effects
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		effects, err = s.plan(ctx, tx, p)
		return err
	})
	return effects, err
}

func (s *Service) plan(ctx context.Context, tx *db.Tx, p Proposal) (Effects, error) {
	book, err := LoadBook(ctx, tx, p.Day)
	if err != nil {
		return nil, err
	}
	if p.Rules != nil {
		change, err := ParseRules(p.Rules)
		if err != nil {
			return nil, err
		}
		todo, err := book.steps(change, s.content)
		if err != nil {
			return nil, err
		}
		book = book.with(todo)
	}
	dates, err := ParseDates(p.Dates)
	if err != nil {
		return nil, err
	}
	calendars, err := holiday.Load(ctx, tx)
	if err != nil {
		return nil, err
	}
	outages, err := outagesWith(ctx, tx, dates.Outage)
	if err != nil {
		return nil, err
	}
	requirements, err := requirementsWith(ctx, tx, dates.Version)
	if err != nil {
		return nil, err
	}
	planner := newPlanner(Facts{Org: p.Org, Day: p.Day, Book: book, Proposed: p.Rules != nil, Courses: s.facts(), Calendars: calendars,
		Dates: dates, Outages: outages, Requirements: requirements})
	planner.progress = p.Progress
	planner.limit(p.From, p.Until)
	if err := s.ledger.EachDutyWithTerms(ctx, tx, p.From, p.Until, func(d ledger.Duty, t ledger.Terms) error {
		return planner.add(Held{d, t})
	}); err != nil {
		return nil, err
	}
	return planner.end()
}

// facts are the courses of the catalogue.
func (s *Service) facts() []CourseFacts {
	var list []CourseFacts
	for _, v := range s.courses.All() {
		list = append(list, CourseFacts{ID: v.CourseID, Code: v.Code(), FulfilledBy: s.courses.FulfilledBy(v.CourseID)})
	}
	return list
}

// content finds a course by its code; an unknown one is NotFound.
func (s *Service) content(code string) (*coursefile.Course, error) {
	v, err := s.courses.ByCode(code)
	if err != nil {
		return nil, err
	}
	return v.Content, nil
}
