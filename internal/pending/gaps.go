package pending

import "zaemme/internal/people"

// Gap is something that the data of a person lacks.
type Gap string

// The gaps.
const (
	NoManager Gap = "manager" // elected members, militia and heads of the topmost departments have none
	NoMail    Gap = "mail"    // nor a card, and nobody has said that the person has no PC
	NoDuty    Gap = "rule"    // no rule asks for anything
)

// AllGaps in the order of lists.
var AllGaps = []Gap{NoManager, NoMail, NoDuty}

// Gaps counts persons.
type Gaps struct {
	Staff                     int // employed today
	NoManager, NoMail, NoDuty int
}

// Of is the count of a gap.
func (g Gaps) Of(gap Gap) int {
	switch gap {
	case NoManager:
		return g.NoManager
	case NoMail:
		return g.NoMail
	default:
		return g.NoDuty
	}
}

// Lacking is a person on the list of a gap.
type Lacking struct {
	people.Person
	Department string
	Category   people.Category
}
