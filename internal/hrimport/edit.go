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
	Entry      *EntryEdit      `json:",omitempty"`
	Exit       *ExitEdit       `json:",omitempty"`
	Tags       *TagsEdit       `json:",omitempty"`
	Deputy     *DeputyEdit     `json:",omitempty"`
	Absence    *AbsenceEdit    `json:",omitempty"`
	Department *DepartmentEdit `json:",omitempty"`
	Merge      *MergeEdit      `json:",omitempty"`
	Split      *SplitEdit      `json:",omitempty"`
	Dissolve   *DissolveEdit   `json:",omitempty"`
	Heads      *HeadsEdit      `json:",omitempty"`
	Join       *JoinEdit       `json:",omitempty"`
}

// edit is a part of ByHand. plan is pure: the same roster of the day gives the
// same change. An error is Invalid at the field that is wrong, or NotFound. about
// is the PersonKey or the code of what it is about.
type edit interface {
	plan(r *people.Roster, from calendar.Date) (people.Change, error)
	about() (person, department string)
}

// parts are all parts with their names; those that are not set are nil.
func (b ByHand) parts() []part {
	return []part{
		{"pc", b.PC, b.PC != nil}, {"identity", b.Identity, b.Identity != nil}, {"person", b.Person, b.Person != nil},
		{"employment", b.Employment, b.Employment != nil}, {"entry", b.Entry, b.Entry != nil}, {"exit", b.Exit, b.Exit != nil}, {"tags", b.Tags, b.Tags != nil},
		{"deputy", b.Deputy, b.Deputy != nil}, {"absence", b.Absence, b.Absence != nil}, {"department", b.Department, b.Department != nil},
		{"merge", b.Merge, b.Merge != nil}, {"split", b.Split, b.Split != nil}, {"dissolve", b.Dissolve, b.Dissolve != nil},
		{"heads", b.Heads, b.Heads != nil}, {"join", b.Join, b.Join != nil},
	}
}

// part is one part of ByHand.
type part struct {
	name string
	edit edit
	set  bool
}

// part is the one that is set, an error for none.
func (b ByHand) part() (part, error) {
	for _, p := range b.parts() {
		if p.set {
			return p, nil
		}
	}
	return part{}, errors.New("hrimport: an edit without a part")
}

// Name is the name of the part that is set, such as employment or merge; empty
// without one.
func (b ByHand) Name() string {
	p, _ := b.part()
	return p.name
}

// About is the PersonKey or the code of the department that the edit is about;
// both are empty where it is about the whole tree.
func (b ByHand) About() (person, department string) {
	p, err := b.part()
	if err != nil {
		return "", ""
	}
	return p.edit.about()
}

// ReadByHand reads the input of a plan of the kind Edit; Stale once its term is
// over.
func ReadByHand(text json.RawMessage) (ByHand, error) {
	var b ByHand
	if len(text) == 0 {
		return b, apperr.New(apperr.Stale, "error.change.expired", nil)
	}
	if err := json.Unmarshal(text, &b); err != nil {
		return b, fmt.Errorf("hrimport: edit: %w", err)
	}
	return b, nil
}

// Editor computes the change of an edit by hand; the change service needs it for
// Edit.
type Editor struct{}

// Propose implements change.Proposer.
func (Editor) Propose(ctx context.Context, c db.Conn, text json.RawMessage, effectiveOn calendar.Date) (change.Draft, error) {
	b, err := ReadByHand(text)
	if err != nil {
		return change.Draft{}, err
	}
	roster, err := people.LoadRoster(ctx, c, b.From)
	if err != nil {
		return change.Draft{}, err
	}
	planned, err := b.Plan(roster)
	planned.EffectiveOn = effectiveOn
	return change.Draft{People: planned}, err
}

// Plan is the change that the edit asks for, empty if all is as it should be. The
// roster is that of the day from which the edit holds. The error is Invalid at
// the field that is wrong, or NotFound.
func (b ByHand) Plan(r *people.Roster) (people.Change, error) {
	p, err := b.part()
	if err != nil {
		return people.Change{}, err
	}
	c, err := p.edit.plan(r, b.From)
	if err != nil {
		return people.Change{}, err
	}
	c.EffectiveOn = b.From
	c.Sort()
	return c, nil
}

// Edit plans a change by hand. The errors are those of ToEdit and of what was typed.
func (s *Service) Edit(ctx context.Context, b ByHand, title string, actor int64, today calendar.Date, now time.Time) (change.Plan, error) {
	r, err := s.ToEdit(ctx, b, title, actor, today)
	if err != nil {
		return change.Plan{}, err
	}
	return s.changes.Propose(ctx, r, now)
}

// ToEdit asks for a change by hand. What it does to duties is planned for its day, or
// for today where that day is past: duties do not change in retrospect. Forbidden
// for the own person.
func (s *Service) ToEdit(ctx context.Context, b ByHand, title string, actor int64, today calendar.Date) (change.Request, error) {
	if err := s.notOwn(ctx, b, actor); err != nil {
		return change.Request{}, err
	}
	input, err := json.Marshal(b)
	if err != nil {
		return change.Request{}, fmt.Errorf("hrimport: edit: %w", err)
	}
	return change.Request{Kind: Edit, Title: title, Actor: actor, EffectiveOn: max(b.From, today), Input: input}, nil
}

// personIn is somebody on record, NotFound for anybody else.
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
	one.Kind = one.KindFor(entry, from)
	return people.Change{Persons: []people.PersonChange{one}}
}

// MayDecide refuses (Forbidden) that somebody applies an edit of the own person
// which somebody else has planned.
func (s *Service) MayDecide(ctx context.Context, uid string, actor int64) error {
	plan, err := change.Load(ctx, s.db, uid)
	if err != nil || plan.Kind != Edit || len(plan.Input) == 0 { // an expired plan has lost it
		return err
	}
	b, err := ReadByHand(plan.Input)
	if err != nil {
		return err
	}
	return s.notOwn(ctx, b, actor)
}

// notOwn refuses an edit of the actor's own person: what courses somebody has to
// do depends on it. Who deputises for one does not.
func (s *Service) notOwn(ctx context.Context, b ByHand, actor int64) error {
	if actor == 0 || b.Deputy != nil {
		return nil
	}
	about, _ := b.About()
	person, err := people.Get(ctx, s.db, actor)
	if err != nil || person.PersonKey() != about {
		return err
	}
	return people.NotOwn(actor, person.ID)
}
