package change

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"zaemme/internal/calendar"
	"zaemme/internal/curriculum"
	"zaemme/internal/db"
	"zaemme/internal/people"
	"zaemme/internal/task"
)

// Kind is what a plan changes.
type Kind string

// The kinds.
const (
	People  Kind = "people"   // the staff list
	Rules   Kind = "rules"    // who has to do what; the input is the proposed rules
	Nightly Kind = "nightly"  // a new day, without a plan
	Records Kind = "evidence" // outside evidence of many; who applies it is not who proposed it
	Undo    Kind = "undo"     // a batch taken back; the plan is the counter-plan
	// Calendar dates duties anew by the holiday sets of the sites; the input is a
	// curriculum.DatesChange.
	Calendar Kind = "calendar"
	Outage   Kind = "outage"  // an outage is declared; the input likewise
	Version  Kind = "version" // a material version of a course is required; the input likewise
)

// State is how far a plan has come.
type State string

// The states.
const (
	Shown     State = "shown"
	Applied   State = "applied"
	IsStale   State = "stale"
	Discarded State = "discarded"
)

// Term is how long a plan can be applied, and how long it keeps its content.
const Term = 30 * 24 * time.Hour

// Source says where a proposal comes from: never the file itself.
type Source struct {
	File   string `json:",omitempty"` // name
	SHA256 string `json:",omitempty"` // of the content, hexadecimal
	Rows   int    `json:",omitempty"`
	List   string `json:",omitempty"` // kind of list, and
	Scope  string `json:",omitempty"` // the part that it has, in the words of the proposer
}

// Request asks for a plan.
type Request struct {
	Kind        Kind
	Title       string
	Actor       int64 // 0: the system
	EffectiveOn calendar.Date
	Source      Source
	// Input is all that the proposer of the kind needs besides the facts.
	Input json.RawMessage
	// UID of the plan to be, a new one where it is zero.
	UID      uuid.UUID
	Progress *task.Progress `json:"-"` // nil: nobody waits
}

// Draft is what a proposer yields.
type Draft struct {
	People people.Change
	Rules  json.RawMessage // nil: the rules in force
	Dates  json.RawMessage // a curriculum.DatesChange, nil: none
	// Records is what a second person confirms by applying, nil: nothing.
	Records json.RawMessage
	// Confirm is the number somebody has to type before this is applied, 0: none.
	Confirm int
	// Notes are for the preview: problems, shares. They are not compared.
	Notes json.RawMessage
	// Undo is set where a batch is taken back; People is then what that comes to,
	// for the preview.
	Undo *Undone
}

// Proposer computes the draft of one kind, from the input alone and what is known
// in c: the same facts give the same draft.
type Proposer interface {
	Propose(ctx context.Context, c db.Conn, input json.RawMessage, effectiveOn calendar.Date) (Draft, error)
}

// Duties plans and writes what follows for duties.
type Duties interface {
	// Plan says what the proposal does to duties. It reads only. What somebody
	// has learned in between must not alter the effects.
	Plan(ctx context.Context, c db.Conn, p curriculum.Proposal) (curriculum.Effects, error)
	// Lock locks the rows of the persons that Apply will decide on, before the
	// transaction takes its stamp.
	Lock(ctx context.Context, tx *db.Tx, persons []int64) error
	// Apply writes rules and ledger events of the decision.
	Apply(ctx context.Context, tx *db.Tx, d curriculum.Decision) error
	// LockBatch is Lock for Undo.
	LockBatch(ctx context.Context, tx *db.Tx, batch int64) error
	// Undo voids what the batch has written, as the batch undo.
	Undo(ctx context.Context, tx *db.Tx, org *people.Org, day calendar.Date, batch, undo, actor int64) (curriculum.Undone, error)
}

// Forecaster begins to foresee the mails that follow from a proposal.
type Forecaster func(ctx context.Context, c db.Conn, p curriculum.Proposal) (Foreseen, error)

// Foreseen are the mails that follow from effects, added part by part.
type Foreseen interface {
	Add(ctx context.Context, effects curriculum.Effects) error
	Mails() []MailDay // days with mails
}

// Forecast is how many mails leave when, and what begins after the day of the plan.
type Forecast struct {
	Days    []MailDay `json:",omitempty"`
	Entries []Entry   `json:",omitempty"` // later days of entry, by day; their mails are not among Days
}

// MailDay is one day of a forecast.
type MailDay struct {
	On    calendar.Date
	Mails int
}

// Total is the number of mails.
func (f Forecast) Total() int {
	n := 0
	for _, d := range f.Days {
		n += d.Mails
	}
	return n
}

// Plan is a proposed change as it is shown.
type Plan struct {
	ID          int64
	UID         uuid.UUID
	Kind        Kind
	Title       string
	CreatedBy   int64 // 0: the system
	CreatedAt   time.Time
	EffectiveOn calendar.Date
	Source      Source
	Input       json.RawMessage
	Draft       Draft
	Sums        Sums // of what it does to duties; Rows has each
	Forecast    Forecast
	Digest      [32]byte
	State       State
	ExpiresAt   time.Time
}

// Empty reports whether applying would do nothing.
func (p Plan) Empty() bool {
	return p.Kind != Outage && p.Kind != Version && p.Draft.People.Empty() && len(p.Draft.Rules)+len(p.Draft.Records) == 0 && p.Sums.Total() == Counts{} && !p.Draft.Undo.restores()
}

// digest identifies what would be written: people, rules and duties.
func digest(day calendar.Date, d Draft, duties curriculum.Digest) [32]byte {
	staff := d.People.Digest()
	h := sha256.New()
	h.Write([]byte(day.String()))
	h.Write(staff[:])
	for _, word := range duties {
		h.Write(binary.LittleEndian.AppendUint64(nil, word))
	}
	var rules any
	if json.Unmarshal(d.Rules, &rules) == nil { // so that spaces and order of keys do not matter
		text, err := json.Marshal(rules)
		if err != nil {
			panic(err) // it was JSON
		}
		h.Write(text)
	}
	if d.Undo != nil {
		h.Write(d.Undo.Digest)
	}
	h.Write(d.Dates)
	h.Write(d.Records)
	return [32]byte(h.Sum(nil))
}
