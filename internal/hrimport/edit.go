package hrimport

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/db"
	"zaemme/internal/people"
)

// Edit is the kind of plan for one person's fields, changed by hand.
const Edit change.Kind = "edit"

// PCEdit is HR's word on «PC ja/nein» of one person. It stands until HR says
// otherwise: no later file overrules it.
type PCEdit struct {
	Person string // PersonKey
	HasPC  bool
}

// Editor computes the change of an edit by hand; the change service needs it for
// Edit.
type Editor struct{}

// Propose implements change.Proposer. NotFound for an unknown person.
func (Editor) Propose(ctx context.Context, c db.Conn, text json.RawMessage, effectiveOn calendar.Date) (change.Draft, error) {
	var edit PCEdit
	if err := json.Unmarshal(text, &edit); err != nil {
		return change.Draft{}, fmt.Errorf("hrimport: edit: %w", err)
	}
	roster, err := people.LoadRoster(ctx, c, effectiveOn)
	if err != nil {
		return change.Draft{}, err
	}
	entry := roster.Persons[edit.Person]
	if entry == nil {
		return change.Draft{}, apperr.New(apperr.NotFound, "error.person.not_found", nil)
	}
	draft := change.Draft{People: people.Change{EffectiveOn: effectiveOn}}
	after := people.TraitState{HasPC: edit.HasPC, Source: "hr"}
	if entry.Traits != nil {
		after.Tags = entry.Traits.Tags
		if entry.Traits.HasPC == after.HasPC && entry.Traits.Source == after.Source {
			return draft, nil
		}
	}
	before := entry.PersonState
	draft.People.Persons = []people.PersonChange{{
		Key: edit.Person, Kind: people.Changed, Before: &before,
		Traits: &people.TraitChange{Before: entry.Traits, After: after, From: effectiveOn},
	}}
	return draft, nil
}

// EditPC plans HR's word on one person's PC from the day on. Forbidden for the
// own person: what courses somebody has to do depends on it.
func (s *Service) EditPC(ctx context.Context, edit PCEdit, title string, effectiveOn calendar.Date, actor int64, now time.Time) (change.Plan, error) {
	if err := s.notOwn(ctx, actor, edit.Person); err != nil {
		return change.Plan{}, err
	}
	input, err := json.Marshal(edit)
	if err != nil {
		return change.Plan{}, fmt.Errorf("hrimport: edit: %w", err)
	}
	return s.changes.Propose(ctx, change.Request{Kind: Edit, Title: title, Actor: actor, EffectiveOn: effectiveOn, Input: input}, now)
}

// MayDecide refuses (Forbidden) that somebody applies an edit that changes the
// own person, whoever has planned it.
func (s *Service) MayDecide(ctx context.Context, uid string, actor int64) error {
	plan, err := change.Load(ctx, s.db, uid)
	if err != nil || plan.Kind != Edit {
		return err
	}
	keys := make([]string, len(plan.Draft.People.Persons))
	for i, p := range plan.Draft.People.Persons {
		keys[i] = p.Key
	}
	return s.notOwn(ctx, actor, keys...)
}

// notOwn refuses the actor's own PersonKey among the keys.
func (s *Service) notOwn(ctx context.Context, actor int64, keys ...string) error {
	if actor == 0 {
		return nil
	}
	person, err := people.Get(ctx, s.db, actor)
	if err != nil || !slices.Contains(keys, person.PersonKey()) {
		return err
	}
	return people.NotOwn(actor, person.ID)
}
