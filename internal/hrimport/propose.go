package hrimport

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/settings"
)

// Proposer computes the change of people from the rows that a plan keeps.
type Proposer struct{}

// input is what a plan keeps of a file.
type input struct {
	File     *File        `json:",omitempty"` // a staff list; or
	Tree     *TreeFile    `json:",omitempty"` // departments; or
	Absences *AbsenceFile `json:",omitempty"` // or
	Numbers  *NumberFile  `json:",omitempty"` // new personnel numbers
	Options  Options
}

// list is the kind of file.
func (in input) list() List {
	switch {
	case in.Tree != nil:
		return Tree
	case in.Absences != nil:
		return Absences
	case in.Numbers != nil:
		return Numbers
	default:
		return Staff
	}
}

// found is what the file has beside its rows, and how many rows it has.
func (in input) found() (Found, int) {
	switch in.list() {
	case Tree:
		return in.Tree.Found, len(in.Tree.Units)
	case Absences:
		return in.Absences.Found, len(in.Absences.Absences)
	case Numbers:
		return in.Numbers.Found, len(in.Numbers.Numbers)
	default:
		return in.File.Found, len(in.File.Rows)
	}
}

func decode(text json.RawMessage) (input, error) {
	var in input
	if len(text) == 0 { // emptied after its term
		return in, apperr.New(apperr.Stale, "error.change.expired", nil)
	}
	if err := json.Unmarshal(text, &in); err != nil {
		return in, fmt.Errorf("hrimport: rows of the plan: %w", err)
	}
	if in.list() == Staff && in.File == nil {
		return in, errors.New("hrimport: the plan has no rows")
	}
	return in, nil
}

// blocked is a proposal that may not be stored.
type blocked struct{ notes Notes }

func (*blocked) Error() string { return "hrimport: the file has errors" }

// Propose implements change.Proposer.
func (Proposer) Propose(ctx context.Context, c db.Conn, text json.RawMessage, effectiveOn calendar.Date) (change.Draft, error) {
	in, err := decode(text)
	if err != nil {
		return change.Draft{}, err
	}
	p, err := in.plan(ctx, c, effectiveOn)
	if err != nil {
		return change.Draft{}, err
	}
	of, _ := in.found()
	notes := Notes{List: in.list(), Problems: p.Problems, Brake: p.Brake, Unknown: of.Unknown, Forbidden: of.Forbidden, Columns: of.Columns,
		Units: p.Units, Options: in.Options}
	if p.Blocked() {
		return change.Draft{}, apperr.Wrap(apperr.Invalid, "error.import.blocked", &blocked{notes})
	}
	encoded, err := json.Marshal(notes)
	if err != nil {
		return change.Draft{}, fmt.Errorf("hrimport: encode notes: %w", err)
	}
	return change.Draft{People: p.Change, Confirm: p.Brake.Confirm(), Notes: encoded}, nil
}

// plan compares the file with what is on record.
func (in input) plan(ctx context.Context, c db.Conn, effectiveOn calendar.Date) (Proposal, error) {
	roster, err := people.LoadRoster(ctx, c, effectiveOn)
	if err != nil {
		return Proposal{}, err
	}
	switch in.list() {
	case Absences:
		return PlanAbsences(roster, in.Absences, in.Options), nil
	case Numbers:
		return PlanNewNumbers(roster, in.Numbers), nil
	case Tree:
		return in.planTree(ctx, c, roster)
	default:
		set, err := settings.Load(ctx, c, effectiveOn)
		if err != nil {
			return Proposal{}, err
		}
		return Plan(roster, in.File, in.Options, Shares{Leavers: set.Int("leavers_percent"), Movers: set.Int("movers_percent")}), nil
	}
}

func (in input) planTree(ctx context.Context, c db.Conn, roster *people.Roster) (Proposal, error) {
	days := in.Tree.Days(roster.Day)
	if len(days) > maxTreeDays {
		return Proposal{Problems: append(in.Tree.Problems, Problem{Severity: severe, Key: keyManyDays, Args: args("limit", maxTreeDays)})}, nil
	}
	rosters := map[calendar.Date]*people.Roster{roster.Day: roster}
	for _, day := range days[1:] {
		later, err := people.LoadRoster(ctx, c, day)
		if err != nil {
			return Proposal{}, err
		}
		rosters[day] = later
	}
	return PlanTree(rosters, roster.Day, in.Tree, in.Options), nil
}
