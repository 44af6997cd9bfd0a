package change

import (
	"strings"

	"zaemme/internal/curriculum"
	"zaemme/internal/people"
)

// Counts are how many duties begin, end, move and stay as they are due.
type Counts struct {
	Gain int `json:",omitempty"`
	Lose int `json:",omitempty"`
	Move int `json:",omitempty"`
	Keep int `json:",omitempty"`
}

// Of is the number of a kind.
func (c Counts) Of(kind curriculum.EffectKind) int {
	switch kind {
	case curriculum.Gain:
		return c.Gain
	case curriculum.Lose:
		return c.Lose
	case curriculum.Move:
		return c.Move
	default:
		return c.Keep
	}
}

// Total is the number of all.
func (c Counts) Total() int { return c.Gain + c.Lose + c.Move + c.Keep }

// Plus is the sum.
func (c Counts) Plus(o Counts) Counts {
	return Counts{c.Gain + o.Gain, c.Lose + o.Lose, c.Move + o.Move, c.Keep + o.Keep}
}

// Minus is the difference.
func (c Counts) Minus(o Counts) Counts {
	return Counts{c.Gain - o.Gain, c.Lose - o.Lose, c.Move - o.Move, c.Keep - o.Keep}
}

func single(kind curriculum.EffectKind) Counts {
	switch kind {
	case curriculum.Gain:
		return Counts{Gain: 1}
	case curriculum.Lose:
		return Counts{Lose: 1}
	case curriculum.Move:
		return Counts{Move: 1}
	default:
		return Counts{Keep: 1}
	}
}

// Content is a course, or what is short for it.
type Content struct {
	Course  string // code
	Variant string // as ledger.Terms, empty: the whole course
}

// MarshalText writes «IS-01» or «IS-01 IS-01K».
func (c Content) MarshalText() ([]byte, error) {
	return []byte(strings.TrimSpace(c.Course + " " + c.Variant)), nil
}

// UnmarshalText reads what MarshalText writes.
func (c *Content) UnmarshalText(text []byte) error {
	c.Course, c.Variant, _ = strings.Cut(string(text), " ")
	return nil
}

// Sums are the effects of a plan, summed up.
type Sums struct {
	Persons int    `json:",omitempty"` // whose duties begin, end or move
	Anyway  Counts // of these come by the day of the plan, whatever it changes
	Sooner  bool   `json:",omitempty"` // a duty is due earlier than before
	// Departments are by the name of the department.
	Departments map[string]map[Content]Counts `json:",omitempty"`
}

// Courses are the counts by code.
func (s Sums) Courses() map[string]map[Content]Counts {
	all := map[string]map[Content]Counts{}
	for _, contents := range s.Departments {
		for c, n := range contents {
			if all[c.Course] == nil {
				all[c.Course] = map[Content]Counts{}
			}
			all[c.Course][c] = all[c.Course][c].Plus(n)
		}
	}
	return all
}

// Total is the counts of all.
func (s Sums) Total() Counts {
	var all Counts
	for _, contents := range s.Departments {
		all = all.Plus(Together(contents))
	}
	return all
}

// Together is the sum of the counts.
func Together(contents map[Content]Counts) Counts {
	var all Counts
	for _, n := range contents {
		all = all.Plus(n)
	}
	return all
}

// tally sums up effects as they pass by, each part with all effects of its persons,
// and says of each what the plan's rows say besides.
type tally struct {
	Sums
	digest        curriculum.Digest
	own           map[string]bool // who the plan itself changes
	before, after *people.Org
	last          string // the person at hand
	counted       bool   // among Persons
}

func newTally(d Draft, before, after *people.Org) *tally {
	t := &tally{own: map[string]bool{}, before: before, after: after, Sums: Sums{Departments: map[string]map[Content]Counts{}}}
	for _, p := range d.People.Persons {
		t.own[p.Key] = true
	}
	return t
}

// row is an effect as a plan keeps it.
func (t *tally) row(e curriculum.Effect) Row {
	r := Row{Effect: e, Name: e.Person, Anyway: !t.own[e.Person] && comesAnyway(e.Reason)}
	m := t.after.Member(e.PersonID)
	if m == nil {
		m = t.before.Member(e.PersonID)
	}
	if m != nil {
		if name := strings.TrimSpace(m.LastName + " " + m.FirstName); name != "" {
			r.Name = name
		}
	}
	if r.Department = mainDepartment(t.before, e.PersonID); r.Department == "" { // joins now
		r.Department = mainDepartment(t.after, e.PersonID)
	}
	return r
}

// mainDepartment is the name of the department of the main employment, empty without one.
func mainDepartment(org *people.Org, person int64) string {
	if m := org.Member(person); m != nil {
		if e, ok := m.Main(); ok && org.Departments[e.DepartmentID] != nil {
			return org.Departments[e.DepartmentID].Name
		}
	}
	return ""
}

// comesAnyway tells the reasons that time alone brings by the day of the plan:
// nobody's change of rules or persons.
func comesAnyway(reason string) bool {
	return reason == curriculum.ReasonRenewal || reason == curriculum.ReasonJoined || reason == curriculum.ReasonLeft
}

// add sums a part up and returns its rows.
func (t *tally) add(part curriculum.Effects) ([]Row, error) {
	t.digest = t.digest.Plus(part.Digest())
	rows := make([]Row, len(part))
	for i, e := range part {
		r := t.row(e)
		rows[i] = r
		variant, err := e.Variant()
		if err != nil {
			return nil, err
		}
		if t.Departments[r.Department] == nil {
			t.Departments[r.Department] = map[Content]Counts{}
		}
		c := Content{e.Course, variant}
		t.Departments[r.Department][c] = t.Departments[r.Department][c].Plus(single(e.Kind))
		if r.Anyway {
			t.Anyway = t.Anyway.Plus(single(e.Kind))
		}
		t.Sooner = t.Sooner || e.Kind == curriculum.Move && e.ToDue < e.FromDue
		if e.Person != t.last {
			t.last, t.counted = e.Person, false
		}
		if e.Kind != curriculum.Keep && !t.counted {
			t.counted = true
			t.Persons++
		}
	}
	return rows, nil
}
