package hrimport

import (
	"context"
	"maps"
	"slices"
	"time"

	"zaemme/internal/apperr"
	"zaemme/internal/audit"
	"zaemme/internal/db"
)

// List is a kind of file.
type List string

// The lists.
const (
	Staff    List = "staff"
	Tree     List = "tree"     // departments
	Absences List = "absences" // intervals without a reason
	Numbers  List = "numbers"  // new personnel numbers
)

// Lists in the order of a choice.
var Lists = []List{Staff, Tree, Absences, Numbers}

// Heading is HR's word on what a header means.
type Heading struct {
	Header string
	Field  Field // one of FieldsOf the list, Ignore among them
}

// Remember keeps what headers mean for all later files of the list. A header
// that is forbidden or that a mapping cannot name is Invalid.
func (s *Service) Remember(ctx context.Context, list List, headings []Heading, actor int64, now time.Time) error {
	for _, h := range headings {
		if !slices.Contains(FieldsOf(list), h.Field) || Normalise(h.Header) == "" || len(h.Header) > 200 || forbiddenHeader(h.Header) != "" || forbiddenText(h.Header) != "" {
			return apperr.New(apperr.Invalid, "error.import.heading", nil)
		}
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		for _, h := range headings {
			if err := keepHeading(ctx, tx, list, h, actor, now); err != nil {
				return err
			}
			if err := audit.Record(ctx, tx, audit.Entry{ActorID: actor, Action: "import.column.remembered", ObjectKind: "column",
				ObjectID: string(list) + " " + Normalise(h.Header), Fields: []string{string(h.Field)}}); err != nil {
				return err
			}
		}
		return nil
	})
}

// Forget drops a remembered header; NotFound where there is none of that id.
func (s *Service) Forget(ctx context.Context, id, actor int64) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		key, err := dropHeading(ctx, tx, id)
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{ActorID: actor, Action: "import.column.forgotten", ObjectKind: "column", ObjectID: key})
	})
}

// UnitChoice is HR's word on a unit of the file.
type UnitChoice struct {
	Key   string // UnitNote.Key
	Label string // names as the file has them, for lists
	Code  string // of the department on record; empty: it is a unit of its own
}

// RememberUnits keeps which departments units of files are, for all later files.
// An unknown department is NotFound.
func (s *Service) RememberUnits(ctx context.Context, choices []UnitChoice, actor int64, now time.Time) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		for _, c := range choices {
			changed, err := keepUnit(ctx, tx, c, actor, now)
			if err != nil {
				return err
			}
			if !changed {
				continue
			}
			action := "import.unit.remembered"
			if c.Code == "" {
				action = "import.unit.forgotten"
			}
			if err := audit.Record(ctx, tx, audit.Entry{ActorID: actor, Action: action, ObjectKind: "unit", ObjectID: c.Label}); err != nil {
				return err
			}
		}
		return nil
	})
}

// mapping is what is remembered for the list, overruled by what is said now.
func (s *Service) mapping(ctx context.Context, list List, said Mapping) (Mapping, error) {
	kept, err := KeptHeadings(ctx, s.db, list)
	if err != nil {
		return nil, err
	}
	all := Mapping{}
	for _, h := range kept {
		all[Normalise(h.Header)] = h.Field
	}
	for header, field := range said {
		all[Normalise(header)] = field
	}
	maps.DeleteFunc(all, func(header string, _ Field) bool { return header == "" })
	return all, nil
}
