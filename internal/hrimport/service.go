package hrimport

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"strings"
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

// Upload is a staff list as somebody hands it in. The content stays in memory.
type Upload struct {
	Name        string
	Content     []byte
	Mapping     Mapping       // by hand, may be nil
	EffectiveOn calendar.Date // none: see DefaultDay
	Options     Options
}

// Preview is a plan as HR sees it, or the problems that forbid one.
type Preview struct {
	Plan    change.Plan // zero if Blocked
	Blocked bool        // a severe problem stands: nothing is stored, nothing can be applied
	Notes
}

// Notes go with a plan.
type Notes struct {
	Problems  []Problem
	Brake     Brake
	Unknown   []string // headers that were left out
	Forbidden []string // headers that were dropped
	Options   Options
}

// DefaultDay is the day on which a new list takes effect unless somebody says
// otherwise: today, or the day of the last one if that is still to come.
func (s *Service) DefaultDay(ctx context.Context, today calendar.Date) (calendar.Date, error) {
	last, err := change.LastEffective(ctx, s.db, change.People)
	return max(today, last), err
}

// Preview reads the file, plans and stores the plan. Nothing else is written;
// what is kept are the cleaned rows. The error is that of a file which is no
// table, or beyond the limits; what is wrong with rows are problems.
func (s *Service) Preview(ctx context.Context, u Upload, today calendar.Date, actor int64, now time.Time) (Preview, error) {
	file, err := Read(u.Name, u.Content, u.Mapping)
	if err != nil {
		return Preview{}, err
	}
	if u.EffectiveOn.IsZero() {
		if u.EffectiveOn, err = s.DefaultDay(ctx, today); err != nil {
			return Preview{}, err
		}
	}
	hash := sha256.Sum256(u.Content)
	name := path.Base(strings.ReplaceAll(u.Name, `\`, "/"))
	return s.propose(ctx, input{file, u.Options}, change.Request{
		Kind: change.People, Title: name, Actor: actor, EffectiveOn: u.EffectiveOn,
		Source: change.Source{File: name, SHA256: hex.EncodeToString(hash[:]), Rows: len(file.Rows)},
	}, now)
}

// Revise plans the rows of a stored plan anew, with other options or another
// day; also after «Inzwischen hat sich etwas geändert».
func (s *Service) Revise(ctx context.Context, uid string, effectiveOn calendar.Date, o Options, actor int64, now time.Time) (Preview, error) {
	old, err := change.Load(ctx, s.db, uid)
	if err != nil {
		return Preview{}, err
	}
	kept, err := decode(old.Input)
	if err != nil {
		return Preview{}, err
	}
	return s.propose(ctx, input{kept.File, o}, change.Request{
		Kind: change.People, Title: old.Title, Actor: actor, EffectiveOn: effectiveOn, Source: old.Source,
	}, now)
}

func (s *Service) propose(ctx context.Context, in input, r change.Request, now time.Time) (Preview, error) {
	encoded, err := json.Marshal(in)
	if err != nil {
		return Preview{}, fmt.Errorf("hrimport: encode rows: %w", err)
	}
	r.Input = encoded
	plan, err := s.changes.Propose(ctx, r, now)
	var stop *blocked
	if errors.As(err, &stop) {
		return Preview{Blocked: true, Notes: stop.notes}, nil
	}
	if err != nil {
		return Preview{}, err
	}
	return show(plan)
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
	p := Preview{Plan: plan}
	if len(plan.Draft.Notes) > 0 {
		if err := json.Unmarshal(plan.Draft.Notes, &p.Notes); err != nil {
			return p, fmt.Errorf("hrimport: notes of plan %s: %w", plan.UID, err)
		}
		wholeNumbers(p.Problems)
	}
	return p, nil
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
