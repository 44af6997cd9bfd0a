package hrimport

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// Edit is the kind of plan for what is changed by hand.
const Edit change.Kind = "edit"

// ByHand is one change by hand. Exactly one part is set.
type ByHand struct {
	// From is the first day on which the new facts hold. It may be past: a report
	// of what was known before stays as it was.
	From calendar.Date

	PC         *PCEdit         `json:",omitempty"`
	Identity   *IdentityEdit   `json:",omitempty"`
	Person     *PersonEdit     `json:",omitempty"`
	Employment *EmploymentEdit `json:",omitempty"`
	Exit       *ExitEdit       `json:",omitempty"`
	Tags       *TagsEdit       `json:",omitempty"`
	Deputy     *DeputyEdit     `json:",omitempty"`
	Absence    *AbsenceEdit    `json:",omitempty"`
	Department *DepartmentEdit `json:",omitempty"`
	Merge      *MergeEdit      `json:",omitempty"`
	Split      *SplitEdit      `json:",omitempty"`
	Dissolve   *DissolveEdit   `json:",omitempty"`
	Heads      *HeadsEdit      `json:",omitempty"`
}

// edit is a part of ByHand. plan is pure: the same roster of the day gives the
// same change. An error is Invalid at the field that is wrong, or NotFound.
type edit interface {
	plan(r *people.Roster, from calendar.Date) (people.Change, error)
}

// part is the one that is set.
func (b ByHand) part() (edit, error) {
	switch {
	case b.PC != nil:
		return b.PC, nil
	case b.Identity != nil:
		return b.Identity, nil
	case b.Person != nil:
		return b.Person, nil
	case b.Employment != nil:
		return b.Employment, nil
	case b.Exit != nil:
		return b.Exit, nil
	case b.Tags != nil:
		return b.Tags, nil
	case b.Deputy != nil:
		return b.Deputy, nil
	case b.Absence != nil:
		return b.Absence, nil
	case b.Department != nil:
		return b.Department, nil
	case b.Merge != nil:
		return b.Merge, nil
	case b.Split != nil:
		return b.Split, nil
	case b.Dissolve != nil:
		return b.Dissolve, nil
	case b.Heads != nil:
		return b.Heads, nil
	default:
		return nil, errors.New("hrimport: an edit without a part")
	}
}

// Editor computes the change of an edit by hand; the change service needs it for
// Edit.
type Editor struct{}

// Propose implements change.Proposer.
func (Editor) Propose(ctx context.Context, c db.Conn, text json.RawMessage, effectiveOn calendar.Date) (change.Draft, error) {
	var b ByHand
	if len(text) == 0 { // emptied after its term
		return change.Draft{}, apperr.New(apperr.Stale, "error.change.expired", nil)
	}
	if err := json.Unmarshal(text, &b); err != nil {
		return change.Draft{}, fmt.Errorf("hrimport: edit: %w", err)
	}
	part, err := b.part()
	if err != nil {
		return change.Draft{}, err
	}
	roster, err := people.LoadRoster(ctx, c, b.From)
	if err != nil {
		return change.Draft{}, err
	}
	planned, err := part.plan(roster, b.From)
	if err != nil {
		return change.Draft{}, err
	}
	planned.EffectiveOn = effectiveOn
	planned.Sort()
	return change.Draft{People: planned}, nil
}

// Edit plans a change by hand. What it does to duties is planned for its day, or
// for today where that day is past: duties do not change in retrospect.
func (s *Service) Edit(ctx context.Context, b ByHand, title string, actor int64, today calendar.Date, now time.Time) (change.Plan, error) {
	input, err := json.Marshal(b)
	if err != nil {
		return change.Plan{}, fmt.Errorf("hrimport: edit: %w", err)
	}
	return s.changes.Propose(ctx, change.Request{Kind: Edit, Title: title, Actor: actor, EffectiveOn: max(b.From, today), Input: input}, now)
}

// person is somebody on record, NotFound for anybody else.
func personIn(r *people.Roster, key string) (*people.PersonEntry, error) {
	if entry := r.Persons[key]; entry != nil {
		return entry, nil
	}
	return nil, apperr.New(apperr.NotFound, "error.person.not_found", nil)
}

// invalid is the error of a field.
func invalid(field, key string, args map[string]any) error {
	return apperr.New(apperr.Invalid, key, args).At(field)
}

// onePerson is a change of one person on record.
func onePerson(entry *people.PersonEntry, one people.PersonChange, from calendar.Date) people.Change {
	if one.Before == nil {
		before := entry.PersonState
		one.Before = &before
	}
	one.Kind = kindOf(one, entry, from)
	return people.Change{Persons: []people.PersonChange{one}}
}
