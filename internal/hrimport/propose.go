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
	File    *File
	Options Options
}

func decode(text json.RawMessage) (input, error) {
	var in input
	if len(text) == 0 { // emptied after its term
		return in, apperr.New(apperr.Stale, "error.change.expired", nil)
	}
	if err := json.Unmarshal(text, &in); err != nil {
		return in, fmt.Errorf("hrimport: rows of the plan: %w", err)
	}
	if in.File == nil {
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
	roster, err := people.LoadRoster(ctx, c, effectiveOn)
	if err != nil {
		return change.Draft{}, err
	}
	set, err := settings.Load(ctx, c, effectiveOn)
	if err != nil {
		return change.Draft{}, err
	}
	shares := Shares{Leavers: set.Int("leavers_percent"), Movers: set.Int("movers_percent")}
	p := Plan(roster, in.File, in.Options, shares)
	notes := Notes{Problems: p.Problems, Brake: p.Brake, Unknown: in.File.Unknown, Forbidden: in.File.Forbidden, Columns: in.File.Columns,
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
