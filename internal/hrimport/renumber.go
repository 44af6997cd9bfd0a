package hrimport

import (
	"maps"
	"slices"

	"zaemme/internal/people"
)

// The columns of a list of new numbers.
const (
	fieldOldNumber Field = "old_no"
	fieldNewNumber Field = "new_no"
)

// renumbering is the list that a new payroll system brings: the number that each
// person had, and the one they have from now on.
var renumbering = schema{
	required: []Field{fieldOldNumber, fieldNewNumber},
	synonyms: map[Field][]string{
		fieldOldNumber: {
			"altepersonalnummer", "personalnummeralt", "altepersnr", "persnralt", "bisherigepersnr", "bisherigepersonalnummer",
			"altenummer", "altenr", "bisherigenummer", "bisherigenr", "nummeralt", "nralt", "alt", "bisher", "bisherig", "oldnumber", "old",
		},
		fieldNewNumber: {
			"neuepersonalnummer", "personalnummerneu", "neuepersnr", "persnrneu", "neuenummer", "neuenr", "nummerneu", "nrneu", "neu",
			"newnumber", "new",
		},
	},
}

// Keys of what is wrong with such a list.
const (
	keyOldUnknown = "import.problem.old_unknown" // W: nobody on record has the number; left out
	keyOldTwice   = "import.problem.old_twice"   // Args: line
	keyNewTwice   = "import.problem.new_twice"   // Args: line
	keyNewTaken   = "import.problem.new_taken"   // by somebody who keeps it
)

// NewNumber is one line of a list of new numbers.
type NewNumber struct {
	Line     int // of the file, 1-based
	Old, New string
}

// NumberFile is what was read of a list of new numbers.
type NumberFile struct {
	Numbers []NewNumber
	Found
}

// ReadNewNumbers reads a list of new numbers as Read reads a staff list; only
// complete lines are returned.
func ReadNewNumbers(name string, content []byte, mapping Mapping) (*NumberFile, error) {
	t, err := readTable(name, content, mapping, renumbering)
	if err != nil {
		return nil, err
	}
	old, now := t.readNumbers(fieldOldNumber), t.readNumbers(fieldNewNumber)
	var list []NewNumber
	for i := range t.rows {
		if one := (NewNumber{Line: t.rows[i].line, Old: old.own[i], New: now.own[i]}); one.Old != "" && one.New != "" {
			list = append(list, one)
		}
	}
	f := t.file(nil, unitColumns{code: -1})
	return &NumberFile{Numbers: list, Found: f.Found}, nil
}

// PlanNewNumbers says whose number changes; pure. Numbers may be exchanged. No
// fact and no event of a person depends on the number.
func PlanNewNumbers(r *people.Roster, file *NumberFile) Proposal {
	p := Proposal{Change: people.Change{EffectiveOn: r.Day}, Problems: slices.Clone(file.Problems)}
	problem := func(line int, severity Severity, key string, args map[string]any) {
		p.Problems = append(p.Problems, Problem{Line: line, Severity: severity, Key: key, Args: args})
	}
	olds, news := map[string]int{}, map[string]int{}
	leaves := map[string]bool{} // numbers that their holder gives up
	for _, one := range file.Numbers {
		leaves[one.Old] = leaves[one.Old] || one.Old != one.New
	}
	changes := map[string]people.PersonChange{}
	for _, one := range file.Numbers {
		if line := olds[one.Old]; line > 0 {
			problem(one.Line, severe, keyOldTwice, args("line", line))
			continue
		}
		if line := news[one.New]; line > 0 {
			problem(one.Line, severe, keyNewTwice, args("line", line))
			continue
		}
		olds[one.Old], news[one.New] = one.Line, one.Line
		entry := r.Persons[one.Old]
		switch {
		case entry == nil || !people.HasNumber(one.Old):
			problem(one.Line, mild, keyOldUnknown, nil)
		case one.Old == one.New:
		case r.Persons[one.New] != nil && !leaves[one.New]:
			problem(one.Line, severe, keyNewTaken, nil)
		default:
			before := entry.PersonState
			changes[one.Old] = people.PersonChange{Key: one.Old, Kind: people.Changed, Before: &before, NewNumber: one.New}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(changes)) {
		p.Change.Persons = append(p.Change.Persons, changes[key])
	}
	slices.SortStableFunc(p.Problems, func(a, b Problem) int { return a.Line - b.Line })
	return p
}
