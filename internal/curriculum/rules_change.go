package curriculum

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"slices"
	"strconv"

	"zaemme/internal/apperr"
	"zaemme/internal/coursefile"
)

// RulesChange is a proposed change of curricula and rules: what Proposal.Rules
// and Decision.Rules hold as JSON. Each entry replaces the one of its code, or is
// new; what is not named stays. A rule ends by being inactive.
type RulesChange struct {
	Curricula []Curriculum `json:"curricula,omitempty"`
	Rules     []Rule       `json:"rules,omitempty"`
}

// ParseRules reads and checks a change; errors are of the kind Invalid, their
// fields begin with «curricula[0].» or «rules[0].».
func ParseRules(text json.RawMessage) (RulesChange, error) {
	var c RulesChange
	if err := decodeStrict(text, &c); err != nil {
		return c, apperr.Wrap(apperr.Invalid, "error.curriculum.unreadable", err)
	}
	return c, c.Validate()
}

// JSON is the change as ParseRules reads it.
func (c RulesChange) JSON() (json.RawMessage, error) { return json.Marshal(c) }

// Validate says what is wrong with the change, nil if nothing is.
func (c RulesChange) Validate() error {
	seen := map[string]bool{}
	check := func(list string, i int, code string, err error) error {
		at := list + "[" + strconv.Itoa(i) + "]."
		if err == nil && seen[list+" "+code] {
			err = apperr.New(apperr.Invalid, "error.curriculum.code_twice", nil).At("code")
		}
		seen[list+" "+code] = true
		var known *apperr.Error
		if errors.As(err, &known) {
			return known.At(at + known.Field)
		}
		return err
	}
	for i, one := range c.Curricula {
		if err := check("curricula", i, one.Code, one.Validate()); err != nil {
			return err
		}
	}
	for i, one := range c.Rules {
		if err := check("rules", i, one.Code, one.Validate()); err != nil {
			return err
		}
	}
	return nil
}

// Book is all curricula and rules in force on a day.
type Book struct {
	Curricula []Curriculum     // by code
	Rules     []Rule           // by code, the inactive ones too
	newest    map[string]int32 // highest version ever of a rule's code
}

// Curriculum finds a curriculum by its code, nil if there is none.
func (b Book) Curriculum(code string) *Curriculum {
	for i := range b.Curricula {
		if b.Curricula[i].Code == code {
			return &b.Curricula[i]
		}
	}
	return nil
}

// Rule finds a rule by its code, nil if there is none.
func (b Book) Rule(code string) *Rule {
	for i := range b.Rules {
		if b.Rules[i].Code == code {
			return &b.Rules[i]
		}
	}
	return nil
}

// finish fills in the terms that the lines leave open; a course that content
// does not know is Invalid.
func (c Curriculum) finish(content func(code string) (*coursefile.Course, error)) (Curriculum, error) {
	lines := make([]Line, len(c.Lines))
	for i, l := range c.Lines {
		known, err := content(l.Course)
		if err != nil {
			return c, &apperr.Error{Kind: apperr.Invalid, Key: "error.curriculum.no_course", Args: map[string]any{"code": l.Course},
				Field: lineAt(i) + "course", Cause: err}
		}
		lines[i] = l.finished(known)
		if l.Refresher == "" {
			continue
		}
		if _, err := content(l.Refresher); err != nil {
			return c, &apperr.Error{Kind: apperr.Invalid, Key: "error.curriculum.no_course", Args: map[string]any{"code": l.Refresher},
				Field: lineAt(i) + "refresher", Cause: err}
		}
	}
	c.Lines = lines
	return c, nil
}

// same compares what is in force with what is proposed.
func (c Curriculum) same(o Curriculum) bool {
	return reflect.DeepEqual(c.Title, o.Title) && reflect.DeepEqual(c.Lines, o.Lines) && c.Ordered == o.Ordered && c.AtLeast == o.AtLeast
}

func (r Rule) same(o Rule) bool {
	a, errA := json.Marshal(r)
	b, errB := json.Marshal(o)
	return errA == nil && errB == nil && bytes.Equal(a, b)
}

// steps are what a change has to write: curricula, then rules, those included
// that get a new version because their curriculum changes. Versions are set; what
// is in force already is not among them.
func (b Book) steps(c RulesChange, content func(code string) (*coursefile.Course, error)) (RulesChange, error) {
	var todo RulesChange
	changed := map[string]bool{}
	known := map[string]bool{}
	for _, one := range b.Curricula {
		known[one.Code] = true
	}
	for _, one := range c.Curricula {
		finished, err := one.finish(content)
		if err != nil {
			return todo, err
		}
		before := b.Curriculum(one.Code)
		if before == nil || !before.same(finished) {
			todo.Curricula = append(todo.Curricula, finished)
			changed[one.Code] = before != nil
		}
		known[one.Code] = true
	}
	named := map[string]bool{}
	add := func(r Rule) {
		r.Version = b.newest[r.Code] + 1
		todo.Rules = append(todo.Rules, r)
	}
	for i, one := range c.Rules {
		named[one.Code] = true
		if !known[one.Curriculum] {
			return todo, apperr.New(apperr.Invalid, "error.curriculum.unknown", nil).At("rules[" + strconv.Itoa(i) + "].curriculum")
		}
		if before := b.Rule(one.Code); before == nil || !before.same(one) || changed[one.Curriculum] {
			add(one)
		}
	}
	for _, r := range b.Rules {
		if !named[r.Code] && changed[r.Curriculum] {
			add(r)
		}
	}
	return todo, nil
}

// with is the book after the steps; what is new has no ID.
func (b Book) with(todo RulesChange) Book {
	after := Book{Curricula: slices.Clone(b.Curricula), Rules: slices.Clone(b.Rules), newest: b.newest}
	for _, one := range todo.Curricula {
		if before := after.Curriculum(one.Code); before != nil {
			one.ID = before.ID
			*before = one
		} else {
			after.Curricula = append(after.Curricula, one)
		}
	}
	for _, one := range todo.Rules {
		if before := after.Rule(one.Code); before != nil {
			one.ID = before.ID
			*before = one
		} else {
			after.Rules = append(after.Rules, one)
		}
	}
	return after
}

// decodeStrict reads one JSON value without unknown names.
func decodeStrict(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more than one JSON value")
	}
	return nil
}
