package curriculum

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"math/bits"
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

// Persons are the IDs of those whom the effects concern, in order, each once;
// without those who are new.
func (e Effects) Persons() []int64 {
	var ids []int64
	for _, one := range e {
		if one.PersonID > 0 {
			ids = append(ids, one.PersonID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Parts are all effects of a decision, handed over in parts, so that any number can
// be written; each part has all effects of its persons.
type Parts func(yield func(Effects) error) error

// Whole hands the effects over at once.
func (e Effects) Whole() Parts { return func(yield func(Effects) error) error { return yield(e) } }

// Digest identifies effects in whatever order and parts they come: a number of 256
// bits, in words from the lowest.
type Digest [4]uint64

// Plus is the digest of two parts together.
func (d Digest) Plus(o Digest) Digest {
	var carry uint64
	for i := range d {
		d[i], carry = bits.Add64(d[i], o[i], carry)
	}
	return d
}

// Digest is the sum of the SHA-256 of each effect, whatever the number that a new
// person has got for the time being.
func (e Effects) Digest() Digest {
	var all Digest
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
		sum := sha256.Sum256(text)
		var own Digest
		for i := range own {
			own[i] = binary.LittleEndian.Uint64(sum[8*i:])
		}
		all = all.Plus(own)
	}
	return all
}

// Proposal is what duties are planned for: the organisation as it would be, on
// the day, and rules as they would be.
type Proposal struct {
	Org   *people.Org // on the day; new persons and departments have provisional, negative IDs
	Day   calendar.Date
	Rules json.RawMessage // a proposed change of rules, nil: those in force
	Dates json.RawMessage // a proposed change of dates alone (DatesChange), nil: none
	// From and Until are the IDs of the first and the last person who are planned,
	// 0: no limit. New persons come first.
	From, Until int64
	// Progress hears a step for every person who is planned; nil: nobody does.
	Progress *task.Progress
}

// Decision is what was decided for a proposal and is now written, in the
// transaction that writes it all.
type Decision struct {
	Effects Parts           // person IDs are real by now
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
