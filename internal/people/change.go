package people

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"slices"

	"zaemme/internal/calendar"
)

// Change is one proposed change of the organisation: a value that can be stored,
// shown, compared and applied. It names persons by PersonKey, departments by
// code and sites by name, since some of them do not exist yet; every part
// carries what it decided on (Before), so a change in between makes another
// value.
type Change struct {
	EffectiveOn calendar.Date
	Departments []DepartmentChange `json:",omitempty"` // parents before children
	Sites       []string           `json:",omitempty"` // to be created
	Persons     []PersonChange     `json:",omitempty"` // by key
	Joins       []JoinChange       `json:",omitempty"` // by key
}

// DepartmentState is what is dated about a department.
type DepartmentState struct {
	Name   string
	Parent string `json:",omitempty"` // code, empty: top
	Head   string `json:",omitempty"` // PersonKey, empty: none
}

// DepartmentChange creates (Before nil), renames, moves, dissolves (Ended) or, once
// dissolved, opens again (Again) a department from a day on.
type DepartmentChange struct {
	Code     string
	Before   *DepartmentState `json:",omitempty"`
	After    DepartmentState  // zero if Ended
	Ended    bool             `json:",omitempty"`
	Again    bool             `json:",omitempty"` // it had ended; Before is what it was
	Official bool             `json:",omitempty"` // of a new one: elected members
	From     calendar.Date
}

// Created reports whether the department is new.
func (d DepartmentChange) Created() bool { return d.Before == nil }

// Renamed reports whether the name changes.
func (d DepartmentChange) Renamed() bool {
	return d.Before != nil && !d.Ended && d.Before.Name != d.After.Name
}

// Moved reports whether the department gets another parent.
func (d DepartmentChange) Moved() bool {
	return d.Before != nil && !d.Ended && d.Before.Parent != d.After.Parent
}

// Kind says what a change does to a person; the first that applies counts.
type Kind string

// The kinds, in the order of a preview.
const (
	Joined  Kind = "joined"  // new here
	Rehired Kind = "rehired" // was here before, and comes back
	Left    Kind = "left"    // has no employment after the last day
	Moved   Kind = "moved"   // another department; a renamed one is none
	Changed Kind = "changed" // something else
)

// Kinds in the order of a preview.
var Kinds = []Kind{Joined, Rehired, Left, Moved, Changed}

// PersonState is somebody's identity apart from number and Kennung.
type PersonState struct {
	LastName  string
	FirstName string
	Email     string `json:",omitempty"`
	Login     string `json:",omitempty"`
	Language  string
}

// TraitState is what is dated about a person apart from employments.
type TraitState struct {
	HasPC  bool
	Source string   // mail, column or hr: who said so
	Tags   []string `json:",omitempty"`
}

// EmploymentState is what is dated about an employment.
type EmploymentState struct {
	Department string  // code
	Site       string  `json:",omitempty"` // name
	Function   string  `json:",omitempty"`
	Pensum     float64 // per cent, 0: by the hour
	Category   Category
	EntryOn    calendar.Date
	ExitOn     calendar.Date // last day, Forever: open
	Manager    string        `json:",omitempty"` // PersonKey
	Trainer    string        `json:",omitempty"` // PersonKey of an apprentice's vocational trainer
}

// PersonChange is what happens to one person. A part that is nil stays as it is.
type PersonChange struct {
	Key         string // PersonKey
	Kind        Kind
	Before      *PersonState       `json:",omitempty"` // nil: the person is new
	After       *PersonState       `json:",omitempty"` // nil: unchanged
	NewNumber   string             `json:",omitempty"` // the personnel number from now on; empty: unchanged
	Traits      *TraitChange       `json:",omitempty"`
	Deputy      *DeputyChange      `json:",omitempty"`
	Substitutes []SubstituteChange `json:",omitempty"` // by deputy and first day
	Absences    []AbsenceChange    `json:",omitempty"` // by first day
	Employments []EmploymentChange `json:",omitempty"` // by number
}

// TraitChange replaces the traits from a day on.
type TraitChange struct {
	Before *TraitState `json:",omitempty"` // nil: none on record
	After  TraitState
	From   calendar.Date
}

// DeputyChange replaces the standing deputy from a day on; a deputy with an end
// is nobody's business here.
type DeputyChange struct {
	Before string `json:",omitempty"` // PersonKey, empty: none
	After  string `json:",omitempty"`
	From   calendar.Date
}

// SubstituteChange adds a deputy from a day until a last day, or takes one back
// (Remove).
type SubstituteChange struct {
	Deputy      string // PersonKey
	From, Until calendar.Date
	Remove      bool `json:",omitempty"`
}

