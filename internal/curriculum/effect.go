package curriculum

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"slices"

	"zaemme/internal/calendar"
	"zaemme/internal/people"
	"zaemme/internal/task"
)

// EffectKind is what happens to one duty.
type EffectKind string

// The kinds.
const (
	Gain EffectKind = "gain" // begins, or goes on after a return
	Lose EffectKind = "lose" // is withdrawn
	Move EffectKind = "move" // stays, with another due date
	Keep EffectKind = "keep" // stays as it is due; reasons, terms or pause change
)

// Effect is what a proposal does to one duty (person × course).
type Effect struct {
	PersonID int64  // provisional (negative) where the person is new
	Person   string // people.PersonKey
	CourseID int64
	Course   string // code
	Kind     EffectKind
	FromDue  calendar.Date `json:",omitempty"` // due date before, none if there was none
	ToDue    calendar.Date `json:",omitempty"` // due date after, none if there is none
	Reason   string        // a code: see Reasons
	// Detail is what Apply needs besides: rules, terms, the calculation. It
	// belongs to the digest.
	Detail json.RawMessage `json:",omitempty"`
}

// Effects are all effects of a proposal.
type Effects []Effect

// Sort puts the effects in the order that makes equal effects equal values: by
// person key, course and kind.
func (e Effects) Sort() {
	slices.SortFunc(e, func(a, b Effect) int {
		return cmp.Or(cmp.Compare(a.Person, b.Person), cmp.Compare(a.Course, b.Course), cmp.Compare(a.Kind, b.Kind))
	})
}

// Count is the number of effects of a kind.
func (e Effects) Count(kind EffectKind) int {
	n := 0
	for _, one := range e {
		if one.Kind == kind {
			n++
		}
	}
	return n
}

// Digest identifies the effects whatever the number a new person has got for the
// time being. Call Sort before.
func (e Effects) Digest() [32]byte {
	h := sha256.New()
	for _, one := range e {
		one.PersonID = max(one.PersonID, 0)
		var detail bytes.Buffer
		if json.Compact(&detail, one.Detail) == nil {
			one.Detail = detail.Bytes()
		}
		text, err := json.Marshal(one)
		if err != nil {
			panic(err) // strings, numbers and dates always encode
		}
		h.Write(text)
		h.Write([]byte{'\n'})
	}
	return [32]byte(h.Sum(nil))
}

// Proposal is what duties are planned for: the organisation as it would be, on
// the day, and rules as they would be.
type Proposal struct {
	Org   *people.Org // on the day; new persons and departments have provisional, negative IDs
	Day   calendar.Date
	Rules json.RawMessage // a proposed change of rules, nil: those in force
	Dates json.RawMessage // a proposed change of dates alone (DatesChange), nil: none
	// From and Until are the IDs of the first and the last person who are planned,
	// 0: no limit.
	From, Until int64
	// Progress hears of every person whose duties are planned; nil: nobody does.
	Progress *task.Progress
}

// Decision is what was decided for a proposal and is now written, in the
// transaction that writes it all.
type Decision struct {
	Effects Effects         // person IDs are real by now
	Rules   json.RawMessage // as in the proposal
	Dates   json.RawMessage // as in the proposal
	Joins   []Join
	Day     calendar.Date
	Batch   int64
	Actor   int64 // 0: the system
}

// Join says that a record is another one of the person Into, or no longer
// (Parted): what was completed on it counts for that person, or no longer does.
type Join struct {
	Record, Into int64
	Parted       bool
}
