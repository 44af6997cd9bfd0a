package hrimport

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/db"
)

// Service takes staff lists from a file to the facts.
type Service struct {
	db      *db.DB
	changes *change.Service
}

// New makes a service. The change service needs Proposer for change.People.
func New(d *db.DB, changes *change.Service) *Service { return &Service{db: d, changes: changes} }

// Preview is a plan as HR sees it, or the problems that forbid one.
type Preview struct {
	Plan    change.Plan // zero if Blocked
	Blocked bool        // a severe problem stands: nothing is stored, nothing can be applied
	Notes
}

// Notes go with a plan.
type Notes struct {
	List      List
	Problems  []Problem
	Brake     Brake
	Columns   []Column   // of the file
	Units     []UnitNote // of the file that are not on record
	Unknown   []string   // headers that were left out
	Forbidden []string   // headers that were dropped
	Options   Options
}

// DefaultDay is the day on which a new list takes effect unless somebody says
// otherwise: today, or the day of the last one if that is still to come.
func (s *Service) DefaultDay(ctx context.Context, today calendar.Date) (calendar.Date, error) {
	last, err := change.LastEffective(ctx, s.db, change.People)
	return max(today, last), err
}

// Show is a stored plan with its notes.
func (s *Service) Show(ctx context.Context, uid string) (Preview, error) {
	plan, err := change.Load(ctx, s.db, uid)
	if err != nil {
		return Preview{}, err
	}
	if plan.Kind != change.People {
		return Preview{}, apperr.New(apperr.NotFound, "error.change.not_found", nil)
	}
	return show(plan)
}

func show(plan change.Plan) (Preview, error) {
	notes, err := NotesOf(plan)
	return Preview{Plan: plan, Notes: notes}, err
}

// NotesOf are the notes that go with a plan of people; none with any other.
func NotesOf(plan change.Plan) (Notes, error) {
	var notes Notes
	if len(plan.Draft.Notes) > 0 {
		if err := json.Unmarshal(plan.Draft.Notes, &notes); err != nil {
			return notes, fmt.Errorf("hrimport: notes of plan %s: %w", plan.UID, err)
		}
		wholeNumbers(notes.Problems)
	}
	return notes, nil
}

// wholeNumbers gives lines and counts back the type that JSON took from them.
func wholeNumbers(problems []Problem) {
	for _, p := range problems {
		for name, value := range p.Args {
			if n, isNumber := value.(float64); isNumber {
				p.Args[name] = int(n)
			}
		}
	}
}

// Apply applies the plan as it was shown; see change.Service.Apply.
func (s *Service) Apply(ctx context.Context, uid string, actor int64, typed int, now time.Time) (batch int64, err error) {
	return s.changes.Apply(ctx, uid, actor, typed, now)
}