// AbsenceChange adds an absence (Before nil), takes one back (After nil), or
// corrects it. Nothing says why somebody is away.
type AbsenceChange struct {
	Before *calendar.Interval `json:",omitempty"`
	After  *calendar.Interval `json:",omitempty"`
}

// JoinChange says that Key is another record of the person Into from a day on,
// or no longer (Parted). It moves no employment: EmploymentChanges beside it do.
type JoinChange struct {
	Key, Into string // PersonKeys
	From      calendar.Date
	Parted    bool `json:",omitempty"`
}

// EmploymentChange replaces the facts of an employment: what held from From on
// holds no more; After holds from the later of From and its entry on, without
// end. After nil: the employment never began.
type EmploymentChange struct {
	No     string
	Before *EmploymentState `json:",omitempty"` // nil: a new employment
	After  *EmploymentState `json:",omitempty"`
	From   calendar.Date
}

// ValidFrom is the first day on which After holds.
func (e EmploymentChange) ValidFrom() calendar.Date {
	if e.After == nil {
		return e.From
	}
	return max(e.From, e.After.EntryOn)
}

// LastDay is the latest exit of the employments that the change touches, for a
// person who leaves; none if it ends none.
func (p PersonChange) LastDay() calendar.Date {
	var last calendar.Date
	for _, e := range p.Employments {
		if e.After != nil && e.After.ExitOn != calendar.Forever {
			last = max(last, e.After.ExitOn)
		}
	}
	return last
}

// FirstEntry is the first day of an employment in the change, none without one.
func (p PersonChange) FirstEntry() calendar.Date {
	var first calendar.Date
	for _, e := range p.Employments {
		if e.After != nil && (first == 0 || e.After.EntryOn < first) {
			first = e.After.EntryOn
		}
	}
	return first
}

// Name is «Vorname Name», as it is after the change; the key where the change
// does not know it.
func (p PersonChange) Name() string {
	state := cmp.Or(p.After, p.Before)
	if state == nil {
		return p.Key
	}
	return Person{FirstName: state.FirstName, LastName: state.LastName}.Name()
}

// Empty reports whether nothing would happen.
func (c Change) Empty() bool {
	return len(c.Departments) == 0 && len(c.Sites) == 0 && len(c.Persons) == 0 && len(c.Joins) == 0
}

// Count is the number of persons of a kind.
func (c Change) Count(kind Kind) int {
	n := 0
	for _, p := range c.Persons {
		if p.Kind == kind {
			n++
		}
	}
	return n
}

// Sort puts the parts in the order that makes equal changes equal values:
// departments parents first, then everything by key.
func (c *Change) Sort() {
	slices.Sort(c.Sites)
	slices.SortFunc(c.Persons, func(a, b PersonChange) int { return cmp.Compare(a.Key, b.Key) })
	slices.SortFunc(c.Joins, func(a, b JoinChange) int { return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.From, b.From)) })
	for _, p := range c.Persons {
		slices.SortFunc(p.Employments, func(a, b EmploymentChange) int { return cmp.Compare(a.No, b.No) })
		slices.SortFunc(p.Substitutes, func(a, b SubstituteChange) int {
			return cmp.Or(cmp.Compare(a.Deputy, b.Deputy), cmp.Compare(a.From, b.From), cmp.Compare(a.Until, b.Until))
		})
		slices.SortFunc(p.Absences, func(a, b AbsenceChange) int {
			x, y := a.interval(), b.interval()
			return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.Until, y.Until))
		})
	}
	parent := map[string]string{}
	for _, d := range c.Departments {
		parent[d.Code] = d.After.Parent
	}
	depth := func(code string) int {
		n := 0
		for p, ok := parent[code]; ok && n <= len(parent); p, ok = parent[p] {
			n++
		}
		return n
	}
	slices.SortFunc(c.Departments, func(a, b DepartmentChange) int {
		return cmp.Or(cmp.Compare(depth(a.Code), depth(b.Code)), cmp.Compare(a.Code, b.Code))
	})
}

// interval is the absence after the change, or the one taken back.
func (a AbsenceChange) interval() calendar.Interval {
	switch {
	case a.After != nil:
		return *a.After
	case a.Before != nil:
		return *a.Before
	default:
		return calendar.Interval{}
	}
}

// Digest identifies the change: SHA-256 over its canonical JSON. Call Sort
// before.
func (c Change) Digest() [32]byte {
	text, err := json.Marshal(c)
	if err != nil {
		panic(err) // strings, numbers and dates always encode
	}
	return sha256.Sum256(text)
}
