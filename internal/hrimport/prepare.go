package hrimport

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path"
	"strings"
	"time"

	"zaemme/internal/calendar"
	"zaemme/internal/change"
	"zaemme/internal/db"
)

// Upload is a file as somebody hands it in. The content stays in memory.
type Upload struct {
	List        List // empty: Staff
	Name        string
	Content     []byte
	Mapping     Mapping       // by hand, goes before what is remembered; may be nil
	EffectiveOn calendar.Date // none: see DefaultDay
	Options     Options
}

// Prepared is a file that has been read: a plan can be asked for, or problems
// forbid it.
type Prepared struct {
	Request change.Request // zero if Blocked
	Blocked bool           // a severe problem stands: nothing is kept
	Notes
}

// Prepare reads the file with what HR has said of its columns and units, and
// compares it with what is on record. It writes nothing. The error is that of a
// file which is no table, or beyond the limits; what is wrong with rows are
// problems.
func (s *Service) Prepare(ctx context.Context, u Upload, today calendar.Date, actor int64) (Prepared, error) {
	mapping, err := s.mapping(ctx, cmp.Or(u.List, Staff), u.Mapping)
	if err != nil {
		return Prepared{}, err
	}
	in, err := u.read(mapping)
	if err != nil {
		return Prepared{}, err
	}
	if u.EffectiveOn.IsZero() {
		if u.EffectiveOn, err = s.DefaultDay(ctx, today); err != nil {
			return Prepared{}, err
		}
	}
	units, err := unitsKept(ctx, s.db)
	if err != nil {
		return Prepared{}, err
	}
	maps.Copy(units, u.Options.Units)
	in.Options.Units = units
	_, rows := in.found()
	hash := sha256.Sum256(u.Content)
	name := FileName(u.Name)
	return s.prepare(ctx, in, change.Request{
		Kind: change.People, Title: name, Actor: actor, EffectiveOn: u.EffectiveOn,
		Source: change.Source{File: name, SHA256: hex.EncodeToString(hash[:]), Rows: rows},
	})
}

// read reads the file as the list it is said to be.
func (u Upload) read(mapping Mapping) (in input, err error) {
	in.Options = u.Options
	switch u.List {
	case Tree:
		in.Tree, err = ReadTree(u.Name, u.Content, mapping)
	case Absences:
		in.Absences, err = ReadAbsences(u.Name, u.Content, mapping)
	case Numbers:
		in.Numbers, err = ReadNewNumbers(u.Name, u.Content, mapping)
	default:
		in.File, err = Read(u.Name, u.Content, mapping)
	}
	return in, err
}

// FileName is the name of a file as it may be kept and shown: without folders, and
// without a name where it has a number that is never kept.
func FileName(name string) string {
	name = cleanText(path.Base(strings.ReplaceAll(name, `\`, "/")))
	if forbiddenText(name) != "" {
		return "–" + path.Ext(name)
	}
	return name
}

// Reprepare takes the rows of a stored plan again, with other options or another
// day; also after «Inzwischen hat sich etwas geändert».
func (s *Service) Reprepare(ctx context.Context, uid string, effectiveOn calendar.Date, o Options, actor int64) (Prepared, error) {
	old, err := change.Load(ctx, s.db, uid)
	if err != nil {
		return Prepared{}, err
	}
	kept, err := decode(old.Input)
	if err != nil {
		return Prepared{}, err
	}
	kept.Options = o
	return s.prepare(ctx, kept, change.Request{
		Kind: change.People, Title: old.Title, Actor: actor, EffectiveOn: effectiveOn, Source: old.Source,
	})
}

func (s *Service) prepare(ctx context.Context, in input, r change.Request) (Prepared, error) {
	encoded, err := json.Marshal(in)
	if err != nil {
		return Prepared{}, fmt.Errorf("hrimport: encode rows: %w", err)
	}
	r.Input, r.Source.List, r.Source.Scope = encoded, string(in.list()), in.Options.Scope
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		_, err := Proposer{}.Propose(ctx, tx, r.Input, r.EffectiveOn)
		return err
	})
	var stop *blocked
	if errors.As(err, &stop) {
		return Prepared{Blocked: true, Notes: stop.notes}, nil
	}
	return Prepared{Request: r}, err
}

// Preview prepares, plans and stores the plan, all at once: for the command line.
// A page leaves the second half to a task.
func (s *Service) Preview(ctx context.Context, u Upload, today calendar.Date, actor int64, now time.Time) (Preview, error) {
	prepared, err := s.Prepare(ctx, u, today, actor)
	if err != nil {
		return Preview{}, err
	}
	if prepared.Blocked {
		return Preview{Blocked: true, Notes: prepared.Notes}, nil
	}
	plan, err := s.changes.Propose(ctx, prepared.Request, now)
	if err != nil {
		return Preview{}, err
	}
	return show(plan)
}
